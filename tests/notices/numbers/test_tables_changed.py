"""One number of the published table changed at a time: each change is found, and nothing besides."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from notices.numbers.printed import PrintedCell, PrintedRow, PrintedTable
from notices.numbers.tables import Reference, judge
from notices.numbers.tables_file import read_table
from notices.numbers.verdicts import JudgedCell
from reports.snapshot import decimal_text
from reports.workbook_out import write_dispatch
from tests.licheng import indicators, september, snapshot

SPECS = indicators()
TABLE = read_table(write_dispatch(snapshot()), "附件1.xlsx", SPECS)
KNOWN = ("区文旅局", "重大隐患/部门挂牌督办/排查")
REFERENCE = Reference("快照", september())


def changed(row: int, column: int, change: int) -> PrintedTable:
    """The table with one number moved by so much."""
    cell = TABLE.rows[row].cells[column]
    assert cell.value is not None
    value = cell.value + change
    new = PrintedCell(decimal_text(value), value)
    cells = (*TABLE.rows[row].cells[:column], new, *TABLE.rows[row].cells[column + 1 :])
    rows = (*TABLE.rows[:row], PrintedRow(TABLE.rows[row].label, cells), *TABLE.rows[row + 1 :])
    return PrintedTable(0, 0, "", TABLE.columns, rows)


def wrong(table: PrintedTable, reference: Reference | None = None) -> dict[tuple[str, str], JudgedCell]:
    """The wrong cells besides the one that always is."""
    cells = judge(table, SPECS, reference)
    return {
        (cell.row, cell.column): cell for cell in cells if cell.is_wrong and (cell.row, cell.column) != KNOWN
    }


PLACES = st.tuples(st.integers(0, 27), st.integers(0, 27))
CHANGES = st.integers(1, 500)


def test_table_as_the_product_writes_it_has_no_other_fault() -> None:
    assert wrong(TABLE) == {}
    assert wrong(TABLE, REFERENCE) == {}


@settings(max_examples=80)
@given(PLACES, CHANGES)
def test_I9_every_change_breaks_the_total_of_its_column(place: tuple[int, int], change: int) -> None:
    row, column = place
    faults = wrong(changed(row, column, change))
    total = faults["累计", TABLE.columns[column].label]
    due = TABLE.rows[0].cells[column].value
    assert due is not None
    assert total.expected == decimal_text(due if row == 0 else due + Decimal(change))


@settings(max_examples=80)
@given(PLACES, CHANGES)
def test_with_the_snapshot_the_changed_cell_itself_is_named(place: tuple[int, int], change: int) -> None:
    row, column = place
    table = changed(row, column, change)
    at = (table.rows[row].label, table.columns[column].label)
    cells = {(cell.row, cell.column): cell for cell in judge(table, SPECS, REFERENCE)}
    assert cells[at].is_wrong
    assert cells[at].expected


@settings(max_examples=80)
@given(PLACES, CHANGES)
def test_no_cell_of_another_row_and_column_is_blamed(place: tuple[int, int], change: int) -> None:
    row, column = place
    label = TABLE.columns[column].label
    for found_row, found_column in wrong(changed(row, column, change), REFERENCE):
        assert found_column == label or found_row in {TABLE.rows[row].label, "累计"}
