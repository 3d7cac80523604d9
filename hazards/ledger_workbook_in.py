"""Open an uploaded ledger (.xlsx) without trusting it, and hand out its rows one after the other. Pure.

The container is measured before anything is parsed: an upload may be mislabelled, locked, cut off, or made
to expand without end. Rows are never all in memory.
"""

import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from posixpath import join, normpath
from typing import IO

from hazards import workbook_xml
from hazards.ledger_sheet import BY_NAME, HEADINGS, READ, REQUIRED, Kind, heading, text_of
from hazards.workbook_xml import BadXml, Cell, Fault, Row

MAX_BYTES = 20 * 1024 * 1024
MAX_INFLATED = 200 * 1024 * 1024
MAX_STRINGS = 48 * 1024 * 1024
MAX_PARTS = 1000
MAX_ROWS = 20_000
HEADER_WITHIN = 30
# Formatted but empty rows below the data.
MAX_BLANK = 2000

_PIECE = 1 << 16
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再上传"
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_OVERLAP = 64
# Days between the epochs of Excel on Windows and on old Macs.
_MAC_SHIFT = 1462


class UnreadableFile(Exception):
    """The file as a whole cannot be used; `words` say why and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that says something: texts of the columns the sheet has, and cells without a usable value."""

    number: int
    texts: Mapping[str, str]
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """What measuring found in a sheet: rows, empty ones too, and spans merged downwards by column."""

    rows: int
    merged: Mapping[str, Sequence[tuple[int, int]]]


class LedgerFile:
    """An opened ledger: the letters of its columns by name, and about how many rows it has."""

    def __init__(self, archive: zipfile.ZipFile, sheet: str, part: _Part, strings: Sequence[str]) -> None:
        self._archive, self._sheet, self._part, self._strings = archive, sheet, part, strings
        self.columns: Mapping[str, str] = {}
        self._header = 0
        self._shift = 0

    @property
    def rows_at_most(self) -> int:
        """Rows below the header, empty ones included."""
        return max(self._part.rows - self._header, 0)

    def find_header(self, *, mac: bool) -> bool:
        """Look for the headings in the first rows; whether this sheet is a ledger."""
        self._shift = _MAC_SHIFT if mac else 0
        for row in workbook_xml.rows(self._archive, self._sheet, self._strings):
            if row.number > HEADER_WITHIN:
                break
            found = _headings(row)
            if set(REQUIRED) <= {name for name, _ in found}:
                self.columns = _once(found)
                self._header = row.number
                return True
        return False

    def rows(self) -> Iterator[SheetRow]:
        """The rows that say something, top to bottom; UnreadableFile when there are too many."""
        above: dict[str, Cell] = {}
        count = blank = 0
        try:
            for row in workbook_xml.rows(self._archive, self._sheet, self._strings):
                if row.number <= self._header:
                    continue
                read = self._read(row, above)
                if not any(read.texts.values()) and not read.faults:
                    blank += 1
                    if blank > MAX_BLANK:
                        return
                    continue
                count, blank = count + 1, 0
                if count > MAX_ROWS:
                    raise UnreadableFile(f"台账超过{MAX_ROWS}行，请分成几个文件上传")
                yield read
        except BadXml as error:
            raise UnreadableFile(f"工作簿内部有损坏，读不出来；{_SAVE_AS}") from error

    def _read(self, row: Row, above: dict[str, Cell]) -> SheetRow:
        """A row by names of columns; a cell merged downwards says the same in each row."""
        texts: dict[str, str] = {}
        faults: dict[str, str] = {}
        for name, letters in self.columns.items():
            cell = row.cells.get(letters)
            if spans := self._part.merged.get(letters):
                cell = _spread(spans, row.number, cell, letters, above)
            if isinstance(cell, Fault):
                faults[name] = cell.words
            elif isinstance(cell, Decimal) and self._shift and BY_NAME[name].kind in {Kind.DAY, Kind.MOMENT}:
                cell += self._shift
            texts[name] = text_of(name, cell) if cell is not None else ""
        return SheetRow(row.number, texts, faults)


@contextmanager
def open_ledger(file: IO[bytes], filename: str) -> Iterator[LedgerFile]:
    """The first visible sheet with a ledger's headings; UnreadableFile when there is none or it is unsafe."""
    _refuse_disguise(file, filename)
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(zipfile.ZipFile(file))
            ledger = _found(archive, _measure(archive))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError) as error:
            raise UnreadableFile(f"文件不完整或已损坏，请重新下载或复制；仍不行，{_SAVE_AS}") from error
        except BadXml as error:
            raise UnreadableFile(f"工作簿内部有损坏，读不出来；{_SAVE_AS}") from error
        yield ledger


def _refuse_disguise(file: IO[bytes], filename: str) -> None:
    """Refuse what is no .xlsx by its name, size or first bytes."""
    start = file.read(8)
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise UnreadableFile("文件是空的（0 字节），请重新选择文件")
    if size > MAX_BYTES:
        raise UnreadableFile(f"文件有 {size / 1048576:.1f} MB，超过 20 MB；请去掉图片，或分成几个文件上传")
    if start == _OLE2:
        raise UnreadableFile(f"这是旧版 .xls，或设了打开密码的工作簿；请取消密码，{_SAVE_AS}")
    if not filename.lower().endswith(".xlsx"):
        raise UnreadableFile(f"只接受 .xlsx 台账；{_SAVE_AS}")
    if not start.startswith(b"PK"):
        raise UnreadableFile(f"内容不是 .xlsx 工作簿；{_SAVE_AS}")


def _measure(archive: zipfile.ZipFile) -> Mapping[str, _Part]:
    """The sheets by name of their part, after every part was inflated once with a counter.

    The directory's sizes are only a claim; the parser then meets nothing larger than what was measured.
    """
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFile("工作簿设了密码，系统读不了；请取消密码后再上传")
    if len(parts) > MAX_PARTS or len(set(names)) < len(names):
        raise UnreadableFile(f"工作簿内部有异常，已被改动过；{_SAVE_AS}")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise UnreadableFile(f"压缩包里没有工作簿，不是 .xlsx 表格；{_SAVE_AS}")
    sheets: dict[str, _Part] = {}
    left = MAX_INFLATED
    for part in parts:
        # Sheets are read row by row; whatever else is read is kept whole.
        limit = left if part.filename.startswith("xl/worksheets/") else min(left, MAX_STRINGS)
        size, found = _inflated(archive, part, limit)
        sheets[part.filename] = found
        left -= size
    return sheets


def _inflated(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> tuple[int, _Part]:
    """Bytes a part really expands to, stopping at the limit, with its rows and merged cells counted."""
    size = rows = 0
    merged: dict[str, list[tuple[int, int]]] = {}
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > limit:
                raise UnreadableFile("工作簿解开后太大，不像台账；请把台账复制到一个新工作簿再上传")
            window = tail + piece
            rows += sum(1 for hit in _ROW.finditer(window) if hit.end() > len(tail))
            for hit in _MERGED.finditer(window):
                if hit.end() > len(tail):
                    _note_merged(merged, hit)
            tail = window[-_OVERLAP:]
    return size, _Part(rows, {letters: sorted(spans) for letters, spans in merged.items()})


def _note_merged(merged: dict[str, list[tuple[int, int]]], hit: re.Match[bytes]) -> None:
    """Keep a span that goes down in one column."""
    first, top, last, bottom = (group.decode() for group in hit.groups())
    if first == last and int(top) < int(bottom):
        merged.setdefault(first, []).append((int(top), int(bottom)))


def _spread(
    spans: Sequence[tuple[int, int]], number: int, cell: Cell, letters: str, above: dict[str, Cell]
) -> Cell:
    """The cell, or that at the top of the merged cells it belongs to."""
    place = bisect_right(spans, (number, 1 << 30)) - 1
    if place < 0 or spans[place][1] < number:
        return cell
    if spans[place][0] == number:
        above[letters] = cell
        return cell
    return above.get(letters)


def _found(archive: zipfile.ZipFile, parts: Mapping[str, _Part]) -> LedgerFile:
    """The ledger among the visible sheets."""
    mac = any(
        each.get("date1904") in {"1", "true"}
        for each in workbook_xml.elements(archive, "xl/workbook.xml", "workbookPr")
    )
    links = workbook_xml.elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    strings = [
        text
        for link in links
        if link.get("Type", "").endswith("/sharedStrings") and _target(link) in parts
        for text in workbook_xml.shared_strings(archive, _target(link))
    ]
    for sheet in _visible_sheets(archive, links):
        if sheet in parts and sheet.startswith("xl/worksheets/"):
            ledger = LedgerFile(archive, sheet, parts[sheet], strings)
            if ledger.find_header(mac=mac):
                return ledger
    wanted = "、".join(f"“{BY_NAME[name].label}”" for name in REQUIRED)
    raise UnreadableFile(f"没有找到台账的表头：要有{wanted}等栏目。请下载模板对照")


def _target(link: Mapping[str, str]) -> str:
    """The part a link of the workbook leads to."""
    return normpath(join("/xl", link.get("Target", ""))).lstrip("/")


def _visible_sheets(archive: zipfile.ZipFile, links: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """The parts of the sheets people see, in their order."""
    targets = {link.get("Id", ""): _target(link) for link in links}
    for sheet in workbook_xml.elements(archive, "xl/workbook.xml", "sheet"):
        if sheet.get("state", "visible") == "visible":
            yield targets.get(sheet.get("id", ""), "")


def _headings(row: Row) -> list[tuple[str, str]]:
    """Names and letters of the columns a row is the heading of."""
    texts = {letters: heading(cell) for letters, cell in row.cells.items() if isinstance(cell, str)}
    return [(HEADINGS[text], letters) for letters, text in texts.items() if text in HEADINGS]


def _once(found: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The columns that are read; UnreadableFile for one that stands there twice."""
    columns: dict[str, str] = {}
    for name, letters in found:
        if name in columns:
            raise UnreadableFile(f"表头里“{BY_NAME[name].label}”出现了两次，请只留一列")
        columns[name] = letters
    return {name: letters for name, letters in columns.items() if name in READ}
