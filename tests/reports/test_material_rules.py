"""When a paper is in time, late or locked, and what its unit is told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.material_rules import LABELS, Paper, late_text, lock_text
from reports.snapshot import Timeliness

ZONE = ZoneInfo("Asia/Shanghai")
DUE = datetime(2023, 5, 20, tzinfo=ZONE)
"""The end of 19 May: the first late instant."""
INSTANT = timedelta(microseconds=1)
AROUND = (DUE - INSTANT, DUE, DUE + INSTANT)
MOMENTS = st.timedeltas(timedelta(days=-30), timedelta(days=30)).map(lambda away: DUE + away)


@pytest.mark.parametrize(
    ("filed_at", "expected"),
    list(zip(AROUND, [Timeliness.ON_TIME, Timeliness.LATE, Timeliness.LATE], strict=True)),
)
def test_I10_first_filing_decides_on_time_or_late(filed_at: datetime, expected: Timeliness) -> None:
    for now in (*AROUND, DUE + timedelta(days=9)):
        assert Paper(DUE, filed_at).timeliness(now) is expected


@pytest.mark.parametrize(("now", "status"), list(zip(AROUND, ["due", "missing", "missing"], strict=True)))
def test_I10_unfiled_paper_is_missing_from_the_deadlines_own_instant(now: datetime, status: str) -> None:
    assert Paper(DUE).status(now) == status
    assert Paper(DUE).timeliness(now) is (Timeliness.MISSING if status == "missing" else None)


def test_returned_paper_says_so_and_keeps_its_time() -> None:
    paper = Paper(DUE, DUE - INSTANT, returned=True)
    assert (paper.status(DUE), paper.timeliness(DUE)) == ("returned", Timeliness.ON_TIME)


@pytest.mark.parametrize(("now", "locked"), list(zip(AROUND, [False, True, True], strict=True)))
def test_filed_paper_is_locked_from_the_deadline_on(now: datetime, locked: bool) -> None:
    paper = Paper(DUE, DUE - timedelta(days=1))
    assert paper.is_locked(now) is locked
    assert bool(lock_text(paper, now, ZONE, "区安委办")) is locked
    assert not Paper(DUE).is_locked(now), "who filed nothing may still file, late"
    assert not Paper(DUE, DUE, returned=True).is_locked(now), "a returned one has to be filed again"


def test_lock_says_since_when_and_whom_to_ask() -> None:
    words = lock_text(Paper(DUE, DUE - INSTANT), DUE, ZONE, "区安委办")
    assert words == (
        "报送时间已于5月19日24:00截止，已报送的材料不能自行替换。确需更换的，请联系区安委办退回后再报。"
    )


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (Paper(DUE), "已过截止时间5月19日24:00，现在报送记为迟报。"),
        (Paper(DUE, DUE - INSTANT, returned=True), "首次报送在截止时间之前，重新报送不算迟报。"),
        (Paper(DUE, DUE, returned=True), "首次报送在截止时间之后，重新报送仍记为迟报。"),
        (Paper(DUE, DUE), ""),
    ],
)
def test_late_is_said_before_it_is_done(paper: Paper, words: str) -> None:
    assert late_text(paper, DUE, ZONE) == words
    assert late_text(paper, DUE - INSTANT, ZONE) == ""


@given(MOMENTS, st.none() | MOMENTS, st.booleans())
def test_every_paper_has_words_and_either_a_lock_or_a_way_to_file(
    now: datetime, filed_at: datetime | None, returned: bool
) -> None:
    paper = Paper(DUE, filed_at, returned and filed_at is not None)
    assert paper.status(now) in LABELS
    lock, late = lock_text(paper, now, ZONE, "区安委办"), late_text(paper, now, ZONE)
    assert not (lock and late)
    assert bool(lock or late) is (now >= DUE)
