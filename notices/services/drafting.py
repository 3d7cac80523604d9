"""Drafting circulars and letters: figures and facts are laid into the template that holds, and kept with the text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from notices import policies, templating
from notices.content import CircularContent
from notices.models import Circular, CircularEvent, CircularKind, CircularState, CircularVersion
from notices.selectors import circulars as selectors
from notices.selectors import drawn, templates
from notices.stored_figures import stored
from reports.figures import Figure, by_key
from reports.models import Period, Snapshot
from units import audit
from units.actors import Actor
from units.errors import Invalid, NotAllowed
from units.models import Unit

_WHAT = "起草"


@dataclass(frozen=True, slots=True)
class Generated:
    """What the machine writes: the text, and the figures and the version of the template it was written with."""

    content: CircularContent
    figures: tuple[Figure, ...]
    template_version: int


@transaction.atomic
def draft_circular(
    *, actor: Actor, period: Period, at: datetime, kind: CircularKind = CircularKind.MONTHLY
) -> Circular:
    """Draft a circular of a closed period from its newest snapshot; once per snapshot and kind.

    Rivals and repeated calls get the same draft. NotAllowed for everybody but 安委办; Invalid for a letter, Conflict
    while the period is open.
    """
    if not policies.may_draft(actor):
        raise NotAllowed("通报由安委办起草。")
    if kind.is_letter:
        raise Invalid(f"{kind.label}发给一个单位，请在催报页面选单位起草。")
    found = drawn.of_period(actor, period)
    return written(
        actor=actor,
        at=at,
        kind=kind,
        period=period,
        snapshot=found.snapshot,
        figures=found.figures,
        facts=found.facts,
        summary=f"起草{period.title}{kind.label}（快照第{found.revision}版）",
    )


def draft_due_circulars(*, actor: Actor, at: datetime) -> list[Circular]:
    """Draft the monthly circulars that are missing for closed periods; doing it twice changes nothing.

    Where people are at work on a draft from an earlier revision, none is put beside it: they write theirs again.
    """
    return [
        draft_circular(actor=actor, period=period, at=at) for period in selectors.periods_without_circular()
    ]


def generated(circular: Circular) -> Generated:
    """What the machine would write now: of a circular from the newest snapshots, of a letter from its own facts.

    Always by the template that holds now. Conflict when a correction opened its span again.
    """
    found = drawn.of_circular(circular)
    return _composed(CircularKind(circular.kind), found.figures, found.facts)


@transaction.atomic
def written(
    *,
    actor: Actor,
    at: datetime,
    kind: CircularKind,
    figures: Iterable[Figure],
    facts: Mapping[str, str],
    summary: str,
    period: Period | None = None,
    snapshot: Snapshot | None = None,
    unit: Unit | None = None,
    span: str = "",
    reply_by: date | None = None,
) -> Circular:
    """Compose and store a draft with its first version, its event and a line in the trail.

    Of one snapshot and kind there is one: who comes second gets it as it stands. `summary` is the sentence of the
    trail. Who may draft, and whether a letter was written today already, the caller knows.
    """
    drafted = _composed(kind, tuple(figures), facts)
    fields = {
        "period": period,
        "unit": unit,
        "span": span,
        "reply_by": reply_by,
        "template_version": drafted.template_version,
        "title": drafted.content.title,
        "content": drafted.content.to_json(),
        "base": drafted.content.to_json(),
        "figures": stored(drafted.figures),
        "created_at": at,
        "created_by_id": actor.user_id,
    }
    if snapshot is None:
        circular, created = Circular.objects.create(kind=kind, **fields), True
    else:
        standing = Circular.objects.exclude(state=CircularState.WITHDRAWN)
        circular, created = standing.get_or_create(
            kind=kind, snapshot=snapshot, supersedes=None, defaults=fields
        )
    if created:
        _begin(actor, circular, at, summary)
    return circular


def _composed(kind: CircularKind, figures: tuple[Figure, ...], facts: Mapping[str, str]) -> Generated:
    source, version = templates.current(kind)
    content = templating.compose(templating.parse(source), by_key(figures), facts)
    return Generated(content, figures, version)


def _begin(actor: Actor, circular: Circular, at: datetime, summary: str) -> None:
    who = {"at": at, "by_id": actor.user_id, "by_name": actor.name}
    CircularVersion.objects.create(circular=circular, number=1, content=circular.content, what=_WHAT, **who)
    CircularEvent.objects.create(circular=circular, action=CircularEvent.Action.DRAFTED, **who)
    audit.record(actor=actor, at=at, action="circular.drafted", about=circular, summary=summary)
