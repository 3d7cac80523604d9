"""What holds for any table: it comes back as written, and each single fault is found where it is."""

import random
from collections.abc import Callable
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.snapshot import decimal_text
from reports.workbook_file import address
from reports.workbook_in import TableReading
from reports.workbook_out import Matrix, MatrixRow, write_matrix
from reports.workbook_problems import UnreadableFile
from tests.reports.workbooks import (
    CODES,
    GOOD_ROWS,
    PRINTED_HEADER,
    SMALL,
    UNITS,
    coded,
    csv_bytes,
    printed,
    read,
    values,
    xlsx,
)

AMOUNTS = st.integers(0, 10**7)
ROW = st.fixed_dictionaries(
    {
        "found": AMOUNTS.map(Decimal),
        "fixed": AMOUNTS.map(Decimal),
        "fines": st.integers(0, 10**13).map(lambda number: Decimal(number) / 10**6),
        "towns": st.just(Decimal(0)),
    }
)
TABLES = st.lists(ROW, min_size=len(UNITS), max_size=len(UNITS))


def matrix(rows: list[dict[str, Decimal]]) -> Matrix:
    named = [MatrixRow(unit.name, row) for unit, row in zip(UNITS, rows, strict=True)]
    return Matrix("调度表", "（数据统计区间）", SMALL, named, notes=["数据来源：快照。"])


def lines(rows: list[dict[str, Decimal]]) -> list[list[object]]:
    return [
        [unit.name, *(decimal_text(row[code]) for code in CODES[1:])]
        for unit, row in zip(UNITS, rows, strict=True)
    ]


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_I9_table_written_is_read_back_equal_with_a_right_total(rows: list[dict[str, Decimal]]) -> None:
    reading = read(write_matrix(matrix(rows)), "t.xlsx")
    assert reading.problems == ()
    assert [row.values for row in reading.rows] == rows


@settings(max_examples=60, deadline=None)
@given(
    TABLES,
    st.integers(0, 2),
    st.integers(0, 3),
    st.sampled_from(["x", "-1", "", "1e9", "0.5.1", "9" * 13, "5条"]),
)
def test_any_single_bad_cell_is_reported_at_exactly_that_cell(
    rows: list[dict[str, Decimal]], row: int, column: int, bad: str
) -> None:
    table = lines(rows)
    table[row][column + 1] = bad
    reading = read(csv_bytes([CODES, *table]))
    closed = bad == "" and row == 0 and column == 3
    assert [p.cell for p in reading.problems] == ([] if closed else [address(row + 1, column + 1)])
    assert len(reading.good_rows) == (3 if closed else 2)


@settings(max_examples=60, deadline=None)
@given(TABLES, st.sampled_from(CODES[1:]), st.integers(1, 10**6))
def test_I9_any_single_wrong_total_is_reported_with_both_figures(
    rows: list[dict[str, Decimal]], code: str, excess: int
) -> None:
    sums = {name: sum((row[name] for row in rows), Decimal(0)) for name in CODES[1:]}
    claimed = {**sums, code: sums[code] + excess}
    table = lines(rows)
    (problem,) = read(csv_bytes([CODES, ["合计", *map(decimal_text, claimed.values())], *table])).problems
    assert problem.cell == address(1, CODES.index(code))
    assert f"为 {decimal_text(claimed[code])}，" in problem.message
    assert problem.message.endswith(f"应为 {decimal_text(sums[code])}")


def outcome(content: bytes, name: str) -> TableReading | str:
    """The reading, or the message of the refusal; any other exception fails the test."""
    try:
        return read(content, name)
    except UnreadableFile as refusal:
        return refusal.message


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["t.csv", "t.xlsx"]))
def test_any_bytes_are_refused_in_words(content: bytes, name: str) -> None:
    message = outcome(content, name)
    assert isinstance(message, str)
    assert message


WORKBOOK = printed()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.integers(1, 255))
def test_workbook_with_any_byte_flipped_is_refused_or_read_as_it_was(place: int, flip: int) -> None:
    """Checksums guard the contents; what they do not cover (dates, flags) does not matter."""
    spoiled = bytearray(WORKBOOK)
    spoiled[place] ^= flip
    result = outcome(bytes(spoiled), "t.xlsx")
    assert isinstance(result, str) or result == read(WORKBOOK, "t.xlsx")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1))
def test_workbook_cut_anywhere_is_refused(kept: int) -> None:
    assert isinstance(outcome(WORKBOOK[:kept], "t.xlsx"), str)


@given(TABLES, st.permutations(range(4)), st.permutations(range(3)))
def test_order_of_columns_and_rows_does_not_matter(
    rows: list[dict[str, Decimal]], columns: list[int], order: list[int]
) -> None:
    table: list[list[object]] = [[*CODES], *lines(rows)]
    mixed = [[line[0], *(line[1 + column] for column in columns)] for line in table]
    shuffled = [mixed[0], *(mixed[1 + row] for row in order)]
    assert values(read(csv_bytes(shuffled))) == values(read(csv_bytes(table)))


def spaced(cell: object, chance: random.Random) -> object:
    """Text as paper breaks it: white space of all kinds between its signs."""
    if not isinstance(cell, str):
        return cell
    return "".join(sign + chance.choice(["", "", " ", "\n", "\u3000", "\t"]) for sign in cell)


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 3), st.integers(0, 3))
def test_layout_of_names_and_blank_rows_do_not_matter(chance: random.Random, above: int, below: int) -> None:
    header = [[spaced(cell, chance) for cell in row] for row in PRINTED_HEADER]
    rows = [[spaced(row[0], chance), *row[1:]] for row in GOOD_ROWS]
    blanks: list[list[object]] = [[]] * below
    content = xlsx([*[["附件1"]] * above, *header, *blanks, *rows, *blanks, ["注：以上为累计数"]])
    reading = read(content, "t.xlsx")
    assert reading.problems == ()
    assert values(reading) == values(read(coded()))


SPELLINGS: list[Callable[[Decimal], object]] = [
    decimal_text,
    lambda number: f"{number:,f}",
    lambda number: decimal_text(number).translate(
        {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789.,"}
    ),
    lambda number: f" {decimal_text(number)}\n",
    float,
]


@settings(max_examples=60, deadline=None)
@given(
    st.decimals(min_value=0, max_value=Decimal("99999999.999999"), places=6),
    st.lists(st.sampled_from(SPELLINGS), min_size=3, max_size=3),
)
def test_I10_spelling_of_a_number_does_not_change_it(
    amount: Decimal, spellings: list[Callable[[Decimal], object]]
) -> None:
    rows = [[unit.name, 1, 1, spell(amount), 0] for unit, spell in zip(UNITS, spellings, strict=True)]
    reading = read(printed(["合计", 3, 3, decimal_text(amount * 3), 0], *rows), "t.xlsx")
    assert reading.problems == ()
    assert {row.values["fines"] for row in reading.rows} == {amount}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=6))
def test_any_text_below_a_header_is_read_or_refused_in_words(cells: list[list[str]]) -> None:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in cells]
    content = "\n".join([",".join(CODES), *map(",".join, quoted)]).encode("utf-8", "replace")
    result = outcome(content, "t.csv")
    if isinstance(result, TableReading):
        assert all(problem.message for problem in result.problems)
        assert all(set(row.values) <= set(CODES) for row in result.rows)
    else:
        assert result
