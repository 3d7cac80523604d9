"""收文: a unit reads what was sent to it as printed, signs for it and replies (I3)."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine

from notices.models import Delivery, Publication
from notices.services import issuing, publishing
from tests.factories import District
from tests.fixtures import Browser
from tests.notices.issued import AFTER, NUMBER, issued, letter
from tests.pages import queries, squeezed, text
from units.models import Unit
from units.scoping import scope

INBOX = "/licheng/inbox/"
DUE = date(2023, 9, 28)


@pytest.fixture
def world(scenery: District) -> Iterator[District]:
    """An issued circular that asks for replies; it is a little later."""
    with scope(scenery.tenant.pk):
        issued(scenery, reply_by=DUE)
    with time_machine.travel(AFTER + timedelta(hours=1), tick=False):
        yield scenery


def delivery(world: District, unit: Unit | None = None) -> Delivery:
    with scope(world.tenant.pk):
        return Delivery.objects.select_related("publication__circular").get(unit=unit or world.town)


def address(found: Delivery, act: str = "") -> str:
    return f"{INBOX}{found.pk}/{act}"


def test_inbox_shows_what_waits(browser: Browser, world: District) -> None:
    page = squeezed(text(browser.sign_in(world.filer), INBOX))
    assert NUMBER in page
    assert "待签收" in page
    assert "9月28日 24:00 前回复 · 还有 4 天" in page
    assert "待签收 <b>1</b>" in page
    assert "待回复 <b>1</b>" in page


def test_empty_inbox_teaches(browser: Browser, scenery: District) -> None:
    assert "还没有收文" in text(browser.sign_in(scenery.filer), INBOX)


@pytest.mark.parametrize("who", ["filer", "head"])
def test_document_is_shown_as_printed(browser: Browser, world: District, who: str) -> None:
    found = delivery(world)
    page = text(browser.sign_in(getattr(world, who)), address(found))
    with scope(world.tenant.pk):
        publication = Publication.objects.get()
        blocks = [
            block.text for block in publication.document.blocks if block.kind not in ("copies", "printed")
        ]
    assert all(words in page for words in blocks)
    assert "抄送：区委办。" in page
    assert publication.sha256 in page
    assert "figure-link" not in page


def test_I3_annex_is_shown_as_printed(browser: Browser, world: District) -> None:
    page = squeezed(text(browser.sign_in(world.filer), address(delivery(world))))
    table = page[page.index("annex-sheet") :]
    assert "累计" in table
    assert '<th scope="row">西关街道</th><td colspan="5">未报</td>' in table


def test_receipt_takes_one_press(browser: Browser, world: District) -> None:
    found = delivery(world)
    page = browser.sign_in(world.filer).post(address(found, "receive"), follow=True).content.decode()
    assert f"东关镇已签收{NUMBER}" in page
    assert f"{world.filer.name} 2023年9月25日 10:00" in page or f"{world.filer.name} 9月25日 10:00" in page
    assert "签收</button>" not in page


def test_reply_is_sent_and_shown(browser: Browser, world: District) -> None:
    found = delivery(world)
    sent = {"text": "已整改<b>三</b>条。", "seen": ""}
    page = browser.sign_in(world.head).post(address(found, "reply"), sent, follow=True).content.decode()
    assert "已整改&lt;b&gt;三&lt;/b&gt;条。" in page
    assert "改报回复" in page


def test_I7_refused_reply_stays_on_the_page(browser: Browser, world: District) -> None:
    found = delivery(world)
    with scope(world.tenant.pk):
        publishing.reply(actor=world.head, delivery=found, text="已整改。", at=AFTER)
    sent = {"text": "还有两条没有改完", "seen": ""}
    answer = browser.sign_in(world.filer).post(address(found, "reply"), sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "刚刚已经回复" in page
    assert "还有两条没有改完" in page


@pytest.mark.parametrize(("words", "told"), [("", "请写明回复内容"), ("长" * 2001, "最多2000字")])
def test_bad_reply_is_told_in_place(browser: Browser, world: District, words: str, told: str) -> None:
    answer = browser.sign_in(world.filer).post(address(delivery(world), "reply"), {"text": words})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_correcting_a_reply_needs_the_one_that_was_seen(browser: Browser, world: District) -> None:
    found = delivery(world)
    browser.sign_in(world.filer).post(address(found, "reply"), {"text": "一", "seen": ""})
    seen = delivery(world).replied_at
    assert seen is not None
    browser.post(address(found, "reply"), {"text": "二", "seen": seen.isoformat()})
    assert delivery(world).reply == "二"


@pytest.mark.parametrize("who", ["other_filer", "other_head"])
@pytest.mark.parametrize("act", ["", "circular.docx"])
def test_I3_other_units_delivery_is_not_found(browser: Browser, world: District, who: str, act: str) -> None:
    answer = browser.sign_in(getattr(world, who)).get(address(delivery(world), act))
    assert answer.status_code == 404


@pytest.mark.parametrize("act", ["receive", "reply"])
def test_I3_other_unit_cannot_act_on_it(browser: Browser, world: District, act: str) -> None:
    answer = browser.sign_in(world.other_head).post(address(delivery(world), act), {"text": "一"})
    assert answer.status_code == 404
    assert delivery(world).received_at is None


def test_I3_letter_to_another_unit_is_not_in_the_inbox(browser: Browser, world: District) -> None:
    with scope(world.tenant.pk):
        issued(world, letter(world, world.bureau))
    assert "催报函" not in text(browser.sign_in(world.filer), INBOX)


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_tenant_wide_people_are_sent_to_the_list(browser: Browser, world: District, who: str) -> None:
    answer = browser.sign_in(getattr(world, who)).get(address(delivery(world)))
    assert answer.status_code == 403
    assert "请看“通报”页" in answer.content.decode()


def test_word_file_is_that_of_the_digest(browser: Browser, world: District) -> None:
    answer = browser.sign_in(world.filer).get(address(delivery(world), "circular.docx"))
    assert hashlib.sha256(answer.content).hexdigest() == delivery(world).publication.sha256
    assert NUMBER in unquote(answer.headers["Content-Disposition"])


def test_withdrawn_document_is_struck_and_says_why(browser: Browser, world: District) -> None:
    found = delivery(world)
    with scope(world.tenant.pk):
        issuing.withdraw(
            actor=world.leader, circular=found.publication.circular, at=AFTER, comment="数据有误"
        )
    page = squeezed(text(browser.sign_in(world.filer), address(found)))
    assert "已撤回，不再执行" in page
    assert "数据有误" in page
    assert 'data-struck="已撤回"' in page
    assert "签收</button>" not in page
    assert "已撤回" in text(browser, INBOX)


@pytest.mark.parametrize(("waits", "there"), [("receipt", False), ("reply", True), ("nonsense", True)])
def test_inbox_is_narrowed_by_what_waits(browser: Browser, world: District, waits: str, there: bool) -> None:
    with scope(world.tenant.pk):
        publishing.receive(actor=world.filer, delivery=delivery(world), at=AFTER)
    assert (NUMBER in text(browser.sign_in(world.filer), f"{INBOX}?waits={waits}")) is there


def test_unit_home_tells_what_waits_until_it_is_done(browser: Browser, world: District) -> None:
    home = "/licheng/unit/"
    browser.sign_in(world.filer)
    assert "东关镇：请签收" in squeezed(text(browser, home))
    browser.post(address(delivery(world), "receive"))
    assert "东关镇：请回复" in squeezed(text(browser, home))
    browser.post(address(delivery(world), "reply"), {"text": "已整改。"})
    assert "东关镇：请" not in text(browser, home)


def test_late_reply_is_announced_and_marked(browser: Browser, world: District) -> None:
    with time_machine.travel(datetime(2023, 9, 30, 1, tzinfo=AFTER.tzinfo)):
        page = squeezed(text(browser.sign_in(world.filer), address(delivery(world))))
        assert "记为迟复" in page
        sent = browser.post(address(delivery(world), "reply"), {"text": "补报。"}, follow=True)
    assert "迟复" in sent.content.decode()
    assert "改报回复" not in sent.content.decode()


def test_inbox_needs_the_same_queries_for_many_documents(browser: Browser, world: District) -> None:
    browser.sign_in(world.filer).get(INBOX)
    few = queries(browser, INBOX)
    home = queries(browser, "/licheng/unit/")
    with scope(world.tenant.pk):
        for _ in range(3):
            issued(world, letter(world))
    assert queries(browser, INBOX) == few
    assert queries(browser, "/licheng/unit/") == home
