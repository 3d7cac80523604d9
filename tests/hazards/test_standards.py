"""Standard files: what is well formed, and that every fault is named with file and place."""

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.standards import (
    LONG,
    MAX_DEPTH,
    SHORT,
    BadStandard,
    Confidence,
    check_logic,
    parse_standard,
    read_folder,
)

FACT = {"condition": "未设置安全警示标志"}
GOOD: dict[str, Any] = {
    "document": {
        "code": "gm-2023",
        "title": "工贸企业重大事故隐患判定标准",
        "issuer": "应急管理部",
        "number": "应急管理部令第10号",
        "effective_from": "2023-05-15",
        "effective_to": None,
        "sector": "工贸",
        "superseded_by": None,
        "confidence": "verbatim",
        "source": "官网",
    },
    "criteria": [
        {
            "code": "gm-2023-3-1",
            "article": "第三条（一）",
            "scope": "工贸企业",
            "text": "条文",
            "logic": FACT,
        },
        {
            "code": "gm-2023-3-2",
            "article": "第三条（二）",
            "scope": "",
            "text": "",
            "logic": {"any": [FACT, FACT]},
        },
    ],
    "missing": ["附件"],
}

Change = Callable[[dict[str, Any]], object]


def good(change: Change = lambda _: None) -> dict[str, Any]:
    data = copy.deepcopy(GOOD)
    change(data)
    return data


def fault(change: Change) -> str:
    with pytest.raises(BadStandard) as caught:
        parse_standard(good(change), "gm.json")
    return str(caught.value)


def logic_fault(node: object) -> str:
    with pytest.raises(BadStandard) as caught:
        check_logic(node, "logic")
    return str(caught.value)


def library(folder: Path, **files: object) -> Path:
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def test_good_file_is_typed() -> None:
    standard = parse_standard(good(), "gm.json")
    assert (standard.code, standard.effective_from, standard.effective_to) == (
        "gm-2023",
        date(2023, 5, 15),
        None,
    )
    assert (standard.superseded_by, standard.confidence) == ("", Confidence.VERBATIM)
    assert [(c.code, c.order, c.notes) for c in standard.criteria] == [
        ("gm-2023-3-1", 1, ""),
        ("gm-2023-3-2", 2, ""),
    ]
    assert standard.criteria[1].logic == {"any": [FACT, FACT]}


def test_end_on_the_first_day_is_allowed_and_before_it_not() -> None:
    one_day = parse_standard(good(lambda d: d["document"].update(effective_to="2023-05-15")), "gm.json")
    assert one_day.effective_to == one_day.effective_from
    message = fault(lambda d: d["document"].update(effective_to="2023-05-14"))
    assert message == "gm.json › document.effective_to：失效日期 2023-05-14 早于施行日期 2023-05-15"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("criteria"), "gm.json：缺少 criteria"),
        (lambda d: d.update(extra=1), "gm.json：不认识 extra"),
        (lambda d: d.update(document=[]), "gm.json › document：应为对象（{…}）"),
        (lambda d: d["document"].pop("sector"), "gm.json › document：缺少 sector"),
        (lambda d: d["document"].update(code=" "), "gm.json › document.code：应为文字，不能为空"),
        (lambda d: d["document"].update(number=10), "gm.json › document.number：应为文字，不能为空"),
        (
            lambda d: d["document"].update(title="长" * (SHORT + 1)),
            "gm.json › document.title：最多 200 个字，现有 201 个",
        ),
        (lambda d: d["document"].update(title="\0"), "gm.json › document.title：含有不可见的空字符，请删去"),
        (
            lambda d: d["document"].update(effective_from=None),
            "gm.json › document.effective_from：没有填施行日期",
        ),
        (
            lambda d: d["document"].update(effective_from="2023-02-29"),
            "gm.json › document.effective_from：应为 2023-05-15 这样的日期，现为 '2023-02-29'",
        ),
        (
            lambda d: d["document"].update(confidence="sure"),
            "gm.json › document.confidence：应为 verbatim、high、medium 之一，现为 'sure'",
        ),
        (lambda d: d.update(criteria=[]), "gm.json › criteria：应为条目的列表，且不能为空"),
        (lambda d: d.update(criteria={}), "gm.json › criteria：应为条目的列表，且不能为空"),
        (lambda d: d["criteria"].append("x"), "gm.json › 第 3 条：应为对象（{…}）"),
        (lambda d: d["criteria"][1].pop("logic"), "gm.json › 第 2 条：缺少 logic"),
        (lambda d: d["criteria"][1].update(note="x"), "gm.json › 第 2 条：不认识 note"),
        (
            lambda d: d["criteria"][1].update(code="other-1"),
            "gm.json › 第 2 条 other-1：编码应以“gm-2023-”开头",
        ),
        (
            lambda d: d["criteria"][1].update(article=""),
            "gm.json › 第 2 条 gm-2023-3-2.article：应为文字，不能为空",
        ),
        (
            lambda d: d["criteria"][1].update(text="长" * (LONG + 1)),
            "gm.json › 第 2 条 gm-2023-3-2.text：最多 4000 个字，现有 4001 个",
        ),
        (
            lambda d: d["criteria"][1].update(logic={"any": [FACT, {"all": [FACT]}]}),
            "gm.json › 第 2 条 gm-2023-3-2 › logic.any[1].all：至少要有两个子条件",
        ),
    ],
)
def test_fault_is_named_with_file_and_place(change: Change, message: str) -> None:
    assert fault(change) == message


@pytest.mark.parametrize("content", [None, [], "x", 1])
def test_content_that_is_no_object_is_refused(content: object) -> None:
    with pytest.raises(BadStandard, match="应为对象"):
        parse_standard(content, "gm.json")


@pytest.mark.parametrize(
    "node",
    [
        FACT,
        {"all": [FACT, FACT]},
        {"any": [FACT, {"all": [FACT, FACT, FACT]}]},
        {"at_least": 1, "of": [FACT, FACT]},
        {"of": [FACT, FACT], "at_least": 2},
    ],
)
def test_I2_well_formed_logic_is_accepted(node: object) -> None:
    check_logic(node, "logic")


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (None, "logic：应为一个条件或一组条件（对象）"),
        ("未设置", "logic：应为一个条件或一组条件（对象）"),
        ([FACT, FACT], "logic：应为一个条件或一组条件（对象）"),
        ({}, "logic：只能是 condition、all、any 或 at_least 与 of 之一，现有：无"),
        ({"not": FACT}, "logic：只能是 condition、all、any 或 at_least 与 of 之一，现有：not"),
        (
            {**FACT, "all": [FACT, FACT]},
            "logic：只能是 condition、all、any 或 at_least 与 of 之一，现有：all、condition",
        ),
        ({"at_least": 2}, "logic：只能是 condition、all、any 或 at_least 与 of 之一，现有：at_least"),
        ({"condition": ""}, "logic.condition：应为文字，不能为空"),
        ({"condition": ["x"]}, "logic.condition：应为文字，不能为空"),
        ({"all": []}, "logic.all：至少要有两个子条件"),
        ({"any": [FACT]}, "logic.any：至少要有两个子条件"),
        ({"any": FACT}, "logic.any：至少要有两个子条件"),
        (
            {"all": [FACT, {"any": [FACT, {"condition": None}]}]},
            "logic.all[1].any[1].condition：应为文字，不能为空",
        ),
        ({"at_least": 0, "of": [FACT, FACT]}, "logic.at_least：应为 1 到 2 之间的整数，现为 0"),
        ({"at_least": 3, "of": [FACT, FACT]}, "logic.at_least：应为 1 到 2 之间的整数，现为 3"),
        ({"at_least": True, "of": [FACT, FACT]}, "logic.at_least：应为 1 到 2 之间的整数，现为 True"),
        ({"at_least": "2", "of": [FACT, FACT]}, "logic.at_least：应为 1 到 2 之间的整数，现为 '2'"),
        ({"at_least": 1, "of": [FACT]}, "logic.of：至少要有两个子条件"),
    ],
)
def test_I2_malformed_logic_is_refused_with_its_place(node: object, message: str) -> None:
    assert logic_fault(node) == message


def nested(depth: int) -> dict[str, Any]:
    return FACT if depth == 1 else {"all": [FACT, nested(depth - 1)]}


def test_logic_is_refused_one_level_below_the_deepest() -> None:
    check_logic(nested(MAX_DEPTH), "logic")
    assert logic_fault(nested(MAX_DEPTH + 1)).endswith(f"条件嵌套超过 {MAX_DEPTH} 层")


LOGIC = st.recursive(
    st.text(min_size=1)
    .filter(lambda text: text.strip() and "\0" not in text)
    .map(lambda text: {"condition": text}),
    lambda nodes: st.one_of(
        st.fixed_dictionaries({"all": st.lists(nodes, min_size=2, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(nodes, min_size=2, max_size=3)}),
        st.lists(nodes, min_size=2, max_size=3).map(lambda of: {"at_least": 2, "of": of}),
    ),
    max_leaves=8,
)


@given(LOGIC)
def test_I2_any_tree_of_the_four_kinds_is_accepted(node: dict[str, Any]) -> None:
    check_logic(node, "logic")


def test_folder_is_read_in_the_order_of_names_without_other_data(tmp_path: Path) -> None:
    other = json.loads(json.dumps(GOOD).replace("gm-2023", "aa-2020"))
    folder = library(tmp_path, b=GOOD, a=other, _notes="not even JSON")
    assert [standard.code for standard in read_folder(folder)] == ["aa-2020", "gm-2023"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "没有标准文件"),
        ({"_notes": "{}"}, "没有标准文件"),
        ({"a": '{"document": \n}'}, "a.json：第 2 行第 1 列不是有效的 JSON"),
        ({"a": ""}, "a.json：第 1 行第 1 列不是有效的 JSON"),
        ({"a": GOOD, "b": GOOD}, "b.json：编码 gm-2023 重复，a.json 里已经有了"),
        ({"a": {**GOOD, "criteria": GOOD["criteria"][:1] * 2}}, "a.json：编码 gm-2023-3-1 重复"),
    ],
)
def test_folder_with_a_fault_is_refused(tmp_path: Path, files: dict[str, object], message: str) -> None:
    with pytest.raises(BadStandard, match=message.replace("(", "[(]")):
        read_folder(library(tmp_path, **files))


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(json.dumps(GOOD, ensure_ascii=False).encode("gb18030"))
    with pytest.raises(BadStandard, match=r"a\.json：文字编码不是 UTF-8"):
        read_folder(tmp_path)


def test_reference_list_is_marked_as_such() -> None:
    assert parse_standard(good(), "gm.json").reference_only is False
    marked = good(lambda data: data["document"].update(reference_only=True))
    assert parse_standard(marked, "gm.json").reference_only is True


@pytest.mark.parametrize("value", ["true", 1, None, []])
def test_mark_of_a_reference_list_is_yes_or_no(value: object) -> None:
    message = fault(lambda data: data["document"].update(reference_only=value))
    assert message == f"gm.json › document.reference_only：应为 true 或 false，现为 {value!r}"
