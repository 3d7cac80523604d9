"""The list of periods, and closing one from the browser."""

from datetime import timedelta

import pytest
import time_machine

from reports.models import Period, Snapshot
from tests.factories import (
    BEFORE,
    CUTOFF,
    INSTANT,
    District,
    close,
    make_period,
    make_previous,
    sign_and_file,
)
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, squeezed, text
from units.scoping import scope

PERIODS = "/licheng/periods/"
CLOSE = "/licheng/periods/2023-09/close"


def cells(page: str, name: str) -> list[str]:
    """The texts of one column."""
    return [
        part.split(">", 1)[1].split("<", 1)[0].strip()
        for part in squeezed(page).split(f'data-cell="{name}"')[1:]
    ]


@time_machine.travel(BEFORE)
@pytest.mark.parametrize("who", ["reviewer", "admin", "leader"])
def test_list_shows_dates_and_counts(browser: Browser, scenery: District, who: str) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    page = text(browser.sign_in(getattr(scenery, who)), PERIODS)
    assert "9月24日 24:00" in page
    assert [cells(page, name) for name in ("owing", "filed", "late", "missing")] == [
        ["3"],
        ["1"],
        ["0"],
        ["2"],
    ]


@pytest.mark.parametrize("who", ["filer", "head"])
def test_list_denied_to_units(browser: Browser, scenery: District, who: str) -> None:
    response = browser.sign_in(getattr(scenery, who)).get(PERIODS)
    assert response.status_code == 403
    assert "您可以在“本单位”页查看" in response.content.decode()


@time_machine.travel(BEFORE)
def test_leader_is_not_led_to_the_board(browser: Browser, scenery: District) -> None:
    assert "/board" in text(browser.sign_in(scenery.reviewer), PERIODS)
    assert "/board" not in text(Browser().sign_in(scenery.leader), PERIODS)


@time_machine.travel(BEFORE)
def test_periods_to_come_are_folded_away(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        make_period(scenery.campaign, scenery.form, "2023-10", CUTOFF + timedelta(days=32))
    page = text(browser.sign_in(scenery.reviewer), PERIODS)
    assert "以后各期（1 期，还没有开始）" in page
    assert len(cells(page, "owing")) == 1


def test_no_period_yet_teaches_how_to_begin(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        Period.objects.all().delete()
    page = text(browser.sign_in(scenery.reviewer), PERIODS)
    assert "还没有期次" in page
    assert "先建立专项行动" in page


@time_machine.travel(BEFORE)
def test_synthetic_period_is_labelled(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    assert "合成数据" not in text(browser, PERIODS)
    with scope(scenery.tenant.pk):
        Period.objects.update(synthetic=True)
    assert "合成数据" in text(browser, PERIODS)


@time_machine.travel(BEFORE)
def test_queries_do_not_grow_with_periods(browser: Browser, scenery: District) -> None:
    def more_periods() -> None:
        with scope(scenery.tenant.pk):
            for number in range(5):
                make_period(scenery.campaign, scenery.form, f"p{number}", CUTOFF - timedelta(days=number + 1))

    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), PERIODS, more_periods)
    assert few == many


@time_machine.travel(CUTOFF)
def test_I4_office_closes_and_is_told_what_was_frozen(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    page = browser.sign_in(scenery.reviewer).post(CLOSE, follow=True).content.decode()
    assert "2023年9月已关账：应报3家，已报1家，数据已冻结为快照第1版。" in page
    with scope(scenery.tenant.pk):
        assert not Period.objects.get(label="2023-09").is_open


@time_machine.travel(CUTOFF)
def test_I6_closing_twice_changes_nothing(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    browser.post(CLOSE)
    with scope(scenery.tenant.pk):
        first = Snapshot.objects.get().sha256
    with time_machine.travel(CUTOFF + timedelta(days=1)):
        assert "已关账" in browser.post(CLOSE, follow=True).content.decode()
    with scope(scenery.tenant.pk):
        assert Snapshot.objects.get().sha256 == first


@time_machine.travel(CUTOFF - INSTANT, tick=False)
def test_closing_one_instant_early_is_refused(browser: Browser, scenery: District) -> None:
    page = browser.sign_in(scenery.reviewer).post(CLOSE, follow=True).content.decode()
    assert "还没有到，不能关账" in page
    with scope(scenery.tenant.pk):
        assert Period.objects.get(label="2023-09").is_open


@time_machine.travel(CUTOFF)
def test_closing_waits_for_the_period_before(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        before = make_previous(scenery)
    browser.sign_in(scenery.reviewer)
    assert "上一期（2023年8月）还没有关账" in browser.post(CLOSE, follow=True).content.decode()
    with scope(scenery.tenant.pk):
        close(scenery, before)
    assert "2023年9月已关账" in browser.post(CLOSE, follow=True).content.decode()


@time_machine.travel(CUTOFF)
@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_closing_denied_to_everybody_else(browser: Browser, scenery: District, who: str) -> None:
    response = browser.sign_in(getattr(scenery, who)).post(CLOSE)
    assert response.status_code == 403
    assert "关账由安委办办理" in response.content.decode()
    with scope(scenery.tenant.pk):
        assert Period.objects.get(label="2023-09").is_open


def test_closing_is_not_a_link(browser: Browser, scenery: District) -> None:
    assert browser.sign_in(scenery.reviewer).get(CLOSE).status_code == 405
