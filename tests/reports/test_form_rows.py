"""Columns as they are typed: read, moved, added, taken out."""

from collections.abc import Mapping

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from reports.form_design import Flaw
from reports.form_rows import Row, acted, read_rows, rows_of, typed_rows, with_flaws
from reports.snapshot import IndicatorSpec, Source
from tests import licheng
from tests.reports.designs import typed
from units.errors import Invalid

COLUMNS = tuple(
    IndicatorSpec(code, order, ("甲",), code, "条") for order, code in enumerate(("a", "b", "c"), start=1)
)
ROWS = rows_of(COLUMNS)


def query(fields: Mapping[str, str | list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def keys(rows: tuple[Row, ...]) -> str:
    return " ".join(row.key for row in rows)


def test_what_is_sent_back_unchanged_is_what_was_stored() -> None:
    columns = licheng.indicators()
    assert tuple(row.column for row in typed_rows(query(typed(columns)))) == columns


def test_rows_read_from_a_file_have_keys_of_their_own() -> None:
    rows = read_rows([COLUMNS[0], COLUMNS[0], IndicatorSpec("", 0, (), "夜查", "次")])
    assert keys(rows) == "new-1 new-2 new-3"
    assert [row.column.code for row in rows] == ["a", "a", ""]


def test_rows_stand_in_the_order_in_which_they_are_sent() -> None:
    rows = typed_rows(query({**typed(COLUMNS), "row": ["c", "a"]}))
    assert [(row.key, row.column.order) for row in rows] == [("c", 1), ("a", 2)]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("", ()),
        (" 甲 ", ("甲",)),
        ("甲 / 乙", ("甲", "乙")),
        ("甲／乙", ("甲", "乙")),
        ("甲//乙", ("甲", "", "乙")),
    ],
)
def test_group_is_read_from_its_path(text: str, group: tuple[str, ...]) -> None:
    (row,) = typed_rows(query({"row": "x", "x-group": text}))
    assert row.column.group == group


def test_blanks_around_texts_are_not_kept() -> None:
    (row,) = typed_rows(query({"row": "x", "x-label": " 排查　", "x-note": "\n按次\n"}))
    assert (row.column.label, row.column.note) == ("排查", "按次")


def test_parts_that_are_chosen_are_read() -> None:
    fields: dict[str, str | list[str]] = {"row": "x", "x-cumulative": "no", "x-source": "enforcement"}
    fields |= {"x-decimals": "2", "x-not_for": ["town", "soe"]}
    (row,) = typed_rows(query(fields))
    column = row.column
    assert (column.cumulative, column.source, column.decimals) == (False, Source.ENFORCEMENT, 2)
    assert column.not_for == ("town", "soe")


@pytest.mark.parametrize(
    "fields",
    [{"row": ["x", "x"]}, {"row": "x", "x-decimals": "多"}, {"row": "x", "x-source": "rumour"}],
)
def test_page_that_was_tampered_with_is_refused(fields: dict[str, str | list[str]]) -> None:
    with pytest.raises(Invalid, match="页面不完整"):
        typed_rows(query(fields))


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("up:b", "b a c"),
        ("up:a", "a b c"),
        ("down:b", "a c b"),
        ("down:c", "a b c"),
        ("remove:b", "a c"),
        ("remove:x", "a b c"),
        ("add:a", "a new-1 b c"),
        ("add:", "a b c new-1"),
        ("preview", "a b c"),
        ("", "a b c"),
    ],
)
def test_button_does_what_it_says(act: str, order: str) -> None:
    assert keys(acted(ROWS, act)) == order


def test_column_added_takes_group_and_measure_from_the_one_above() -> None:
    column = acted(ROWS, "add:a")[1].column
    assert (column.code, column.group, column.label, column.measure) == ("", ("甲",), "", "条")


def test_first_column_of_all_is_added_to_nothing() -> None:
    assert [row.column for row in acted((), "add:")] == [IndicatorSpec("", 0, (), "", "")]


def test_keys_of_added_columns_stay_apart() -> None:
    assert keys(acted(acted(acted(ROWS, "add:"), "add:"), "remove:new-1")) == "a b c new-2"
    assert keys(acted(acted(acted(ROWS, "add:"), "add:"), "add:a")) == "a new-3 b c new-1 new-2"


@given(st.lists(st.sampled_from([f"{act}:{key}" for act in ("up", "down") for key in "abc"]), max_size=8))
def test_moving_loses_no_column(acts: list[str]) -> None:
    rows = ROWS
    for act in acts:
        rows = acted(rows, act)
    assert sorted(row.key for row in rows) == ["a", "b", "c"]


@given(st.sampled_from("ab"))
def test_down_and_up_again_is_as_before(key: str) -> None:
    assert acted(acted(ROWS, f"down:{key}"), f"up:{key}") == ROWS


def test_flaws_are_put_to_their_rows_the_first_of_each_part() -> None:
    found = (Flaw(1, "label", "重名"), Flaw(1, "label", "太长"), Flaw(1, "measure", "没填"))
    assert [row.problems for row in with_flaws(ROWS, found)] == [
        {},
        {"label": "重名", "measure": "没填"},
        {},
    ]
