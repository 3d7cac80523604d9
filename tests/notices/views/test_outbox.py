"""The administrators' page of mails."""

import pytest
from pytest_django import Settings

from notices.models import MailState, OutboxMail
from notices.services import outbox
from tests.factories import BEFORE, District
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, squeezed, text
from units.scoping import scope

PAGE = "/licheng/mail/"


def put(district: District, key: str = "一", **fields: object) -> OutboxMail:
    with scope(district.tenant.pk):
        mail = outbox.put(
            key=key, to=f"{ord(key)}@example.com", subject=f"通报{key}", text="请签收", at=BEFORE
        )
        OutboxMail.objects.filter(pk=mail.pk).update(**fields)
        return mail


def test_without_server_the_page_says_that_nothing_is_sent(browser: Browser, scenery: District) -> None:
    put(scenery)
    page = text(browser.sign_in(scenery.admin), PAGE)
    assert "没有设置邮件服务器，邮件只存在这里，不会发出" in page
    assert "待发送" in page


def test_with_a_server_nothing_of_that_is_said(
    browser: Browser, scenery: District, settings: Settings
) -> None:
    settings.MAIL_ENABLED = True
    assert "没有设置邮件服务器" not in text(browser.sign_in(scenery.admin), PAGE)


def test_given_up_mail_shows_the_servers_words_and_is_sent_again(browser: Browser, scenery: District) -> None:
    mail = put(scenery, state=MailState.FAILED, attempts=6, error="550 没有<这个>邮箱")
    page = squeezed(text(browser.sign_in(scenery.admin), PAGE))
    assert "550 没有&lt;这个&gt;邮箱" in page
    assert "已试 6 次" in page
    page = browser.post(f"{PAGE}{mail.pk}/retry", follow=True).content.decode()
    assert "已重新排队" in page
    assert "重发</button>" not in page


def test_retrying_what_is_on_its_way_is_told(browser: Browser, scenery: District) -> None:
    mail = put(scenery)
    page = browser.sign_in(scenery.admin).post(f"{PAGE}{mail.pk}/retry", follow=True).content.decode()
    assert "不用重发" in page


def test_mails_are_narrowed_by_state(browser: Browser, scenery: District) -> None:
    put(scenery, "一")
    put(scenery, "二", state=MailState.SENT, sent_at=BEFORE)
    page = text(browser.sign_in(scenery.admin), f"{PAGE}?state=sent")
    assert ("通报二" in page, "通报一" in page) == (True, False)
    assert "已发送 <b>1</b>" in page


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "leader"])
def test_mails_denied_to_everybody_but_administrators(browser: Browser, scenery: District, who: str) -> None:
    mail = put(scenery)
    browser.sign_in(getattr(scenery, who))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}{mail.pk}/retry").status_code == 403


def test_empty_outbox_teaches(browser: Browser, scenery: District) -> None:
    assert "没有邮件" in text(browser.sign_in(scenery.admin), PAGE)


def test_page_needs_the_same_queries_for_many(browser: Browser, scenery: District) -> None:
    put(scenery)

    def grow() -> None:
        for key in "二三四":
            put(scenery, key)

    few, many = queries_before_and_after(browser.sign_in(scenery.admin), PAGE, grow)
    assert few == many
