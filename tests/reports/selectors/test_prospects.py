"""Where hazards that wait for review would count if they were accepted (I1)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.counting import Reason
from hazards.models import EnterpriseKind, Hazard, Standard
from reports.models import Campaign, Period
from reports.selectors import ledger
from reports.selectors.prospects import Prospect, if_filed, prospects
from reports.templatetags import prospects as tags
from tests.factories import (
    CUTOFF,
    INSTANT,
    ZONE,
    District,
    make_campaign,
    make_form,
    make_period,
    make_previous,
)
from tests.hazards.reviewing import waiting
from tests.ledgers import clause, drafted, make_enterprise, step


def prospect(hazard: Hazard) -> Prospect:
    return prospects([hazard])[hazard.pk]


def found_on(day: date, district: District, **fields: object) -> Hazard:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
    given = {"discovered_at": at, "due_on": day + timedelta(days=30), **fields}
    filed_at = given.pop("at", at + timedelta(hours=1))
    return waiting(district, at=filed_at, **given)  # type: ignore[arg-type]


def test_hazard_in_time_would_count_in_its_period(district: District) -> None:
    found = prospect(waiting(district))
    assert (found.period, found.reason, found.word) == ("2023年9月", None, "")


@pytest.mark.parametrize(("at", "late"), [(CUTOFF - INSTANT, False), (CUTOFF, True)])
def test_hazard_filed_at_the_cutoff_is_late(district: District, at: datetime, late: bool) -> None:
    found = prospect(waiting(district, at=at))
    assert (found.reason is Reason.AFTER_CUTOFF) == late
    assert found.cutoff_at == (CUTOFF if late else None)
    assert (found.word, found.period) == (("超过规定报送时限", "") if late else ("", "2023年9月"))


def test_hazard_filed_again_keeps_its_first_time(district: District) -> None:
    returned = step(district.reviewer, waiting(district, at=CUTOFF - INSTANT), "return", reason="照片不清")
    again = step(district.filer, returned, "file", at=CUTOFF + timedelta(days=3))
    assert prospect(again).period == "2023年9月"


def test_hazard_found_before_the_campaign_would_not_count(district: District) -> None:
    clause()
    Standard.objects.update(effective_from=date(2020, 1, 1))
    found = prospect(found_on(date(2023, 4, 30), district))
    assert (found.reason, found.cutoff_at) == (Reason.BEFORE_CAMPAIGN, None)


def test_place_that_is_no_enterprise_would_not_count(district: District) -> None:
    school = make_enterprise("某小学", kind=EnterpriseKind.OTHER)
    assert prospect(waiting(district, enterprise=school)).reason is Reason.NOT_AN_ENTERPRISE


def test_day_of_no_period_so_far_says_nothing(district: District) -> None:
    assert prospect(found_on(date(2023, 10, 20), district)) == Prospect()


def test_without_campaign_nothing_can_be_said(district: District) -> None:
    hazard = waiting(district)
    Period.objects.all().delete()
    Campaign.objects.all().delete()
    assert prospect(hazard) == Prospect()


def test_of_two_campaigns_the_one_of_the_day_answers(district: District) -> None:
    later = make_campaign("2024行动", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    cutoff = datetime(2024, 1, 25, tzinfo=ZONE)
    make_period(later, make_form(version=2), "2024-01", cutoff)
    hazard = found_on(date(2024, 1, 10), district)
    assert prospect(hazard).period == "2024年1月"
    assert prospect(waiting(district)).period == "2023年9月"


def test_I1_prospect_comes_true_when_the_hazard_is_accepted(district: District) -> None:
    make_previous(district)
    hazards = [
        waiting(district),
        waiting(district, at=CUTOFF),
        found_on(date(2023, 8, 20), district),
        found_on(date(2023, 10, 20), district),
        waiting(district, enterprise=make_enterprise("某小学", kind=EnterpriseKind.OTHER)),
    ]
    told = prospects(hazards)
    for hazard in hazards:
        step(district.reviewer, hazard, "accept")
    titles = {period.label: period.title for period in Period.objects.all()}
    for pk, count in ledger.counts_by_hazard(district.reviewer, district.campaign).items():
        assert told[pk].reason == count.reason
        assert told[pk].period == titles.get(count.period or "", "")


@pytest.mark.parametrize("number", [1, 4])
def test_many_take_as_many_queries_as_one(district: District, number: int) -> None:
    hazards = [waiting(district) for _ in range(number)]
    with CaptureQueriesContext(connection) as captured:
        found = tags.prospects(hazards)
    assert (len(found), len(captured)) == (number, 2)
    assert tags.of(found, hazards[0]) == tags.prospect(hazards[0]) == prospect(hazards[0])


@pytest.mark.parametrize(("days", "reason"), [(-1, Reason.BEFORE_CAMPAIGN), (0, None), (1, None)])
def test_draft_found_before_the_campaign_is_told_so(
    district: District, days: int, reason: Reason | None
) -> None:
    first = district.campaign.starts_on
    draft = drafted(district)
    found = if_filed(draft, on=first + timedelta(days=days), at=CUTOFF)
    assert found.reason is reason


@pytest.mark.parametrize(("at", "period"), [(CUTOFF - INSTANT, "2023年9月"), (CUTOFF, "")])
def test_draft_would_count_until_the_cutoff(district: District, at: datetime, period: str) -> None:
    draft = drafted(district)
    assert if_filed(draft, on=draft.discovered_on, at=at).period == period


def test_returned_record_is_told_by_its_first_filing(district: District) -> None:
    returned = step(district.reviewer, waiting(district, at=CUTOFF - INSTANT), "return", reason="照片不清")
    assert if_filed(returned, on=returned.discovered_on, at=CUTOFF).period == "2023年9月"
