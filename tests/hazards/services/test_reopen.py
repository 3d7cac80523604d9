"""Reopening a closed record: with a new term when the old one has passed, or it were overdue at once."""

from datetime import date, datetime, timedelta

import pytest

from hazards.life import Status
from hazards.models import Decision, Extension, Hazard, HazardEvent
from hazards.services import rectification
from tests.factories import INSTANT, ZONE, District
from tests.ledgers import FILED_AT, standing, step
from units.errors import Conflict, Invalid, NotAllowed, NotFound

DUE = date(2023, 9, 30)
TERM_OVER = datetime(2023, 10, 1, tzinfo=ZONE)
TODAY = date(2023, 10, 1)


def reopen(
    district: District,
    hazard: Hazard,
    due_on: date | None = None,
    *,
    who: str = "reviewer",
    at: datetime = TERM_OVER,
    reason: str = "群众举报反弹",
) -> Hazard:
    return rectification.reopen(
        actor=getattr(district, who),
        hazard_id=hazard.pk,
        version=hazard.version,
        at=at,
        reason=reason,
        due_on=due_on,
    )


def test_new_term_is_set_and_recorded(district: District) -> None:
    reopened = reopen(district, standing(district, Status.CLOSED), date(2023, 11, 1))
    stored = Hazard.objects.get()
    assert (stored.status, stored.due_on, stored.reopened) == (Status.RECTIFYING, date(2023, 11, 1), 1)
    assert stored.version == reopened.version
    last = HazardEvent.objects.order_by("-id")[0]
    assert (last.verb, last.actor_name) == ("重定时限", district.reviewer.name)
    assert last.changes == {"due_on": ["2023-09-30", "2023-11-01"]}


def test_I10_term_that_runs_through_today_may_stay(district: District) -> None:
    reopened = reopen(district, standing(district, Status.CLOSED), at=TERM_OVER - INSTANT)
    assert reopened.due_on == DUE
    assert HazardEvent.objects.order_by("-id")[0].verb == "重新打开"


def test_I10_term_that_has_passed_is_replaced(district: District) -> None:
    hazard = standing(district, Status.CLOSED)
    with pytest.raises(Invalid, match="原来的整改时限2023年9月30日已经过了，请定一个新的整改时限"):
        reopen(district, hazard, at=TERM_OVER)
    assert Hazard.objects.get().status == Status.CLOSED


@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=1), TODAY + timedelta(days=366)])
def test_new_term_lies_between_today_and_a_year(district: District, due_on: date) -> None:
    hazard = standing(district, Status.CLOSED)
    with pytest.raises(Invalid, match="要在今天到2024年9月30日之间"):
        reopen(district, hazard, due_on)
    assert Hazard.objects.get().status == Status.CLOSED


@pytest.mark.parametrize("due_on", [TODAY, TODAY + timedelta(days=365)])
def test_new_term_may_be_today_and_a_year_off(district: District, due_on: date) -> None:
    assert reopen(district, standing(district, Status.CLOSED), due_on).due_on == due_on


def test_same_term_is_no_change(district: District) -> None:
    reopen(district, standing(district, Status.CLOSED), DUE, at=TERM_OVER - INSTANT)
    assert HazardEvent.objects.order_by("-id")[0].verb == "重新打开"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("filer", NotAllowed), ("head", NotAllowed), ("leader", NotAllowed), ("other_filer", NotFound)],
)
def test_I8_only_the_office_reopens(district: District, who: str, refusal: type[Exception]) -> None:
    hazard = standing(district, Status.CLOSED)
    with pytest.raises(refusal):
        reopen(district, hazard, TODAY, who=who)
    assert Hazard.objects.get().due_on == DUE


def test_record_that_is_not_closed_keeps_its_term(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(Conflict, match="现为“整改中”"):
        reopen(district, hazard, TODAY)
    assert Hazard.objects.get().due_on == DUE


def test_reopening_needs_its_reason(district: District) -> None:
    hazard = standing(district, Status.CLOSED)
    with pytest.raises(Invalid, match="要写明原因"):
        reopen(district, hazard, TODAY, reason=" ")


def test_extension_left_undecided_lapses(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    rectification.ask_extension(
        actor=district.filer,
        hazard_id=hazard.pk,
        wanted_on=date(2023, 10, 15),
        reason="配件未到货",
        at=FILED_AT,
    )
    closed = step(district.head, step(district.filer, hazard, "report_done"), "close")
    reopened = reopen(district, closed, date(2023, 11, 1))
    lapsed = Extension.objects.get()
    assert (lapsed.decision, lapsed.decider_name) == (Decision.REFUSED, district.reviewer.name)
    assert "原来的申请作废" in lapsed.answer
    again = rectification.ask_extension(
        actor=district.filer,
        hazard_id=reopened.pk,
        wanted_on=date(2023, 12, 1),
        reason="配件未到货",
        at=TERM_OVER,
    )
    assert (again.due_on, again.decision) == (date(2023, 11, 1), Decision.PENDING)
