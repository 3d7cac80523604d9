"""Reads of rectification: how it goes, extensions of the term, and what a close-out must look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hazards import policies, rectifying
from hazards.life import OPEN, Status
from hazards.models import Decision, Extension, Hazard, Stage
from hazards.selectors.evidence import Gallery, Item
from units.actors import Actor
from units.errors import NotFound


@dataclass(frozen=True, slots=True)
class Rectification:
    """What this person can do about a record's rectification, and the extensions asked so far.

    `too_late` says why no extension can be asked any more, "" while one can.
    """

    can_work: bool
    extensions: Sequence[Extension]
    pending: Extension | None
    can_decide: bool
    too_late: str
    longest: date | None


def rectification(actor: Actor, hazard: Hazard, *, at: datetime) -> Rectification:
    """How the rectification of a record stands for this person. One query."""
    status = Status(hazard.status)
    extensions = list(Extension.objects.filter(hazard=hazard).order_by("id"))
    pending = next((each for each in extensions if each.decision == Decision.PENDING), None)
    return Rectification(
        can_work=status is Status.RECTIFYING and policies.may_report(actor, hazard.unit_id),
        extensions=extensions,
        pending=pending if status in OPEN else None,
        can_decide=policies.may_review(actor)
        and pending is not None
        and pending.asker_id != actor.user_id
        and status in OPEN,
        too_late=_too_late(hazard, at),
        longest=rectifying.latest_extension(hazard.due_on) if hazard.due_on else None,
    )


def hazard_of(actor: Actor, extension_id: int) -> int:
    """The record an extension was asked for; NotFound unless this person may know of it."""
    found = Extension.objects.select_related("hazard").filter(pk=extension_id).first()
    if found is None or not policies.may_see(actor, found.unit_id, filed=bool(found.hazard.number)):
        raise NotFound("没有这份延期申请，或者您不能查看它。请从台账重新进入。")
    return found.hazard_id


def repeated(gallery: Gallery) -> Sequence[Item]:
    """The photos of the present re-inspection that stand elsewhere too."""
    taken = gallery.of(Stage.REINSPECTED)
    return [item for item in taken if item.uses and item.evidence.round == gallery.hazard.round]


def _too_late(hazard: Hazard, at: datetime) -> str:
    today = at.astimezone(hazard.tenant.zone).date()
    if hazard.due_on is None or not rectifying.too_late_to_ask(hazard.due_on, today):
        return ""
    return "整改时限已过，不能再申请延期；请抓紧整改，完成后报请复查。"
