"""The line of life: six stations, signed where they lie behind, with every loop counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from hazards.life import LABELS, MOVES, Status
from hazards.lifeline import Progress, Station, Step, stations
from tests.factories import ZONE
from tests.ledgers import WAYS

START = datetime(2023, 9, 10, 9, tzinfo=ZONE)
FOUND = Step("发现", "甲、乙", START)
NAMES = ["发现", "报送", "审核", "整改", "复查", "销号"]
PRESENT = {
    Status.DRAFT: 1,
    Status.FILED: 2,
    Status.RETURNED: 1,
    Status.EXCLUDED: 2,
    Status.RECTIFYING: 3,
    Status.AWAITING: 4,
    Status.CLOSED: 5,
    Status.WITHDRAWN: 1,
}


def steps(*moves: str) -> Sequence[Step]:
    """Each move by a person of its own, an hour after the one before."""
    return [
        Step(MOVES[name].verb, f"{name}{order}", START + timedelta(hours=order))
        for order, name in enumerate(moves, start=1)
    ]


def line(status: Status, *moves: str) -> tuple[Station, ...]:
    return stations(status, FOUND, steps(*(moves or WAYS[status])))


@pytest.mark.parametrize("status", list(Status))
def test_line_has_six_stations_and_stands_where_the_record_does(status: Status) -> None:
    found = line(status)
    assert [station.name for station in found] == NAMES
    here = PRESENT[status]
    kinds = [station.progress for station in found]
    assert kinds[:here] == [Progress.DONE] * here
    assert kinds[here + 1 :] == [Progress.AHEAD] * (5 - here)


@pytest.mark.parametrize(
    ("status", "progress"),
    [
        (Status.DRAFT, Progress.HERE),
        (Status.FILED, Progress.HERE),
        (Status.RETURNED, Progress.HERE),
        (Status.RECTIFYING, Progress.HERE),
        (Status.AWAITING, Progress.HERE),
        (Status.CLOSED, Progress.DONE),
        (Status.EXCLUDED, Progress.ENDED),
        (Status.WITHDRAWN, Progress.ENDED),
    ],
)
def test_present_station_goes_on_is_done_or_ended(status: Status, progress: Progress) -> None:
    assert line(status)[PRESENT[status]].progress is progress


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.FILED, Status.RETURNED, Status.RECTIFYING, Status.AWAITING]
)
def test_present_station_says_where_the_record_stands(status: Status) -> None:
    assert line(status)[PRESENT[status]].word == LABELS[status]


@pytest.mark.parametrize(
    ("status", "word", "who"),
    [(Status.EXCLUDED, "不纳入", "exclude2"), (Status.WITHDRAWN, "撤回", "withdraw2")],
)
def test_I8_who_ended_a_record_is_named(status: Status, word: str, who: str) -> None:
    station = line(status)[PRESENT[status]]
    assert (station.word, station.who) == (word, who)


def test_I8_stations_behind_are_signed_and_those_ahead_are_not() -> None:
    found = line(Status.AWAITING)
    assert [(station.who, station.at) for station in found[:4]] == [
        ("甲、乙", START),
        ("file1", START + timedelta(hours=1)),
        ("accept2", START + timedelta(hours=2)),
        ("report_done3", START + timedelta(hours=3)),
    ]
    assert [(station.who, station.at) for station in found[4:]] == [("", None)] * 2


def test_words_of_a_closed_record() -> None:
    assert [station.word for station in line(Status.CLOSED)] == ["", "", "通过", "报请复查", "合格", ""]


def test_loops_are_counted_at_the_station_they_went_back_from() -> None:
    moves = (
        "file", "return", "file", "return", "file", "accept", "report_done", "fail",
        "report_done", "close", "reopen",
    )  # fmt: skip
    loops = {station.name: station.loops for station in line(Status.RECTIFYING, *moves) if station.loops}
    assert loops == {"审核": "退回2次", "复查": "复查不合格1次", "销号": "重新打开1次"}


def test_last_signature_of_a_station_counts() -> None:
    found = line(Status.RECTIFYING, "file", "return", "file", "accept")
    assert found[1].who == "file3"


def test_station_reached_again_is_not_signed_yet() -> None:
    found = line(Status.AWAITING, "file", "accept", "report_done", "fail", "report_done")
    assert (found[4].who, found[4].word) == ("", "待复查")


def test_edits_and_notes_are_no_stations() -> None:
    noise = [Step(verb, "旁人", START) for verb in ("新建", "修改", "判定", "整改进展", "回头看")]
    assert stations(Status.CLOSED, FOUND, [*noise, *steps(*WAYS[Status.CLOSED]), *noise]) == line(
        Status.CLOSED
    )
