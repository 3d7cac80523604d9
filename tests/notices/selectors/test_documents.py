"""What a closed period has: circulars by kind, how far each is, letters counted."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices.models import Circular, CircularKind, CircularState
from notices.selectors.documents import Documents, Paper, documents
from notices.services.automatic import draft
from notices.services.letters import Demand, draft_letters
from reports.models import Cycle, Period
from reports.selectors.periods import latest_snapshot
from tests.factories import CUTOFF, District, close
from tests.notices.dispatches import closed, months
from tests.reports.corrected import LATER, ask, grant

MEETING = Demand(reason="迟报", time="明天", place="会议室")


def found(period: Period) -> Documents:
    newest = latest_snapshot(period)
    assert newest is not None
    return documents(period, newest)


def names(period: Period) -> Sequence[str]:
    return [each.name for each in found(period).papers]


def papers(period: Period, kind: CircularKind) -> Sequence[Paper]:
    return next(each.found for each in found(period).papers if each.kind == kind)


def write(district: District, kind: CircularKind, period: Period | None = None) -> Circular:
    return draft(actor=district.reviewer, period=period or district.period, kind=kind, at=LATER)


def interview_all(district: District) -> None:
    draft_letters(
        actor=district.reviewer,
        kind=CircularKind.INTERVIEW,
        period=district.period,
        unit_ids=[unit.pk for unit in district.units],
        at=CUTOFF,
        demand=MEETING,
    )


def test_month_has_its_own_and_the_progress_and_the_quarter_it_ends(district: District) -> None:
    august, september, december = closed(district, months(district, [8, 9, 12]))
    assert names(august) == ["月度调度通报", "专项行动进展通报"]
    assert names(september) == ["月度调度通报", "专项行动进展通报", "2023年第三季度通报"]
    assert names(december)[2:] == ["2023年第四季度通报", "2023年度通报"]


def test_period_called_for_by_hand_has_no_quarter(district: District) -> None:
    district.period.cycle = Cycle.IRREGULAR
    district.period.save()
    closed(district, [district.period])
    assert names(district.period) == ["本期调度通报", "专项行动进展通报"]


def test_nothing_is_drafted_at_first(district: District) -> None:
    closed(district, [district.period])
    assert [each.found for each in found(district.period).papers] == [(), (), ()]
    assert found(district.period).letters == []


@pytest.mark.parametrize("kind", [CircularKind.MONTHLY, CircularKind.PROGRESS, CircularKind.QUARTERLY])
def test_draft_stands_under_its_kind(district: District, kind: CircularKind) -> None:
    closed(district, [district.period])
    made = write(district, kind)
    (paper,) = papers(district.period, kind)
    assert (paper.circular, paper.is_outdated, paper.number) == (made, False, "")


@pytest.mark.parametrize("kind", [CircularKind.MONTHLY, CircularKind.PROGRESS, CircularKind.QUARTERLY])
def test_I4_draft_from_an_older_revision_is_outdated(district: District, kind: CircularKind) -> None:
    closed(district, [district.period])
    write(district, kind)
    grant(district, ask(district, district.period), LATER + timedelta(hours=1))
    (paper,) = papers(district.period, kind)
    assert paper.is_outdated


def test_what_was_withdrawn_leaves_room_for_another(district: District) -> None:
    closed(district, [district.period])
    made = write(district, CircularKind.MONTHLY)
    Circular.objects.filter(pk=made.pk).update(state=CircularState.WITHDRAWN)
    assert papers(district.period, CircularKind.MONTHLY) == ()
    write(district, CircularKind.MONTHLY)
    assert len(papers(district.period, CircularKind.MONTHLY)) == 1


def test_letters_are_counted_by_kind(district: District) -> None:
    close(district)
    district.period.refresh_from_db()
    interview_all(district)
    (counted,) = found(district.period).letters
    assert (counted.kind, counted.total, counted.issued) == (CircularKind.INTERVIEW, 3, 0)


def test_queries_do_not_grow_with_papers_and_letters(district: District) -> None:
    closed(district, [district.period])
    newest = latest_snapshot(district.period)
    assert newest is not None

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            documents(district.period, newest)
        return len(captured)

    write(district, CircularKind.MONTHLY)
    few = count()
    write(district, CircularKind.PROGRESS)
    interview_all(district)
    assert count() == few
