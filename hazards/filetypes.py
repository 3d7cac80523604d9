"""What a file is, by its content and not by its name. Pure.

Photos and the documents offices use are known; what else people try to hand in is named, so that the
refusal can say what to do instead. Nothing is unpacked: of an archive only the list of its parts is read.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

MAX_PARTS = 5000
MAX_UNPACKED = 300 * 1024 * 1024
"""Bytes that the parts of a document may say they unpack to; more is a trap for whoever opens it."""


class Unfit(Exception):
    """A file that is not taken; `words` follow its name: 是空文件，请重新选择。"""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken. `suffixes` are the endings its name may have, the usual one first."""

    label: str
    media_type: str
    suffixes: tuple[str, ...]
    is_picture: bool = False

    @property
    def suffix(self) -> str:
        """The ending its name should have."""
        return self.suffixes[0]


JPEG = Kind("JPEG照片", "image/jpeg", (".jpg", ".jpeg"), is_picture=True)
PNG = Kind("PNG图片", "image/png", (".png",), is_picture=True)
WEBP = Kind("WebP图片", "image/webp", (".webp",), is_picture=True)
PDF = Kind("PDF文档", "application/pdf", (".pdf",))
DOCX = Kind("Word文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = Kind("Excel表格", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
DOC = Kind("旧版Word文档", "application/msword", (".doc", ".wps"))
XLS = Kind("旧版Excel表格", "application/vnd.ms-excel", (".xls", ".et"))
KINDS = (JPEG, PNG, WEBP, PDF, DOCX, XLSX, DOC, XLS)

TAKEN = "请上传JPEG、PNG、WebP照片，或PDF、Word、Excel文档。"
_CONVERT = "请转成JPEG后再上传。"
_HEIC = "请在手机相机设置里把格式改为“兼容性最佳”（JPEG）后重拍，或转成JPEG再上传。"
_VIDEO = "系统只收照片和文档，请上传视频的截图。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_OTHERS = (
    (b"GIF8", "GIF动图", _CONVERT),
    (b"BM", "BMP图片", _CONVERT),
    (b"II*\0", "TIFF图片", _CONVERT),
    (b"MM\0*", "TIFF图片", _CONVERT),
    (b"MZ", "程序", TAKEN),
    (b"\x7fELF", "程序", TAKEN),
    (b"#!", "程序", TAKEN),
    (b"Rar!", "压缩包", "请解压后逐个上传。"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包", "请解压后逐个上传。"),
    (b"\x1f\x8b", "压缩包", "请解压后逐个上传。"),
    (b"\x1aE\xdf\xa3", "视频", _VIDEO),
    (b"<", "网页", TAKEN),
)


def recognise(name: str, content: bytes) -> Kind:
    """The kind of a file; Unfit when it is not taken, or is not what its name says it is."""
    if not content:
        raise Unfit("是空文件，请重新选择。")
    kind = _kind(content)
    claimed = claimed_kind(name)
    if kind is None:
        label, advice = _other(content)
        raise Unfit(f"其实是{label}，{'不是' + claimed.label + '。' if claimed else '不能上传。'}{advice}")
    if claimed is not None and claimed is not kind and not (claimed.is_picture and kind.is_picture):
        raise Unfit(f"其实是{kind.label}，不是{claimed.label}。请核对后改成正确的文件名再上传。")
    return kind


def claimed_kind(name: str) -> Kind | None:
    """What the ending of a name says the file is; None when it says nothing that is known."""
    suffix = PurePath(name).suffix.lower()
    return next((kind for kind in KINDS if suffix in kind.suffixes), None)


def proper_name(name: str, kind: Kind) -> str:
    """The name with an ending that fits the kind: whoever saves the file can open it."""
    if PurePath(name).suffix.lower() in kind.suffixes:
        return name
    if claimed_kind(name) is not None:
        name = name[: -len(PurePath(name).suffix)]
    return f"{name}{kind.suffix}"


def _kind(content: bytes) -> Kind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(_ZIP):
        return _package(content)
    return _compound(content) if content.startswith(_OLE) else None


def _package(content: bytes) -> Kind | None:
    """A Word or Excel file of today: an archive with known parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unfit("已损坏，打不开。请重新导出或复制一份再上传。") from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unfit("解开后过大，可能损害打开它的电脑。请另存为PDF再上传。")
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit("带有宏程序，不能上传。请另存为不带宏的文档或PDF再上传。")
    if "[Content_Types].xml" not in names:
        return None
    marks = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
    return next((kind for mark, kind in marks.items() if mark in names), None)


def _compound(content: bytes) -> Kind | None:
    """A Word or Excel file of old: streams with names in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise Unfit("加了密码，别人打不开。请取消密码后再上传。")
    if has("_VBA_PROJECT"):
        raise Unfit("带有宏程序，不能上传。请另存为不带宏的文档或PDF再上传。")
    if has("WordDocument"):
        return DOC
    return XLS if has("Workbook") else None


def _other(content: bytes) -> tuple[str, str]:
    """What a file is that is not taken, and what to do about it."""
    if content[4:8] == b"ftyp":
        if content[8:12] in _HEIC_BRANDS:
            return "HEIC照片", _HEIC
        return ("AVIF图片", _CONVERT) if content[8:12] == b"avif" else ("视频", _VIDEO)
    if content.startswith(_ZIP):
        return "压缩包或其他办公文件", "压缩包请解压后逐个上传，演示文稿请另存为PDF。"
    head = content.lstrip()
    known = ((label, advice) for mark, label, advice in _OTHERS if head.startswith(mark))
    return next(known, ("不认识的文件", TAKEN))
