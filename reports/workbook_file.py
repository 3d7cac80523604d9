"""Open an uploaded .xlsx or .csv without trusting it, and hand its cells out as grids.

Nothing is parsed before the container has been measured: an upload may be mislabelled, encrypted, cut
off, or made to expand without end. Only values leave this module; formulas are never evaluated.
"""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import IO, Protocol, cast
from xml.etree.ElementTree import Element

import openpyxl
from defusedxml.ElementTree import iterparse
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from reports.workbook_problems import UnreadableFile
from reports.workbook_values import Fault, Value

MAX_BYTES = 10 * 1024 * 1024
MAX_INFLATED = 20 * 1024 * 1024
MAX_PART = 8 * 1024 * 1024
MAX_PARTS = 1000
MAX_ROWS = 3000
MAX_COLUMNS = 200
MAX_SHEETS = 20

# Stands for a formula whose result was never stored.
UNCOMPUTED = Fault("公式没有算出结果，请在 Excel 里打开后保存一次，或直接填数字")

_ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再上传"
# What openpyxl is known to raise on files that are well zipped but not a sound workbook.
BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, EOFError,
    OverflowError, zipfile.BadZipFile, zlib.error, InvalidFileException,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet from A1 on, rows cut after their last value.

    `clipped` tells that the sheet reaches beyond what is read (MAX_ROWS × MAX_COLUMNS).
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    clipped: bool = False

    def at(self, row: int, column: int) -> Value:
        """The value at a 0-based place; nothing outside the grid."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(cells) for cells in self.rows), default=0)


def address(row: int, column: int) -> str:
    """The spreadsheet name of a 0-based place: (6, 2) is C7."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def open_grids(content: bytes, filename: str) -> tuple[Grid, ...]:
    """The visible sheets of an upload; UnreadableFile when it cannot be used as a whole."""
    if not content:
        raise UnreadableFile("文件是空的（0 字节），请重新选择文件")
    if len(content) > MAX_BYTES:
        raise UnreadableFile(
            f"文件有 {len(content) / 1048576:.1f} MB，超过 10 MB；请只留调度表这一张表、去掉图片后再上传"
        )
    suffix = PurePath(filename).suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UnreadableFile(f"只接受 .xlsx 和 .csv，这个文件的后缀是“{suffix or '无'}”；{_SAVE_AS}")
    _refuse_disguise(content, suffix)
    return _workbook_grids(content) if suffix == ".xlsx" else (_csv_grid(content),)


def _refuse_disguise(content: bytes, suffix: str) -> None:
    """Refuse content that is not what the suffix promises."""
    if content.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableFile("工作簿设了打开密码，系统读不了；请取消密码后再上传")
        raise UnreadableFile(f"内容是旧版 .xls，后缀却是 {suffix}；改后缀没有用，{_SAVE_AS}")
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")):
        raise UnreadableFile(f"内容是网页或 XML，不是 {suffix} 表格；{_SAVE_AS}")
    is_zip = content.startswith(_ZIP)
    if suffix == ".csv" and is_zip:
        raise UnreadableFile("内容是 Excel 工作簿，后缀却是 .csv；请把后缀改为 .xlsx 再上传")
    if suffix == ".xlsx" and not is_zip:
        raise UnreadableFile(f"内容不是 .xlsx 工作簿；{_SAVE_AS}")


def _workbook_grids(content: bytes) -> tuple[Grid, ...]:
    _measure(content)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts it drops (styles, validations, pictures); only values matter here.
            warnings.simplefilter("ignore")
            return tuple(_sheets(content))
    except BROKEN as error:
        raise UnreadableFile(f"工作簿内部有损坏，读不出来；{_SAVE_AS}") from error


def _measure(content: bytes) -> None:
    """Refuse a container that is cut off, locked, no plain workbook, or expands too far.

    The directory's sizes are a claim; every part is then inflated once with a counter, which also
    verifies its checksum, so that the parser meets nothing larger than what was measured.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_parts(archive.infolist())
            total = 0
            for part in archive.infolist():
                total += _inflated(archive, part)
                if total > MAX_INFLATED:
                    raise UnreadableFile(_too_large())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableFile(f"文件不完整或已损坏，请重新下载或复制；仍不行，{_SAVE_AS}") from error


def _refuse_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFile("工作簿设了密码，系统读不了；请取消密码后再上传")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_INFLATED:
        raise UnreadableFile(_too_large())
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise UnreadableFile(f"压缩包里没有工作簿，不是 .xlsx 表格；{_SAVE_AS}")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFile("工作簿带宏，不接受；请另存为不带宏的“Excel 工作簿（.xlsx）”再上传")
    if len(set(names)) < len(names):
        raise UnreadableFile(f"工作簿内部有重名的部分，已被改动过；{_SAVE_AS}")


def _inflated(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Bytes a part really expands to, counted while reading; stops at the limit for one part."""
    limit = MAX_PART if part.filename.endswith((".xml", ".rels")) else MAX_INFLATED
    size = 0
    with archive.open(part) as stream:
        while chunk := stream.read(65536):
            size += len(chunk)
            if size > limit:
                raise UnreadableFile(_too_large())
    return size


def _too_large() -> str:
    return "工作簿解开后太大，不像调度表；请把表格复制到一个新工作簿，只留这一张表再上传"


def _sheets(content: bytes) -> Iterator[Grid]:
    """The visible sheets; of a formula only its stored result is read."""
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with closing(workbook):
        for sheet in workbook.worksheets[:MAX_SHEETS]:
            if sheet.sheet_state == "visible":
                yield _sheet_grid(cast("_ReadOnlySheet", sheet))


class _ReadOnlySheet(Protocol):
    """What is used of openpyxl's read-only sheet, which its published types leave out."""

    title: str
    max_column: int | None

    def iter_rows(self, *, max_row: int, max_col: int) -> Iterator[tuple[Cell | MergedCell, ...]]: ...

    def _get_source(self) -> IO[bytes]: ...


def _sheet_grid(sheet: _ReadOnlySheet) -> Grid:
    cells = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS)
    rows = [[_value(cell) for cell in row] for row in cells]
    with sheet._get_source() as source:
        for row, column in _uncomputed(source.read()):
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = UNCOMPUTED
    # The declared size may be missing or wrong; a sheet that fills the limit may also go on below.
    clipped = len(rows) >= MAX_ROWS or (sheet.max_column or 0) > MAX_COLUMNS
    return _grid(sheet.title, rows, clipped=clipped)


def _value(cell: Cell | MergedCell) -> Value:
    if cell.data_type == "e":
        return Fault(f"单元格是公式错误 {cell.value}，请改正公式或直接填数字")
    return cell.value  # type: ignore[return-value]


def _uncomputed(source: bytes) -> Iterator[tuple[int, int]]:
    """0-based places of formulas without a stored result, which openpyxl shows as empty cells.

    Asking openpyxl for the formulas themselves would let a hostile sheet spend minutes on translating
    shared ones.
    """
    if not _ANY_FORMULA.search(source):
        return
    for _, element in iterparse(io.BytesIO(source)):
        kind = element.tag.rpartition("}")[2]
        if kind == "c" and _lacks_result(element):
            row, column = coordinate_to_tuple(element.attrib["r"])
            yield row - 1, column - 1
        elif kind == "row":
            element.clear()


def _lacks_result(cell: Element) -> bool:
    """Whether a cell has a formula and no value; an empty text is a value."""
    parts = {child.tag.rpartition("}")[2]: child for child in cell}
    if "f" not in parts or "r" not in cell.attrib:
        return False
    result = parts.get("v")
    return result is None or (not result.text and cell.get("t") != "str")


def _csv_grid(content: bytes) -> Grid:
    text = _decoded(content)
    first_line = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first_line and "," not in first_line else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        records = list(islice(reader, MAX_ROWS + 1))
    except csv.Error as error:
        raise UnreadableFile(f"CSV 第 {reader.line_num} 行读不出来，请检查引号是否成对") from error
    clipped = len(records) > MAX_ROWS or any(len(record) > MAX_COLUMNS for record in records)
    kept = records[:MAX_ROWS]
    return _grid("CSV", [[cell or None for cell in record[:MAX_COLUMNS]] for record in kept], clipped=clipped)


def _decoded(content: bytes) -> str:
    """Text in UTF-8 (with or without mark) or GB18030, which Excel writes on Chinese systems."""
    if b"\0" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise UnreadableFile("CSV 的文字编码认不出来，请另存为“CSV UTF-8（逗号分隔）”再上传")


def _grid(name: str, rows: Iterable[Sequence[Value]], *, clipped: bool) -> Grid:
    """Cut what is empty at the right and below, which formatted but unused cells leave behind."""
    kept = [tuple(_trimmed(row)) for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return Grid(name, tuple(kept), clipped=clipped)


def _trimmed(row: Sequence[Value]) -> Sequence[Value]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]
