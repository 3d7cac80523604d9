"""What was signed goes out to units, as printed (I3); they sign for it and reply."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from notices import document, policies, printed_annex
from notices.annex import Annex
from notices.content import CircularContent
from notices.finishing import printed
from notices.models import Circular, Delivery, Publication, PublicationState
from notices.selectors import annexes as annex_reads
from notices.selectors.inbox import is_late, people_of
from notices.services import outbox
from reports.schedule import end_of_day
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import Unit
from units.selectors import obliged_units

MAX_REPLY = 2000


@transaction.atomic
def publish(*, actor: Actor, circular: Circular, number_text: str, at: datetime) -> Publication:
    """Print a signed circular, keep the copy with its digest, and deliver it: a letter to its unit, else to all.

    Conflict when no sound Word file comes of it, or there is nobody to deliver to.
    """
    content = printed(circular.document)
    annexes = annex_reads.of(circular)
    publication = Publication.objects.create(
        circular=circular,
        kind=circular.kind,
        document_number=number_text,
        title=circular.title,
        content=content.to_json(),
        annex=printed_annex.to_json(annexes),
        sha256=hashlib.sha256(_word(content, annexes)).hexdigest(),
        issued_at=at,
        reply_by=circular.reply_by,
        synthetic=annex_reads.is_synthetic(circular),
    )
    units = _receivers(circular)
    Delivery.objects.bulk_create(Delivery(publication=publication, unit=unit, at=at) for unit in units)
    _tell_units(publication, units, at)
    audit.record(
        actor=actor,
        at=at,
        action="publication.made",
        about=publication,
        summary=f"印发{number_text}《{circular.title}》，送{len(units)}家",
        detail={"sha256": publication.sha256},
    )
    return publication


@transaction.atomic
def receive(*, actor: Actor, delivery: Delivery, at: datetime) -> Delivery:
    """Sign for what was sent to one's unit (签收); the first of the unit who does so stands there."""
    found = _held(actor, delivery)
    if found.received_at is not None:
        return found
    found.received_at, found.received_by_id = at, actor.user_id
    found.save(update_fields=["received_at", "received_by"])
    _told(actor, at, found, "received", "签收")
    return found


@transaction.atomic
def reply(
    *, actor: Actor, delivery: Delivery, text: str, at: datetime, seen: datetime | None = None
) -> Delivery:
    """Answer what was sent to one's unit, which also signs for it.

    A reply may be corrected until the day it is due; one that comes later is marked late and stands. Conflict when
    a colleague replied since the page was opened (`seen` is the time of the reply that it showed).
    """
    words = _sound_reply(text)
    found = _held(actor, delivery)
    publication = found.publication
    if publication.reply_by is None:
        raise Conflict("这份文件不要求回复，签收即可。")
    if found.replied_at != seen:
        by = found.replied_by.name if found.replied_by else "同事"
        raise Conflict(f"{by}刚刚已经回复。请刷新页面，看过再改。")
    due = end_of_day(publication.reply_by, publication.tenant.zone)
    if found.replied_at is not None and at >= due:
        raise Conflict("回复期限已过，已报的回复不能再改。确需补充的，请与安委办联系。")
    found.reply, found.replied_at, found.replied_by_id = words, at, actor.user_id
    if found.received_at is None:
        found.received_at, found.received_by_id = at, actor.user_id
    found.save(update_fields=["reply", "replied_at", "replied_by", "received_at", "received_by"])
    _told(actor, at, found, "replied", "迟复" if is_late(found) else "回复", words)
    return found


def tell_withdrawn(publication: Publication, at: datetime) -> None:
    """Mail those who were told of it that it no longer holds."""
    units = [each.unit for each in Delivery.objects.filter(publication=publication).select_related("unit")]
    _mail(
        units,
        key=f"withdrawn/{publication.pk}",
        subject=f"撤回：{publication.document_number}",
        text=f"{publication.document_number}《{publication.title}》已撤回。\n原因：{publication.note}\n",
        at=at,
    )


def _word(content: CircularContent, annexes: Sequence[Annex]) -> bytes:
    try:
        return document.render(content, annexes)
    except (document.BrokenDocument, ValueError) as error:
        raise Conflict(
            "生成的Word文件没有通过核对，没有编号，也没有印发。请退回，请起草人检查文中的特殊符号。"
        ) from error


def _receivers(circular: Circular) -> Sequence[Unit]:
    units = [circular.unit] if circular.unit is not None else obliged_units()
    if not units:
        raise Conflict("没有应报单位，文件送不出去。请管理员先设好单位。")
    return units


def _tell_units(publication: Publication, units: Sequence[Unit], at: datetime) -> None:
    due = publication.reply_by
    asked = f"请签收，并在{due.month}月{due.day}日24:00前回复。" if due else "请签收。"
    _mail(
        units,
        key=f"publication/{publication.pk}",
        subject=f"{publication.document_number} {publication.title}",
        text=f"{publication.document_number}《{publication.title}》已印发。\n登录清患，在“收文”中查看。{asked}\n",
        at=at,
    )


def _mail(units: Sequence[Unit], *, key: str, subject: str, text: str, at: datetime) -> None:
    """The same mail to everybody of these units who has an address."""
    for person in people_of(units):
        outbox.put(key=f"{key}/{person.pk}", to=person.email, subject=subject, text=text, at=at)


def _held(actor: Actor, delivery: Delivery) -> Delivery:
    """The delivery, locked; NotFound or NotAllowed for others, Conflict when the document no longer holds."""
    found = (
        Delivery.objects.select_for_update(of=("self",))
        .filter(pk=delivery.pk)
        .select_related("publication__tenant", "unit", "replied_by")
        .first()
    )
    if found is None:
        raise NotFound("没有这份收文。请从“收文”页重新进入。")
    if not policies.may_receive(actor, found.unit_id):
        raise NotAllowed(f"{found.unit.name}的收文由该单位的填报员或负责人签收、回复。")
    if found.publication.state != PublicationState.IN_FORCE:
        raise Conflict(f"这份文件{found.publication.get_state_display()}，不用签收和回复。")
    return found


def _sound_reply(text: str) -> str:
    words = text.strip()
    if not words:
        raise Invalid("请写明回复内容。")
    if len(words) > MAX_REPLY:
        raise Invalid(f"回复最多{MAX_REPLY}字，现有{len(words)}字，请写短一些。")
    if any(not char.isprintable() and char not in "\r\n\t" for char in words):
        raise Invalid("回复里有不能显示的控制字符，请删去后再报。")
    return words


def _told(actor: Actor, at: datetime, found: Delivery, action: str, verb: str, words: str = "") -> None:
    number = found.publication.document_number
    audit.record(
        actor=actor,
        at=at,
        action=f"publication.{action}",
        about=found,
        summary=f"{found.unit.name}{verb}{number}",
        detail={"reply": words} if words else None,
    )
