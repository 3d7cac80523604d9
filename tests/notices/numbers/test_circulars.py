"""Two circulars with the figures and mistakes of published ones: all mistakes are found, nothing else is flagged."""

import json
from pathlib import Path
from typing import Any

import pytest

from notices.numbers.check import check
from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import judged, september

FOLDER = Path(__file__).parents[2] / "data" / "circulars"
FAULTS: dict[str, list[dict[str, str]]] = json.loads((FOLDER / "faults.json").read_text(encoding="utf-8"))
LICHENG, BANAN = "licheng-2023-09.txt", "banan-2023-10.txt"


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def flagged(text: str, **known: Any) -> list[tuple[str, str]]:
    return [(each.text, each.expected) for each in check(text, **known) if each.is_wrong]


def test_all_mistakes_of_licheng_are_found_with_its_table_and_nothing_else() -> None:
    expected = [(fault["wrong"], fault["right"]) for fault in FAULTS[LICHENG]]
    assert flagged(text_of(LICHENG), **september()) == expected


def test_all_mistakes_of_licheng_are_found_from_the_text_alone_and_nothing_else() -> None:
    assert [wrong for wrong, _ in flagged(text_of(LICHENG))] == [fault["wrong"] for fault in FAULTS[LICHENG]]


def test_all_mistakes_of_banan_are_found_from_the_text_alone_and_nothing_else() -> None:
    assert flagged(text_of(BANAN)) == [(fault["wrong"], fault["right"]) for fault in FAULTS[BANAN]]


@pytest.mark.parametrize("name", [LICHENG, BANAN])
def test_circular_put_right_raises_no_alarm(name: str) -> None:
    text = text_of(name)
    for fault in reversed(FAULTS[name]):
        assert text.count(fault["after"] + fault["wrong"]) == 1
        text = text.replace(fault["after"] + fault["wrong"], fault["after"] + fault["right"])
    assert flagged(text) == []
    if name == LICHENG:
        assert flagged(text, **september()) == []


def test_reason_names_unit_what_stands_and_what_it_reported() -> None:
    found = judged(text_of(LICHENG), "10条", **september())
    assert found.verdict is Verdict.CONTRADICTS
    assert found.reason == "文中写区应急管理局10条，区应急局上报的“重大隐患/部门挂牌督办/排查”是15条。"


def test_numbers_right_by_figures_name_them() -> None:
    named = {each.figure for each in check(text_of(LICHENG), **september()) if each.verdict is Verdict.OK}
    assert {
        "enterprises_inspected", "general.rectification_rate", "major.found.total", "major.rectification_rate",
        "listed.rate", "penalty.top3.amount_share", "major.new.change_rate", "report_reward_total",
    } <= named  # fmt: skip
