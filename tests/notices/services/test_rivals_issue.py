"""What happens on the way to issue while somebody else acts on the same document (I6, I7, I8). These tests commit."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from notices import document
from notices.models import (
    Circular,
    CircularState,
    Delivery,
    DocumentSeries,
    MailState,
    OutboxMail,
    Publication,
)
from notices.selectors import editing as reads
from notices.services import editing, issuing, outbox, publishing
from tests.factories import BEFORE, District, make_actor, make_district
from tests.mailbox import Mailbox, running
from tests.notices.drafted import with_words
from tests.notices.issued import AFTER, delivery_to, drafted, issued, letter, reviewed
from tests.reports.corrected import LATER, ask, grant
from tests.rivals import at_once
from units.enums import Role
from units.errors import Conflict
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> District:
    return make_district()


def in_tenant(world: District, job: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        with scope(world.tenant.pk):
            return job()

    return run


def names(found: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in found)


def test_I7_late_autosave_and_submitting_do_not_mix(world: District) -> None:
    with scope(world.tenant.pk):
        circular, other = drafted(world), make_actor("second", Role.REVIEWER)
        content = with_words(reads.stored(circular), "后到。")
    found = at_once(
        in_tenant(world, lambda: issuing.submit(actor=other, circular=circular, at=AFTER, edit=1)),
        in_tenant(world, lambda: editing.save(
            actor=world.reviewer, circular=circular, content=content, edit=1, at=AFTER
        )),
    )  # fmt: skip
    assert names(found) == ["Circular", "Conflict"]
    with scope(world.tenant.pk):
        stored = Circular.objects.get()
        written = "后到。" in stored.document.text
    assert (stored.state == CircularState.DRAFT) is written, "what is reviewed is what was seen"


def test_I6_of_signing_and_sending_back_one_happens(world: District) -> None:
    with scope(world.tenant.pk):
        circular = reviewed(world)
    found = at_once(
        in_tenant(world, lambda: issuing.sign(actor=world.leader, circular=circular, at=AFTER)),
        in_tenant(world, lambda: issuing.send_back(
            actor=world.reviewer, circular=circular, at=AFTER, comment="还要改"
        )),
    )  # fmt: skip
    assert names(found) == ["Circular", "Conflict"]
    with scope(world.tenant.pk):
        signed = Circular.objects.get().state == CircularState.ISSUED
        assert Publication.objects.exists() is signed
        assert DocumentSeries.objects.filter(last=1).exists() is signed


def test_I6_of_two_withdrawals_one_happens(world: District) -> None:
    with scope(world.tenant.pk):
        circular = issued(world)
    withdraw = in_tenant(
        world, lambda: issuing.withdraw(actor=world.leader, circular=circular, at=AFTER, comment="有误")
    )
    assert names(at_once(withdraw, withdraw)) == ["Circular", "Conflict"]


def test_I7_of_two_replies_one_is_told(world: District) -> None:
    with scope(world.tenant.pk):
        found = delivery_to(issued(world, reply_by=(AFTER + timedelta(days=3)).date()), world.town)

    def reply(who: str) -> Callable[[], Any]:
        actor = getattr(world, who)
        return in_tenant(
            world, lambda: publishing.reply(actor=actor, delivery=found, text=f"{who}已整改", at=AFTER)
        )

    results = at_once(reply("filer"), reply("head"))
    assert names(results) == ["Conflict", "Delivery"]
    with scope(world.tenant.pk):
        stored = Delivery.objects.select_related("replied_by").get(pk=found.pk)
    assert stored.reply in {"filer已整改", "head已整改"}


def test_I6_signing_and_withdrawing_what_it_replaces_leaves_one_story(world: District) -> None:
    with scope(world.tenant.pk):
        old = issued(world)
        new = reviewed(world, issuing.replace(actor=world.reviewer, circular=old, at=AFTER))
    at_once(
        in_tenant(world, lambda: issuing.sign(actor=world.leader, circular=new, at=AFTER)),
        in_tenant(world, lambda: issuing.withdraw(
            actor=world.reviewer, circular=old, at=AFTER, comment="有误"
        )),
    )  # fmt: skip
    with scope(world.tenant.pk):
        states = {each.pk: each.state for each in Circular.objects.all()}
        printed = dict(Publication.objects.values_list("circular_id", "state"))
    assert states[new.pk] == CircularState.ISSUED
    assert states[old.pk] == printed[old.pk] != "in_force"


def test_I4_correction_beside_signing_is_in_the_text_or_told_of(world: District) -> None:
    with scope(world.tenant.pk):
        circular = reviewed(world)
        world.period.refresh_from_db()
        asked = ask(world, world.period)
    found = at_once(
        in_tenant(world, lambda: issuing.sign(actor=world.leader, circular=circular, at=LATER)),
        in_tenant(world, lambda: grant(world, asked)),
    )
    assert not isinstance(found[1], Exception)
    with scope(world.tenant.pk):
        signed = Circular.objects.get(pk=circular.pk)
        assert isinstance(found[0], Conflict) is (signed.state == CircularState.REVIEWED)
        assert signed.snapshot is not None
        assert signed.snapshot.revision == 1


def test_I6_failed_signature_leaves_no_gap(world: District, monkeypatch: pytest.MonkeyPatch) -> None:
    with scope(world.tenant.pk):
        first, second = reviewed(world), reviewed(world, letter(world))

    def fails(*_: object) -> bytes:
        raise MemoryError

    with monkeypatch.context() as patch, scope(world.tenant.pk):
        patch.setattr(document, "render", fails)
        with pytest.raises(MemoryError):
            issuing.sign(actor=world.leader, circular=first, at=AFTER)
    with scope(world.tenant.pk):
        assert not Publication.objects.exists()
        assert not OutboxMail.objects.exists()
        numbers = [
            issuing.sign(actor=world.leader, circular=each, at=AFTER).number for each in (second, first)
        ]
    assert numbers == [1, 2]


class Rude(Mailbox):
    """A server whose refusals hold signs that no database takes."""

    async def handle_RCPT(self, *asked: Any) -> str:
        """Refuse everybody."""
        return "550 \x00\x1b没有\x07"


@pytest.fixture
def rude(settings: Settings) -> Iterator[None]:
    settings.MAIL_ENABLED, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
    with running(Rude()) as (settings.EMAIL_HOST, settings.EMAIL_PORT):
        yield


def test_what_a_server_says_stops_no_mail(world: District, rude: None) -> None:
    with scope(world.tenant.pk):
        for key in "一二":
            outbox.put(key=key, to=f"{ord(key)}@example.com", subject="通报", text="请签收", at=BEFORE)
    assert outbox.deliver_due(BEFORE) == 0
    with scope(world.tenant.pk):
        mails = list(OutboxMail.objects.values_list("state", "attempts", "error"))
    assert [(state, tried) for state, tried, _ in mails] == [(MailState.QUEUED, 1)] * 2
    assert all("550" in error and "没有" in error and error.isprintable() for _, _, error in mails)
