"""I1: the query counts as the rule does, row by row, and answers “报送3条，均不符合判定标准” per unit."""

import random
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards import counting
from hazards.counting import EXCLUSIONS, PENDING, Count, Reason
from hazards.life import Status
from hazards.models import Enterprise, EnterpriseKind, FoundBy, Hazard
from reports.models import Campaign
from reports.selectors import ledger
from reports.selectors.prospects import prospects
from tests.factories import CUTOFF, INSTANT, ZONE, District, make_campaign, make_period, make_previous
from tests.ledgers import clause, drafted, make_enterprise, standing, step
from units.actors import Actor
from units.models import Unit
from units.scoping import scope

DAY = timedelta(days=1)
EDGES = (date(2023, 5, 1), date(2023, 7, 25), date(2023, 8, 24), date(2023, 8, 25), date(2023, 9, 24))
CUTOFFS = (datetime(2023, 8, 25, tzinfo=ZONE), CUTOFF)
NEVER_FILED = (Status.DRAFT, Status.WITHDRAWN)


def any_hazard(
    chance: random.Random, units: list[Unit], enterprises: list[Enterprise], number: int
) -> Hazard:
    """A record like any that can exist, often at an edge of a rule."""
    status = chance.choice(list(Status))
    day = chance.choice(EDGES) + chance.choice((-1, 0, 1)) * DAY
    filed_at = chance.choice(CUTOFFS) + chance.choice((-30 * DAY, -INSTANT, 0 * DAY, INSTANT, 30 * DAY))
    filed = status not in NEVER_FILED or (status is Status.WITHDRAWN and chance.random() < 0.5)
    return Hazard(
        number=f"2023-{number:05d}" if filed else "",
        unit=chance.choice(units),
        enterprise=chance.choice(enterprises),
        criterion=clause(),
        sector=chance.choice(["工贸", "消防"]),
        found_by=chance.choice(list(FoundBy)),
        discovered_at=datetime(day.year, day.month, day.day, 12, tzinfo=ZONE),
        discovered_on=day,
        status=status,
        exclusion=chance.choice(EXCLUSIONS) if status is Status.EXCLUDED else "",
        review_reason="原因" if status in {Status.EXCLUDED, Status.RETURNED} else "",
        first_filed_at=filed_at if filed else None,
    )


def populate(district: District, seed: int, size: int = 150) -> None:
    chance = random.Random(seed)
    enterprises = [make_enterprise(kind, kind=kind) for kind in EnterpriseKind]
    Hazard.objects.bulk_create(
        any_hazard(chance, list(district.units), enterprises, number) for number in range(1, size + 1)
    )


def by_rule(hazard: Hazard, campaign: Campaign) -> Count:
    return counting.count(hazard.facts, campaign.starts_on, ledger.windows(campaign))


@pytest.mark.parametrize("seed", range(6))
def test_I1_query_and_rule_agree_on_every_hazard(district: District, seed: int) -> None:
    make_previous(district)
    # Overlaps September and closes later: the earlier cutoff holds in both.
    make_period(district.campaign, district.form, "2023-09补", CUTOFF + 5 * DAY)
    populate(district, seed)
    hazards = list(Hazard.objects.select_related("enterprise"))
    found = ledger.counts_by_hazard(district.reviewer, district.campaign)
    filed = {hazard.pk: by_rule(hazard, district.campaign) for hazard in hazards if hazard.first_filed_at}
    assert found == filed
    assert all(by_rule(each, district.campaign) == PENDING for each in hazards if not each.first_filed_at)
    assert {count.reason for count in found.values()} >= {*Reason, None}, "every reason occurs"


@pytest.mark.parametrize("seed", range(3))
def test_I1_sums_are_those_of_the_rows_in_one_query(district: District, seed: int) -> None:
    make_previous(district)
    populate(district, seed)
    with CaptureQueriesContext(connection) as captured:
        counted = ledger.counted(district.reviewer, district.campaign)
    assert len(captured) == 1
    filed = list(Hazard.objects.exclude(first_filed_at=None).select_related("enterprise"))
    for unit in district.units:
        own = [(hazard, by_rule(hazard, district.campaign)) for hazard in filed if hazard.unit_id == unit.pk]
        assert counted.reported(unit.pk) == len(own)
        assert counted.pending(unit.pk) == sum(count == PENDING for _, count in own)
        for reason in Reason:
            total = sum(count.reason is reason for _, count in own)
            assert counted.by_reason().get((unit.pk, reason), 0) == total
        for label in ("2023-08", "2023-09"):
            for finder in FoundBy:
                total = sum(count.period == label and each.found_by == finder for each, count in own)
                assert counted.by_period().get((unit.pk, label, finder), 0) == total


def test_I1_every_filed_hazard_is_in_exactly_one_sum(district: District) -> None:
    populate(district, 7)
    counted = ledger.counted(district.reviewer, district.campaign)
    pending = sum(counted.pending(unit.pk) for unit in district.units)
    whole = sum(counted.by_period().values()) + sum(counted.by_reason().values()) + pending
    assert whole == Hazard.objects.exclude(first_filed_at=None).count()
    assert whole == sum(line.total for line in counted.lines)


def words(district: District, unit: Unit | None = None) -> str:
    counted = ledger.counted(district.reviewer, district.campaign)
    return counted.words((unit or district.town).pk)


def test_I1_reported_three_none_qualifies_can_be_read_off_per_unit(district: District) -> None:
    for _ in range(3):
        standing(district, Status.EXCLUDED)
    assert words(district) == "报送3条，均不符合判定标准"
    assert words(district, district.bureau) == "未报送"


def test_I1_single_report_is_not_called_all(district: District) -> None:
    standing(district, Status.EXCLUDED)
    assert words(district) == "报送1条，不符合判定标准"


def test_I1_mixed_reports_are_told_apart(district: District) -> None:
    standing(district, Status.EXCLUDED)
    standing(district, Status.WITHDRAWN)
    standing(district, Status.CLOSED)
    standing(district, Status.FILED)
    standing(district, Status.DRAFT)
    assert words(district) == "报送4条，纳入统计1条，不符合判定标准1条，报送单位撤回1条，待定1条"


def test_I1_late_report_of_a_closed_hazard_says_so(district: District) -> None:
    late = step(district.filer, drafted(district), "file", at=CUTOFF)
    step(district.reviewer, late, "accept", at=CUTOFF)
    assert words(district) == "报送1条，超过规定报送时限"


def test_I1_counts_by_unit_period_and_finder(district: District) -> None:
    standing(district, Status.CLOSED)
    standing(district, Status.RECTIFYING)
    standing(district, Status.AWAITING, found_by="enterprise")
    counted = ledger.counted(district.reviewer, district.campaign)
    town = district.town.pk
    assert dict(counted.by_period()) == {
        (town, "2023-09", FoundBy.DEPARTMENT): 2,
        (town, "2023-09", FoundBy.ENTERPRISE): 1,
    }
    assert {(line.status, line.sector, line.total) for line in counted.lines} == {
        (Status.CLOSED, "工贸", 1),
        (Status.RECTIFYING, "工贸", 1),
        (Status.AWAITING, "工贸", 1),
    }


def test_I1_hazard_of_another_campaigns_days_is_that_campaigns(district: District) -> None:
    next_year = make_campaign("2024行动", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    this = standing(district, Status.CLOSED)
    assert ledger.counts_by_hazard(district.reviewer, next_year) == {}
    assert ledger.counts_by_hazard(district.reviewer, district.campaign) == {this.pk: Count("2023-09")}


@pytest.mark.parametrize(
    ("day", "belongs_to"),
    [
        (date(2023, 4, 30), "一"),
        (date(2023, 5, 1), "一"),
        (date(2023, 12, 31), "一"),
        (date(2024, 1, 1), "二"),
        (date(2024, 5, 31), "二"),
        (date(2024, 8, 31), "二"),
        (date(2024, 9, 1), "三"),
        (date(2025, 12, 31), "三"),
        (date(2026, 1, 1), "三"),
    ],
)
def test_I1_every_hazard_is_one_campaigns(district: District, day: date, belongs_to: str) -> None:
    district.campaign.name = "一"
    two = make_campaign("二", starts_on=date(2024, 6, 1), ends_on=date(2024, 8, 31))
    three = make_campaign("三", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    hazard = standing(district, Status.RECTIFYING)
    Hazard.objects.filter(pk=hazard.pk).update(discovered_on=day)
    found = [
        campaign.name
        for campaign in (district.campaign, two, three)
        if ledger.counts_by_hazard(district.reviewer, campaign)
    ]
    assert found == [belongs_to]
    foretold = prospects([Hazard.objects.select_related("enterprise").get()])[hazard.pk]
    told = {
        count.reason
        for campaign in (district.campaign, two, three)
        for count in ledger.counts_by_hazard(district.reviewer, campaign).values()
    }
    assert told == {foretold.reason}, "the desk foretells by the same campaign"


def test_I1_hazard_before_every_campaign_is_told_so(district: District) -> None:
    early = standing(district, Status.RECTIFYING, discovered_at=datetime(2023, 5, 16, tzinfo=ZONE))
    district.campaign.starts_on = date(2023, 6, 1)
    found = ledger.counts_by_hazard(district.reviewer, district.campaign)
    assert found == {early.pk: Count(reason=Reason.BEFORE_CAMPAIGN)}


def test_I3_unit_counts_only_its_own(district: District) -> None:
    standing(district, Status.CLOSED)
    theirs = drafted(district, district.other_town, district.other_filer)
    step(district.other_filer, theirs, "file")
    for actor, own in ((district.filer, district.town), (district.other_filer, district.other_town)):
        assert {line.unit_id for line in ledger.counted(actor, district.campaign).lines} == {own.pk}
    assert len(ledger.counted(district.leader, district.campaign).lines) == 2


def test_I3_other_tenants_hazards_are_not_counted(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        standing(neighbour, Status.CLOSED)
    assert ledger.counted(Actor.system(district.tenant.pk), district.campaign).lines == ()


def test_windows_come_with_the_earliest_cutoff_first(district: District) -> None:
    make_previous(district)
    labels = [window.label for window in ledger.windows(district.campaign)]
    assert labels == ["2023-08", "2023-09"]
