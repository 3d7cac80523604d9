"""Reads of corrections and revisions (I3, I4)."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.models import Snapshot
from reports.selectors import corrections as selectors
from reports.selectors import figures
from tests.factories import District, close, file_for
from tests.reports.corrected import LATER, REASON, ask, grant, october, two_closed
from units.errors import NotFound


def test_unit_reads_its_figures_and_requests(district: District) -> None:
    august = two_closed(district)
    asked = ask(district, august)
    found = selectors.of_unit(district.filer, august, district.town)
    assert found.values is not None
    assert (found.values["general_found"], found.known, found.may_ask) == ("10", 0, False)
    assert found.waiting is not None
    assert found.waiting.correction == asked
    assert [(cell.spec.code, cell.old, cell.new) for cell in found.waiting.cells] == [
        ("general_found", "10", "12")
    ]
    grant(district, asked)
    found = selectors.of_unit(district.filer, august, district.town)
    assert found.values is not None
    assert (found.values["general_found"], found.known, found.may_ask) == ("12", 1, True)
    assert found.waiting is None


@pytest.mark.parametrize(
    ("who", "may_ask"), [("head", True), ("reviewer", True), ("leader", False), ("admin", False)]
)
def test_who_may_ask(district: District, who: str, may_ask: bool) -> None:
    august = two_closed(district)
    assert selectors.of_unit(getattr(district, who), august, district.town).may_ask is may_ask


@pytest.mark.parametrize("who", ["other_filer", "other_head"])
def test_I3_other_units_are_told_nothing(district: District, who: str) -> None:
    august = two_closed(district)
    ask(district, august)
    actor = getattr(district, who)
    with pytest.raises(NotFound):
        selectors.of_unit(actor, august, district.town)
    assert selectors.requests(actor, august) == ()
    assert selectors.revisions(actor, august) == ()


@pytest.mark.parametrize(("who", "may_decide"), [("reviewer", True), ("filer", False), ("leader", False)])
def test_I8_who_may_decide(district: District, who: str, may_decide: bool) -> None:
    august = two_closed(district)
    ask(district, august)
    (request,) = selectors.requests(getattr(district, who), august)
    assert (request.waits, request.may_decide) == (True, may_decide)


def test_revisions_come_latest_first_with_what_they_changed(district: District) -> None:
    august = two_closed(district)
    grant(district, ask(district, august))
    second, first = selectors.revisions(district.leader, august)
    assert (first.snapshot.revision, first.requests, first.figures) == (1, (), ())
    assert [request.correction.reason for request in second.requests] == [REASON]
    changed = {figure.key: (figure.old, figure.new) for figure in second.figures}
    assert changed["general.found"] == ("20条", "22条")
    assert changed["general.rectification_rate"] == ("80.00%", "72.73%")
    assert "penalty.count" not in changed


def test_later_period_shows_its_increments_changed(district: District) -> None:
    grant(district, ask(district, two_closed(district)))
    (second, _) = selectors.revisions(district.leader, district.period)
    changed = {figure.key: (figure.old, figure.new) for figure in second.figures}
    assert changed["general.new.found"] == ("0条", "-2条")
    assert "general.found" not in changed


def test_open_period_has_no_revisions(district: District) -> None:
    assert selectors.revisions(district.reviewer, district.period) == ()


def test_I4_figures_of_a_revision_never_change(district: District) -> None:
    """Not even those against the period before, when that is corrected."""
    august = two_closed(district)
    first = Snapshot.objects.get(period=district.period)
    before = figures.closed_period(district.reviewer, district.period).to_json()
    grant(district, ask(district, august))
    assert figures.closed_period(district.reviewer, district.period, first).to_json() == before
    newest = figures.closed_period(district.reviewer, district.period)
    assert newest.to_json() != before
    assert (newest.snapshot.revision, newest.previous and newest.previous.revision) == (2, 2)


def test_belongs_only_to_its_unit_and_period(district: District) -> None:
    august = two_closed(district)
    asked = ask(district, august)
    assert selectors.belongs(asked.pk, august, district.town)
    assert not selectors.belongs(asked.pk, august, district.other_town)
    assert not selectors.belongs(asked.pk, district.period, district.town)
    assert not selectors.belongs(asked.pk + 1, august, district.town)


@pytest.mark.parametrize(("days", "named"), [(-1, False), (0, False), (1, True)])
def test_correction_counts_as_new_only_after_the_last_closing(
    district: District, days: int, named: bool
) -> None:
    """September was closed on 25 September: a correction up to then could stand in its circular."""
    august = two_closed(district)
    month = october(district)
    at = district.period.cutoff_at + timedelta(days=days)
    grant(district, ask(district, august, at=at), at)
    file_for(district, district.town, period=month)
    snapshot = close(district, month)
    found = selectors.corrected_before(month, snapshot)
    assert [(data.period, data.revision) for data in found] == ([("2023-08", 2)] if named else [])


def test_correction_granted_later_is_not_told_by_an_earlier_revision(district: District) -> None:
    august = two_closed(district)
    grant(district, ask(district, august))
    first, second = Snapshot.objects.filter(period=district.period).order_by("revision")
    assert selectors.corrected_before(district.period, first) == []
    assert [data.period for data in selectors.corrected_before(district.period, second)] == ["2023-08"]


def test_first_period_has_none_before_it(district: District) -> None:
    august = two_closed(district)
    snapshot = grant(district, ask(district, august))
    assert selectors.corrected_before(august, snapshot) == ()


@pytest.mark.parametrize("rounds", [1, 4])
def test_revisions_take_as_many_queries_for_many(
    district: District, rounds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    august = two_closed(district)
    for known in range(rounds):
        at = LATER + timedelta(hours=known)
        grant(district, ask(district, august, {"general_found": str(20 + known)}, known=known, at=at), at)
    with django_assert_num_queries(6):
        assert len(selectors.revisions(district.leader, district.period)) == rounds + 1


@pytest.mark.parametrize(("who", "told"), [("reviewer", 1), ("admin", 0), ("filer", 0), ("leader", 0)])
def test_I3_what_waits_is_told_to_those_who_decide(district: District, who: str, told: int) -> None:
    august = two_closed(district)
    asked = ask(district, august)
    assert selectors.latest(august, district.town) == asked
    assert len(selectors.waiting(getattr(district, who), august)) == told
    grant(district, asked)
    assert selectors.waiting(getattr(district, who), august) in ((), [])


def test_open_period_is_not_asked_for_corrections(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert selectors.latest(district.period, district.town) is None
        assert selectors.waiting(district.reviewer, district.period) == ()
