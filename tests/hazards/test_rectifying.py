"""The term of rectification: a day before, on, and after its last day."""

from datetime import date, timedelta

import pytest

from hazards import rectifying
from hazards.life import OPEN, Status
from hazards.rectifying import NEAR, Term, Urgency

DUE = date(2023, 9, 30)
DAY = timedelta(days=1)


@pytest.mark.parametrize("status", sorted(OPEN))
def test_term_runs_while_a_record_is_open(status: Status) -> None:
    assert rectifying.term(status, DUE, DUE - 3 * DAY) == Term(DUE, 3)


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN))
def test_no_term_runs_before_acceptance_or_after_the_close_out(status: Status) -> None:
    assert rectifying.term(status, DUE, DUE + DAY) is None


def test_record_without_a_term_has_none() -> None:
    assert rectifying.term(Status.RECTIFYING, None, DUE) is None


@pytest.mark.parametrize(
    ("today", "words", "urgency"),
    [
        (DUE - (NEAR + 1) * DAY, "还有8天", Urgency.CALM),
        (DUE - NEAR * DAY, "还有7天", Urgency.NEAR),
        (DUE - DAY, "还有1天", Urgency.NEAR),
        (DUE, "今天到期", Urgency.NEAR),
        (DUE + DAY, "逾期1天", Urgency.OVERDUE),
        (DUE + 40 * DAY, "逾期40天", Urgency.OVERDUE),
    ],
)
def test_I10_last_day_belongs_to_the_term(today: date, words: str, urgency: Urgency) -> None:
    found = rectifying.term(Status.RECTIFYING, DUE, today)
    assert found is not None
    assert (found.words, found.urgency) == (words, urgency)


@pytest.mark.parametrize(("today", "late"), [(DUE - DAY, False), (DUE, False), (DUE + DAY, True)])
def test_I10_extension_is_asked_on_the_last_day_at_the_latest(today: date, late: bool) -> None:
    assert rectifying.too_late_to_ask(DUE, today) is late


def test_extension_reaches_a_year_at_most() -> None:
    assert rectifying.latest_extension(DUE) == date(2024, 9, 29)


@pytest.mark.parametrize("due", [date.max, date.max - timedelta(days=1)])
def test_extension_stays_within_the_calendar(due: date) -> None:
    assert rectifying.latest_extension(due) == date.max
