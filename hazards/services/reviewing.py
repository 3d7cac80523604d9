"""Deciding on records at the review desk: one, or several that nothing speaks against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hazards import counting, policies
from hazards.life import MOVES, Status
from hazards.models import Hazard, HazardEvent
from hazards.selectors import ledger as ledger_reads
from hazards.selectors import review
from hazards.services import ledger
from units.actors import Actor
from units.errors import Conflict, DomainError, NotAllowed

DECISIONS = ("accept", "return", "exclude")


class Overtaken(Conflict):
    """Somebody was quicker. `still_waits` when the record was changed but is yet to be decided."""

    def __init__(self, hazard: Hazard, last: HazardEvent, verb: str, reason: str) -> None:
        by = f"{hazard}刚由{last.actor_name}办理“{last.verb}”"
        because = f"（{last.reason}）" if last.reason else ""
        lost = f"您写的原因：{reason}" if reason else ""
        self.still_waits = Status(hazard.status) is Status.FILED
        advice = "请核对最新内容后再定。" if self.still_waits else ""
        super().__init__(f"{by}{because}，您的“{verb}”没有办。{advice}{lost}")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A record ticked in the queue, as it stood on the page."""

    hazard_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A ticked record that was not accepted, and why."""

    hazard: Hazard
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of each ticked record; one of another tenant, or not there, is only counted."""

    accepted: Sequence[Hazard]
    refused: Sequence[Refused]
    gone: int


@transaction.atomic
def decide(
    *,
    actor: Actor,
    hazard_id: int,
    name: str,
    version: int,
    at: datetime,
    reason: str = "",
    exclusion: counting.Reason | None = None,
) -> Hazard:
    """Accept, return or exclude a record.

    Of two who decide at once one wins; Overtaken tells the other who did what.
    """
    if name not in DECISIONS:
        raise ValueError(f"not a decision of the review: {name}")
    try:
        return ledger.move(
            actor=actor,
            hazard_id=hazard_id,
            name=name,
            version=version,
            at=at,
            reason=reason,
            exclusion=exclusion,
        )
    except Conflict as refusal:
        hazard = ledger_reads.hazard(actor, hazard_id)
        last = ledger_reads.history(hazard)[-1]
        raise Overtaken(hazard, last, MOVES[name].verb, reason.strip()) from refusal


@transaction.atomic
def accept_all(*, actor: Actor, chosen: Sequence[Chosen], at: datetime) -> Batch:
    """Accept each of these records, in the order of their numbers; the others are named with the reason.

    One that looks like a known misjudgment or a double is left to be opened. NotAllowed unless this person
    reviews.
    """
    if not policies.may_review(actor):
        raise NotAllowed("批量通过由安委办办理。")
    versions = {each.hazard_id: each.version for each in chosen}
    found = list(ledger_reads.ledger(actor).filter(pk__in=versions).order_by("pk"))
    accepted: list[Hazard] = []
    refused: list[Refused] = []
    for hazard in found:
        if Status(hazard.status) is Status.FILED and (why := review.doubtful(actor, hazard)):
            refused.append(Refused(hazard, why))
            continue
        try:
            accepted.append(
                decide(actor=actor, hazard_id=hazard.pk, name="accept", version=versions[hazard.pk], at=at)
            )
        except DomainError as refusal:
            refused.append(Refused(hazard, refusal.message))
    return Batch(accepted, refused, len(versions) - len(found))
