"""The counts page: sentence per unit, filters in the address, links to the records, Excel."""

import io
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from hazards.life import Status
from reports.models import Campaign, Period
from reports.selectors import ledger_columns
from tests.factories import ZONE, District, file_for, make_campaign, make_district, make_form, make_previous
from tests.fixtures import Browser
from tests.ledgers import drafted, standing, step
from tests.pages import queries_before_and_after, squeezed, text
from units.models import Tenant
from units.scoping import scope

PAGE = "/licheng/ledger/counts/"
EXPORT = f"{PAGE}export.xlsx"


@pytest.fixture
def district(scenery: District) -> District:
    """Three records of the first town that were all excluded, one of the second that counts."""
    with scope(scenery.tenant.pk):
        for _ in range(3):
            standing(scenery, Status.EXCLUDED)
        theirs = step(scenery.other_filer, drafted(scenery, scenery.other_town, scenery.other_filer), "file")
        step(scenery.reviewer, theirs, "accept")
    return scenery


def page(browser: Browser, query: str = "") -> str:
    return squeezed(text(browser, f"{PAGE}{query}"))


def row(page: str, name: str) -> dict[str, str]:
    """What stands in a unit's row, by column."""
    after = page.split(f'data-cell="name">{name}</th>')[1].split("</tr>", maxsplit=1)[0]
    found = re.findall(r'data-cell="(\w+)">(.*?)</td>', after)
    return {key: re.sub(r"<[^>]*>", "", value) for key, value in found}


def test_I1_reported_three_none_qualifies_is_read_off(browser: Browser, district: District) -> None:
    found = row(page(browser.sign_in(district.reviewer)), district.town.name)
    assert found["words"] == "报送3条，均不符合判定标准"
    assert (found["reported"], found["criterion_not_met"], found["accepted"]) == ("3", "3", "0")


def test_head_sums_up(browser: Browser, district: District) -> None:
    found = page(browser.sign_in(district.leader))
    assert "报送 4 条，纳入统计 1 条，不纳入 3 条，待定 0 条 · 1 家未报送" in found
    assert row(found, "合计")["reported"] == "4"


def test_I3_unit_sees_only_its_own_line(browser: Browser, district: District) -> None:
    found = page(browser.sign_in(district.filer))
    assert "报送 3 条" in found
    assert district.other_town.name not in found
    assert "合计</th> <td" not in found


def test_I3_nothing_of_another_tenant_is_counted(browser: Browser, scenery: District) -> None:
    neighbour = make_district("hanjiang")
    with scope(neighbour.tenant.pk):
        standing(neighbour, Status.CLOSED)
    found = page(browser.sign_in(scenery.reviewer), f"?campaign={neighbour.campaign.pk}")
    assert "报送 0 条" in found


def test_number_leads_to_its_records(browser: Browser, district: District) -> None:
    found = page(browser.sign_in(district.reviewer))
    link = f'<a href="/licheng/ledger/?unit={district.town.pk}">3</a>'
    assert link in found
    records = page_of_ledger(browser, district)
    assert records.count("不纳入") >= 3


def page_of_ledger(browser: Browser, district: District) -> str:
    return squeezed(text(browser, f"/licheng/ledger/?unit={district.town.pk}"))


@pytest.mark.parametrize(
    ("query", "reported", "chosen"),
    [
        ("", "3", []),
        ("?period=2023-09", "3", ["2023年9月"]),
        ("?period=2023-08", "0", ["2023年8月"]),
        ("?sector=工贸&status=excluded", "3", ["工贸", "不纳入"]),
        ("?status=closed", "0", ["已销号"]),
        ("?period=x&status=x&campaign=x", "3", []),
        ("?sector=没有的", "0", []),
    ],
)
def test_address_narrows(
    browser: Browser, district: District, query: str, reported: str, chosen: list[str]
) -> None:
    with scope(district.tenant.pk):
        make_previous(district)
    found = page(browser.sign_in(district.reviewer), query)
    assert row(found, district.town.name)["reported"] == reported
    marked = re.findall(r'aria-current="true">([^<]*) <b>', found)
    assert [label for label in marked if label != "全部"] == chosen


def test_filter_passes_into_the_links(browser: Browser, district: District) -> None:
    found = page(browser.sign_in(district.reviewer), "?period=2023-09&sector=工贸")
    days = f"first_day={district.period.starts_on}&amp;last_day={district.period.ends_on}"
    assert f"{days}&amp;unit={district.town.pk}" in found


def test_campaign_under_way_comes_first(browser: Browser, district: District) -> None:
    with scope(district.tenant.pk):
        later = make_campaign("后来的行动", starts_on=date(2024, 1, 1), ends_on=date(2100, 1, 1))
        make_campaign("将来的行动", starts_on=date(2100, 1, 2), ends_on=date(2101, 1, 1))
    browser.sign_in(district.reviewer)
    assert "后来的行动 · 报送 0 条" in page(browser)
    assert "2023行动 · 报送 4 条" in page(browser, f"?campaign={district.campaign.pk}")
    assert f'<option value="{later.pk}" selected>' in page(browser)


def test_without_a_campaign_the_page_says_what_is_missing(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        Period.objects.all().delete()
        Campaign.objects.all().delete()
    assert "还没有专项行动" in page(browser.sign_in(scenery.reviewer))
    assert browser.get(EXPORT).status_code == 404


def test_discovery_outside_every_period_is_mentioned(browser: Browser, district: District) -> None:
    with scope(district.tenant.pk):
        standing(district, Status.RECTIFYING, discovered_at=datetime(2023, 5, 16, 9, tzinfo=ZONE))
    assert "其中 1 条的发现日期不在任何一期内" in page(browser.sign_in(district.reviewer))


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ("0 0 1 0", "2023年9月调度表与台账一致</span>（1 家）：企业自查 0、企业自查已整改 0、部门检查 1"),
        ("0 0 2 0", "1 家已报调度表的单位中 1 家对不上"),
    ],
)
def test_forms_numbers_stand_beside_the_ledgers(
    browser: Browser, district: District, numbers: str, words: str
) -> None:
    codes = tuple(ledger_columns.COLUMNS)
    with scope(district.tenant.pk):
        Period.objects.filter(pk=district.period.pk).update(form=make_form(codes, version=2))
        district.period.refresh_from_db()
        file_for(district, district.other_town, dict(zip(codes, map(Decimal, numbers.split()), strict=True)))
    assert words in page(browser.sign_in(district.reviewer))
    assert words not in page(Browser().sign_in(district.filer))


def test_queries_do_not_grow_with_records_and_units(browser: Browser, district: District) -> None:
    def more() -> None:
        with scope(district.tenant.pk):
            standing(district, Status.FILED)
            standing(district, Status.CLOSED, sector="消防")
            file_for(district, district.bureau)

    with scope(district.tenant.pk):
        file_for(district, district.town)
    few, many = queries_before_and_after(browser.sign_in(district.reviewer), PAGE, more)
    assert few == many


def sheet_lines(browser: Browser, query: str = "") -> dict[str, tuple[object, ...]]:
    """The rows of the workbook by their first cell."""
    answer = browser.get(f"{EXPORT}{query}")
    assert "filename" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content), data_only=True).active
    assert sheet is not None
    assert sheet.title == "台账统计"
    return {str(line[0]): line[1:] for line in sheet.iter_rows(values_only=True)}


def test_table_is_handed_out_in_excel(browser: Browser, district: District) -> None:
    lines = sheet_lines(browser.sign_in(district.reviewer))
    assert lines["合计"][:2] == (4, 1)
    assert lines["东关镇"][0] == 3
    assert "东关镇：报送3条，均不符合判定标准。" in lines


def test_workbook_of_a_part_names_the_filters(browser: Browser, district: District) -> None:
    lines = sheet_lines(browser.sign_in(district.reviewer), "?sector=工贸&status=excluded&period=2023-09")
    assert any("2023年9月，工贸，不纳入" in title for title in lines)
    assert lines["合计"][0] == 3
    assert not any("均不符合" in note for note in lines)


def test_I3_units_workbook_holds_its_own_line(browser: Browser, district: District) -> None:
    names = sheet_lines(browser.sign_in(district.filer))
    assert district.town.name in names
    assert district.other_town.name not in names


def test_demonstration_says_that_it_is_one(browser: Browser, district: District) -> None:
    Tenant.objects.filter(pk=district.tenant.pk).update(is_demo=True)
    assert "合成数据" in page(browser.sign_in(district.reviewer))
    assert any("【合成数据】" in note for note in sheet_lines(browser))
