"""The frame around every page: entries by role, place, countdown."""

from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory

from hazards.life import Status
from reports.models import Period
from reports.views import frame
from tests.factories import BEFORE, CUTOFF, District, close
from tests.fixtures import Browser
from tests.ledgers import standing
from tests.pages import squeezed, text
from units.actors import Actor
from units.scoping import scope


def read(district: District, actor: Actor, path: str = "/licheng/me") -> frame.Frame:
    request = RequestFactory().get(path)
    request.tenant, request.actor = district.tenant, actor  # type: ignore[attr-defined]
    return frame.read(request)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("who", "place", "roles"),
    [
        ("filer", "东关镇", "填报员"),
        ("head", "东关镇", "单位负责人"),
        ("reviewer", "安委办", "安委办"),
        ("leader", "领导", "领导"),
    ],
)
def test_frame_says_who_and_where(district: District, who: str, place: str, roles: str) -> None:
    found = read(district, getattr(district, who))
    assert (found.place, found.roles) == (place, roles)


def test_entry_of_the_open_page_is_marked(district: District) -> None:
    found = read(district, district.filer, "/licheng/unit/")
    assert [item.label for item in found.items if item.here] == ["本单位"]
    assert [item.label for item in found.phone_items if item.here] == ["本单位"]


@pytest.mark.parametrize(
    ("path", "rail", "bar"),
    [
        ("/licheng/ledger/", "台账", "台账"),
        ("/licheng/ledger/7/edit", "台账", "台账"),
        ("/licheng/ledger/counts/", "统计", "台账"),
        ("/licheng/review/7/", "审核", "审核"),
        ("/licheng/enterprises/new", "企业", None),
        ("/licheng/periods/2023-09/board", "调度", "调度"),
        ("/licheng/periods/2023-09/board/values", "调度", "调度"),
        ("/licheng/periods/2023-09/tonight", "调度", "调度"),
        ("/licheng/periods/2023-09/extensions/", "调度", "调度"),
        ("/licheng/periods/2023-09/import/", "调度", "调度"),
        ("/licheng/periods/2023-09/chase", "调度", "调度"),
        ("/licheng/periods/2023-09/form/7/review", "调度", "调度"),
        ("/licheng/periods/2023-08/board", "期次", None),
        ("/licheng/periods/2023-09/circular", "期次", None),
        ("/licheng/me", None, "我的"),
        ("/licheng/mermaid", None, None),
    ],
)
def test_entry_above_the_open_page_is_marked(
    district: District, path: str, rail: str | None, bar: str | None
) -> None:
    found = read(district, district.reviewer, path)
    for items, label in ((found.items, rail), (found.phone_items, bar)):
        assert [item.label for item in items if item.here] == ([label] if label else [])
        assert {item.here for item in items} <= {"", "page" if item_is(items, path) else "true"}


def item_is(items: tuple[frame.Item, ...], path: str) -> bool:
    """Whether the page itself is one of the entries."""
    return any(item.url == path for item in items)


def test_every_entry_leads_somewhere(browser: Browser, scenery: District) -> None:
    for who in ("filer", "head", "reviewer", "leader", "admin"):
        with scope(scenery.tenant.pk):
            found = read(scenery, getattr(scenery, who))
        browser.sign_in(getattr(scenery, who))
        for item in (*found.items, *found.phone_items):
            assert browser.get(item.url.split("#")[0]).status_code == 200, (who, item.label)


def test_reviewer_is_told_in_the_frame_how_much_waits(district: District) -> None:
    standing(district, Status.FILED)
    counts = {item.label: item.count for item in read(district, district.reviewer).items}
    assert {label for label, count in counts.items() if count} == {"审核"}
    assert counts["审核"] == 1
    page = Browser().sign_in(district.reviewer)
    assert squeezed(text(page, "/licheng/me")).count("条等待办理") == 2


def test_countdown_is_for_the_period_due_next(district: District) -> None:
    assert read(district, district.filer).period == district.period


def test_without_an_open_period_there_is_no_countdown(district: District) -> None:
    close(district)
    assert read(district, district.filer).period is None
    assert "填报" in [item.label for item in read(district, district.filer).items]


def test_district_without_periods_still_has_a_frame(district: District) -> None:
    Period.objects.all().delete()
    found = read(district, district.filer)
    assert found.period is None
    assert "填报" not in [item.label for item in found.items]


def test_page_that_asks_twice_reads_the_frame_once(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.filer), "/licheng/me")
    assert page.count("东关镇") >= 1
    assert page.count('class="rail-link"') == 8


@pytest.mark.parametrize(
    ("left", "words", "urgency"),
    [
        (timedelta(days=2), "还有 2 天", "calm"),
        (timedelta(hours=2), "还有 2 小时 0 分", "last-day"),
        (timedelta(), "已截止", "over"),
    ],
)
def test_top_bar_counts_down(
    browser: Browser, scenery: District, left: timedelta, words: str, urgency: str
) -> None:
    with time_machine.travel(CUTOFF - left, tick=False):
        page = squeezed(text(browser.sign_in(scenery.filer), "/licheng/me"))
    assert f'data-urgency="{urgency}"' in page
    assert f"<strong data-left>{words}</strong>" in page
    assert "离9月24日 24:00" in page


@time_machine.travel(BEFORE)
def test_refusal_inside_a_tenant_keeps_the_frame(browser: Browser, scenery: District) -> None:
    page = browser.sign_in(scenery.filer).get("/licheng/periods/2023-09/board").content.decode()
    assert "没有权限" in page
    assert 'class="rail-link"' in page


def test_htmx_refusal_is_one_sentence(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    response = browser.get("/licheng/periods/2023-09/board", headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert "<html" not in response.content.decode()
    assert "data-refusal" in response.content.decode()
