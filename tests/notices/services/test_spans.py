"""Quarterly and yearly circulars: drafted once, compiled, written again after a correction."""

from datetime import datetime, timedelta

import pytest

from notices.models import Circular, CircularEvent, CircularKind, CircularState
from notices.selectors.spans import is_outdated
from notices.services.drafting import generated
from notices.services.regenerating import regenerate
from notices.services.spans import draft_due_spans, draft_quarter, draft_year
from reports.models import Period
from tests.factories import District, make_campaign
from tests.notices.dispatches import closed, month, months
from tests.reports.corrected import LATER, ask, grant
from units.errors import Conflict, NotAllowed

QUARTERLY, YEARLY = CircularKind.QUARTERLY, CircularKind.YEARLY


@pytest.fixture
def quarter(district: District) -> District:
    """The third quarter closed, each month with what the one before had and as much again."""
    closed(district, months(district, [7, 8, 9]))
    return district


def draft(district: District, period: Period | None = None, at: datetime = LATER) -> Circular:
    return draft_quarter(actor=district.reviewer, period=period or district.period, at=at)


def value(circular: Circular, key: str) -> object:
    return next(each["value"] for each in circular.figures if each["key"] == key)


def test_quarter_is_drafted_from_its_months(quarter: District) -> None:
    made = draft(quarter)
    assert (made.kind, made.span, made.period) == (QUARTERLY, "2023年第三季度", quarter.period)
    assert made.snapshot is not None
    assert made.snapshot.period == quarter.period
    assert value(made, "penalty.count") == 6
    assert value(made, "penalty.new.count") is None, "the first period began with the campaign, in May"
    assert "2023年第三季度" in made.document.text
    assert CircularEvent.objects.get(circular=made).action == "drafted"


def test_I5_every_number_of_the_quarter_is_one_of_its_figures(quarter: District) -> None:
    made = draft(quarter)
    assert made.document.figure_keys
    assert set(made.document.figure_keys) <= {each["key"] for each in made.figures}


def test_quarter_may_be_asked_for_from_any_of_its_months(quarter: District) -> None:
    july = Period.objects.get(label="2023-07")
    assert draft(quarter, july) == draft(quarter)


def test_quarter_that_is_not_over_is_refused(district: District) -> None:
    july, _ = months(district, [7, 9])
    closed(district, [july])
    with pytest.raises(Conflict, match="2023年第三季度还没有结束"):
        draft(district, july)


def test_year_is_drafted_when_its_last_period_is_closed(district: District) -> None:
    closed(district, months(district, [9, 12]))
    made = draft_year(actor=district.reviewer, period=district.period, at=LATER)
    assert (made.kind, made.span) == (YEARLY, "2023年度")
    assert value(made, "penalty.new.count") == 4


def test_I6_due_quarters_and_years_are_drafted_once(district: District) -> None:
    closed(district, months(district, [6, 9, 12]))
    found = draft_due_spans(actor=district.system, at=LATER)
    assert [each.span for each in found] == ["2023年第二季度", "2023年第三季度", "2023年第四季度", "2023年度"]
    assert draft_due_spans(actor=district.system, at=LATER) == []
    assert Circular.objects.count() == 4


def test_I6_withdrawn_quarter_is_drafted_again_only_by_hand(quarter: District) -> None:
    Circular.objects.filter(pk=draft(quarter).pk).update(state=CircularState.WITHDRAWN)
    assert draft_due_spans(actor=quarter.system, at=LATER) == []
    assert draft(quarter).state == CircularState.DRAFT


def test_campaigns_have_quarters_of_their_own(quarter: District) -> None:
    other = make_campaign("夏季行动")
    closed(quarter, [month(quarter, 9, campaign=other)])
    found = draft_due_spans(actor=quarter.system, at=LATER)
    assert [(each.period.campaign, each.span) for each in found if each.period] == [
        (quarter.campaign, "2023年第三季度"),
        (other, "2023年第三季度"),
    ]
    assert value(found[1], "penalty.count") == 2, "of its own single month"


def test_I4_correction_makes_the_draft_old_and_writing_again_takes_it_over(quarter: District) -> None:
    made = draft(quarter)
    assert not is_outdated(made)
    grant(quarter, ask(quarter, quarter.period, {"general_found": "35"}), LATER + timedelta(hours=1))
    assert is_outdated(made)
    assert draft(quarter, at=LATER + timedelta(days=1)) == made, "no second draft beside the first"
    again = generated(made)
    assert {each.key: each.value for each in again.figures}["general.found"] == 35
    assert again.content != made.document


def test_I4_quarter_written_again_cites_the_new_revision_and_is_no_longer_old(quarter: District) -> None:
    made = draft(quarter)
    grant(quarter, ask(quarter, quarter.period, {"general_found": "35"}), LATER + timedelta(hours=1))
    again = regenerate(actor=quarter.reviewer, circular=made, at=LATER + timedelta(hours=2))
    assert again.snapshot is not None
    assert (again.pk, again.snapshot.revision) == (made.pk, 2)
    assert value(again, "general.found") == 35
    assert not is_outdated(again)
    assert draft_due_spans(actor=quarter.system, at=LATER + timedelta(days=1)) == []


def test_correction_of_the_quarter_before_makes_it_old_too(district: District) -> None:
    closed(district, months(district, [6, 7, 8, 9]))
    made = draft(district)
    june = Period.objects.get(label="2023-06")
    grant(district, ask(district, june, {"general_found": "11"}), LATER + timedelta(hours=1))
    assert is_outdated(made)


def test_period_that_ends_the_campaign_later_joins_the_quarter(district: District) -> None:
    _, december = closed(district, months(district, [9, 12]))
    made = draft(district, december)
    stub = month(district, 1, year=2024, ends_on=district.campaign.ends_on)
    assert not is_outdated(made), "nothing was added yet"
    closed(district, [stub], first=3)
    assert is_outdated(made)
    assert {each.key: each.value for each in generated(made).figures}["general.found"] == 30


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_drafting_denied_to_everybody_but_the_office(quarter: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="由安委办起草"):
        draft_quarter(actor=getattr(quarter, who), period=quarter.period, at=LATER)
