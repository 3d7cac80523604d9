"""The ledger frozen with a period: by the rule of counting, as of the closing, without names (I1, I4)."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.counting import Reason
from hazards.life import Status
from hazards.models import Hazard
from reports.ledger_part import LedgerCount
from reports.models import Cycle, Period
from reports.selectors import ledger
from reports.selectors.ledger_part import LONGEST, part_of
from tests.factories import CUTOFF, INSTANT, ZONE, District, close, file_for, make_period, make_previous
from tests.ledgers import drafted, standing, step
from tests.reports.corrected import ask, grant
from tests.reports.selectors.test_ledger import populate

AUGUST = datetime(2023, 8, 10, 9, 30, tzinfo=ZONE)


def rows(district: District, at: datetime = CUTOFF) -> tuple[LedgerCount, ...]:
    return part_of(district.period, at)[0]


def standings(found: tuple[LedgerCount, ...]) -> Counter[tuple[str, bool, Reason | None]]:
    counted: Counter[tuple[str, bool, Reason | None]] = Counter()
    for row in found:
        counted[row.period, row.counts, row.reason] += row.total
    return counted


def late(district: District, at: datetime, **fields: Any) -> Hazard:
    filed = step(district.filer, drafted(district, **fields), "file", at=at)
    return step(district.reviewer, filed, "accept", at=at)


def test_each_standing_has_its_row(district: District) -> None:
    for status in (Status.CLOSED, Status.RECTIFYING, Status.FILED, Status.EXCLUDED, Status.DRAFT):
        standing(district, status)
    found = rows(district)
    assert standings(found) == {
        ("2023-09", True, None): 2,
        ("2023-09", False, None): 1,
        ("2023-09", False, Reason.CRITERION_NOT_MET): 1,
    }
    assert {(row.unit, row.unit_id, row.sector, row.found_by) for row in found} == {
        ("东关镇", district.town.pk, "工贸", "department")
    }
    assert sum(row.rectified for row in found) == 1


@pytest.mark.parametrize("seed", range(4))
def test_I1_frozen_counts_are_those_of_the_ledger(district: District, seed: int) -> None:
    make_previous(district)
    populate(district, seed)
    found = rows(district, CUTOFF + timedelta(days=60))
    expected = ledger.cumulative(district.system, district.campaign, district.period)
    frozen: Counter[tuple[int | None, str]] = Counter()
    for row in found:
        if row.counts:
            frozen[row.unit_id, row.found_by] += row.total
    assert dict(frozen) == {key: total for key, (total, _) in expected.items()}
    counted = ledger.counted(district.system, district.campaign).by_period()
    assert sum(row.total for row in found if row.counts and row.period == "2023-09") == sum(
        total for (_, label, _), total in counted.items() if label == "2023-09"
    )


@pytest.mark.parametrize("seed", range(3))
def test_I1_what_does_not_count_is_told_of_in_one_period_each(district: District, seed: int) -> None:
    august = make_previous(district)
    populate(district, seed)
    whole = part_of(district.period, CUTOFF + timedelta(days=60))[0]
    reasons: Counter[Reason] = Counter()
    for row in whole:
        if row.reason is not None:
            reasons[row.reason] += row.total
    counted = ledger.counted(district.system, district.campaign)
    later = [
        line
        for line in counted.lines
        if line.count.reason and line.window not in {None, "2023-08", "2023-09"}
    ]
    assert not later
    expected: Counter[Reason] = Counter()
    for (_, reason), total in counted.by_reason().items():
        expected[reason] += total
    assert reasons == expected
    assert {row.period for row in whole} <= {august.label, "2023-09"}


def test_record_that_came_after_the_closing_of_its_period_is_told_of_in_the_next(district: District) -> None:
    august = make_previous(district)
    closed_at = august.cutoff_at + timedelta(hours=2)
    late(district, closed_at - INSTANT, discovered_at=AUGUST)
    late(district, closed_at, discovered_at=AUGUST)
    close(district, august, at=closed_at)
    assert standings(rows(district)) == {
        ("2023-08", False, Reason.AFTER_CUTOFF): 1,
        ("2023-09", False, Reason.AFTER_CUTOFF): 1,
    }


def test_what_is_filed_or_discovered_later_is_not_in_it(district: District) -> None:
    make_period(district.campaign, district.form, "2023-10", CUTOFF + timedelta(days=30))
    late(district, CUTOFF + timedelta(hours=1))
    late(district, CUTOFF, discovered_at=CUTOFF)
    assert standings(rows(district, CUTOFF + timedelta(hours=1))) == {}
    assert standings(rows(district, CUTOFF + timedelta(hours=2))) == {
        ("2023-09", False, Reason.AFTER_CUTOFF): 1
    }


def test_record_found_before_the_campaign_is_told_of_when_it_was_filed(district: District) -> None:
    district.campaign.starts_on = date(2023, 9, 1)
    district.period.campaign = district.campaign
    standing(district, Status.RECTIFYING, discovered_at=AUGUST)
    assert standings(rows(district)) == {("2023-09", False, Reason.BEFORE_CAMPAIGN): 1}


@pytest.mark.parametrize(("due_on", "overdue"), [(date(2023, 9, 24), 1), (date(2023, 9, 25), 0)])
def test_I10_record_is_overdue_from_the_day_after_its_term(
    district: District, due_on: date, overdue: int
) -> None:
    standing(district, Status.RECTIFYING, due_on=due_on)
    standing(district, Status.CLOSED, due_on=due_on)
    assert sum(row.overdue for row in rows(district, CUTOFF)) == overdue
    assert sum(row.overdue for row in rows(district, CUTOFF - INSTANT)) == 0


@pytest.mark.parametrize(("offset", "rectified"), [(-INSTANT, 1), (timedelta(0), 0), (INSTANT, 0)])
def test_I10_record_closed_from_the_cutoff_on_is_not_rectified_in_the_period(
    district: District, offset: timedelta, rectified: int
) -> None:
    closed = standing(district, Status.CLOSED)
    Hazard.objects.filter(pk=closed.pk).update(closed_at=CUTOFF + offset)
    assert sum(row.rectified for row in rows(district, CUTOFF + timedelta(days=1))) == rectified


def test_reopened_records_are_counted_once(district: District) -> None:
    closed = standing(district, Status.CLOSED)
    step(district.reviewer, closed, "reopen", reason="又恢复原状")
    Hazard.objects.filter(pk=closed.pk).update(reopened=2)
    assert [(row.total, row.reopened, row.rectified) for row in rows(district)] == [(1, 1, 0)]


def test_misjudged_clauses_are_told_by_standard_article_and_shortened_text(district: District) -> None:
    for _ in range(2):
        standing(district, Status.EXCLUDED)
    duplicate = step(district.filer, drafted(district), "file")
    step(district.reviewer, duplicate, "exclude", reason="重复", exclusion=Reason.DUPLICATE)
    first = Hazard.objects.filter(exclusion=Reason.CRITERION_NOT_MET).first()
    assert first is not None
    Hazard.objects.update(clause={**first.clause, "text": "有" * (LONGEST + 1)})
    (clause,) = part_of(district.period, CUTOFF)[1]
    assert (clause.period, clause.code, clause.total) == ("2023-09", "gm-2023-13", 2)
    assert clause.clause == "《工贸企业重大事故隐患判定标准》第十三条"
    assert clause.text == "有" * (LONGEST - 1) + "…"


def test_weekly_period_counts_by_its_own_weeks(district: District) -> None:
    week = make_period(district.campaign, district.form, "2023-W37", CUTOFF, cycle=Cycle.WEEKLY)
    Period.objects.filter(pk=week.pk).update(starts_on=date(2023, 9, 4), ends_on=date(2023, 9, 10))
    standing(district, Status.RECTIFYING)
    assert standings(part_of(week, CUTOFF)[0]) == {("2023-W37", True, None): 1}
    assert standings(rows(district)) == {("2023-09", True, None): 1}


@pytest.mark.parametrize("more", [1, 8])
def test_part_takes_two_queries_for_many_records(district: District, more: int) -> None:
    for _ in range(more):
        standing(district, Status.EXCLUDED)
    with CaptureQueriesContext(connection) as captured:
        part_of(district.period, CUTOFF)
    # The tenant's zone and the campaign are read once more, with the first record that needs them.
    assert len(captured) <= 3


def test_I4_closing_freezes_the_ledger_without_enterprise_or_person(district: District) -> None:
    standing(district, Status.RECTIFYING)
    standing(district, Status.EXCLUDED)
    snapshot = close(district)
    Hazard.objects.update(status=Status.RECTIFYING, exclusion="", review_reason="", sector="消防")
    stored = snapshot.data
    assert stored.ledger == snapshot.data.ledger
    assert standings(stored.ledger or ())["2023-09", False, Reason.CRITERION_NOT_MET] == 1
    assert [clause.total for clause in stored.misjudged] == [1]
    said = json.dumps(snapshot.content["ledger"], ensure_ascii=False)
    assert "机械厂" not in said


def test_I4_correction_of_a_table_carries_the_ledger_over_unchanged(district: District) -> None:
    standing(district, Status.EXCLUDED)
    file_for(district, district.town)
    first = close(district)
    district.period.refresh_from_db()
    standing(district, Status.EXCLUDED)
    second = grant(district, ask(district, district.period))
    assert second.revision == 2
    assert second.data.ledger == first.data.ledger != ()
    assert second.data.misjudged == first.data.misjudged
