"""What a correction does to the periods that rest on the corrected one (I4)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from reports.models import Correction, Indicator, Period, Snapshot, Submission
from reports.selectors import submissions as reads
from reports.services import submissions
from reports.snapshot import digest
from tests.factories import CUTOFF, VALUES, District, close, file_for, make_period, make_previous
from tests.reports.corrected import LATER, ask, frozen, grant, october, two_closed
from units.models import Unit
from units.scoping import scope

NEW = {**VALUES, "general_found": Decimal(12)}


def revisions(period: Period) -> list[tuple[int, str]]:
    """Number and reason of each revision, the first first."""
    return list(Snapshot.objects.filter(period=period).order_by("revision").values_list("revision", "reason"))


def declare_nil(district: District, unit: Unit, period: Period) -> Submission:
    """The unit's nil return, filed."""
    submissions.declare_nil(actor=district.filer, period=period, unit=unit, version=0, at=period.cutoff_at)
    return submissions.sign_and_file(
        actor=district.head, period=period, unit=unit, version=1, at=period.cutoff_at
    )


def test_I4_later_period_is_revised_with_the_one_before(district: District) -> None:
    august = two_closed(district)
    grant(district, ask(district, august))
    assert revisions(august)[1:] == [(2, "漏计一家企业")]
    assert revisions(district.period)[1:] == [(2, "随2023年8月更正")]
    later = Snapshot.objects.get(period=district.period, revision=2)
    assert (later.changes, later.sha256) == ([], digest(later.content))
    unit = frozen(district.period, district.town)
    assert (unit.values, unit.previous) == (VALUES, NEW), "what was filed stands, its increment does not"
    assert frozen(district.period, district.other_town).previous == VALUES


def test_correcting_the_newest_leaves_those_before_alone(district: District) -> None:
    august = two_closed(district)
    grant(district, ask(district, district.period))
    assert len(revisions(august)) == 1
    assert len(revisions(district.period)) == 2


def test_open_period_gets_no_revision_but_sees_the_corrected_past(district: District) -> None:
    august = make_previous(district)
    file_for(district, district.town, period=august)
    close(district, august)
    august.refresh_from_db()
    assert reads.previous_values(district.period, district.town) == VALUES
    grant(district, ask(district, august))
    assert revisions(district.period) == []
    assert reads.previous_values(district.period, district.town) == NEW
    assert reads.last_filed_values(october(district), district.town) == NEW
    with scope(district.tenant.pk, units={district.town.pk}):
        assert reads.previous_values(district.period, district.town) == NEW, (
            "the unit's own people see it too"
        )


def test_period_closed_after_a_correction_is_compared_with_the_corrected_one(district: District) -> None:
    august = make_previous(district)
    file_for(district, district.town, period=august)
    close(district, august)
    august.refresh_from_db()
    grant(district, ask(district, august))
    file_for(district, district.town)
    close(district)
    assert frozen(district.period, district.town).previous == NEW


def test_refused_request_is_no_past(district: District) -> None:
    august = two_closed(district)
    ask(district, august)
    assert reads.previous_values(district.period, district.town) == VALUES


def test_increments_of_the_period_before_reach_one_period_further(district: District) -> None:
    """October's change in per cent is against September's increments, which rest on August."""
    august = two_closed(district)
    months = [october(district)]
    months.append(make_period(district.campaign, district.form, "2023-11", CUTOFF + timedelta(days=60)))
    for month in months:
        file_for(district, district.town, period=month)
        close(district, month)
    grant(district, ask(district, august))
    assert [len(revisions(each)) for each in (august, district.period, *months)] == [2, 2, 2, 1]
    assert frozen(months[0], district.town).previous == VALUES


def test_other_campaigns_and_cycles_are_left_alone(district: District) -> None:
    august = two_closed(district)
    weekly = make_period(
        district.campaign, district.form, "第40周", CUTOFF + timedelta(days=7), cycle="weekly"
    )
    close(district, weekly)
    grant(district, ask(district, august))
    assert len(revisions(weekly)) == 1


def test_period_called_for_by_hand_follows_the_month_before(district: District) -> None:
    august = make_previous(district)
    extra = make_period(
        district.campaign, district.form, "0904期", CUTOFF - timedelta(days=20), cycle="irregular"
    )
    for period in (august, extra, district.period):
        file_for(district, district.town, period=period)
        close(district, period)
    august.refresh_from_db()
    grant(district, ask(district, august))
    assert revisions(extra)[1:] == revisions(district.period)[1:] == [(2, "随2023年8月更正")]


def test_I12_nil_return_repeats_the_corrected_figures(district: District) -> None:
    august = make_previous(district)
    file_for(district, district.town, period=august, at=august.cutoff_at)
    close(district, august)
    declare_nil(district, district.town, district.period)
    close(district)
    august.refresh_from_db()
    grant(district, ask(district, august))
    unit = frozen(district.period, district.town)
    assert (unit.nil, unit.values, unit.previous) == (True, NEW, NEW)
    changes = Snapshot.objects.get(period=district.period, revision=2).changes
    assert [(each["old"], each["new"]) for each in changes] == [("10", "12")]
    own = Correction.objects.get(period=district.period)
    assert (own.state, own.changes, own.reason) == (
        "granted",
        {"general_found": ["10", "12"]},
        "随2023年8月更正",
    )
    assert reads.previous_values(october(district), district.town) == NEW


def test_nil_return_that_is_corrected_is_nil_no_more(district: District) -> None:
    declare_nil(district, district.town, district.period)
    close(district)
    district.period.refresh_from_db()
    grant(district, ask(district, district.period, {"general_found": "3"}))
    assert frozen(district.period, district.town).nil is False


@pytest.mark.parametrize("september_filed", [True, False])
def test_column_typed_per_period_changes_all_later_totals(district: District, september_filed: bool) -> None:
    Indicator.objects.filter(code="general_found").update(cumulative=False)
    august, month = make_previous(district), october(district)
    for period in (august, district.period, month):
        if september_filed or period != district.period:
            file_for(district, district.town, period=period)
        close(district, period)
    august.refresh_from_db()
    assert frozen(month, district.town).values == {
        **VALUES,
        "general_found": 30 if september_filed else 20,
    }
    asked = ask(district, august)
    assert asked.changes == {"general_found": ["10", "12"]}, "as it was typed"
    grant(district, asked)
    assert frozen(august, district.town).values == {**VALUES, "general_found": 12}
    assert frozen(month, district.town).values == {
        **VALUES,
        "general_found": 32 if september_filed else 22,
    }


def test_two_corrections_of_one_period_add_up(district: District) -> None:
    august = two_closed(district)
    grant(district, ask(district, august))
    other = ask(district, august, actor=district.other_filer, unit=district.other_town)
    grant(district, other, LATER + timedelta(hours=1))
    assert [number for number, _ in revisions(august)] == [1, 2, 3]
    assert [number for number, _ in revisions(district.period)] == [1, 2, 3]
    assert frozen(august, district.town).values == frozen(august, district.other_town).values == NEW
    assert frozen(district.period, district.town).previous == NEW
