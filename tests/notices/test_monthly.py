"""The wording as data: every place in it can be filled, and no number is written by hand."""

import re
from collections.abc import Iterator

import pytest

from notices import monthly
from notices.clauses import Clause
from notices.content import Text
from reports.figures import by_key, compute
from reports.snapshot import SnapshotData, Timeliness
from tests import licheng

FACTS = {
    "tenant", "office", "campaign", "period", "previous_period", "covers_from", "covers_to", "revision", "digest",
}  # fmt: skip


def clauses() -> Iterator[Clause]:
    problems = [*monthly.PROBLEMS, *monthly.ALWAYS]
    sentences = [*monthly.PROGRESS, *(item for each in problems for item in (*each.shown_by, *each.also))]
    return (clause for sentence in sentences for clause in sentence)


def texts() -> list[str]:
    fixed = [value for name, value in vars(monthly).items() if name.isupper() and isinstance(value, str)]
    advice = [text for item in monthly.PROBLEMS for text in (item.lead, item.step, item.advice)]
    return [*fixed, *monthly.TITLE, *advice, *(clause.text for clause in clauses())]


def places(prefix: str) -> set[str]:
    found = (place for text in texts() for place in re.findall(r"\{(@?)([^{}]+)\}", text))
    return {name for mark, name in found if mark == prefix}


def _with_ledger() -> SnapshotData:
    """September as if ledgers had been a duty of their own, as they are today."""
    return licheng.with_unit(licheng.snapshot(), "北高镇", ledger=Timeliness.ON_TIME)


def test_every_figure_named_is_in_the_catalogue() -> None:
    conditions = {condition.key for clause in clauses() for condition in clause.when}
    assert (places("") | conditions) - set(by_key(compute(_with_ledger(), None))) == set()


def test_every_fact_named_is_known() -> None:
    assert places("@") <= FACTS


@pytest.mark.parametrize("text", texts())
def test_I5_wording_holds_no_digits_outside_its_places(text: str) -> None:
    for piece in re.sub(r"\{[^{}]+\}", "\n", text).split("\n"):
        Text(piece)


@pytest.mark.parametrize("text", texts())
def test_braces_are_balanced(text: str) -> None:
    assert "{" not in re.sub(r"\{[^{}]+\}", "", text)


def test_problems_of_always_are_problems_too() -> None:
    assert set(monthly.ALWAYS) <= set(monthly.PROBLEMS)
