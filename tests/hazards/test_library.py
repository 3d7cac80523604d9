"""The library of standards that comes with the product."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from hazards import library
from hazards.judgment import Answer, Value, Verdict, evaluate
from hazards.management.commands.load_standards import LIBRARY
from hazards.standards import Confidence, StandardData, read_folder

STANDARDS = {standard.code: standard for standard in read_folder(LIBRARY)}
ROOT = Path(__file__).resolve().parents[2]
WITHOUT_TEXT = {"tezhong-shebei-2024", "xiaofang-2017"}


def other(name: str) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = json.loads((LIBRARY / name).read_text(encoding="utf-8"))
    return content


def test_library_has_eighteen_standards_and_691_criteria() -> None:
    assert len(STANDARDS) == 18
    assert sum(len(standard.criteria) for standard in STANDARDS.values()) == 691


@pytest.mark.parametrize("standard", STANDARDS.values(), ids=STANDARDS.keys())
def test_wording_is_given_for_all_but_national_standards(standard: StandardData) -> None:
    """Their wording may not be passed on; article and conditions in words of our own are what remains."""
    given = {bool(criterion.text) for criterion in standard.criteria}
    assert given == {standard.code not in WITHOUT_TEXT}
    assert (standard.number.startswith("GB ")) == (standard.code in WITHOUT_TEXT)


def test_summaries_are_marked_as_such_in_the_text() -> None:
    summaries = [s for s in STANDARDS.values() if s.confidence is Confidence.MEDIUM]
    assert len(summaries) == 2
    assert all(c.text.startswith("（要点归纳）") for s in summaries for c in s.criteria)


def test_I2_version_that_follows_starts_the_day_after_the_one_before_ends() -> None:
    known = {item["code"] for item in other("_known-standards-without-text.json")}
    for standard in STANDARDS.values():
        following = STANDARDS.get(standard.superseded_by)
        assert following or standard.superseded_by in known | {""}
        if following:
            assert standard.effective_to is not None
            assert following.effective_from == standard.effective_to + timedelta(days=1), standard.code
            assert following.sector == standard.sector


def test_misjudgments_point_to_criteria_of_the_library() -> None:
    codes = {criterion.code for standard in STANDARDS.values() for criterion in standard.criteria}
    cases = other("_misjudgments.json")
    assert len(cases) == 30
    assert {case["criterion"] for case in cases} - {None} <= codes
    assert all(case["wrong"] and case["why"] and case["right"] for case in cases)


def test_library_names_no_folder_of_any_machine() -> None:
    folder = re.compile(r"(?<![\w:/.])/\w+/\w|\\\\|sources/")
    for path in LIBRARY.glob("*.json"):
        assert not folder.search(path.read_text(encoding="utf-8")), path


def test_fire_elements_are_counted_with_articles_and_words_of_our_own() -> None:
    """综合判定: three elements at crowded or explosive places, four of any there, six elsewhere."""
    trees = {c.article: c.logic for c in STANDARDS["xiaofang-2017"].criteria if c.article.startswith("5.3.1")}
    counted = {
        article: (tree["all"][1]["at_least"], len(tree["all"][1]["of"])) for article, tree in trees.items()
    }
    assert counted == {"5.3.1 a）": (3, 11), "5.3.1 b）": (3, 5), "5.3.1 c）": (4, 39), "5.3.1 d）": (6, 39)}
    for tree in trees.values():
        for element in tree["all"][1]["of"]:
            assert re.search(r"（7\.\d(\.\d+)?）$", element["condition"])


@pytest.mark.parametrize(
    ("met", "verdict"), [(2, Verdict.UNDECIDED), (3, Verdict.QUALIFIES), (4, Verdict.QUALIFIES)]
)
def test_fire_elements_one_short_at_and_beyond_the_number(met: int, verdict: Verdict) -> None:
    tree = next(c.logic for c in STANDARDS["xiaofang-2017"].criteria if c.article == "5.3.1 a）")
    answers = {f"/1/{index}": Answer(Value.YES) for index in range(met)} | {"/0": Answer(Value.YES)}
    judgment = evaluate(tree, answers)
    assert judgment.verdict is verdict
    if verdict is Verdict.UNDECIDED:
        assert judgment.words.startswith("还需满足下列之一：")
        assert judgment.words.endswith("……等 9 项")


def test_sources_of_the_fire_elements_are_owned_up_to() -> None:
    notes = [c.notes for c in STANDARDS["xiaofang-2017"].criteria if c.article.startswith("5.3.1")]
    assert all("未见原文，引用前须核对" in note for note in notes)


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = (
        "import hazards.library as library;"
        "print([f.cache_info().currsize for f in (library.criteria, library.vocabulary, library.adviser)])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[0, 0, 0]"


def test_adviser_is_built_once_and_for_other_standards_anew() -> None:
    assert library.adviser() is library.adviser()
    only = (STANDARDS["ranqi-2023"],)
    found = library.adviser_for(only).assess("没有燃气经营许可证就卖液化气", on=date(2024, 5, 1))
    assert found.top[0].criterion.code == "ranqi-2023-4-1"
    assert {suggestion.standard.code for suggestion in found.top} == {"ranqi-2023"}


def test_library_of_the_product_is_the_one_that_is_loaded() -> None:
    assert library.CRITERIA == LIBRARY
    assert {standard.code for standard in library.criteria()} == set(STANDARDS)
    assert len(library.traps().cases) == 30
