"""Pages of corrections: asking, deciding, and a period's revisions (I3, I4, I8)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from reports.models import Correction, Period, Snapshot
from tests.factories import District
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, squeezed, text
from tests.reports.corrected import LATER, REASON, ask, colleague, grant, two_closed
from units.models import Unit
from units.scoping import scope

REVISIONS = "/licheng/periods/2023-08/revisions/"


@pytest.fixture
def closed(scenery: District) -> Iterator[District]:
    """August and September are closed; it is November."""
    with scope(scenery.tenant.pk):
        two_closed(scenery)
    with time_machine.travel(LATER):
        yield scenery


def page_of(unit: Unit, label: str = "2023-08") -> str:
    return f"/licheng/periods/{label}/corrections/{unit.pk}/"


def august() -> Period:
    return Period.objects.get(label="2023-08")


def asked(district: District) -> Correction:
    with scope(district.tenant.pk):
        return ask(district, august())


def post(browser: Browser, district: District, **fields: str) -> str:
    """Ask on the first town's page; what the answer says, redirects followed."""
    data = {"known": "0", "v-general_found": "12", "reason": REASON, **fields}
    return squeezed(browser.post(page_of(district.town), data, follow=True).content.decode())


@pytest.mark.parametrize("who", ["filer", "head", "reviewer"])
def test_page_offers_the_figures_as_they_stand(browser: Browser, closed: District, who: str) -> None:
    page = squeezed(text(browser.sign_in(getattr(closed, who)), page_of(closed.town)))
    assert 'name="v-general_found" value="10"' in page
    assert 'name="v-towns_assisted"' not in page, "not for towns"
    assert "提交更正申请" in page


@pytest.mark.parametrize("who", ["leader", "admin"])
def test_others_of_the_tenant_read_only(browser: Browser, closed: District, who: str) -> None:
    browser.sign_in(getattr(closed, who))
    assert "提交更正申请" not in text(browser, page_of(closed.town))
    assert browser.post(page_of(closed.town), {"known": "0", "reason": "一"}).status_code == 403


def test_I3_other_units_do_not_find_the_page(browser: Browser, closed: District) -> None:
    asked(closed)
    browser.sign_in(closed.other_filer)
    assert browser.get(page_of(closed.town)).status_code == 404
    assert browser.post(page_of(closed.town), {"known": "0"}).status_code == 404
    assert browser.post(f"{page_of(closed.town)}decide", {"act": "grant"}).status_code == 404
    page = text(browser, REVISIONS)
    assert closed.town.name not in page
    assert "没有更正" in page


def test_asking_shows_what_waits(browser: Browser, closed: District) -> None:
    page = post(browser.sign_in(closed.filer), closed)
    assert "已提出东关镇2023年8月数据的更正申请，等待安委办审批。" in page
    assert "待审批" in page
    assert REASON in page
    assert "提交更正申请" not in page, "one at a time"
    assert "同意更正" not in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"v-general_found": "十"}, "填的是“十”"),
        ({"v-general_rectified": "13"}, "改后的数据有 1 处问题"),
        ({"reason": ""}, "请写明更正原因"),
        ({"reason": "长" * 301}, "最多300字"),
        ({"v-nonsense": "1"}, "表中没有这一项"),
    ],
)
def test_refusal_keeps_what_was_typed(
    browser: Browser, closed: District, fields: dict[str, str], says: str
) -> None:
    page = post(browser.sign_in(closed.filer), closed, **{"v-penalty_count": "7", **fields})
    assert says in page
    assert 'name="v-penalty_count" value="7"' in page
    with scope(closed.tenant.pk):
        assert not Correction.objects.exists()


def test_request_without_any_change_is_refused(browser: Browser, closed: District) -> None:
    assert "没有一项数据有改动" in post(browser.sign_in(closed.filer), closed, **{"v-general_found": "10"})


@pytest.mark.parametrize("known", ["", "x", "-1", "9999999999", "1"])
def test_broken_or_stale_page_is_refused(browser: Browser, closed: District, known: str) -> None:
    post(browser.sign_in(closed.filer), closed, known=known)
    with scope(closed.tenant.pk):
        assert not Correction.objects.exists()


def test_page_of_an_open_period_teaches(browser: Browser, closed: District) -> None:
    with scope(closed.tenant.pk):
        Period.objects.filter(label="2023-09").update(state="open", closed_at=None)
    page = text(browser.sign_in(closed.filer), page_of(closed.town, "2023-09"))
    assert "本期还没有关账，不用办理更正" in page


def test_unit_that_filed_nothing_is_told_so(browser: Browser, closed: District) -> None:
    page = text(browser.sign_in(closed.reviewer), page_of(closed.bureau))
    assert "关账时没有报送，没有可以更正的数据" in page
    assert "提交更正申请" not in page


def test_office_grants_on_the_page(browser: Browser, closed: District) -> None:
    correction = asked(closed)
    browser.sign_in(closed.reviewer)
    assert "同意更正" in text(browser, page_of(closed.town))
    data = {"correction": str(correction.pk), "act": "grant", "answer": "属实"}
    page = browser.post(f"{page_of(closed.town)}decide", data, follow=True).content.decode()
    assert "已更正东关镇2023年8月数据，生成快照第2版。" in page
    assert 'name="v-general_found" value="12"' in page, "what may be corrected next"
    with scope(closed.tenant.pk):
        assert Snapshot.objects.filter(period=august()).count() == 2


def test_refused_request_is_told_to_who_asked(browser: Browser, closed: District) -> None:
    correction = asked(closed)
    data = {"correction": str(correction.pk), "act": "refuse", "answer": "没有佐证"}
    Browser().sign_in(closed.reviewer).post(f"{page_of(closed.town)}decide", data)
    page = text(browser.sign_in(closed.filer), page_of(closed.town))
    assert "未同意" in page
    assert "没有佐证" in page
    assert "没有佐证" in text(browser, REVISIONS)


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_I8_deciding_is_denied_to_others(browser: Browser, closed: District, who: str) -> None:
    correction = asked(closed)
    data = {"correction": str(correction.pk), "act": "grant"}
    answer = browser.sign_in(getattr(closed, who)).post(f"{page_of(closed.town)}decide", data)
    assert answer.status_code == 403
    assert "同意更正" not in text(browser, page_of(closed.town))


def test_request_of_another_unit_is_not_decided_here(browser: Browser, closed: District) -> None:
    data = {"correction": str(asked(closed).pk), "act": "grant"}
    answer = browser.sign_in(closed.reviewer).post(f"{page_of(closed.other_town)}decide", data)
    assert answer.status_code == 404


def test_decision_made_meanwhile_is_told(browser: Browser, closed: District) -> None:
    correction = asked(closed)
    with scope(closed.tenant.pk):
        other = colleague(closed)
    data = {"correction": str(correction.pk), "act": "grant"}
    Browser().sign_in(other).post(f"{page_of(closed.town)}decide", data)
    page = (
        browser.sign_in(closed.reviewer)
        .post(f"{page_of(closed.town)}decide", data, follow=True)
        .content.decode()
    )
    assert f"已由{other.name}办理（已更正）" in page


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_revisions_name_people_reason_cells_and_figures(browser: Browser, closed: District, who: str) -> None:
    with scope(closed.tenant.pk):
        grant(closed, ask(closed, august()))
    page = squeezed(text(browser.sign_in(getattr(closed, who)), REVISIONS))
    for words in (closed.filer.name, closed.reviewer.name, REASON, "第2版", "第1版"):
        assert words in page
    assert '<td class="num">10</td><td class="num strong">12</td>' in page
    assert '<td>20条</td><td class="strong">22条</td>' in page, "the total of both towns"
    later = text(browser, REVISIONS.replace("08", "09"))
    assert "随2023年8月更正" in later
    assert "随前期的更正重算" in later


def test_waiting_requests_come_first(browser: Browser, closed: District) -> None:
    asked(closed)
    page = text(browser.sign_in(closed.reviewer), REVISIONS)
    assert "等待审批" in page
    assert page_of(closed.town) in page


def test_I3_units_see_no_revision(browser: Browser, closed: District) -> None:
    with scope(closed.tenant.pk):
        grant(closed, ask(closed, august(), actor=closed.other_filer, unit=closed.other_town))
        grant(closed, ask(closed, august()))
    page = text(browser.sign_in(closed.filer), REVISIONS)
    assert closed.town.name in page
    assert "校验码" not in page
    assert closed.other_town.name not in page


def test_pages_ask_as_many_queries_for_many_corrections(browser: Browser, closed: District) -> None:
    browser.sign_in(closed.reviewer)

    def grow() -> None:
        with scope(closed.tenant.pk):
            for hour, found in enumerate(("12", "13", "14")):
                at = LATER + timedelta(hours=hour)
                grant(closed, ask(closed, august(), {"general_found": found}, known=hour, at=at), at)

    few, many = queries_before_and_after(browser, REVISIONS, grow)
    assert many == few
    asked_few, asked_many = queries_before_and_after(
        browser, page_of(closed.town), lambda: grant_other(closed)
    )
    assert asked_many == asked_few


def grant_other(district: District) -> None:
    """One more correction of the first town."""
    with scope(district.tenant.pk):
        grant(district, ask(district, august(), {"general_found": "15"}, known=3))
