"""Drafting letters to single units: 催报函, 提醒函, 督办函, 约谈通知书."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from notices import letter_facts, policies
from notices.models import Circular, CircularKind
from notices.selectors import letters as reads
from notices.selectors.letters import Addressee
from notices.services import drafting
from reports.models import Period
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import Unit

WORDS = 200
"""Characters of a typed reason, place or time."""
MEETING = ("reason", "time", "place")
"""What a 约谈通知书 has to say besides."""
_FURTHEST = timedelta(days=366)
_LABELS = {"reason": "约谈事由", "time": "约谈时间", "place": "约谈地点"}


@dataclass(frozen=True, slots=True)
class Demand:
    """What a letter asks: a reply by a day, and of who is interviewed to be somewhere at some time."""

    reply_by: date | None = None
    reason: str = ""
    time: str = ""
    place: str = ""

    @property
    def meeting(self) -> Mapping[str, str]:
        """The typed words by name, on one line each."""
        return {name: " ".join(getattr(self, name).split()) for name in MEETING}


NO_DEMAND = Demand()


@dataclass(frozen=True, slots=True)
class Drafted:
    """What drafting came to: the letters made now, and those made earlier today, which stay as they are."""

    made: tuple[Circular, ...]
    again: tuple[Circular, ...]


@transaction.atomic
def draft_letters(
    *,
    actor: Actor,
    kind: CircularKind,
    period: Period,
    unit_ids: Collection[int],
    at: datetime,
    demand: Demand = NO_DEMAND,
) -> Drafted:
    """Draft a letter for each of these units; of a kind, a period and a day each gets one, however often asked (I6).

    NotAllowed for everybody but 安委办; Invalid when no unit was chosen or the demand cannot be meant; NotFound for
    a unit that is not there; Conflict when there is nothing to write to any of them about any more.
    """
    if not policies.may_draft(actor):
        raise NotAllowed("催报函、提醒函、督办函和约谈通知书由安委办起草。")
    if not kind.is_letter:
        raise Invalid(f"{kind.label}不是发给一个单位的函件。请在本期页面起草。")
    _require_sound(kind, demand, period, at)
    _hold(unit_ids)
    chosen = _chosen(actor, kind, period, unit_ids, at)
    made = tuple(_draft(actor, kind, period, each, at, demand) for each in chosen if each.today is None)
    return Drafted(made, tuple(each.today for each in chosen if each.today is not None))


def _require_sound(kind: CircularKind, demand: Demand, period: Period, at: datetime) -> None:
    today = at.astimezone(period.tenant.zone).date()
    if demand.reply_by is not None and not today <= demand.reply_by <= today + _FURTHEST:
        raise Invalid("答复期限要在今天以后、一年以内。请改选日期，或不填。")
    if kind != CircularKind.INTERVIEW:
        return
    for name, words in demand.meeting.items():
        if not words:
            raise Invalid(f"约谈通知书要写明{_LABELS[name]}。请补充后再起草。")
        if len(words) > WORDS:
            raise Invalid(f"{_LABELS[name]}最多{WORDS}字，请写短一些。")
        if not words.isprintable():
            raise Invalid(f"{_LABELS[name]}里有不能显示的控制字符，请删去后再起草。")


def _hold(unit_ids: Collection[int]) -> None:
    """Who drafts to the same units waits here, so that neither misses the other's letters."""
    if not unit_ids:
        raise Invalid("没有选中单位。请在单位前打勾，再起草。")
    held = Unit.objects.select_for_update(no_key=True).filter(pk__in=unit_ids).order_by("id")
    if len(held) < len(set(unit_ids)):
        raise NotFound("要发函的单位里有的已经不在，它可能已撤并。请刷新页面再选。")


def _chosen(
    actor: Actor, kind: CircularKind, period: Period, unit_ids: Collection[int], at: datetime
) -> list[Addressee]:
    """Those of the units that there is something to write to about; who saw to it meanwhile is left out."""
    found = [each for each in reads.addressees(actor, kind, period, now=at) if each.unit.pk in unit_ids]
    if not found:
        raise Conflict(
            f"选中的单位现在没有要用{kind.label}办理的事项，可能刚刚报齐或整改销号。请刷新页面看最新情况。"
        )
    return found


def _draft(
    actor: Actor, kind: CircularKind, period: Period, to: Addressee, at: datetime, demand: Demand
) -> Circular:
    zone, owed = period.tenant.zone, reads.about(kind, to.grounds, at)
    facts = letter_facts.facts(
        unit=to.unit.name,
        office=period.tenant.office,
        period=period.title,
        campaign=period.campaign.name,
        day=at.astimezone(zone).date(),
        reply_by=demand.reply_by,
        meeting=demand.meeting,
        grounds=to.grounds,
        owed=owed,
        zone=zone,
        synthetic=period.synthetic,
    )
    return drafting.written(
        actor=actor,
        at=at,
        kind=kind,
        period=period,
        unit=to.unit,
        reply_by=demand.reply_by,
        figures=letter_facts.figures(to.grounds, owed, at, zone),
        facts=facts,
        summary=f"起草{kind.label}：{to.unit.name}（{period.title}）",
    )
