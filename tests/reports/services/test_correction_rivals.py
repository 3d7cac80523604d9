"""Two hands at once on corrections and closings (I4, I6, I8). These tests commit."""

from functools import partial

import pytest

from reports.models import Correction, Period, Snapshot
from reports.services import closing, corrections
from tests.factories import CUTOFF, District, close, file_for, make_district, make_previous
from tests.reports.corrected import LATER, ask, colleague, frozen, october, two_closed
from tests.rivals import at_once
from units.actors import Actor
from units.errors import Conflict
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def grants(district: District, actor: Actor, correction: Correction) -> Snapshot:
    with scope(district.tenant.pk):
        return corrections.grant(actor=actor, correction_id=correction.pk, answer="", at=LATER)


def closes(district: District, period: Period) -> Snapshot:
    with scope(district.tenant.pk):
        return closing.close_period(actor=district.reviewer, period=period, at=period.cutoff_at)


def numbers(district: District, period: Period) -> list[int]:
    with scope(district.tenant.pk):
        return sorted(Snapshot.objects.filter(period=period).values_list("revision", flat=True))


def test_I6_one_request_granted_by_two_makes_one_revision() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        august = two_closed(district)
        asked, other = ask(district, august), colleague(district)
    made = at_once(*[partial(grants, district, actor, asked) for actor in (district.reviewer, other)])
    assert sorted(type(each).__name__ for each in made) == ["Conflict", "Snapshot"]
    assert "不用再办" in str(next(each for each in made if isinstance(each, Conflict)))
    assert numbers(district, august) == numbers(district, district.period) == [1, 2]


def test_I6_two_requests_granted_at_once_make_a_revision_each() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        august = two_closed(district)
        asked = [
            ask(district, august),
            ask(district, august, actor=district.other_filer, unit=district.other_town),
        ]
    made = at_once(*[partial(grants, district, district.reviewer, each) for each in asked])
    assert sorted(snapshot.revision for snapshot in made) == [2, 3]
    with scope(district.tenant.pk):
        for unit in (district.town, district.other_town):
            values, previous = frozen(august, unit).values, frozen(district.period, unit).previous
            assert values is not None
            assert values["general_found"] == 12
            assert previous == values, "neither is lost in what rests on it"


def test_I6_requests_for_two_periods_granted_at_once() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        august = two_closed(district)
        asked = [ask(district, august), ask(district, district.period, {"general_found": "15"})]
    made = at_once(*[partial(grants, district, district.reviewer, each) for each in asked])
    assert all(isinstance(each, Snapshot) for each in made), made
    with scope(district.tenant.pk):
        unit = frozen(district.period, district.town)
        assert unit.values is not None
        assert unit.previous is not None
        assert unit.values["general_found"] == 15
        assert unit.previous["general_found"] == 12


@pytest.mark.parametrize("round_", range(4))
def test_I4_closing_that_races_with_a_correction_is_compared_with_the_corrected_period(round_: int) -> None:
    district = make_district()
    with scope(district.tenant.pk):
        august = make_previous(district)
        file_for(district, district.town, period=august)
        close(district, august)
        august.refresh_from_db()
        file_for(district, district.town)
        asked, _ = ask(district, august), october(district)
    jobs = [
        partial(grants, district, district.reviewer, asked),
        partial(closes, district, district.period),
    ]
    made = at_once(*(jobs if round_ % 2 else reversed(jobs)))
    assert all(isinstance(each, Snapshot) for each in made), made
    with scope(district.tenant.pk):
        previous = frozen(district.period, district.town).previous
        assert previous is not None
        assert previous["general_found"] == 12, "whichever came first"


def test_I6_one_of_two_requests_at_once_is_told_of_the_other() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        august = two_closed(district)

    def asks(actor: Actor) -> Correction:
        with scope(district.tenant.pk):
            return ask(district, august, actor=actor, at=CUTOFF)

    made = at_once(*[partial(asks, actor) for actor in (district.filer, district.head)])
    assert sorted(type(each).__name__ for each in made) == ["Conflict", "Correction"]
