"""What units filed before a period."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Cycle, Indicator, Period
from reports.selectors.past import past
from tests.factories import (
    CODES,
    CUTOFF,
    VALUES,
    District,
    file_for,
    make_campaign,
    make_form,
    make_period,
    make_previous,
    save_draft,
)

JULY = CUTOFF.replace(month=7)


def row(found: int) -> dict[str, Decimal]:
    return {**VALUES, "general_found": Decimal(found)}


def counts(district: District, period: Period | None = None) -> list[Decimal]:
    """What the first town had found by each of its earlier filings."""
    earlier = past(period or district.period).get(district.town.pk, ())
    return [values["general_found"] for values in earlier]


def test_filings_come_with_the_oldest_first(district: District) -> None:
    august, july = make_previous(district), make_period(district.campaign, district.form, "2023-07", JULY)
    file_for(district, district.town, row(9), period=august)
    file_for(district, district.town, row(5), period=july)
    file_for(district, district.town, row(12))
    assert counts(district) == [5, 9]
    assert counts(district, august) == [5]
    assert counts(district, july) == []


def test_what_was_not_filed_other_campaigns_and_cycles_are_no_past(district: District) -> None:
    august = make_previous(district)
    save_draft(district, period=august)
    weekly = make_period(district.campaign, district.form, "2023-w30", JULY, cycle=Cycle.WEEKLY)
    other = make_period(make_campaign("别的行动"), district.form, "别-07", JULY)
    for period in (weekly, other):
        file_for(district, district.town, period=period)
    assert counts(district) == []


def test_columns_filled_by_period_are_added_up(district: District) -> None:
    by_period = make_form(CODES, version=2)
    Indicator.objects.filter(form=by_period, code="general_found").update(cumulative=False)
    july = make_period(district.campaign, district.form, "2023-07", JULY)
    august = make_previous(district)
    Period.objects.filter(pk=august.pk).update(form=by_period)
    file_for(district, district.town, row(5), period=july)
    file_for(district, district.town, row(4), period=august)
    assert counts(district) == [5, 9]


def test_units_can_be_chosen_and_queries_do_not_grow(district: District) -> None:
    august = make_previous(district)
    file_for(district, district.town, period=august)
    with CaptureQueriesContext(connection) as few:
        past(district.period)
    file_for(district, district.bureau, period=august)
    with CaptureQueriesContext(connection) as many:
        assert past(district.period).keys() == {district.town.pk, district.bureau.pk}
    assert len(few) == len(many) == 2
    assert past(district.period, [district.bureau.pk]).keys() == {district.bureau.pk}
