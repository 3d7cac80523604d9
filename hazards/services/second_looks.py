"""回头看: drawing closed records at random, and reporting what was found there."""

import secrets
from datetime import date, datetime

from django.db import transaction

from hazards import policies
from hazards.entries import EARLIEST_YEAR, plain
from hazards.life import MOVES, Status
from hazards.models import Draw, Finding, Hazard, HazardEvent, SecondLook
from hazards.selectors import ledger
from hazards.selectors import second_looks as reads
from hazards.services import records, rectification, trail
from hazards.standards import SHORT
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound

LOOKED = "回头看"
MOST = 200
"""How many records one draw takes at most."""
_SEED_BYTES = 16


@transaction.atomic
def draw(
    *, actor: Actor, closed_from: date, closed_to: date, wanted: int, at: datetime, seed: str = ""
) -> Draw:
    """Draw `wanted` of the records closed on these days, both included; all when there are fewer.

    The same seed draws the same of the same population. Invalid when nothing was closed on these days.
    """
    _require_office(actor)
    if closed_to < closed_from:
        raise Invalid("结束日期早于开始日期，请核对销号日期的范围。")
    if closed_from.year < EARLIEST_YEAR or closed_to > at.astimezone(reads.tenant_zone()).date():
        raise Invalid(f"销号日期要在{EARLIEST_YEAR}年到今天之间，请核对日期范围。")
    if not 1 <= wanted <= MOST:
        raise Invalid(f"抽查条数要在1到{MOST}之间，请改一下。")
    population = reads.population(closed_from, closed_to, at=at)
    if not population:
        raise Invalid("这段日期里没有已销号的隐患，请把日期范围放宽一些。")
    seed = seed or secrets.token_hex(_SEED_BYTES)
    made = Draw.objects.create(
        at=at,
        drawer_id=actor.user_id,
        drawer_name=actor.name,
        closed_from=closed_from,
        closed_to=closed_to,
        population=len(population),
        wanted=wanted,
        seed=seed,
    )
    drawn = reads.drawn(population, wanted, seed)
    SecondLook.objects.bulk_create(
        SecondLook(draw=made, hazard_id=hazard_id, unit_id=population[hazard_id], order=order)
        for order, hazard_id in enumerate(drawn, start=1)
    )
    summary = f"回头看抽查：{made.population}条中抽出{len(drawn)}条"
    audit.record(actor=actor, at=at, action="second_look.drawn", about=made, summary=summary)
    return made


@transaction.atomic
def report(
    *, actor: Actor, look_id: int, finding: Finding, note: str, at: datetime, due_on: date | None = None
) -> SecondLook:
    """Say what was found. 整改不到位 reopens the record, with a new term when the old one has passed.

    Who rectified or closed the record does not look again (I8).
    """
    _require_office(actor)
    found = SecondLook.objects.filter(pk=look_id).values_list("hazard_id", flat=True).first()
    if found is None:
        raise NotFound("没有这条抽查，或者您不能查看它。请从回头看重新进入。")
    hazard = records.locked(actor, found)
    look = SecondLook.objects.get(pk=look_id)
    if look.finding != Finding.PENDING:
        raise Conflict(f"{look.looker_name}已经登记：{look.get_finding_display()}，不用再登记。")
    if finding not in {Finding.HELD, Finding.RELAPSED}:
        raise Invalid("请选择核查结果：整改到位，或整改不到位。")
    words = _words(note)
    if Status(hazard.status) is not Status.CLOSED:
        raise Conflict(f"本条现为“{records.label(hazard)}”，已经重新打开过。等再次销号后，再登记核查结果。")
    _require_other_person(actor, hazard)
    look.finding, look.note, look.looked_at = finding, words, at
    look.looker_id, look.looker_name = actor.user_id, actor.name
    look.save()
    said = f"{look.get_finding_display()}：{words}"
    trail.event(hazard, actor=actor, at=at, verb=LOOKED, reason=said).save()
    if finding == Finding.RELAPSED:
        rectification.reopen(
            actor=actor, hazard_id=hazard.pk, version=hazard.version, at=at, reason=words, due_on=due_on
        )
    return look


def _require_office(actor: Actor) -> None:
    if not policies.may_review(actor):
        raise NotAllowed("回头看由安委办抽查和登记，您可以在台账查看本单位的隐患。")


def _require_other_person(actor: Actor, hazard: Hazard) -> None:
    if actor.is_system:
        raise NotAllowed("回头看要由具体的人签名办理。")
    closings = HazardEvent.objects.filter(hazard=hazard, verb=MOVES["close"].verb)
    if closings.filter(actor_id=actor.user_id).exists():
        raise NotAllowed("本条是您销号的，回头看要由另一人核查，请同事办理。")
    if ledger.rectified(actor, hazard):
        raise NotAllowed("本条是您整改或报请复查的，回头看要由另一人核查，请同事办理。")


def _words(note: str) -> str:
    words = plain(note)
    if not words:
        raise Invalid("请写明现场看到的情况，作为核查记录。")
    if len(words) > SHORT:
        raise Invalid(f"核查情况最多{SHORT}字，现有{len(words)}字，请写短一些。")
    return words
