"""回头看 in the browser: drawing, looking, reporting."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.utils import timezone

from hazards.life import Status
from hazards.models import Draw, Finding, Hazard, SecondLook
from tests.factories import District, make_district
from tests.fixtures import Browser
from tests.hazards.services.test_second_looks import closed, draw, look_at
from tests.ledgers import standing
from tests.pages import queries_before_and_after, squeezed, text
from units.scoping import scope

LIST = "/licheng/second-looks/"
OCTOBER = {"closed_from": "2023-10-01", "closed_to": "2023-10-31", "wanted": "1"}


@pytest.fixture
def look(scenery: District) -> SecondLook:
    """A look that waits, at the first town's record closed by its head."""
    with scope(scenery.tenant.pk):
        return look_at(scenery)


@pytest.fixture
def abroad(db: None) -> District:
    """Another tenant."""
    return make_district("hanjiang")


def page(look: SecondLook) -> str:
    return f"{LIST}{look.draw_id}/"


def reporting(look: SecondLook) -> str:
    return f"{LIST}looks/{look.pk}/report"


def stored(district: District) -> SecondLook:
    with scope(district.tenant.pk):
        return SecondLook.objects.select_related("hazard").get()


def test_page_teaches_while_nothing_was_drawn(scenery: District, browser: Browser) -> None:
    shown = text(browser.sign_in(scenery.reviewer), LIST)
    assert "还没有抽查过" in shown


def test_draw_leads_to_what_was_drawn(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        hazard = closed(scenery)
        closed(scenery)
    answer = browser.sign_in(scenery.reviewer).post(LIST, OCTOBER)
    with scope(scenery.tenant.pk):
        made = Draw.objects.get()
    assert answer.headers["Location"] == f"{LIST}{made.pk}/"
    shown = text(browser, f"{LIST}{made.pk}/")
    assert "已从2条中随机抽出1条。" in shown
    assert made.seed in shown
    assert "重抽，结果一致" in shown
    assert hazard.enterprise is not None
    assert hazard.enterprise.name in shown
    assert "待核查1条" in text(browser, LIST)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"closed_from": "2023-02-30"}, "这一天，请改成真实的日期"),
        ({"closed_to": ""}, "日期还没有填"),
        ({"wanted": "若干"}, "抽查条数要填整数"),
        ({"wanted": "0"}, "要在1到200之间"),
        ({"closed_to": "2023-09-01"}, "结束日期早于开始日期"),
        ({"closed_from": "2020-01-01", "closed_to": "2020-01-31"}, "没有已销号的隐患"),
        ({"closed_to": "9999-12-31"}, "要在2000年到今天之间"),
        ({"closed_from": "0001-01-01"}, "要在2000年到今天之间"),
    ],
)
def test_unfit_draw_is_refused_with_what_was_typed(
    scenery: District, browser: Browser, typed: Mapping[str, str], words: str
) -> None:
    answer = browser.sign_in(scenery.reviewer).post(LIST, {**OCTOBER, **typed})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    for value in typed.values():
        assert f'value="{value}"' in shown or not value
    with scope(scenery.tenant.pk):
        assert not Draw.objects.exists()


def test_look_in_order_is_reported(scenery: District, browser: Browser, look: SecondLook) -> None:
    browser.sign_in(scenery.reviewer)
    browser.post(reporting(look), {"finding": "held", "note": "标志完好"})
    assert stored(scenery).finding == Finding.HELD
    shown = text(browser, page(look))
    assert "2023-00001登记为整改到位。" in shown
    assert "标志完好" in shown
    assert "已全部核查" in text(browser, LIST)


def test_relapse_is_reported_and_reopens(scenery: District, browser: Browser, look: SecondLook) -> None:
    browser.sign_in(scenery.reviewer)
    typed = {"finding": "relapsed", "note": "标志又被拆除"}
    refused = browser.post(reporting(look), typed)
    assert refused.status_code == 422
    assert "请定一个新的整改时限" in refused.content.decode()
    due = timezone.localdate() + timedelta(days=30)
    browser.post(reporting(look), {**typed, "due_on": due.isoformat()})
    found = stored(scenery)
    assert found.hazard.due_on == due
    assert (found.finding, found.hazard.status) == (Finding.RELAPSED, Status.RECTIFYING)
    assert "已重新打开，退回整改" in text(browser, page(look))
    assert "整改不到位1条" in text(browser, LIST)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"finding": "", "note": "标志完好"}, "请选择核查结果"),
        ({"finding": "pending", "note": "标志完好"}, "请选择核查结果"),
        ({"finding": "held", "note": ""}, "请写明现场看到的情况"),
        ({"finding": "relapsed", "note": "反弹", "due_on": "2023-02-30"}, "这一天，请改成真实的日期"),
    ],
)
def test_unfit_report_opens_again_with_what_was_typed(
    scenery: District, browser: Browser, look: SecondLook, typed: Mapping[str, str], words: str
) -> None:
    answer = browser.sign_in(scenery.reviewer).post(reporting(look), typed)
    shown = squeezed(answer.content.decode())
    assert answer.status_code == 422
    assert words in shown
    assert f"{typed['note']}</textarea>" in shown
    assert f'action="{reporting(look)}"' in shown
    assert stored(scenery).finding == Finding.PENDING


def test_I8_who_closed_is_offered_no_report(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        hazard = standing(scenery, Status.CLOSED)
        assert hazard.closed_at is not None
        day = date(2023, 9, 1)
        made = draw(scenery, first=day, last=day + timedelta(days=29))
        look = SecondLook.objects.get()
    browser.sign_in(scenery.reviewer)
    shown = text(browser, f"{LIST}{made.pk}/")
    assert "本条是您销号的，要由另一人核查" in shown
    assert reporting(look) not in shown
    answer = browser.post(reporting(look), {"finding": "held", "note": "标志完好"})
    assert answer.status_code == 403
    assert stored(scenery).finding == Finding.PENDING


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_second_looks_are_the_offices(
    scenery: District, browser: Browser, look: SecondLook, who: str
) -> None:
    browser.sign_in(getattr(scenery, who))
    answers = [
        browser.get(LIST),
        browser.post(LIST, OCTOBER),
        browser.get(page(look)),
        browser.post(reporting(look), {"finding": "held", "note": "标志完好"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert "回头看由安委办抽查和登记" in answers[0].content.decode()
    assert stored(scenery).finding == Finding.PENDING


def test_I3_looks_of_another_tenant_are_not_found(
    scenery: District, abroad: District, browser: Browser, look: SecondLook
) -> None:
    browser.sign_in(abroad.reviewer)
    there = "/hanjiang/second-looks/"
    assert browser.get(f"{there}{look.draw_id}/").status_code == 404
    answer = browser.post(f"{there}looks/{look.pk}/report", {"finding": "held", "note": "标志完好"})
    assert answer.status_code == 404
    assert browser.get(LIST).status_code == 404
    assert stored(scenery).finding == Finding.PENDING


def test_draws_take_the_same_queries_for_one_and_for_many(
    scenery: District, browser: Browser, look: SecondLook
) -> None:
    def grow() -> None:
        with scope(scenery.tenant.pk):
            for _ in range(3):
                closed(scenery)
            draw(scenery, wanted=3)

    browser.sign_in(scenery.reviewer)
    few, many = queries_before_and_after(browser, LIST, grow)
    assert few == many


def test_draw_takes_the_same_queries_for_one_and_for_many_looks(scenery: District, browser: Browser) -> None:
    def drawn(count: int) -> Draw:
        with scope(scenery.tenant.pk):
            while Hazard.objects.count() < count:
                closed(scenery)
            return draw(scenery, wanted=count)

    browser.sign_in(scenery.reviewer)
    one, many = drawn(1), drawn(4)
    few, more = queries_before_and_after(browser, f"{LIST}{one.pk}/", lambda: None)
    assert few == more
    assert queries_before_and_after(browser, f"{LIST}{many.pk}/", lambda: None) == (few, few)
