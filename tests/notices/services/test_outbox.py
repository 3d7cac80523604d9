"""Mail is written once, sent by a real server, tried again when it is refused, and given up with its words (I6).
These tests commit: every mail has a transaction of its own.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from notices.models import MailState, OutboxMail
from notices.services import outbox
from tests.factories import BEFORE, District, make_district
from tests.mailbox import Mailbox, running
from tests.rivals import at_once
from units.errors import Conflict, NotAllowed, NotFound
from units.models import AuditEntry
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A server that the product is told of."""
    box = Mailbox()
    with running(box) as (host, port):
        settings.MAIL_ENABLED, settings.EMAIL_BACKEND = True, SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, port
        yield box


def put(district: District, key: str = "一", to: str = "jia@example.com", **fields: Any) -> OutboxMail:
    words = {"subject": "荔安办〔2023〕1号 通报", "text": "请签收。", **fields}
    with scope(district.tenant.pk):
        return outbox.put(key=key, to=to, at=BEFORE, **words)


def stored(district: District, key: str = "一") -> OutboxMail:
    with scope(district.tenant.pk):
        return OutboxMail.objects.get(key=key)


def test_mail_arrives_as_it_was_written(scenery: District, mailbox: Mailbox) -> None:
    written = put(scenery)
    assert outbox.deliver_due(BEFORE) == 1
    (mail,) = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("jia@example.com", "荔安办〔2023〕1号 通报")
    assert mail.get_content().strip() == "请签收。"
    assert mail["Message-ID"] == written.message_id
    found = stored(scenery)
    assert (found.state, found.sent_at, found.attempts) == (MailState.SENT, BEFORE, 1)


def test_I6_same_key_is_one_mail_sent_once(scenery: District, mailbox: Mailbox) -> None:
    assert put(scenery).pk == put(scenery, text="别的话").pk
    outbox.deliver_due(BEFORE)
    assert outbox.deliver_due(BEFORE + timedelta(days=1)) == 0
    assert [mail.get_content().strip() for mail in mailbox.mails] == ["请签收。"]


def test_refused_recipient_stops_no_other(scenery: District, mailbox: Mailbox) -> None:
    mailbox.refused = {"yi@example.com"}
    for key, to in (("一", "jia@example.com"), ("二", "yi@example.com"), ("三", "bing@example.com")):
        put(scenery, key, to)
    assert outbox.deliver_due(BEFORE) == 2
    assert [mail["To"] for mail in mailbox.mails] == ["jia@example.com", "bing@example.com"]
    refused = stored(scenery, "二")
    assert (refused.state, refused.attempts) == (MailState.QUEUED, 1)
    assert refused.error.startswith("550 5.1.1")


def test_attempts_come_further_and_further_apart_until_it_is_given_up(
    scenery: District, mailbox: Mailbox
) -> None:
    mailbox.down = True
    put(scenery)
    at, tried = BEFORE, []
    for _ in range(outbox.MOST_ATTEMPTS):
        outbox.deliver_due(at)
        mail = stored(scenery)
        tried.append(mail.attempts)
        outbox.deliver_due(mail.next_at - timedelta(seconds=1))
        at = mail.next_at
    assert tried == [1, 2, 3, 4, 5, 6]
    assert (mail.state, mail.error[:3]) == (MailState.FAILED, "451")
    mailbox.down = False
    assert outbox.deliver_due(at + timedelta(days=9)) == 0


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60)])
def test_waits_are_those_promised(scenery: District, mailbox: Mailbox, attempt: int, minutes: int) -> None:
    mailbox.down = True
    with scope(scenery.tenant.pk):
        OutboxMail.objects.filter(pk=put(scenery).pk).update(attempts=attempt - 1)
    outbox.deliver_due(BEFORE)
    assert stored(scenery).next_at - BEFORE == timedelta(minutes=minutes)


def test_server_that_is_away_is_asked_once_a_minute(scenery: District, settings: Settings) -> None:
    settings.MAIL_ENABLED, settings.EMAIL_BACKEND = True, SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    put(scenery)
    put(scenery, "二")
    assert outbox.deliver_due(BEFORE) == 0
    assert stored(scenery).error.startswith("连不上邮件服务器")
    assert stored(scenery, "二").attempts == 0


def test_mail_that_comes_back_is_sent_when_the_server_does(scenery: District, mailbox: Mailbox) -> None:
    mailbox.down = True
    put(scenery)
    outbox.deliver_due(BEFORE)
    mailbox.down = False
    assert outbox.deliver_due(BEFORE + timedelta(minutes=1)) == 1
    assert (stored(scenery).state, stored(scenery).error) == (MailState.SENT, "")


def test_without_server_mail_waits_in_the_outbox(scenery: District, settings: Settings) -> None:
    assert settings.MAIL_ENABLED is False
    put(scenery)
    assert outbox.deliver_due(BEFORE) == 0
    assert (stored(scenery).state, stored(scenery).attempts) == (MailState.QUEUED, 0)


def test_I6_death_between_sending_and_recording_repeats_it_once_by_the_same_id(
    scenery: District, mailbox: Mailbox
) -> None:
    written = put(scenery)
    outbox.deliver_due(BEFORE)
    with scope(scenery.tenant.pk):  # What the row would be had the worker died before recording.
        OutboxMail.objects.update(state=MailState.QUEUED, sent_at=None, next_at=BEFORE + timedelta(minutes=1))
    assert outbox.deliver_due(BEFORE + timedelta(minutes=1)) == 1
    assert outbox.deliver_due(BEFORE + timedelta(days=1)) == 0
    assert [mail["Message-ID"] for mail in mailbox.mails] == [written.message_id] * 2


def test_I6_two_workers_send_each_mail_once(scenery: District, mailbox: Mailbox) -> None:
    for key in "一二三四五六":
        put(scenery, key, f"{ord(key)}@example.com")
    sent = at_once(lambda: outbox.deliver_due(BEFORE), lambda: outbox.deliver_due(BEFORE))
    assert sum(sent) == len(mailbox.mails) == 6
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 6


def test_I3_mails_of_all_tenants_go_out_under_ids_of_their_own(scenery: District, mailbox: Mailbox) -> None:
    other = make_district("hanjiang")
    first, second = put(scenery), put(other)
    assert first.message_id != second.message_id
    assert outbox.deliver_due(BEFORE) == 2


def test_line_breaks_do_not_get_into_headers(scenery: District, mailbox: Mailbox) -> None:
    put(scenery, subject="通报\r\nBcc: yi@example.com")
    assert outbox.deliver_due(BEFORE) == 1
    assert mailbox.mails[0]["Bcc"] is None


def given_up(district: District) -> OutboxMail:
    mail = put(district)
    with scope(district.tenant.pk):
        OutboxMail.objects.update(state=MailState.FAILED, attempts=6, error="550 没有这个邮箱")
    return mail


def test_administrator_sends_a_given_up_mail_again(scenery: District, mailbox: Mailbox) -> None:
    mail = given_up(scenery)
    with scope(scenery.tenant.pk):
        outbox.retry(actor=scenery.admin, mail_id=mail.pk, at=BEFORE)
        assert AuditEntry.objects.filter(action="mail.retried").count() == 1
    assert outbox.deliver_due(BEFORE) == 1


def test_mail_on_its_way_is_not_sent_again(scenery: District) -> None:
    mail = put(scenery)
    with scope(scenery.tenant.pk), pytest.raises(Conflict, match="待发送"):
        outbox.retry(actor=scenery.admin, mail_id=mail.pk, at=BEFORE)


@pytest.mark.parametrize("who", ["filer", "reviewer", "leader"])
def test_retry_denied_to_others(scenery: District, who: str) -> None:
    mail = given_up(scenery)
    with scope(scenery.tenant.pk), pytest.raises(NotAllowed, match="邮件由管理员重发"):
        outbox.retry(actor=getattr(scenery, who), mail_id=mail.pk, at=BEFORE)


def test_I3_mail_of_another_tenant_is_not_found(scenery: District) -> None:
    mail = given_up(make_district("hanjiang"))
    with scope(scenery.tenant.pk), pytest.raises(NotFound):
        outbox.retry(actor=scenery.admin, mail_id=mail.pk, at=BEFORE)
