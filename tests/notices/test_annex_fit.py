"""How large a table is set: legible on A4 whenever it can be, and always as wide as the page allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.annex import Row, Table, dispatch
from notices.annex_fit import A3, A4, PADDING, SIZES, Fit, fit
from reports.workbook_layout import Block
from tests import licheng


def table(columns: int, digits: int = 2, label: str = "排查", name: str = "区应急局") -> Table:
    header = (
        Block(0, 0, 1, 1, "单位"),
        *(Block(0, at, 1, 1, label) for at in range(1, columns + 1)),
    )
    return Table((header,), (Row(name, ("9" * digits,) * columns),))


def filled(found: Fit) -> float:
    return sum(found.widths) / found.paper.room


def test_real_table_of_28_columns_is_legible_on_a4() -> None:
    found = fit(dispatch(licheng.snapshot()).table)
    assert found.paper is A4
    assert found.size >= 7
    assert len(found.widths) == 29
    assert filled(found) == pytest.approx(1)


def test_room_on_a4_is_the_height_of_the_upright_type_area() -> None:
    assert pytest.approx(225 / 25.4 * 72) == A4.room


def test_small_table_has_the_largest_letters() -> None:
    assert fit(table(5)).size == SIZES[0]


@pytest.mark.parametrize(("digits", "paper"), [(1, A4), (3, A4), (4, A3)])
def test_paper_grows_only_when_small_letters_do_not_fit(digits: int, paper: object) -> None:
    assert fit(table(34, digits)).paper is paper


def test_letters_shrink_before_the_paper_grows() -> None:
    sizes = [fit(table(columns)).size for columns in range(5, 35)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(SIZES)


def test_table_too_wide_for_any_paper_is_narrowed_into_it() -> None:
    found = fit(table(120, 8))
    assert (found.paper, found.size) == (A3, SIZES[-1])
    assert filled(found) == pytest.approx(1)


def test_number_has_room_in_one_line() -> None:
    found = fit(table(20, 7))
    assert min(found.widths[1:]) >= 7 * found.size / 2 + 2 * PADDING


def test_long_label_gets_more_of_what_is_left() -> None:
    header = ((Block(0, 0, 1, 1, "单位"), Block(0, 1, 1, 1, "排查"), Block(0, 2, 1, 1, "到企业宣讲次数")),)
    _, narrow, wide = fit(Table(header, (Row("甲", ("1", "1")),))).widths
    assert wide > narrow


def test_group_label_is_shared_by_its_columns() -> None:
    group = (Block(0, 0, 2, 1, "单位"), Block(0, 1, 1, 2, "重大事故隐患排查"))
    labels = (Block(1, 1, 1, 1, "排查"), Block(1, 2, 1, 1, "整改"))
    _, first, second = fit(Table((group, labels), (Row("甲", ("1", "1")),))).widths
    assert first == second


def test_very_long_name_wraps_instead_of_pushing_the_numbers_out() -> None:
    long, usual = (fit(table(25, name=name)) for name in ("某" * 40, "某" * 8))
    assert long == usual


def test_silent_unit_makes_no_column_wider() -> None:
    silent = Table(table(3).header, (*table(3).rows, Row("区住建局", ("未报" * 9,))))
    assert fit(silent).widths == fit(table(3)).widths


@given(st.integers(1, 60), st.integers(1, 12))
def test_any_table_fills_the_page_with_positive_columns(columns: int, digits: int) -> None:
    found = fit(table(columns, digits))
    assert filled(found) == pytest.approx(1)
    assert all(width > 0 for width in found.widths)
    assert found.size in SIZES
