"""Every cell of a table gets a verdict: totals, parts and wholes, doubled rows, and what is known besides."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.numbers.printed import PrintedTable, RawCell, RawTable
from notices.numbers.printed_header import recognise
from notices.numbers.tables import Reference, judge, merged, unknown_units
from notices.numbers.verdicts import JudgedCell, Verdict
from tests.licheng import PUBLISHED_TOTALS, indicators, september

SPECS = indicators()
HEADER = ["单位", "general_found", "general_rectified", "penalty_count"]


def table(*rows: Sequence[str], header: Sequence[str] = HEADER) -> PrintedTable:
    """A table with these rows under a header of codes."""
    texts = (header, *rows)
    cells = tuple(tuple(RawCell(text or None) for text in row) for row in texts)
    found = recognise(RawTable(0, 0, cells, True), SPECS)
    assert found is not None
    return found


def wrong(*rows: Sequence[str], reference: Reference | None = None) -> dict[tuple[str, str], JudgedCell]:
    """The cells that are wrong, by row and column as printed."""
    cells = judge(table(*rows), SPECS, reference)
    return {(cell.row, cell.column): cell for cell in cells if cell.is_wrong}


FOUND, RECTIFIED, PENALTIES = "一般隐患/排查", "一般隐患/已整改", "次数"
A, B = ["甲镇", "3", "2", "1"], ["乙局", "4", "4", "0"]


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [("6", Verdict.INCONSISTENT), ("7", Verdict.OK), ("8", Verdict.INCONSISTENT)],
)
def test_I9_total_is_the_sum_of_its_rows(printed: str, verdict: Verdict) -> None:
    cells = judge(table(["累计", printed, "6", "1"], A, B), SPECS)
    total = next(cell for cell in cells if (cell.row, cell.column) == ("累计", FOUND))
    assert total.verdict is verdict
    if verdict is Verdict.OK:
        assert total.reason == "等于甲镇至乙局2行之和。"
    else:
        assert total.expected == "7"
        assert total.reason == f"“累计”行印的是{printed}，甲镇至乙局2行相加是7。"


def test_total_may_stand_below_its_rows() -> None:
    assert wrong(A, B, ["合计", "7", "6", "1"]) == {}
    assert list(wrong(A, B, ["合计", "7", "6", "2"])) == [("合计", PENALTIES)]


def test_rows_that_add_up_are_ok_and_others_unverified() -> None:
    cells = judge(table(["累计", "7", "6", "9"], A, B), SPECS)
    verdicts = {(cell.row, cell.column): cell.verdict for cell in cells}
    assert verdicts["甲镇", FOUND] is Verdict.OK
    assert verdicts["甲镇", PENALTIES] is Verdict.UNVERIFIED
    assert verdicts["累计", PENALTIES] is Verdict.INCONSISTENT


def test_without_a_total_row_nothing_is_claimed() -> None:
    assert {cell.verdict for cell in judge(table(A, B), SPECS)} == {Verdict.UNVERIFIED}


def test_subtotals_add_up_their_own_rows_and_are_not_added_again() -> None:
    rows = [
        A,
        B,
        ["小计", "7", "6", "1"],
        ["丙局", "1", "1", "0"],
        ["小计", "1", "1", "0"],
        ["总计", "8", "7", "1"],
    ]
    assert wrong(*rows) == {}
    rows[4] = ["小计", "2", "1", "0"]
    (fault,) = wrong(*rows).values()
    assert (fault.value, fault.expected, fault.reason) == ("2", "1", "“小计”行印的是2，丙局相加是1。")


def test_subtotals_may_head_their_rows() -> None:
    rows = [
        ["累计", "8", "7", "1"],
        ["镇街小计", "7", "6", "1"],
        A,
        B,
        ["部门小计", "1", "1", "0"],
        ["丙局", "1", "1", "0"],
    ]
    assert wrong(*rows) == {}
    rows[1] = ["镇街小计", "7", "6", "2"]
    assert list(wrong(*rows)) == [("镇街小计", PENALTIES)]


def test_blank_cells_claim_nothing() -> None:
    assert wrong(["累计", "7", "", "1"], A, ["乙局", "4", "", "0"]) == {}
    cells = judge(table(["累计", "7", "", "1"], A, ["乙局", "4", "", "0"]), SPECS)
    assert ("累计", RECTIFIED) not in {(cell.row, cell.column) for cell in cells}


def test_total_over_an_unreadable_cell_is_left_open() -> None:
    faults = wrong(["累计", "9", "6", "1"], ["甲镇", "三", "2", "1"], B)
    assert list(faults) == [("甲镇", FOUND)]
    assert faults["甲镇", FOUND].reason == f"“甲镇”的“{FOUND}”：应填数字，表中为“三”。"


@pytest.mark.parametrize("text", ["-3", "3.5", "三", "#REF!"])
def test_cell_that_holds_no_fit_number_is_wrong(text: str) -> None:
    assert ("甲镇", FOUND) in wrong(["甲镇", text, "0", "1"], B)


def test_part_above_its_whole_is_wrong_in_the_part() -> None:
    (fault,) = wrong(["甲镇", "3", "4", "1"], B).values()
    assert (fault.column, fault.value, fault.expected) == (RECTIFIED, "4", "不大于3")
    assert fault.reason == f"“甲镇”的“{RECTIFIED}”4条，大于“{FOUND}”3条。"


def test_total_row_is_held_to_the_same_rules() -> None:
    assert list(wrong(["累计", "3", "4", "1"])) == [("累计", RECTIFIED)]


def test_unit_with_two_rows_is_told_and_counted_once() -> None:
    faults = wrong(["累计", "7", "6", "1"], A, B, ["甲镇", "3", "1", "1"])
    assert list(faults) == [("甲镇", RECTIFIED)]
    assert "“甲镇”有两行，前一行这一项是2，这一行是1" in faults["甲镇", RECTIFIED].reason


REFERENCE = Reference(
    "2023年9月快照第1版",
    {
        "甲镇": {"general_found": Decimal(3), "general_rectified": Decimal(2)},
        "区应急管理局": {"general_found": Decimal(15), "general_rectified": Decimal(0)},
    },
)


def test_cell_that_differs_from_what_is_known_contradicts() -> None:
    (fault,) = wrong(["区应急局", "10", "0", "1"], A, reference=REFERENCE).values()
    assert (fault.verdict, fault.expected) == (Verdict.CONTRADICTS, "15")
    assert fault.reason == f"2023年9月快照第1版中“区应急局”的“{FOUND}”是15，不是10。"


def test_cell_that_agrees_with_what_is_known_is_ok() -> None:
    cells = judge(table(A, B), SPECS, REFERENCE)
    first = cells[0]
    assert (first.verdict, first.reason) == (Verdict.OK, "与2023年9月快照第1版相符。")
    assert cells[2].verdict is Verdict.UNVERIFIED


def test_what_is_known_says_more_than_that_something_is_wrong() -> None:
    (fault,) = wrong(["甲镇", "三", "2", "1"], B).values()
    assert fault.expected == ""
    known = Reference("快照", {"甲镇": {"penalty_count": Decimal(0), "penalty_amount": Decimal(0)}})
    both = table(["甲镇", "0", "2"], header=["单位", "penalty_count", "penalty_amount"])
    (cell,) = (each for each in judge(both, SPECS, known) if each.is_wrong)
    assert (cell.verdict, cell.expected) == (Verdict.CONTRADICTS, "0")


def test_total_is_held_against_the_sum_of_what_is_known() -> None:
    faults = wrong(["累计", "17", "2", "2"], A, ["区应急局", "14", "0", "1"], reference=REFERENCE)
    assert {(place, cell.verdict, cell.expected) for place, cell in faults.items()} == {
        (("累计", FOUND), Verdict.CONTRADICTS, "18"),
        (("区应急局", FOUND), Verdict.CONTRADICTS, "15"),
    }


def test_units_nobody_knows_are_named() -> None:
    assert unknown_units(table(A, B, ["区应急局", "15", "0", "1"]), REFERENCE) == ("乙局",)


def test_two_units_that_fit_a_short_name_are_not_guessed() -> None:
    doubtful = Reference("表", {"区甲乙局": {}, "区甲丙局": {}})
    assert doubtful.of("区甲局") is None
    assert doubtful.of("区甲乙局") == {}


def test_faults_of_a_table_beside_are_added_once() -> None:
    own = judge(table(["累计", "6", "6", "1"], A, B), SPECS)
    same = judge(table(["累计", "6", "6", "1"], A, B), SPECS)
    other = judge(table(["累计", "7", "6", "3"], A, B), SPECS)
    assert merged(own, same, "核对表") == own
    assert [(cell.column, cell.reason[:4]) for cell in merged(own, other, "核对表")[len(own) :]] == [
        (PENALTIES, "核对表：")
    ]


def test_published_table_has_two_faults_and_no_more() -> None:
    rows = {"累计": PUBLISHED_TOTALS, **september()}
    printed = [[name, *(str(values[spec.code]) for spec in SPECS)] for name, values in rows.items()]
    cells = judge(table(*printed, header=["单位", *(spec.code for spec in SPECS)]), SPECS)
    assert [(cell.row, cell.value, cell.expected) for cell in cells if cell.is_wrong] == [
        ("累计", "366", "386"),
        ("区文旅局", "1", "不大于0"),
    ]
    assert len(cells) == 28 * 28


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=6), st.integers(-3, 3)
)
def test_I9_any_total_is_right_exactly_when_it_is_the_sum(rows: list[tuple[int, int]], error: int) -> None:
    found, penalties = (sum(column) for column in zip(*rows, strict=True))
    printed = [[f"{number}镇", str(row[0]), "0", str(row[1])] for number, row in enumerate(rows)]
    faults = wrong(["累计", str(found), "0", str(penalties + abs(error))], *printed)
    assert set(faults) == ({("累计", PENALTIES)} if error else set())
