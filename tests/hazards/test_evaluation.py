"""The descriptions that the suggestion of clauses is measured by."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hazards.management.commands.load_standards import LIBRARY
from hazards.standards import read_folder

EVALUATION = Path(LIBRARY).parent / "evaluation.jsonl"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in EVALUATION.read_text(encoding="utf-8").splitlines()
]
STANDARDS = {criterion.code: standard for standard in read_folder(LIBRARY) for criterion in standard.criteria}
CASES = json.loads((LIBRARY / "_misjudgments.json").read_text(encoding="utf-8"))


def rows(split: str) -> list[dict[str, Any]]:
    return [row for row in ROWS if row["split"] == split]


def test_every_row_is_of_one_split_and_has_a_name_of_its_own() -> None:
    assert {row["split"] for row in ROWS} == {"development", "held-out"}
    assert len({row["id"] for row in ROWS}) == len({row["description"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("split", ["development", "held-out"])
def test_each_split_is_large_and_a_quarter_of_it_qualifies_under_no_clause(split: str) -> None:
    verdicts = Counter(row["verdict"] for row in rows(split))
    assert set(verdicts) == {"qualifies", "not", "undecided"}
    assert verdicts["qualifies"] >= 100
    assert verdicts["not"] + verdicts["undecided"] >= 40


@pytest.mark.parametrize("split", ["development", "held-out"])
def test_each_split_covers_every_standard_in_force_since_2019(split: str) -> None:
    covered = {STANDARDS[code].code for row in rows(split) for code in row["expected"]}
    assert covered == {standard.code for standard in STANDARDS.values()}


def test_I2_clauses_expected_are_in_force_on_the_day() -> None:
    for row in ROWS:
        day = date.fromisoformat(row["date"])
        for standard in (STANDARDS[code] for code in row["expected"]):
            assert standard.effective_from <= day <= (standard.effective_to or date.max), row["id"]


def test_only_what_qualifies_has_a_clause_and_only_the_rest_a_trap() -> None:
    for row in ROWS:
        assert bool(row["expected"]) == (row["verdict"] == "qualifies"), row["id"]
        assert row["trap"] is None or row["verdict"] != "qualifies", row["id"]
        assert row["found_by"] in {"部门检查", "企业自查"}, row["id"]


def test_traps_expected_are_among_the_known_misjudgments() -> None:
    """All of them occur, and the three named by the district notice in both splits."""
    named = {split: {row["trap"] for row in rows(split)} - {None} for split in ("development", "held-out")}
    assert named["development"] | named["held-out"] == set(range(1, len(CASES) + 1))
    assert {1, 2, 3} <= named["development"] & named["held-out"]
