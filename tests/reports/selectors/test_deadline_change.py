"""What moving a deadline would mean, in words."""

from datetime import datetime, timedelta

import pytest

from reports.models import LedgerStatement
from reports.selectors.deadline_change import consequences
from tests.factories import BEFORE, CUTOFF, INSTANT, District, file_for

LATER = CUTOFF + timedelta(days=2)


def told(district: District, cutoff_at: datetime, close_at: datetime, now: datetime = BEFORE) -> list[str]:
    return list(consequences(district.period, cutoff_at, close_at, now))


def test_more_time_and_no_grace(district: District) -> None:
    assert told(district, LATER, LATER) == [
        "各单位到9月26日24:00以前报送都算按时。",
        "截止即关账，此后不再接收，没有报送的记为缺报。",
    ]


def test_less_time_with_grace(district: District) -> None:
    assert told(district, CUTOFF - timedelta(days=1), CUTOFF) == [
        "各单位少了时间：9月23日24:00以后报送的记为迟报。",
        "截止以后、9月24日24:00关账以前仍可报送，记为迟报。",
    ]


def test_past_cutoff_stays(district: District) -> None:
    assert told(district, CUTOFF, LATER, now=CUTOFF)[-1] == "截止时间已过，不再改动，只改关账时间。"
    assert "不再改动" not in told(district, CUTOFF, LATER, now=CUTOFF - INSTANT)[-1]


@pytest.mark.parametrize(
    ("at", "forgiven"),
    [(CUTOFF - INSTANT, False), (CUTOFF, True), (LATER - INSTANT, True), (LATER, False)],
)
def test_who_was_late_and_is_no_more_is_counted(district: District, at: datetime, forgiven: bool) -> None:
    file_for(district, district.town, at=at)
    words = "原截止时间以后报送的1家，由迟报改为按时报送。"
    assert (words in told(district, LATER, LATER, now=at)) is forgiven


def test_unit_late_with_both_duties_is_counted_once(district: District) -> None:
    file_for(district, district.town, at=CUTOFF)
    for unit in (district.town, district.bureau):
        LedgerStatement.objects.create(
            period=district.period, unit=unit, records=1, first_stated_at=CUTOFF, stated_at=CUTOFF
        )
    assert told(district, LATER, LATER, now=CUTOFF)[0].startswith("原截止时间以后报送的2家")
