"""The ledger as a list in the browser."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from hazards.life import Status
from hazards.models import Hazard
from tests.factories import BEFORE, District, user_of
from tests.fixtures import Browser
from tests.ledgers import FOUND_AT, drafted, make_enterprise, standing
from tests.pages import queries_before_and_after, squeezed, text
from units import grants
from units.actors import FILE_FOR_UNIT
from units.scoping import scope

LEDGER = "/licheng/ledger/"
pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    """What a reader sees: no tags, no attributes."""
    return squeezed(re.sub(r"<[^>]*>", " ", html[html.index("<main") : html.index("</main>")]))


def rows(page: str) -> list[str]:
    """The lines of the table in words."""
    return [
        squeezed(re.sub(r"<[^>]*>", " ", row)) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:]
    ]


@pytest.fixture
def filled(scenery: District) -> District:
    """A draft, a filed and a returned record of the first town, and a draft of the second."""
    with scope(scenery.tenant.pk):
        drafted(scenery, description="配电室门口堆放纸箱")
        standing(scenery, Status.FILED)
        standing(scenery, Status.RETURNED, description="喷漆房没有通风")
        drafted(scenery, scenery.other_town, scenery.other_filer, description="别镇的草稿")
    return scenery


def test_filer_sees_the_units_records_and_what_is_to_be_done(browser: Browser, filled: District) -> None:
    page = text(browser.sign_in(filled.filer), LEDGER)
    said = words(page)
    assert "全部 3 草稿 1 待审核 1 已退回 1" in said
    assert "别镇的草稿" not in said
    assert "继续填写" in said
    assert "去修改" in said
    assert page.count(f'action="{LEDGER}new"') == 1
    lines = rows(page)
    assert len(lines) == 3
    assert any("2023-00001" in line and "待审核" in line and "部门检查" in line for line in lines)


def test_drafts_lead_to_the_form_and_filed_ones_to_the_record(browser: Browser, filled: District) -> None:
    page = text(browser.sign_in(filled.filer), LEDGER)
    with scope(filled.tenant.pk):
        draft = Hazard.objects.get(status=Status.DRAFT, unit=filled.town)
        filed = Hazard.objects.get(status=Status.FILED)
    assert f'class="cover" href="{LEDGER}{draft.pk}/edit"' in page
    assert f'class="cover" href="{LEDGER}{filed.pk}/"' in page


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_I3_office_sees_what_was_filed_and_no_drafts(browser: Browser, filled: District, who: str) -> None:
    said = words(text(browser.sign_in(getattr(filled, who)), LEDGER))
    assert "全部 2 待审核 1 已退回 1" in said
    assert "草稿" not in said
    assert "新报隐患" not in said


def test_I3_other_unit_sees_only_its_own(browser: Browser, filled: District) -> None:
    said = words(text(browser.sign_in(filled.other_filer), LEDGER))
    assert "别镇的草稿" in said
    assert "全部 1 草稿 1" in said


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("status=draft", ["配电室门口"]),
        ("q=喷漆", ["喷漆房"]),
        ("sector=工贸&found_by=enterprise", []),
        ("first_day=2023-09-11", []),
        ("last_day=2023-09-10&status=returned", ["喷漆房"]),
        ("status=draft&q=喷漆", []),
    ],
)
def test_filters_stand_in_the_address(
    browser: Browser, filled: District, asked: str, found: list[str]
) -> None:
    page = text(browser.sign_in(filled.filer), f"{LEDGER}?{asked}")
    lines = rows(page)
    assert len(lines) == len(found)
    assert all(part in line for part, line in zip(found, lines, strict=True))
    if not found:
        assert "没有符合条件的隐患" in page


def test_chips_count_what_the_other_filters_let_through(browser: Browser, filled: District) -> None:
    page = text(browser.sign_in(filled.filer), f"{LEDGER}?q=喷漆&status=draft")
    assert "全部 1 已退回 1" in words(page)
    assert 'href="?q=%E5%96%B7%E6%BC%86&amp;status=returned"' in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("first_day=2023-02-30", "没有“2023-02-30”这一天"),
        ("first_day=2023-09-02&last_day=2023-09-01", "截止日期早于开始日期"),
        ("status=nope", "没有这个状态"),
        ("unit=999999", "没有这个单位"),
    ],
)
def test_unfit_filters_are_answered_in_words(
    browser: Browser, filled: District, asked: str, said: str
) -> None:
    response = browser.sign_in(filled.filer).get(f"{LEDGER}?{asked}")
    assert response.status_code == 422
    assert said in response.content.decode()


@pytest.mark.parametrize(
    ("sort", "first"), [("", "甲"), ("oldest", "乙"), ("due", "甲"), ("enterprise", "乙"), ("nonsense", "甲")]
)
def test_list_is_sorted_as_asked(browser: Browser, scenery: District, sort: str, first: str) -> None:
    with scope(scenery.tenant.pk):
        late = make_enterprise("丙厂")
        drafted(scenery, description="甲", enterprise=late, discovered_at=FOUND_AT)
        early = FOUND_AT - timedelta(days=2)
        drafted(
            scenery,
            description="乙",
            discovered_at=early,
            due_on=date(2023, 9, 12),
            enterprise=make_enterprise("一厂"),
        )
    page = text(browser.sign_in(scenery.filer), f"{LEDGER}?sort={sort}")
    assert first in rows(page)[0]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2023-09-29", "还有1天"),
        ("2023-09-30", "今天到期"),
        ("2023-10-01", "逾期1天"),
        ("2023-09-20", "还有10天"),
    ],
)
def test_term_is_told_in_words_at_every_boundary(
    browser: Browser, scenery: District, today: str, said: str
) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.RECTIFYING)
    browser.sign_in(scenery.filer)
    with time_machine.travel(f"{today}T12:00:00+08:00", tick=False):
        browser.sign_in(scenery.filer)
        assert said in words(text(browser, LEDGER))
        found = rows(text(browser, f"{LEDGER}?overdue=on"))
    assert len(found) == ("逾期" in said)


@pytest.mark.parametrize("name", ["q", "unit", "status", "sector", "found_by", "first_day", "page", "sort"])
def test_strange_characters_in_the_address_break_nothing(
    browser: Browser, filled: District, name: str
) -> None:
    response = browser.sign_in(filled.filer).get(LEDGER, {name: "工\0贸"})
    assert response.status_code in {200, 422}


def test_pages_of_fifty_keep_the_filters(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        one = drafted(scenery)
        Hazard.objects.bulk_create(
            Hazard(unit=scenery.town, discovered_at=FOUND_AT, discovered_on=FOUND_AT.date(), sector="工贸")
            for _ in range(51)
        )
    browser.sign_in(scenery.filer)
    first = text(browser, f"{LEDGER}?sector=工贸")
    assert len(rows(first)) == 50
    assert "第 1—50 条，共 52 条" in first
    assert "sector=%E5%B7%A5%E8%B4%B8&amp;page=2" in first
    second = text(browser, f"{LEDGER}?sector=工贸&page=2")
    assert len(rows(second)) == 2
    assert rows(text(browser, f"{LEDGER}?page=999")) == rows(text(browser, f"{LEDGER}?page=2"))
    assert one.sector == "工贸"


def test_number_of_queries_is_constant(browser: Browser, filled: District) -> None:
    def grow() -> None:
        with scope(filled.tenant.pk):
            for number in range(3):
                drafted(filled, enterprise=make_enterprise(f"厂{number}"))
                standing(filled, Status.RECTIFYING)

    before, after = queries_before_and_after(browser.sign_in(filled.filer), LEDGER, grow)
    assert before == after


def test_synthetic_records_are_marked(browser: Browser, filled: District) -> None:
    browser.sign_in(filled.filer)
    assert "合成数据" not in text(browser, LEDGER)
    with scope(filled.tenant.pk):
        Hazard.objects.filter(status=Status.DRAFT).update(synthetic=True)
    assert text(browser, LEDGER).count("合成数据") == 1


@pytest.mark.parametrize(
    ("who", "said"),
    [("filer", "台账还是空的"), ("reviewer", "还没有单位报送隐患"), ("leader", "还没有单位报送")],
)
def test_empty_ledger_teaches(browser: Browser, scenery: District, who: str, said: str) -> None:
    assert said in text(browser.sign_in(getattr(scenery, who)), LEDGER)


def test_who_reports_for_several_units_is_asked_which(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        grants.grant(
            actor=scenery.admin,
            user=user_of(scenery.filer),
            unit=scenery.bureau,
            permission=FILE_FOR_UNIT,
            at=BEFORE,
        )
    page = text(browser.sign_in(scenery.filer), LEDGER)
    assert f'<a class="btn btn-primary" href="{LEDGER}new"' in page
    assert f'action="{LEDGER}new"' not in page


def test_strangers_are_asked_to_sign_in_and_nothing_can_be_posted(
    browser: Browser, scenery: District
) -> None:
    assert browser.get(LEDGER).status_code == 302
    assert browser.sign_in(scenery.filer).post(LEDGER).status_code == 405
