"""The library of standards that comes with the product."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from hazards.management.commands.load_standards import LIBRARY
from hazards.standards import Confidence, StandardData, read_folder

STANDARDS = {standard.code: standard for standard in read_folder(LIBRARY)}
WITHOUT_TEXT = {"tezhong-shebei-2024", "xiaofang-2017"}


def other(name: str) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = json.loads((LIBRARY / name).read_text(encoding="utf-8"))
    return content


def test_library_has_eighteen_standards_and_687_criteria() -> None:
    assert len(STANDARDS) == 18
    assert sum(len(standard.criteria) for standard in STANDARDS.values()) == 687


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
