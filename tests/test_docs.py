"""The papers name things that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAPERS = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]
INVARIANTS = (ROOT / "docs/invariants.md").read_text(encoding="utf-8")
TESTS = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}


def _rows() -> list[tuple[str, str]]:
    """The invariants of the table, each with its line."""
    matches = (re.match(r"\| (I\d+) \|", line) for line in INVARIANTS.splitlines())
    return [(found[1], found.string) for found in matches if found]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_files_named_in_the_papers_exist(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:config|units|hazards|reports|notices|tests|static)/[\w./-]*\.\w+)`", text))
    linked = set(re.findall(r"\]\((?!https?:)([\w./-]+)\)", text))
    missing = {name for name in named if not (ROOT / name).exists()}
    missing |= {name for name in linked if not (paper.parent / name).exists()}
    assert missing == set()


def test_every_invariant_has_its_line() -> None:
    stated = set(re.findall(r"^- \*\*(I\d+) ", INVARIANTS, re.MULTILINE))
    assert stated == {name for name, _ in _rows()}


@pytest.mark.parametrize(("invariant", "line"), _rows(), ids=lambda value: str(value).split(" ", 1)[0])
def test_tests_named_for_an_invariant_guard_it(invariant: str, line: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", line)
    assert named
    assert [name for name in named if f"def test_{invariant}_" not in TESTS[ROOT / name]] == []


def test_tests_carry_only_numbers_of_invariants() -> None:
    used = {number for text in TESTS.values() for number in re.findall(r"def test_(I\d+)_", text)}
    assert used == {name for name, _ in _rows()}


@pytest.mark.parametrize("paper", ["README.md", "docs/handbook.md"])
def test_every_command_for_administrators_is_listed(paper: str) -> None:
    text = (ROOT / paper).read_text(encoding="utf-8")
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py") if path.stem != "__init__"}
    assert {name for name in commands if name not in text} == set()
