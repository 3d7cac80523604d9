"""Conditions typed as an outline: read, written back, and refused by line."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards import library
from hazards.logic_text import BadOutline, parse, written
from hazards.standards import MAX_DEPTH, Logic, check_logic

CONFINED = """\
同时满足：
  未对有限空间进行辨识
  满足其一：
    未建立管理台账
    台账与现场不符
  至少满足2项：
    无人监护
    未通风
    未检测"""
TREE: Logic = {
    "all": [
        {"condition": "未对有限空间进行辨识"},
        {"any": [{"condition": "未建立管理台账"}, {"condition": "台账与现场不符"}]},
        {
            "at_least": 2,
            "of": [{"condition": "无人监护"}, {"condition": "未通风"}, {"condition": "未检测"}],
        },
    ]
}

# Any line of text that is not itself one of the three heads.
facts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30
).map(str.strip).filter(lambda text: text and not text.endswith((":", "：")))  # fmt: skip


def _branches(parts: st.SearchStrategy[Logic]) -> st.SearchStrategy[Logic]:
    several = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda found: {"all": found}),
        several.map(lambda found: {"any": found}),
        several.flatmap(
            lambda found: st.integers(1, len(found)).map(lambda count: {"at_least": count, "of": found})
        ),
    )


logics = st.recursive(facts.map(lambda text: {"condition": text}), _branches, max_leaves=12)


def test_outline_is_read_as_the_tree_it_shows() -> None:
    assert parse(CONFINED) == TREE


def test_tree_is_written_as_the_outline_people_type() -> None:
    assert written(TREE) == CONFINED


def test_single_condition_is_one_line() -> None:
    assert parse("  未设置警示标志  ") == {"condition": "未设置警示标志"}


@given(logics)
def test_what_is_written_is_read_back_the_same(logic: Logic) -> None:
    assert parse(written(logic)) == logic


@given(logics)
def test_what_is_read_is_well_formed(logic: Logic) -> None:
    check_logic(parse(written(logic)), "条件")


def test_every_clause_of_the_library_can_be_edited_without_loss() -> None:
    clauses = [criterion for standard in library.criteria() for criterion in standard.criteria]
    assert len(clauses) > 600
    for criterion in clauses:
        assert parse(written(criterion.logic)) == criterion.logic, criterion.code


def test_condition_over_two_lines_becomes_one() -> None:
    assert parse(written({"condition": "未设置\n警示标志"})) == {"condition": "未设置 警示标志"}


@pytest.mark.parametrize(
    "typed",
    [
        "满足其一:\n\t甲\n\t乙",
        "满足其一：\n\u3000\u3000甲\n\u3000\u3000乙",
        "\r\n  满足其一：\r\n\r\n      甲  \r\n      乙\r\n",
        "满足其一 ：\n 甲\n 乙",
        "满足其一：\n\t甲\n    乙",
    ],
    ids=["tabs", "full width", "windows lines", "one blank", "mixed"],
)
def test_blanks_may_be_of_any_kind(typed: str) -> None:
    assert parse(typed) == {"any": [{"condition": "甲"}, {"condition": "乙"}]}


@pytest.mark.parametrize("number", ["2", "２", "二", "两", " 2 "])
def test_number_may_be_written_as_people_write_it(number: str) -> None:
    assert parse(f"至少满足{number}项：\n  甲\n  乙\n  丙")["at_least"] == 2


@pytest.mark.parametrize(
    ("typed", "line", "said"),
    [
        ("", 1, "还没有写条件"),
        (" \n\u3000\n", 1, "还没有写条件"),
        ("甲\n乙", 2, "“乙”不在任何一组里"),
        ("同时满足：", 1, "下面还没有条件"),
        ("同时满足：\n甲\n乙", 1, "行首比它多空两格"),
        ("\n同时满足：\n  甲", 2, "至少要有两项"),
        ("同时满足：\n  甲\n    乙", 3, "上一行“甲”是一个条件"),
        ("同时满足：\n  满足其一：\n      甲\n      乙\n    丙", 5, "对不齐"),
        ("同时满足：\n  甲\n  乙\n丙", 4, "“丙”不在任何一组里"),
        ("至少满足3项：\n  甲\n  乙", 1, "下面列了2项，应为1到2"),
        ("至少满足0项：\n  甲\n  乙", 1, "应为1到2"),
        ("至少满足几项：\n  甲\n  乙", 1, "例如“至少满足2项：”"),
        ("至少满足项：\n  甲\n  乙", 1, "例如“至少满足2项：”"),
        ("甲\0", 1, "空字符"),
        ("同时满足：\n  " + "甲" * 4001 + "\n  乙", 2, "最多4000字，现有4001字"),
    ],
)
def test_what_cannot_be_read_is_refused_by_line(typed: str, line: int, said: str) -> None:
    with pytest.raises(BadOutline, match=said) as caught:
        parse(typed)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"第{line}行：")


def _nested(depth: int) -> Logic:
    logic: dict[str, Any] = {"condition": "甲"}
    for _ in range(depth - 1):
        logic = {"all": [logic, {"condition": "乙"}]}
    return logic


def test_depth_is_limited_as_in_files() -> None:
    deepest = _nested(MAX_DEPTH)
    assert parse(written(deepest)) == deepest
    with pytest.raises(BadOutline, match="超过12层"):
        parse(written(_nested(MAX_DEPTH + 1)))


def test_long_line_is_cut_where_it_is_named() -> None:
    with pytest.raises(BadOutline, match="“" + "甲" * 20 + "……”"):
        parse("乙\n" + "甲" * 30)
