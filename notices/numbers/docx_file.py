"""Open an uploaded .docx without trusting it: measured before it is parsed, no entities, only its text parts."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

MAX_INFLATED = 40 * 1024 * 1024
MAX_PART = 8 * 1024 * 1024
MAX_PARTS = 2000
MAX_DEPTH = 200
"""Elements one within another; Word itself stays far below."""

MAIN, FOOTNOTES, ENDNOTES = "word/document.xml", "word/footnotes.xml", "word/endnotes.xml"
_READ = (MAIN, FOOTNOTES, ENDNOTES)
_PICTURE = re.compile(r"word/media/.+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)", re.IGNORECASE)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”再核对"


class UnreadableDocument(Exception):
    """The file as a whole cannot be read; the Chinese message says what, why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Parts:
    """The parts of a document that hold text, parsed, and how many pictures it carries."""

    def __init__(self, trees: Mapping[str, Element], pictures: int) -> None:
        self._trees = trees
        self.pictures = pictures

    @property
    def main(self) -> Element:
        """The document itself."""
        return self._trees[MAIN]

    @property
    def notes(self) -> tuple[Element, ...]:
        """Footnotes, then endnotes, as far as there are any."""
        return tuple(self._trees[name] for name in (FOOTNOTES, ENDNOTES) if name in self._trees)


def open_docx(content: bytes) -> Parts:
    """The text parts of a .docx; UnreadableDocument when it is none, locked, cut off or unsafe."""
    _refuse_disguise(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_parts(archive.infolist())
            # Every part is inflated once: what lies about its size, or fails its checksum, shows here.
            total, read = 0, {}
            for part in archive.infolist():
                inflated = _inflated(archive, part, MAX_INFLATED - total)
                total += len(inflated)
                if part.filename in _READ:
                    read[part.filename] = inflated
            pictures = sum(bool(_PICTURE.fullmatch(part.filename)) for part in archive.infolist())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableDocument(
            f"文件不完整或已损坏，打不开。请重新下载或复制一份；仍不行，{_SAVE_AS}。"
        ) from error
    return Parts({name: _parsed(part) for name, part in read.items()}, pictures)


def _refuse_disguise(content: bytes) -> None:
    """Refuse content that is not what the suffix promises, with the reason."""
    if content.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableDocument("文档设了打开密码，读不了。请在 Word 里取消密码、另存后再核对。")
        raise UnreadableDocument(f"内容是旧版 .doc，只改后缀没有用。{_SAVE_AS}。")
    if content.startswith(b"%PDF-"):
        raise UnreadableDocument(
            "内容是 PDF，不是 Word 文档。请核对它的 Word 原稿（.docx），或把文字另存为 .txt。"
        )
    if content.startswith(b"{\\rtf"):
        raise UnreadableDocument(f"内容是 RTF，不是 .docx。{_SAVE_AS}。")
    if not content.startswith(b"PK"):
        raise UnreadableDocument(f"内容不是 .docx 文档。{_SAVE_AS}；纯文字请把后缀改为 .txt。")


def _refuse_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableDocument("文件设了密码，读不了。请取消密码后再核对。")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_INFLATED:
        raise UnreadableDocument(_too_large())
    if "xl/workbook.xml" in names:
        raise UnreadableDocument(
            "内容是 Excel 工作簿，不是 Word 文档。调度表请放在“核对用的表”（--table）里。"
        )
    if MAIN not in names or "[Content_Types].xml" not in names:
        raise UnreadableDocument(f"压缩包里没有 Word 正文，不是 .docx 文档。{_SAVE_AS}。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableDocument("文档带宏，不接受。请另存为不带宏的“Word 文档（.docx）”再核对。")
    if len(set(names)) < len(names):
        raise UnreadableDocument(f"文档内部有重名的部分，已被改动过。{_SAVE_AS}。")


def _inflated(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    limit = min(left, MAX_PART if part.filename in _READ else MAX_INFLATED)
    with archive.open(part) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise UnreadableDocument(_too_large())
    return content


def _too_large() -> str:
    return "文档解开后太大，不像一份通报。请去掉图片和附带的文件，只留正文和表格再核对。"


def _parsed(part: bytes) -> Element:
    try:
        root = fromstring(part, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableDocument(f"文档内部有损坏或不安全的内容，没有读。{_SAVE_AS}。") from error
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
    if depth > MAX_DEPTH:
        raise UnreadableDocument(f"文档内部一层套一层，超过{MAX_DEPTH}层，不像一份通报。{_SAVE_AS}。")
    return root
