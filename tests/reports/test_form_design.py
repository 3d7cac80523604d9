"""What makes a sound form."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.form_design import (
    LIMITS,
    MAX_COLUMNS,
    MAX_DECIMALS,
    MAX_LEVELS,
    Allowed,
    Flaw,
    flaws,
    mark,
    numbered,
    specs_from,
)
from reports.snapshot import IndicatorSpec, Source
from reports.workbook_file import Grid
from reports.workbook_header import find_header
from reports.workbook_layout import lay_out
from reports.workbook_values import Value
from tests import licheng

ALLOWED = Allowed(kinds=("town", "bureau"), countable=("counted",))
SOUND = IndicatorSpec("one", 1, ("甲",), "排查", "条")


def column(**changes: object) -> IndicatorSpec:
    return replace(SOUND, **changes)  # type: ignore[arg-type]


def found(*columns: IndicatorSpec) -> list[tuple[int, str]]:
    """Where the flaws are."""
    return [(flaw.place, flaw.part) for flaw in flaws(columns, ALLOWED)]


def words(*columns: IndicatorSpec) -> str:
    return "".join(flaw.message for flaw in flaws(columns, ALLOWED))


def test_published_form_is_sound() -> None:
    kinds, counted = (
        ("town", "bureau", "soe", "park"),
        [spec.code for spec in licheng.indicators() if spec.source == Source.LEDGER],
    )
    assert flaws(licheng.indicators(), Allowed(kinds, counted)) == ()


def test_form_without_columns_is_none() -> None:
    assert flaws((), ALLOWED) == (Flaw(0, "label", "表里至少要有一列。"),)


@pytest.mark.parametrize(("count", "sound"), [(MAX_COLUMNS, True), (MAX_COLUMNS + 1, False)])
def test_form_has_no_more_columns_than_fit(count: int, sound: bool) -> None:
    columns = [column(code=f"c{place}", label=f"第{place}项", order=place) for place in range(count)]
    assert (not flaws(columns, ALLOWED)) == sound


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"code": "1a"}, "code"),
        ({"code": "A"}, "code"),
        ({"code": "a b"}, "code"),
        ({"code": ""}, "code"),
        ({"label": "　"}, "label"),
        ({"label": "是/否"}, "label"),
        ({"label": "是／否"}, "label"),
        ({"label": "2023"}, "label"),
        ({"measure": ""}, "measure"),
        ({"group": ("甲", "")}, "group"),
        ({"group": ("备注",)}, "group"),
        ({"group": (), "label": "备注"}, "label"),
        ({"group": (), "label": "单位名称"}, "label"),
        ({"decimals": -1}, "decimals"),
        ({"not_for": ("county",)}, "not_for"),
        ({"not_for": ("town", "bureau")}, "not_for"),
        ({"source": Source.LEDGER}, "source"),
    ],
)
def test_flaw_of_a_column_is_found_where_it_is(changes: dict[str, object], part: str) -> None:
    assert found(column(code="zero", label="检查"), column(**changes)) == [(1, part)]


@pytest.mark.parametrize("part", ["label", "measure", "note", "evidence"])
def test_texts_end_at_their_limit(part: str) -> None:
    assert not found(column(**{part: "字" * LIMITS[part]}))
    assert found(column(**{part: "字" * (LIMITS[part] + 1)})) == [(0, part)]


def test_groups_end_at_their_limits() -> None:
    assert not found(column(group=("甲" * LIMITS["group"],) * MAX_LEVELS))
    assert found(column(group=("甲" * (LIMITS["group"] + 1),))) == [(0, "group")]
    assert "最多3层，现有4层" in words(column(group=("甲", "乙", "丙", "丁")))


@pytest.mark.parametrize(("decimals", "sound"), [(0, True), (MAX_DECIMALS, True), (MAX_DECIMALS + 1, False)])
def test_places_of_a_value_are_limited(decimals: int, sound: bool) -> None:
    assert (not found(column(decimals=decimals))) == sound


def test_column_may_be_closed_to_some_kinds_and_counted_by_the_ledger() -> None:
    assert not found(column(not_for=("town",)), column(code="counted", label="上报", source=Source.LEDGER))


def test_two_columns_of_one_name_are_told_apart_from_two_groups() -> None:
    other_group = column(code="two", group=("乙",))
    assert not found(SOUND, other_group)
    assert "与第1列重名，都是“甲/排查”" in words(SOUND, column(code="two"))
    assert found(SOUND, column(code="two", label="排 查")) == [(1, "label")], "blanks make no other name"


def test_two_columns_of_one_code_are_refused() -> None:
    assert words(SOUND, column(label="检查")) == "列标识与第1列相同，请改一个。"


def test_column_does_not_bear_the_name_of_a_group() -> None:
    inner = column(code="two", group=("甲", "处罚"), label="次数")
    assert "“甲/处罚”同时是一个分组的名称" in words(column(label="处罚"), inner)


def test_group_torn_apart_is_found_at_the_column_that_strayed() -> None:
    between, strayed = column(code="two", group=("乙",)), column(code="three", label="已整改")
    assert found(SOUND, between, strayed) == [(2, "group")]
    assert not found(SOUND, strayed, between)


def test_inner_group_torn_apart_is_found_too() -> None:
    inner = column(group=("甲", "处罚"), label="次数")
    strayed = column(code="three", group=("甲", "处罚"), label="金额")
    assert "“甲/处罚”的各列要排在一起" in words(inner, column(code="two"), strayed)


def test_inner_groups_of_one_name_in_two_groups_are_two() -> None:
    assert not found(column(group=("甲", "处罚")), column(code="two", group=("乙", "处罚")))


def test_columns_are_numbered_and_given_codes_never_used() -> None:
    made = numbered([column(code=""), SOUND, column(code="")], taken=["column_4", "general_found"])
    assert [(each.order, each.code) for each in made] == [(1, "column_5"), (2, "one"), (3, "column_6")]


def test_code_once_given_stays() -> None:
    (made,) = numbered([column(code="column_2", order=9)])
    assert (made.code, made.order) == ("column_2", 1)


def test_mark_tells_every_change() -> None:
    marks = {
        mark("表", [SOUND]),
        mark("另一表", [SOUND]),
        mark("表", []),
        mark("表", [column(note="说明")]),
        mark("表", [column(cumulative=False)]),
        mark("表", [column(evidence="清单")]),
    }
    assert len(marks) == 6
    assert mark("表", [SOUND]) == mark("表", [column()])


def test_columns_are_read_from_their_file() -> None:
    content = json.loads((licheng.DATA / "indicators.json").read_text(encoding="utf-8"))
    assert specs_from(content) == licheng.indicators()


def test_column_without_extras_has_plain_defaults() -> None:
    (spec,) = specs_from([{"code": "x", "order": 1, "group": "甲/乙", "label": "丙", "unit": "条"}])
    assert (spec.path, spec.decimals, spec.note, spec.not_for) == (("甲", "乙", "丙"), 0, "", ())


TEXTS = st.text(st.sampled_from("甲乙丙丁 "), min_size=1, max_size=2)
FORMS = st.lists(
    st.builds(
        IndicatorSpec,
        code=st.just(""),
        order=st.just(0),
        group=st.lists(TEXTS, max_size=2).map(tuple),
        label=TEXTS,
        measure=st.sampled_from(["条", "万元"]),
    ),
    min_size=1,
    max_size=5,
)


@given(FORMS)
def test_sound_form_is_found_again_in_its_own_printed_header(columns: list[IndicatorSpec]) -> None:
    """What the checks let pass, the reader of tables recognises to the last column."""
    made = numbered(columns)
    if flaws(made, ALLOWED):
        return
    layout = lay_out("地区/部门", made, ["东关镇"], [])
    rows: list[list[Value]] = [[None] * layout.columns for _ in range(layout.depth)]
    for block in layout.blocks:
        rows[block.row][block.column] = block.text
    rows.append(["东关镇", *([0] * len(made))])
    header = find_header(Grid("表", tuple(tuple(row) for row in rows)), made)
    assert header is not None
    assert [header.codes[place] for place in sorted(header.codes)] == [each.code for each in made]
