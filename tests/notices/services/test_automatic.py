"""What is drafted by itself, once, and who is told."""

from datetime import timedelta

import pytest
import time_machine

from notices.models import Circular, CircularKind, OutboxMail
from notices.services.automatic import OF_PERIODS, draft, draft_due
from notices.tasks import draft_due_circulars
from tests.factories import District, close, user_of
from tests.notices.dispatches import closed, months
from tests.reports.corrected import LATER
from units.actors import Actor
from units.errors import Conflict, NotAllowed
from units.models import User
from units.scoping import scope
from units.selectors import calendar_of


def drafts() -> list[tuple[str, str]]:
    found = Circular.objects.order_by("created_at", "id")
    return [(each.kind, each.span or (each.period.label if each.period else "")) for each in found]


def with_address(actor: Actor, address: str) -> User:
    person = user_of(actor)
    person.email = address
    person.save()
    return person


def test_I6_months_and_the_quarter_they_end_are_drafted_once(district: District) -> None:
    closed(district, months(district, [8, 9]))
    for _ in range(2):
        draft_due(actor=district.system, at=LATER)
    assert drafts() == [
        ("monthly", "2023-08"),
        ("monthly", "2023-09"),
        ("quarterly", "2023年第三季度"),
    ]


def test_I6_missed_ticks_are_made_up_for(district: District) -> None:
    closed(district, months(district, [6, 9, 12]))
    draft_due(actor=district.system, at=LATER + timedelta(days=400))
    kinds = [kind for kind, _ in drafts()]
    assert (kinds.count("monthly"), kinds.count("quarterly"), kinds.count("yearly")) == (3, 3, 1)


def test_open_months_get_nothing(district: District) -> None:
    assert draft_due(actor=district.system, at=LATER) == []


def test_task_drafts_in_every_tenant(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        closed(scenery, [scenery.period])
    with time_machine.travel(LATER):
        draft_due_circulars()
        draft_due_circulars()
    with scope(scenery.tenant.pk):
        assert [kind for kind, _ in drafts()] == ["monthly", "quarterly"]


def test_office_is_told_by_mail_once(district: District) -> None:
    person = with_address(district.reviewer, "office@example.gov.cn")
    closed(district, [district.period])
    draft_due(actor=district.system, at=LATER)
    draft_due(actor=district.system, at=LATER + timedelta(minutes=1))
    mails = OutboxMail.objects.order_by("id")
    assert [mail.to for mail in mails] == [person.email] * 2
    assert [mail.key for mail in mails] == [
        f"draft/{each.pk}/{person.pk}" for each in Circular.objects.order_by("id")
    ]
    assert {mail.next_at for mail in mails} == {calendar_of(district.tenant).next_hours(LATER)}, (
        "in hours (I11)"
    )
    assert mails[0].subject.startswith("2023年9月月度调度通报草稿已备好，")
    assert mails[1].subject.startswith("2023年第三季度通报草稿已备好，")


def test_others_and_people_without_address_are_not_told(district: District) -> None:
    with_address(district.leader, "leader@example.gov.cn")
    with_address(district.filer, "filer@example.gov.cn")
    former = with_address(district.reviewer, "former@example.gov.cn")
    former.is_active = False
    former.save()
    closed(district, [district.period])
    draft_due(actor=district.system, at=LATER)
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("kind", OF_PERIODS)
def test_each_kind_is_drafted_on_demand_once(district: District, kind: CircularKind) -> None:
    _, december = closed(district, months(district, [9, 12]))

    def on_demand() -> Circular:
        return draft(actor=district.reviewer, period=december, kind=kind, at=LATER)

    made = on_demand()
    assert made.kind == kind
    assert on_demand() == made


def test_progress_stands_beside_the_monthly_one(district: District) -> None:
    closed(district, [district.period])
    for kind in (CircularKind.MONTHLY, CircularKind.PROGRESS):
        draft(actor=district.reviewer, period=district.period, kind=kind, at=LATER)
    assert sorted(kind for kind, _ in drafts()) == ["monthly", "progress"]


@pytest.mark.parametrize("kind", OF_PERIODS)
def test_I4_open_period_is_refused(district: District, kind: CircularKind) -> None:
    with pytest.raises(Conflict, match=r"还没有(关账|结束)"):
        draft(actor=district.reviewer, period=district.period, kind=kind, at=LATER)


@pytest.mark.parametrize("kind", OF_PERIODS)
@pytest.mark.parametrize("who", ["filer", "leader", "admin"])
def test_drafting_denied_to_everybody_but_the_office(
    district: District, who: str, kind: CircularKind
) -> None:
    close(district)
    district.period.refresh_from_db()
    with pytest.raises(NotAllowed):
        draft(actor=getattr(district, who), period=district.period, kind=kind, at=LATER)
    assert not Circular.objects.exists()
