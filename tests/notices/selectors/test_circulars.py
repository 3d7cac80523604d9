"""Reads of a period's circulars: which is shown, which is still to be drafted."""

import pytest

from notices.models import Circular, CircularKind, CircularState
from notices.selectors.circulars import circular_of, drafted, drafts, periods_without_circular
from notices.services.drafting import draft_circular, written
from reports.models import Period
from tests.factories import CUTOFF, District
from tests.notices.drafted import drafted as make_draft
from tests.reports.corrected import LATER, ask, grant, two_closed
from units.errors import NotAllowed, NotFound


def draft(district: District, period: Period, kind: CircularKind = CircularKind.MONTHLY) -> Circular:
    return draft_circular(actor=district.reviewer, period=period, at=LATER, kind=kind)


def test_newest_revision_is_shown_first_and_others_by_number(district: District) -> None:
    august = two_closed(district)
    first = draft(district, august)
    grant(district, ask(district, august))
    second = draft(district, august)
    assert [each.pk for each in drafts(august)] == [second.pk, first.pk]
    assert circular_of(district.leader, august) == drafted(august) == second
    assert circular_of(district.reviewer, august, "1") == first


def test_other_kinds_are_listed_apart(district: District) -> None:
    august = two_closed(district)
    progress = draft(district, august, CircularKind.PROGRESS)
    assert drafted(august) is None
    assert list(drafts(august, CircularKind.PROGRESS)) == [progress]


def test_I3_units_read_no_drafts(district: District) -> None:
    make_draft(district)
    for actor in (district.filer, district.head):
        with pytest.raises(NotAllowed):
            circular_of(actor, district.period)


@pytest.mark.parametrize(("revision", "said"), [("", "还没有起草"), ("1", "还没有起草")])
def test_period_without_circular_says_so(district: District, revision: str, said: str) -> None:
    with pytest.raises(NotFound, match=said):
        circular_of(district.reviewer, district.period, revision)


def test_letters_do_not_hide_that_the_circular_is_missing(district: District) -> None:
    august = two_closed(district)
    written(
        actor=district.reviewer, at=CUTOFF, kind=CircularKind.CHASE, period=august, unit=district.town, figures=(),
        facts={"office": "某安委办", "unit": "东关镇", "period": "2023年8月"}, summary="起草催报函",
    )  # fmt: skip
    draft(district, august, CircularKind.PROGRESS)
    assert [period.label for period in periods_without_circular()] == ["2023-08", "2023-09"]


@pytest.mark.parametrize(("state", "again"), [("draft", True), ("submitted", False), ("reviewed", False)])
def test_circular_handed_on_is_written_again_not_doubled(district: District, state: str, again: bool) -> None:
    august = two_closed(district)
    draft(district, august)
    Circular.objects.update(state=CircularState(state))
    grant(district, ask(district, august))
    assert ("2023-08" in {period.label for period in periods_without_circular()}) is again
