"""Lines of a batch: read strictly, answered in the shape agreed on."""

import contextlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.batch import BadLine, Line, parse_line, suggest_line
from hazards.library import adviser, traps
from hazards.standards import LONG

GOOD = {
    "id": "甲1",
    "date": "2024-05-01",
    "sector": "工贸",
    "found_by": "部门检查",
    "description": "没有台账",
}


def raw(**changes: Any) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


def refusal(line: bytes) -> str:
    with pytest.raises(BadLine) as caught:
        parse_line(line)
    return str(caught.value)


def test_line_is_read_whole() -> None:
    assert parse_line(raw()) == Line("甲1", date(2024, 5, 1), "工贸", "没有台账")


@pytest.mark.parametrize("missing", ["sector", "found_by"])
def test_sector_and_finder_may_be_missing_or_null(missing: str) -> None:
    data = {key: value for key, value in GOOD.items() if key != missing}
    assert parse_line(json.dumps(data).encode()).id == "甲1"
    assert parse_line(raw(**{missing: None})).description == "没有台账"


def test_number_for_id_byte_order_mark_and_more_fields_are_accepted() -> None:
    assert parse_line(b"\xef\xbb\xbf" + raw(id=7, expected=["x"])).id == 7


@pytest.mark.parametrize(
    "day", ["2023-02-30", "2024-5-1", "20240501", "2024-W18-3", "", "昨天", 20240501, None]
)
def test_day_that_is_none_is_refused(day: object) -> None:
    assert refusal(raw(date=day)).startswith("发现日期 date 应为 2024-05-01 这样的日期，现为 ")


@pytest.mark.parametrize("name", [None, "", True, 1.5, ["1"]])
def test_id_must_be_text_or_whole_number(name: object) -> None:
    assert refusal(raw(id=name)) == "缺少编号 id（应为文字或整数）"


@pytest.mark.parametrize("description", [None, "", "  \n"])
def test_description_must_say_something(description: object) -> None:
    assert refusal(raw(description=description)) == "缺少隐患描述 description"


def test_longest_description_and_one_character_more() -> None:
    assert len(parse_line(raw(description="隐" * LONG)).description) == LONG
    assert refusal(raw(description="隐" * (LONG + 1))) == (
        f"隐患描述 description 最多 {LONG} 个字，现有 {LONG + 1} 个"
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "不是有效的 JSON（第 2 列）"),
        (b"[]", "应为一个对象"),
        (b'"x"', "应为一个对象"),
        ("{“id”: 1}".encode(), "不是有效的 JSON（第 2 列）"),
        ('{"id": "甲"}'.encode("gbk"), "文字编码不是 UTF-8"),
        (b"[" * 100_000, "嵌套太深"),
        (raw(sector=["工贸"]), 'sector 应为文字，现为 ["工贸"]'),
        (raw(description={"长": "话" * 60}), "description 应为文字，现为 "),
        (raw(description="坏\ud800字"), "description 里有不完整的字符"),
        (raw(id="\ud800"), "id 里有不完整的字符"),
        (raw(date="\ud800"), "发现日期 date 应为"),
    ],
)
def test_line_that_cannot_be_judged_is_refused_in_words(line: bytes, reason: str) -> None:
    assert refusal(line).startswith(reason)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_line_or_a_refusal(line: bytes) -> None:
    with contextlib.suppress(BadLine):
        assert parse_line(line).description


def test_answer_has_the_shape_agreed_on() -> None:
    line = Line(7, date(2024, 6, 1), "工贸", "焊工证没有按期复审")
    answer = suggest_line(adviser(), line)
    assert list(answer) == ["id", "top", "verdict", "traps"]
    assert answer["id"] == 7
    assert answer["top"][0] == "gongmao-2023-3-2"
    assert len(answer["top"]) <= 5
    assert answer["verdict"] == "not"
    case = traps().cases[2]
    assert answer["traps"] == [
        {"criterion": case.criterion, "wrong": case.wrong, "why": case.why, "right": case.right}
    ]
    json.dumps(answer)


def test_answer_without_clause_or_trap_has_empty_lists() -> None:
    answer = suggest_line(adviser(), Line("1", date(2010, 1, 1), "工贸", "没有台账"))
    assert (answer["top"], answer["traps"], answer["verdict"]) == ([], [], "undecided")
