"""I1: a hazard counts in exactly one period or in none, for one reason of a closed list."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.counting import EXCLUSIONS, PENDING, REASONS, Count, Facts, Reason, Window, count
from hazards.life import ACCEPTED, Status
from tests.factories import INSTANT, ZONE

DAY = timedelta(days=1)
START = date(2023, 5, 1)
AUGUST = Window("2023-08", date(2023, 7, 25), date(2023, 8, 24), datetime(2023, 8, 25, tzinfo=ZONE))
SEPTEMBER = Window("2023-09", date(2023, 8, 25), date(2023, 9, 24), datetime(2023, 9, 25, tzinfo=ZONE))
WINDOWS = (AUGUST, SEPTEMBER)
SOUND = Facts(
    status=Status.RECTIFYING,
    discovered_on=date(2023, 9, 10),
    first_filed_at=datetime(2023, 9, 11, tzinfo=ZONE),
    excluded_for=None,
    is_enterprise=True,
)
COUNTS = Count(period="2023-09")


def counted(**changes: object) -> Count:
    return count(replace(SOUND, **changes), START, WINDOWS)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", sorted(ACCEPTED))
def test_I1_accepted_hazard_counts_in_the_period_of_its_discovery(status: Status) -> None:
    assert counted(status=status) == COUNTS


@pytest.mark.parametrize("status", [Status.FILED, Status.RETURNED])
def test_I1_undecided_hazard_counts_nowhere_yet(status: Status) -> None:
    assert counted(status=status) == PENDING


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_I1_never_filed_record_is_no_report(status: Status) -> None:
    assert counted(status=status, first_filed_at=None) == PENDING


@pytest.mark.parametrize("reason", EXCLUSIONS)
def test_I1_excluded_hazard_gives_the_offices_reason(reason: Reason) -> None:
    assert counted(status=Status.EXCLUDED, excluded_for=reason) == Count(reason=reason)


def test_I1_withdrawn_hazard_says_so() -> None:
    assert counted(status=Status.WITHDRAWN) == Count(reason=Reason.WITHDRAWN)


def test_I1_hazard_of_no_enterprise_never_counts() -> None:
    assert counted(is_enterprise=False) == Count(reason=Reason.NOT_AN_ENTERPRISE)


@pytest.mark.parametrize(
    ("filed_at", "expected"),
    [
        (SEPTEMBER.cutoff_at - INSTANT, COUNTS),
        (SEPTEMBER.cutoff_at, Count(reason=Reason.AFTER_CUTOFF)),
        (SEPTEMBER.cutoff_at + INSTANT, Count(reason=Reason.AFTER_CUTOFF)),
    ],
)
def test_I1_cutoff_is_the_first_instant_that_is_late(filed_at: datetime, expected: Count) -> None:
    assert counted(first_filed_at=filed_at) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (START - DAY, Count(reason=Reason.BEFORE_CAMPAIGN)),
        (START, PENDING),
        (AUGUST.starts_on - DAY, PENDING),
        (SEPTEMBER.starts_on - DAY, Count(reason=Reason.AFTER_CUTOFF)),
        (SEPTEMBER.starts_on, COUNTS),
        (SEPTEMBER.ends_on, COUNTS),
        (SEPTEMBER.ends_on + DAY, PENDING),
    ],
)
def test_I1_both_days_of_a_period_belong_to_it(day: date, expected: Count) -> None:
    assert counted(discovered_on=day) == expected


def test_I1_earlier_reason_goes_before_a_later_one() -> None:
    early = {"discovered_on": START - DAY, "is_enterprise": False}
    assert counted(**early) == Count(reason=Reason.NOT_AN_ENTERPRISE)
    own = {**early, "status": Status.EXCLUDED, "excluded_for": Reason.DUPLICATE}
    assert counted(**own) == Count(reason=Reason.DUPLICATE)
    assert counted(**{**own, "status": Status.WITHDRAWN}) == Count(reason=Reason.WITHDRAWN)


def test_I1_of_overlapping_periods_the_first_holds() -> None:
    wide = replace(SEPTEMBER, label="wide")
    assert count(SOUND, START, (wide, SEPTEMBER)) == Count(period="wide")
    assert count(SOUND, START, (SEPTEMBER, wide)) == COUNTS


FACTS = st.builds(
    Facts,
    status=st.sampled_from(Status),
    discovered_on=st.dates(date(2023, 4, 1), date(2023, 11, 1)),
    first_filed_at=st.none()
    | st.datetimes(datetime(2023, 4, 1), datetime(2023, 11, 1), timezones=st.just(ZONE)),  # noqa: DTZ001
    excluded_for=st.none() | st.sampled_from(EXCLUSIONS),
    is_enterprise=st.booleans(),
)


@given(facts=FACTS)
def test_I1_every_hazard_has_one_period_or_one_reason_or_is_pending(facts: Facts) -> None:
    found = count(facts, START, WINDOWS)
    assert (found.period is None) or (found.reason is None)
    if found.period is not None:
        assert facts.status in ACCEPTED
        assert found.period in {window.label for window in WINDOWS}


@given(facts=FACTS)
def test_I1_more_periods_never_move_a_hazard_that_counts(facts: Facts) -> None:
    before = count(facts, START, (AUGUST,))
    if before != PENDING:
        assert count(facts, START, WINDOWS) == before


def test_reasons_are_a_closed_list_with_words() -> None:
    assert set(REASONS) == set(Reason)
    assert set(Reason) - set(EXCLUSIONS) == {Reason.WITHDRAWN}
