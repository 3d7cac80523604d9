"""The dashboard: figures of closed periods only, ranked by what was asked for, each leading to its filing."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from reports.ranking import CRITERIA
from reports.selectors.figures import closed_period
from tests.factories import (
    BEFORE,
    CUTOFF,
    VALUES,
    District,
    close,
    file_for,
    make_campaign,
    make_form,
    make_period,
    make_previous,
    make_unit,
)
from tests.fixtures import Browser
from tests.licheng import september, unit_kinds
from tests.pages import queries, squeezed, text
from tests.reports.duties import UNTIL, extended
from units.enums import UnitKind
from units.models import Unit
from units.scoping import scope

RANKING = "/licheng/ranking/"
AFTER = CUTOFF + timedelta(days=1)


def values(found: int) -> Mapping[str, Decimal]:
    return {**VALUES, "general_found": Decimal(found), "general_rectified": Decimal(found)}


@pytest.fixture
def closed(scenery: District) -> District:
    """Two units filed, 20 and 10 hazards; the third is missing; then the period was closed."""
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, values(10))
        file_for(scenery, scenery.other_town, values(20))
        close(scenery)
    return scenery


def places(page: str) -> list[tuple[str, str]]:
    """Place and unit of each row of the ranking."""
    body = page.split("rank-table")[1].split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    cells = [part.split("</tr>")[0] for part in body.split("<tr>")[1:]]
    return [
        (
            part.split("</td>")[0].split(">")[-1],
            part.split('<th scope="row">')[1].split("</th>")[0].replace("</a>", "").split(">")[-1],
        )
        for part in cells
    ]


def test_units_are_ranked_by_the_measure_asked_for(browser: Browser, closed: District) -> None:
    page = text(browser.sign_in(closed.leader), f"{RANKING}?by=general_found")
    assert places(page) == [
        ("1", closed.other_town.name),
        ("2", closed.town.name),
        ("—", closed.bureau.name),
    ]
    assert "本期未报送，不排名" in page
    assert "一般隐患排查数排名" in page


@pytest.mark.parametrize("by", ["", "nonsense", "../etc", "general_found%00"])
def test_unknown_measure_falls_back_to_one_that_the_form_has(
    browser: Browser, closed: District, by: str
) -> None:
    response = browser.sign_in(closed.leader).get(f"{RANKING}?by={by}")
    assert response.status_code == 200
    assert len(places(response.content.decode())) == 3


def test_each_unit_leads_to_its_filing(browser: Browser, closed: District) -> None:
    browser.sign_in(closed.leader)
    page = text(browser, f"{RANKING}?by=general_found")
    for unit in closed.units:
        path = f"/licheng/periods/2023-09/form/{unit.pk}/"
        assert f'href="{path}"' in page
        assert browser.get(path).status_code == 200


def test_numbers_equal_the_catalogues(browser: Browser, closed: District) -> None:
    with scope(closed.tenant.pk):
        closed.period.refresh_from_db()
        figures = {figure.key: figure.text for figure in closed_period(closed.leader, closed.period).figures}
    page = squeezed(text(browser.sign_in(closed.leader), RANKING))
    assert figures["general.found"] == "30条"
    assert '<div class="fact-value">30<small>条</small>' in page
    assert f'<div class="fact-value">{figures["filing.on_time_rate"]}<small></small>' in page


@time_machine.travel(BEFORE)
def test_I3_open_period_shows_nothing_to_leaders(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, values(4711))
    browser.sign_in(scenery.leader)
    page = text(browser, RANKING)
    assert "还没有关账的期次" in page
    assert "4711" not in page
    refused = browser.get(f"{RANKING}?period=2023-09")
    assert "4711" not in refused.content.decode()


def test_district_without_periods_is_told_how_to_begin(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        type(scenery.period).objects.all().delete()
    assert "还没有期次" in text(browser.sign_in(scenery.leader), RANKING)


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_ranking_denied_to_units(browser: Browser, closed: District, who: str) -> None:
    response = browser.sign_in(getattr(closed, who)).get(RANKING)
    assert response.status_code == 403
    assert closed.other_town.name not in response.content.decode().split("<main")[1]


def test_unknown_period_is_not_found(browser: Browser, closed: District) -> None:
    response = browser.sign_in(closed.leader).get(f"{RANKING}?period=2031-01")
    assert response.status_code == 404
    assert "2023-09" in response.content.decode()


def test_change_and_trend_reach_back_to_the_period_before(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        before = make_previous(scenery)
        for unit in scenery.units:
            file_for(scenery, unit, values(5), period=before)
        close(scenery, before)
        for unit in scenery.units:
            file_for(scenery, unit, values(7))
        close(scenery)
    page = squeezed(text(browser.sign_in(scenery.leader), RANKING))
    assert "比上期增加 6 条" in page
    assert "2023年8月" in page
    earlier = squeezed(text(browser, f"{RANKING}?period=2023-08"))
    assert "没有上期可比" in earlier


def test_every_chart_has_its_table_and_a_text(browser: Browser, closed: District) -> None:
    page = text(browser.sign_in(closed.leader), RANKING)
    assert page.count('role="img" aria-label="') == page.count("data-chart=") == 2
    assert page.count("看数据表") == 1
    assert page.count('type="application/json"') == 2


def test_queries_do_not_grow_with_units(browser: Browser, closed: District) -> None:
    few = queries(browser.sign_in(closed.leader), RANKING)
    with scope(closed.tenant.pk):
        later = make_period(closed.campaign, closed.form, "2023-10", CUTOFF + timedelta(days=30))
        for number in range(9):
            unit = make_unit(f"{number}号局", order=10 + number, kind=UnitKind.BUREAU)
            file_for(closed, unit, values(number), period=later)
        close(closed, later)
    # One snapshot more is one period before to look up, never one query for each unit.
    assert queries(browser, RANKING) <= few + 2
    assert queries(browser, f"{RANKING}?period=2023-10") <= few + 2


@time_machine.travel(AFTER)
def test_real_september_is_shown_to_the_digit(browser: Browser, scenery: District) -> None:
    kinds = unit_kinds()
    with scope(scenery.tenant.pk):
        Unit.objects.update(obliged=False)
        campaign, form = make_campaign("真实"), make_form((), version=2)
        period = make_period(campaign, form, "real", CUTOFF)
        for order, (name, row) in enumerate(september().items(), start=1):
            unit = make_unit(name, order=order, kind=UnitKind(kinds[name]))
            file_for(scenery, unit, row, period=period)
        close(scenery, period)
    page = squeezed(text(browser.sign_in(scenery.leader), f"{RANKING}?period=real"))
    for shown in ("155<small>条", "91.61%<small>", "4993<small>条", "92.99%<small>", "114.438<small>万元"):
        assert shown in page
    assert places(page)[0] == ("1", "区应急局")


def test_only_measures_of_the_form_are_offered(browser: Browser, closed: District) -> None:
    page = text(browser.sign_in(closed.leader), RANKING)
    offered = {criterion.label for criterion in CRITERIA.values() if f">{criterion.label}</a>" in page}
    assert offered == {
        "一般隐患排查数",
        "本期新增一般隐患数",
        "一般隐患整改率",
        "行政处罚次数",
        "行政处罚金额",
    }


def test_form_without_any_measure_still_shows_its_page(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        form = make_form(("towns_assisted",), version=2)
        period = make_period(scenery.campaign, form, "odd", CUTOFF)
        file_for(scenery, scenery.bureau, {"towns_assisted": Decimal(3)}, period=period)
        close(scenery, scenery.period)
        close(scenery, period)
    response = browser.sign_in(scenery.leader).get(f"{RANKING}?period=odd")
    assert response.status_code == 200
    assert "rank-table" not in response.content.decode()


def test_extension_stands_in_the_ranking_with_its_reason(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        extended(scenery)
        file_for(scenery, scenery.town, at=CUTOFF)
        close(scenery, at=UNTIL)
    found = squeezed(text(browser.sign_in(scenery.leader), "/licheng/ranking/"))
    assert "延期至9月26日24:00（防汛抢险）" in found
    assert found.count("台账缺报") == 3
