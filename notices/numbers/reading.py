"""Read an official document, .docx or .txt, as the text and the tables that the number check looks at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from notices.numbers.docx_file import UnreadableDocument, open_docx
from notices.numbers.docx_text import write
from notices.numbers.printed import PrintedTable, RawTable
from notices.numbers.printed_header import recognise
from notices.numbers.printed_text import tables_in
from reports.snapshot import IndicatorSpec

MAX_BYTES = 5 * 1024 * 1024
MAX_CHARACTERS = 300_000
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_ADVICE = {
    ".doc": "旧版 .doc 读不了。请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”再核对",
    ".pdf": "PDF 读不了。请核对它的 Word 原稿（.docx），或把文字另存为 .txt",
    ".wps": "WPS 专用格式读不了。请在 WPS 里另存为“Word 文档（.docx）”再核对",
    ".docm": "带宏的文档不接受。请另存为不带宏的“Word 文档（.docx）”再核对",
    ".xlsx": "这是表格，不是通报。请选择通报的 .docx 或 .txt 文件，表格放在“核对用的表”（--table）里",
}
__all__ = ("MAX_BYTES", "Document", "UnreadableDocument", "read")


@dataclass(frozen=True, slots=True)
class Document:
    """What was read: the text all offsets refer to, its tables with numbers in order, and how it was read."""

    text: str
    tables: tuple[PrintedTable, ...] = ()
    notes: tuple[str, ...] = ()


def read(content: bytes, filename: str, indicators: Sequence[IndicatorSpec] = ()) -> Document:
    """A document with its tables; columns of `indicators` are recognised. UnreadableDocument says why it cannot."""
    if not content:
        raise UnreadableDocument("文件是空的（0 字节）。请重新选择文件。")
    if len(content) > MAX_BYTES:
        raise UnreadableDocument(
            "文件超过 5 MB，不像一份通报。请去掉图片和附带的文件，只留正文和表格再核对。"
        )
    suffix = PurePath(filename).suffix.lower()
    if suffix == ".docx":
        text, raw, notes = _docx(content)
    elif suffix == ".txt":
        text, raw, notes = _plain(content)
    else:
        advice = _ADVICE.get(
            suffix, f"只接受 .docx 和 .txt，这个文件的后缀是“{suffix or '无'}”。请另存为 .docx 再核对"
        )
        raise UnreadableDocument(f"{advice}。")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableDocument(
            f"文件有 {len(text)} 字，超过 {MAX_CHARACTERS} 字，不像一份通报。请拆开后分别核对。"
        )
    tables = tuple(table for each in raw if (table := recognise(each, indicators)))
    return Document(text, tables, (*notes, *_told(tables)))


def _docx(content: bytes) -> tuple[str, Sequence[RawTable], list[str]]:
    parts = open_docx(content)
    written = write(parts.main, parts.notes)
    if not written.text.strip():
        why = "只有图片，没有文字，像是扫描件" if parts.pictures else "里面没有文字"
        raise UnreadableDocument(f"文档{why}，没有可以核对的数字。请换成能选中文字的 Word 原稿（.docx）。")
    notes = []
    if written.revised:
        notes.append(
            "文中有修订痕迹：插入的文字按有、删除的文字按无核对；定稿前请在 Word 里接受或拒绝全部修订。"
        )
    if written.hidden:
        notes.append("文中有隐藏文字，打印不出来，没有核对。")
    if parts.pictures:
        notes.append(f"文中有{parts.pictures}张图片，图片里的数字没有核对。")
    return written.text, written.tables, notes


def _plain(content: bytes) -> tuple[str, Sequence[RawTable], list[str]]:
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableDocument("文件里只有空白，没有文字。请重新选择文件。")
    return text, tables_in(text), []


def _decoded(content: bytes) -> str:
    """Text in any of the encodings Chinese systems write: UTF-8, GB18030, UTF-16 with its mark."""
    marked = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    if marked or b"\0" not in content:
        for encoding in marked or ("utf-8", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF-")):
        raise UnreadableDocument(
            "内容不是纯文字，只改后缀没有用。请用 Word 或 WPS 打开，另存为 .docx 再核对。"
        )
    raise UnreadableDocument("文字编码认不出来。请用记事本打开，另存为编码 UTF-8 的 .txt 再核对。")


def _told(tables: Sequence[PrintedTable]) -> Iterator[str]:
    for table in tables:
        name = f"“{table.title}”" if table.title else "（没有标题）"
        kind = "调度表" if table.is_dispatch else "表格"
        yield f"读到{kind}{name}：{len(table.units)}行、{len(table.columns)}列数据。"
        yield from table.notes
