"""The jobs beat knocks for."""

import pytest

from config.celery import app
from notices import tasks
from notices.models import MailState, OutboxMail
from notices.services import outbox
from tests.factories import BEFORE, District
from units.scoping import scope


def test_mail_is_delivered_every_minute() -> None:
    entry = app.conf.beat_schedule["deliver-mail"]
    assert (entry["task"], entry["schedule"]) == (tasks.deliver_mail.name, 60.0)


@pytest.mark.django_db(transaction=True)
def test_job_without_server_leaves_mail_where_it_is(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        outbox.put(key="一", to="jia@example.com", subject="通报", text="请签收", at=BEFORE)
    tasks.deliver_mail()
    with scope(scenery.tenant.pk):
        assert OutboxMail.objects.get().state == MailState.QUEUED
