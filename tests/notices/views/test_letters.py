"""The page on which letters are drafted."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
import time_machine

from notices.models import Circular, CircularKind
from tests.factories import BEFORE, CUTOFF, District, close, file_for, make_period, make_unit
from tests.fixtures import Browser
from tests.notices.dispatches import SEPTEMBER_25, overdue
from tests.pages import queries_before_and_after, squeezed, text
from tests.reports.duties import stated
from units.models import Unit
from units.scoping import scope

NEW = "/licheng/circulars/new"
CHASE = f"{NEW}?kind=chase&period=2023-09"
INTERVIEW = f"{NEW}?kind=interview&period=2023-09"
MEETING = {"reason": "两期迟报", "time": "9月28日15:00", "place": "三楼会议室"}


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def post(district: District, path: str, units: Sequence[Unit], **also: str) -> str:
    """The page that follows when 安委办 drafts."""
    sent = {"unit": [str(unit.pk) for unit in units], **also}
    browser = Browser().sign_in(district.reviewer)
    return squeezed(browser.post(path, sent, follow=True).content.decode())


def drafted(district: District) -> Sequence[tuple[str, str]]:
    with scope(district.tenant.pk):
        found = Circular.objects.select_related("unit").order_by("id")
        return [(each.kind, each.unit.name) for each in found if each.unit]


def all_in(district: District) -> None:
    with scope(district.tenant.pk):
        for unit in district.units:
            file_for(district, unit)
            stated(district, unit)


def test_page_offers_who_owes_with_the_reason(browser: Browser, scenery: District) -> None:
    page = squeezed(text(browser.sign_in(scenery.reviewer), CHASE))
    assert "起草催报函" in page
    assert "台账、调度表未报，9月24日24:00截止" in page
    assert page.count('name="unit"') == 3
    assert page.count("checked") == 3, "all are chosen beforehand"


def test_press_drafts_one_for_each_and_lists_them(scenery: District) -> None:
    page = post(scenery, CHASE, [scenery.town, scenery.bureau], reply_by="2023-09-28")
    assert "已起草催报函2份：东关镇、区试验局。" in page
    assert "今天已起草" in page
    assert page.count("9月28日前答复") == 2
    assert drafted(scenery) == [("chase", "东关镇"), ("chase", "区试验局")]


def test_I6_second_press_makes_nothing(scenery: District) -> None:
    post(scenery, CHASE, [scenery.town])
    page = post(scenery, CHASE, [scenery.town])
    assert "今天已经起草" in page
    assert len(drafted(scenery)) == 1


def test_chosen_units_may_be_named_in_the_address(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.reviewer), f"{CHASE}&unit={scenery.bureau.pk}")
    assert page.count("checked") == 1


def test_interview_asks_for_its_words_and_chooses_nobody(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.reviewer), INTERVIEW)
    assert "约谈事由" in page
    assert "checked" not in page
    assert "约谈事由" not in text(browser, CHASE)


def test_interview_is_drafted_with_its_words(scenery: District) -> None:
    page = post(scenery, INTERVIEW, [scenery.town], **MEETING)
    assert "已起草约谈通知书1份：东关镇。" in page
    assert drafted(scenery) == [("interview", "东关镇")]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({**MEETING, "reason": ""}, "请写明约谈事由。"),
        ({**MEETING, "place": "所" * 201}, "约谈地点最多200字"),
        ({**MEETING, "reply_by": "2023-09-01"}, "答复期限要在今天以后"),
        ({**MEETING, "reply_by": "下周"}, "没有“下周”这一天"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_kept(
    scenery: District, sent: dict[str, str], words: str
) -> None:
    page = post(scenery, INTERVIEW, [scenery.town], **sent)
    assert words in page
    assert "9月28日15:00" in page, "what was typed stays"
    assert page.count("checked") == 1
    assert drafted(scenery) == []


def test_nobody_chosen_is_told(scenery: District) -> None:
    assert "没有选中单位" in post(scenery, CHASE, [])


@pytest.mark.parametrize("unit", ["x", "-1", "9" * 40, "\0"])
def test_nonsense_for_a_unit_drafts_nothing(browser: Browser, scenery: District, unit: str) -> None:
    assert browser.sign_in(scenery.reviewer).post(CHASE, {"unit": unit}).status_code == 422
    assert drafted(scenery) == []


def test_supervision_lists_units_with_overdue_records(browser: Browser, scenery: District) -> None:
    path = f"{NEW}?kind=supervise&period=2023-09"
    assert "没有逾期的隐患" in text(browser.sign_in(scenery.reviewer), path)
    with scope(scenery.tenant.pk):
        overdue(scenery)
    with time_machine.travel(SEPTEMBER_25):
        page = text(browser.sign_in(scenery.reviewer), path)
    assert "1条隐患逾期未销号，最长15天" in page


def test_nobody_to_chase_is_told(browser: Browser, scenery: District) -> None:
    all_in(scenery)
    page = text(browser.sign_in(scenery.reviewer), CHASE)
    assert "都报齐了" in page
    assert 'name="unit"' not in page


def test_unknown_kind_is_the_first_and_unknown_period_not_found(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    assert "起草催报函" in text(browser, f"{NEW}?kind=monthly")
    assert browser.get(f"{NEW}?period=2031-01").status_code == 404


def test_page_without_any_period_says_what_to_do(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        scenery.period.delete()
    answer = browser.sign_in(scenery.reviewer).get(NEW)
    assert answer.status_code == 404
    assert "还没有任何一期" in answer.content.decode()


def test_chase_page_leads_here(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.reviewer), "/licheng/periods/2023-09/chase")
    assert f"{NEW}?kind=chase&amp;period=2023-09" in page
    assert NEW not in text(browser.sign_in(scenery.admin), "/licheng/periods/2023-09/chase")


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_letters_denied_to_everybody_but_the_office(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    assert browser.get(CHASE).status_code == 403
    assert browser.post(CHASE, {"unit": scenery.town.pk}).status_code == 403
    assert drafted(scenery) == []


@pytest.mark.parametrize("kind", [each.value for each in CircularKind if each.is_letter])
def test_queries_do_not_grow(browser: Browser, scenery: District, kind: str) -> None:
    def grow() -> None:
        with scope(scenery.tenant.pk):
            for number in range(4):
                make_unit(f"{number}号局", order=10 + number)
                overdue(scenery)
            make_period(scenery.campaign, scenery.form, "2023-10", CUTOFF + timedelta(days=30))
        post(scenery, f"{NEW}?kind={kind}&period=2023-09", scenery.units, **MEETING)

    with scope(scenery.tenant.pk):
        overdue(scenery)
    with time_machine.travel(SEPTEMBER_25):
        path = f"{NEW}?kind={kind}&period=2023-09"
        few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), path, grow)
    assert few == many


def test_closed_period_may_be_written_about(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        close(scenery)
    with time_machine.travel(CUTOFF + timedelta(hours=9)):
        page = squeezed(text(browser.sign_in(scenery.reviewer), INTERVIEW))
        assert "台账缺报；调度表缺报" in page
        assert "已关账" in page
