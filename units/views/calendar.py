"""The working calendar: what is worked in a year, and the administrator's corrections (I11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from units import policies, selectors, services
from units.calendar import WorkCalendar, is_announced
from units.errors import Invalid, NotFound
from units.forms.calendar import YEARS, DayForm, HoursForm
from units.http import TenantRequest
from units.months import Month, months
from units.pages import tenant_page


@dataclass(frozen=True, slots=True)
class _Year:
    """One year as the page shows it."""

    number: int
    months: Sequence[Month]
    announced: bool
    before: int | None
    after: int | None


@tenant_page()
def calendar(request: TenantRequest) -> HttpResponse:
    """The year asked for with `?year=`, this one by default."""
    return _page(request, DayForm(), HoursForm.of(request.tenant))


@tenant_page("POST")
def correct(request: TenantRequest) -> HttpResponse:
    """Say that a day is worked, or not."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HoursForm.of(request.tenant), Invalid.status)
    services.correct_day(actor=request.actor, at=timezone.now(), **form.cleaned_data)
    messages.success(request, "工作日历已更正。已经生成的各期截止时间不变，需要时请在期次里改期。")
    return redirect(f"{request.path.removesuffix('correct')}?year={form.cleaned_data['day'].year}")


@tenant_page("POST")
def restore(request: TenantRequest, day: str) -> HttpResponse:
    """Let what is published hold again."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise NotFound("没有这一天。请从工作日历页重新进入。") from None
    services.forget_correction(actor=request.actor, day=found, at=timezone.now())
    messages.success(request, "已恢复为国家公布的安排。")
    return redirect("calendar", request.tenant.slug)


@tenant_page("POST")
def hours(request: TenantRequest) -> HttpResponse:
    """Change the working hours."""
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _page(request, DayForm(), form, Invalid.status)
    services.set_hours(actor=request.actor, tenant=request.tenant, at=timezone.now(), **form.cleaned_data)
    messages.success(request, "工作时间已修改。")
    return redirect("calendar", request.tenant.slug)


def _page(request: TenantRequest, day: DayForm, hours: HoursForm, status: int = 200) -> HttpResponse:
    known = selectors.calendar_of(request.tenant)
    today = timezone.localdate(timezone=request.tenant.zone)
    context = {
        "year": _year(request, known, today),
        "corrections": sorted(known.corrections.items()),
        "day_form": day,
        "hours_form": hours,
        "may_correct": policies.may_administer(request.actor),
        "today": today,
    }
    return render(request, "units/calendar.html", context, status=status)


def _year(request: TenantRequest, known: WorkCalendar, today: date) -> _Year:
    asked = request.GET.get("year", "")
    number = int(asked) if asked.isdecimal() and len(asked) == len("2026") else today.year
    number = min(max(number, YEARS[0]), YEARS[-1])
    return _Year(
        number,
        months(known, number),
        is_announced(number),
        number - 1 if number > YEARS[0] else None,
        number + 1 if number < YEARS[-1] else None,
    )
