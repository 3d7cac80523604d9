"""The benchmark of the rules: what it measures, and that it says so."""

import pytest

from benchmarks import rules as benchmark
from reports.rules import problems


def test_rules_and_filings_are_as_many_as_promised() -> None:
    specs = benchmark.form()
    kept = benchmark.rules(specs)
    assert len(kept) == benchmark.RULES == 60
    assert len(specs) == benchmark.COLUMNS
    assert len(benchmark.filings(specs)) == benchmark.FILINGS == 1000
    assert len({rule.code for rule in kept}) == len(kept)


def test_every_rule_could_be_saved() -> None:
    specs = benchmark.form()
    assert [problems(rule, specs) for rule in benchmark.rules(specs) if problems(rule, specs)] == []


def test_a_few_filings_are_measured_and_something_is_found() -> None:
    specs = benchmark.form()
    found = benchmark.measure(specs, benchmark.rules(specs), benchmark.filings(specs, 20))
    assert found.rules > 0
    assert found.plain >= 0
    assert found.found >= 20


def test_filings_are_the_same_every_time() -> None:
    specs = benchmark.form()
    assert benchmark.filings(specs, 5) == benchmark.filings(specs, 5)


@pytest.mark.parametrize(("seconds", "failed"), [(1.99, 0), (2.0, 1)])
def test_two_seconds_are_too_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seconds: float, failed: int
) -> None:
    monkeypatch.setattr(benchmark, "measure", lambda *_: benchmark.Measured(seconds, 0.01, 7, 7))
    assert benchmark.main() == failed
    assert "60 条规则" in capsys.readouterr().out
