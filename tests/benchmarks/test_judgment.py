"""The measuring of suggestions: what is counted, how it is shown, and what it must come to."""

from typing import Any

import pytest

from benchmarks.judgment import SPLITS, Figures, Share, main, measure, rows_of, table
from hazards.library import adviser


def row(**changes: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "split": "development",
        "date": "2024-06-01",
        "sector": "工贸",
        "found_by": "部门检查",
        "description": "喷漆房使用油性漆，没有通风设施",
        "expected": ["gongmao-2023-7-7"],
        "verdict": "qualifies",
        "trap": None,
    } | changes


@pytest.mark.parametrize(
    ("hits", "total", "shown"),
    [
        (0, 0, "—"),
        (0, 3, "0.0%（0/3）"),
        (2, 3, "66.6%（2/3）"),
        (1999, 2000, "99.9%（1999/2000）"),
        (3, 3, "100.0%（3/3）"),
    ],
)
def test_I9_hundred_percent_only_when_all_are_hit(hits: int, total: int, shown: str) -> None:
    assert str(Share(hits, total)) == shown


def test_row_that_qualifies_counts_for_clause_and_verdict() -> None:
    figures = measure(
        adviser(), [row(), row(expected=["gongmao-2023-3-1"]), row(description="喷漆房没有通风")]
    )
    assert (figures.third.hits, figures.third.total) == (2, 3)
    assert (figures.qualifies.hits, figures.qualifies.total) == (2, 3)
    assert (figures.ruled_out.hits, figures.rejected.total, figures.trapped.total) == (0, 0, 0)
    assert len(figures.times) == 3
    assert len(figures.misses) == 2


def test_row_that_does_not_qualify_counts_for_rejection_and_its_trap() -> None:
    other = {"expected": [], "verdict": "not"}
    figures = measure(
        adviser(),
        [
            row(**other),
            row(**other, description="墙上有裂缝"),
            row(**other, description="焊工证没有复审", trap=3),
            row(**other, description="墙上有裂缝", trap=3),
        ],
    )
    assert (figures.rejected.hits, figures.rejected.total) == (3, 4)
    assert (figures.trapped.hits, figures.trapped.total) == (1, 2)
    assert (figures.false_traps.hits, figures.false_traps.total) == (0, 2)
    assert len(figures.misses) == 2


def test_table_has_a_line_for_each_figure_and_a_column_for_each_half() -> None:
    figures = Figures(times=[1.0, 2.0, 9.0])
    figures.first.count(True)
    shown = table({"development": figures, "held-out": Figures(times=[4.0])}).splitlines()
    assert shown[0].split() == ["调试用", "留出"]
    assert shown[1].split() == ["条款：第一位", "100.0%（1/1）", "—"]
    assert shown[-3].split()[-2:] == ["2.0", "4.0"]
    assert shown[-1].split()[-2:] == ["9.0", "4.0"]
    assert len(shown) == 11


def test_halves_are_apart_and_whole() -> None:
    halves = [rows_of(split) for split in SPLITS]
    assert all(halves)
    assert not {r["id"] for r in halves[0]} & {r["id"] for r in halves[1]}


def test_misses_are_listed_of_the_development_half_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--misses"]) == 0
    shown = capsys.readouterr().out
    assert any(r["id"] + " " in shown for r in rows_of("development"))
    assert not any(r["description"] in shown for r in rows_of("held-out"))


@pytest.mark.parametrize("split", SPLITS)
def test_suggestions_are_as_good_as_promised(split: str) -> None:
    """Of what qualifies nine in ten are among the first three; nearly nothing else is taken to qualify."""
    figures = measure(adviser(), rows_of(split))
    assert figures.third.hits >= 0.9 * figures.third.total
    assert figures.rejected.hits >= 0.95 * figures.rejected.total
    assert figures.trapped.hits >= 0.9 * figures.trapped.total
    assert figures.ruled_out.hits <= 0.03 * figures.ruled_out.total
    assert figures.false_traps.hits <= 0.03 * figures.false_traps.total
