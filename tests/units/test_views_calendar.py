"""Pages of the working calendar."""

import re
from typing import cast

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from tests.factories import District
from tests.fixtures import Browser
from tests.pages import queries, squeezed
from units.models import CalendarDay
from units.scoping import scope

PAGE = "/licheng/calendar/"
DAY = {"day": "2023-09-23", "works": "yes", "note": "补班"}


def text(page: HttpResponseBase) -> str:
    """The words of an answer."""
    return re.sub(r"<[^>]+>", " ", cast("HttpResponse", page).content.decode())


def corrections(district: District) -> list[tuple[str, bool]]:
    with scope(district.tenant.pk):
        return [(str(each.day), each.works) for each in CalendarDay.objects.all()]


@pytest.mark.parametrize("role", ["filer", "head", "reviewer", "leader", "admin"])
def test_everybody_of_the_tenant_sees_the_calendar(scenery: District, browser: Browser, role: str) -> None:
    page = browser.sign_in(getattr(scenery, role)).get(f"{PAGE}?year=2026")
    shown = squeezed(text(page))
    assert page.status_code == 200
    assert "2026年" in shown
    assert ("更正一天" in shown) is (role == "admin")


def test_year_not_announced_yet_says_so(scenery: District, browser: Browser) -> None:
    sign_in = browser.sign_in(scenery.admin)
    assert "还没有收录" in text(sign_in.get(f"{PAGE}?year=2049"))
    assert "还没有收录" not in text(sign_in.get(f"{PAGE}?year=2026"))


@pytest.mark.parametrize(
    ("asked", "shown"), [("1999", "2020年"), ("9999", "2050年"), ("２０２６", "2026年"), ("26", "年")]
)
def test_odd_years_lead_to_the_nearest(scenery: District, browser: Browser, asked: str, shown: str) -> None:
    assert shown in text(browser.sign_in(scenery.admin).get(PAGE, {"year": asked}))


def test_administrator_corrects_a_day_and_takes_it_back(scenery: District, browser: Browser) -> None:
    administrator = browser.sign_in(scenery.admin)
    page = administrator.post(f"{PAGE}correct", DAY, follow=True)
    assert page.redirect_chain == [(f"{PAGE}?year=2023", 302)]
    assert "2023年9月23日 上班 补班" in squeezed(text(page))
    assert corrections(scenery) == [("2023-09-23", True)]
    administrator.post(f"{PAGE}2023-09-23/restore")
    assert corrections(scenery) == []


def test_what_cannot_be_meant_is_said_beside_its_field(scenery: District, browser: Browser) -> None:
    page = browser.sign_in(scenery.admin).post(f"{PAGE}correct", {**DAY, "note": ""})
    assert page.status_code == 422
    assert "请写明原因" in text(page)
    assert corrections(scenery) == []


def test_hours_are_changed(scenery: District, browser: Browser) -> None:
    administrator = browser.sign_in(scenery.admin)
    page = administrator.post(f"{PAGE}hours", {"opens_at": "08:30", "closes_at": "17:00"}, follow=True)
    assert "08:30–17:00" in text(page)
    page = administrator.post(f"{PAGE}hours", {"opens_at": "18:30", "closes_at": "17:00"})
    assert (page.status_code, "晚于上班时间" in text(page)) == (422, True)


@pytest.mark.parametrize("day", ["2023-09-23", "gestern", "2023-13-01"])
def test_restoring_what_is_not_there_is_told(scenery: District, browser: Browser, day: str) -> None:
    assert browser.sign_in(scenery.admin).post(f"{PAGE}{day}/restore").status_code == 404


@pytest.mark.parametrize("path", ["correct", "hours", "2023-09-23/restore"])
def test_denied_to_everybody_but_the_administrator(scenery: District, browser: Browser, path: str) -> None:
    answers = DAY | {"opens_at": "08:30", "closes_at": "17:00"}
    assert browser.sign_in(scenery.reviewer).post(PAGE + path, answers).status_code == 403


def test_queries_do_not_grow_with_corrections(scenery: District, browser: Browser) -> None:
    sign_in = browser.sign_in(scenery.admin)
    sign_in.get(PAGE)
    few = queries(sign_in, PAGE)
    with scope(scenery.tenant.pk):
        CalendarDay.objects.bulk_create(
            CalendarDay(day=f"2023-10-{day:02}", works=False, note="停工") for day in range(1, 20)
        )
    assert queries(sign_in, PAGE) == few
