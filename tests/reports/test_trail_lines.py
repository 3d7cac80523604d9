"""A trail as it is told: saves in one go are one line, and nothing is lost by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cell_changes import differences
from reports.trail_lines import PAUSE, told
from tests.factories import BEFORE, INSTANT


@dataclass(frozen=True, slots=True)
class Event:
    """A stored entry."""

    action: str = "save"
    at: datetime = BEFORE
    by_id: int | None = 1
    by_name: str = "甲"
    verb: str = "填写"
    note: str = ""
    changes: Mapping[str, list[str]] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


def saves(tables: Sequence[Mapping[str, str]], gap: timedelta = timedelta(minutes=1)) -> list[Event]:
    """One entry for every step from table to table."""
    return [
        Event(
            at=BEFORE + number * gap,
            changes={code: list(pair) for code, pair in differences(before, after).items()},
        )
        for number, (before, after) in enumerate(pairwise(tables))
    ]


def test_empty_trail_tells_nothing() -> None:
    assert told([]) == []


def test_saves_in_one_go_are_one_line() -> None:
    (line,) = told(saves([{}, {"a": "1"}, {"a": "1", "b": "2"}, {"a": "3", "b": "2"}]))
    assert line.times == 3
    assert line.changes == {"a": ("", "3"), "b": ("", "2")}
    assert (line.first_at, line.last_at) == (BEFORE, BEFORE + timedelta(minutes=2))


def test_cell_that_ends_as_it_began_did_not_change() -> None:
    (line,) = told(saves([{"a": "1"}, {"a": "2"}, {"a": "1"}]))
    assert (line.times, line.changes) == (2, {})


@pytest.mark.parametrize(
    ("gap", "lines"), [(PAUSE - INSTANT, 1), (PAUSE, 1), (PAUSE + INSTANT, 2)], ids=["before", "at", "after"]
)
def test_long_pause_begins_another_line(gap: timedelta, lines: int) -> None:
    assert len(told(saves([{}, {"a": "1"}, {"a": "2"}], gap))) == lines


@pytest.mark.parametrize(
    "other",
    [Event(by_id=2), Event(by_name="乙"), Event(action="file", verb="报送"), Event(note="不再是零报送")],
)
def test_what_is_not_the_same_is_not_joined(other: Event) -> None:
    assert len(told([Event(), other])) == 2
    assert len(told([other, Event()])) == 2


@pytest.mark.parametrize("action", ["file", "return", "nil", "import"])
def test_only_saves_are_joined(action: str) -> None:
    assert len(told([Event(action=action), Event(action=action)])) == 2


def test_line_keeps_who_what_and_the_comments() -> None:
    event = Event(action="return", verb="退回", note="请核对", comments={"a": "是否为万元？"})
    (line,) = told([event])
    assert (line.verb, line.note, line.by_name, line.comments, line.times) == (
        "退回", "请核对", "甲", {"a": "是否为万元？"}, 1,
    )  # fmt: skip


TABLES = st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from("123")), min_size=2, max_size=8)


@given(TABLES, st.lists(st.integers(0, 60), min_size=8, max_size=8))
def test_lines_lead_from_the_first_table_to_the_last(
    tables: list[dict[str, str]], minutes: list[int]
) -> None:
    events, at = [], BEFORE
    for event, pause in zip(saves(tables), minutes, strict=False):
        at += timedelta(minutes=pause)
        events.append(Event(at=at, changes=event.changes))
    lines = told(events)
    table = dict(tables[0])
    for line in lines:
        table.update({code: new for code, (_, new) in line.changes.items()})
    assert {code: text for code, text in table.items() if text} == tables[-1]
    assert sum(line.times for line in lines) == len(events)
