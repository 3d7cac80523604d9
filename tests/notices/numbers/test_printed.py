"""A table as printed: cells as text, total rows apart from units, values by indicator."""

from decimal import Decimal

import pytest

from notices.numbers.printed import PrintedCell, PrintedColumn, PrintedRow, PrintedTable, RawCell
from reports.workbook_values import Fault, Value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("区公安\n\n分局", "区公安分局"),
        (12, "12"),
        (114.43799999999999, "114.438"),
        (0.1 + 0.2, "0.3"),
        (Fault("公式错误"), ""),
    ],
)
def test_cell_reads_as_printed(value: Value, text: str) -> None:
    assert RawCell(value).text == text


@pytest.mark.parametrize(
    ("label", "total", "subtotal"),
    [
        ("累计", True, False),
        ("合计", True, False),
        ("镇街小计", False, True),
        ("园区小计", False, True),
        ("甲镇", False, False),
    ],
)
def test_total_rows_are_known_by_name(label: str, total: bool, subtotal: bool) -> None:
    row = PrintedRow(label, ())
    assert (row.is_total, row.is_subtotal) == (total, subtotal)


def row(label: str, *values: int | None) -> PrintedRow:
    """A row of whole numbers and blanks."""
    cells = (
        PrintedCell("", None) if value is None else PrintedCell(str(value), Decimal(value))
        for value in values
    )
    return PrintedRow(label, tuple(cells))


def test_units_are_the_first_rows_that_are_no_totals() -> None:
    rows = (row("合计", 6), row("甲镇", 1), row("小计", 1), row("甲镇", 2), row("乙局", 3))
    table = PrintedTable(0, 0, "", (PrintedColumn("条数"),), rows)
    assert table.units == (rows[1], rows[4])


def test_values_are_those_of_known_columns_with_numbers() -> None:
    columns = (PrintedColumn("排查", "found"), PrintedColumn("备注"), PrintedColumn("整改", "rectified"))
    table = PrintedTable(0, 0, "", columns, (row("甲镇", 1, 2, None),))
    assert table.values(table.rows[0]) == {"found": Decimal(1)}
    assert table.is_dispatch


def test_table_of_strangers_is_no_dispatch_table() -> None:
    assert not PrintedTable(0, 0, "", (PrintedColumn("条数"),), (row("甲镇", 1),)).is_dispatch
