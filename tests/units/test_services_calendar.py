"""Correcting the working calendar: who may, what the trail says, what holds afterwards (I11)."""

from datetime import date, time

import pytest

from tests.factories import BEFORE, District
from units import selectors, services
from units.calendar import DayKind
from units.errors import Invalid, NotAllowed, NotFound
from units.models import AuditEntry, CalendarDay
from units.scoping import scope

SATURDAY = date(2023, 9, 23)
OTHERS = ("filer", "head", "reviewer", "leader")


def correct(district: District, *, works: bool = True, note: str = "补班") -> CalendarDay:
    return services.correct_day(actor=district.admin, day=SATURDAY, works=works, note=note, at=BEFORE)


def test_I11_corrected_day_holds_with_its_reason(district: District) -> None:
    assert not selectors.calendar_of(district.tenant).works(SATURDAY)
    correct(district)
    assert selectors.calendar_of(district.tenant).kind(SATURDAY) == DayKind(True, "补班", corrected=True)


def test_correcting_again_replaces_what_was_said(district: District) -> None:
    correct(district)
    correct(district, works=False, note="不补了")
    assert [(each.works, each.note) for each in CalendarDay.objects.all()] == [(False, "不补了")]
    summaries = AuditEntry.objects.filter(action="calendar.corrected").order_by("id")
    assert [each.summary for each in summaries] == [
        "工作日历：2023年9月23日上班（补班）",
        "工作日历：2023年9月23日休息（不补了）",
    ]


def test_correction_without_reason_is_refused(district: District) -> None:
    with pytest.raises(Invalid, match="请写明原因"):
        correct(district, note="  ")


def test_forgotten_correction_lets_the_published_day_hold(district: District) -> None:
    correct(district)
    services.forget_correction(actor=district.admin, day=SATURDAY, at=BEFORE)
    assert not selectors.calendar_of(district.tenant).works(SATURDAY)
    assert AuditEntry.objects.filter(action="calendar.restored").count() == 1


def test_forgetting_what_was_never_said_is_told(district: District) -> None:
    with pytest.raises(NotFound, match="没有本辖区的更正"):
        services.forget_correction(actor=district.admin, day=SATURDAY, at=BEFORE)


def test_I3_corrections_are_the_tenants_own(district: District, neighbour: District) -> None:
    correct(district)
    with scope(neighbour.tenant.pk):
        assert not selectors.calendar_of(neighbour.tenant).works(SATURDAY)


@pytest.mark.parametrize(
    ("closes", "fine"), [(time(8, 29), False), (time(8, 30), False), (time(8, 31), True)]
)
def test_hours_end_after_they_begin(district: District, closes: time, fine: bool) -> None:
    def change() -> None:
        services.set_hours(
            actor=district.admin, tenant=district.tenant, opens_at=time(8, 30), closes_at=closes, at=BEFORE
        )

    if fine:
        change()
        assert selectors.calendar_of(district.tenant).closes == closes
    else:
        with pytest.raises(Invalid, match="晚于上班时间"):
            change()


@pytest.mark.parametrize("role", OTHERS)
def test_calendar_is_the_administrators(district: District, role: str) -> None:
    actor = getattr(district, role)
    with pytest.raises(NotAllowed):
        services.correct_day(actor=actor, day=SATURDAY, works=True, note="补班", at=BEFORE)
    with pytest.raises(NotAllowed):
        services.forget_correction(actor=actor, day=SATURDAY, at=BEFORE)
    with pytest.raises(NotAllowed):
        services.set_hours(
            actor=actor, tenant=district.tenant, opens_at=time(8), closes_at=time(9), at=BEFORE
        )
