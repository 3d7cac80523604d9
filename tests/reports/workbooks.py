"""Tables and files for the tests of reading and writing workbooks."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from openpyxl import Workbook

from reports.snapshot import IndicatorSpec
from reports.workbook_in import TableReading, UnitRef, read_table

FOUND = IndicatorSpec("found", 1, ("隐患",), "排查", "条")
FIXED = IndicatorSpec("fixed", 2, ("隐患",), "已整改", "条")
FINES = IndicatorSpec("fines", 3, ("执法", "行政处罚"), "罚款金额", "万元", decimals=6)
TOWNS = IndicatorSpec("towns", 4, (), "帮扶指导镇街", "个次", not_for=("town",))
SMALL = (FOUND, FIXED, FINES, TOWNS)
UNITS = (UnitRef("西天尾镇", "town"), UnitRef("区公安分局", "bureau"), UnitRef("区应急局", "bureau"))

CODES = ["unit", "found", "fixed", "fines", "towns"]
GOOD_ROWS: list[list[object]] = [
    ["西天尾镇", 5, 4, 2.7, None],
    ["区公安分局", 6, 6, 0, 1],
    ["区应急局", 7, 0, 114.438, 2],
]
PRINTED_HEADER: list[list[object]] = [
    ["地区/部门", "隐患", None, "执法", "帮扶指导镇街"],
    [None, "排查", "已整改", "行政\n处罚", None],
    [None, None, None, "罚款 金额", None],
    [None, "条", "条", "万元", "个次"],
]


def xlsx(rows: Sequence[Sequence[object]], *more: Sequence[Sequence[object]]) -> bytes:
    """A workbook with one sheet for each list of rows."""
    workbook = Workbook()
    sheets = [workbook.worksheets[0], *(workbook.create_sheet() for _ in more)]
    for sheet, content in zip(sheets, (rows, *more), strict=True):
        for row in content:
            sheet.append(list(row))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def csv_bytes(rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> bytes:
    """Rows as comma separated text; None is empty."""
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def coded(*rows: Sequence[object]) -> bytes:
    """A CSV with codes as its header; without rows the three good ones."""
    return csv_bytes([CODES, *(rows or GOOD_ROWS)])


def printed(*rows: Sequence[object], header: Sequence[Sequence[object]] = PRINTED_HEADER) -> bytes:
    """A workbook with the printed header; without rows the three good ones."""
    return xlsx([*header, *(rows or GOOD_ROWS)])


def read(content: bytes, filename: str = "table.csv") -> TableReading:
    """Read a small table."""
    return read_table(content, filename, indicators=SMALL, units=UNITS)


def values(reading: TableReading) -> dict[str, dict[str, Decimal]]:
    """What was read, by unit."""
    return {row.unit: dict(row.values) for row in reading.rows}


def found(reading: TableReading) -> list[tuple[str, str]]:
    """Cell and message of every problem that is not a mere note."""
    return [(problem.cell, problem.message) for problem in reading.errors]


def repacked(content: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """A workbook with parts of its archive rewritten; a name that is new is added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, changes.get(name, bytes)(source.read(name)))
        for name in changes.keys() - set(source.namelist()):
            target.writestr(name, changes[name](b""))
    return out.getvalue()
