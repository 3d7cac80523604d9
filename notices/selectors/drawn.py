"""What a circular or letter is drawn from, as it stands now: figures and facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from notices.content import CircularContent, Fact
from notices.facts import of_snapshot
from notices.models import Circular, CircularKind
from notices.selectors import letterhead, spans
from notices.stored_figures import restored
from reports.figures import Figure
from reports.models import Period, Snapshot
from reports.selectors.corrections import corrected_before
from reports.selectors.figures import closed_period
from units.actors import Actor
from units.errors import Conflict
from units.scoping import current_tenant_id


@dataclass(frozen=True, slots=True)
class Drawn:
    """Figures and facts, ready for a template; `snapshot` is the one a circular cites, None of a letter."""

    figures: tuple[Figure, ...]
    facts: Mapping[str, str]
    snapshot: Snapshot | None = None

    @property
    def revision(self) -> int:
        """The revision of the snapshot, 0 without one."""
        return self.snapshot.revision if self.snapshot else 0


def of_circular(circular: Circular) -> Drawn:
    """A circular from the newest snapshots, a letter from what it was drafted with."""
    if CircularKind(circular.kind).is_letter or circular.period is None:
        return _kept(circular)
    if circular.span:
        return of_span(circular)
    return of_period(Actor.system(current_tenant_id()), circular.period)


def of_period(actor: Actor, period: Period) -> Drawn:
    """A closed period by its newest snapshot; Conflict while it is open."""
    closed = closed_period(actor, period)
    corrected = corrected_before(period, closed.snapshot)
    facts = of_snapshot(
        closed.data,
        closed.previous,
        office=period.tenant.office,
        receivers=letterhead.receivers(),
        corrected=corrected,
    )
    return Drawn(closed.figures, facts, closed.snapshot)


def of_span(circular: Circular) -> Drawn:
    """The quarter or year of a circular; Conflict when it is not complete any more."""
    found = spans.of_circular(circular)
    if found is None:
        raise Conflict(f"{circular.span}里有的期次还没有关账，不能更新。请在关账以后再更新。")
    return of_compiled(spans.compiled(found))


def of_compiled(compiled: spans.Compiled) -> Drawn:
    """A quarter or year that was compiled; the last of its snapshots is named as the source."""
    facts = of_snapshot(
        compiled.data,
        compiled.previous,
        office=compiled.snapshot.tenant.office,
        receivers=letterhead.receivers(),
        cited=compiled.snapshot.data,
    )
    return Drawn(compiled.figures, facts, compiled.snapshot)


def _kept(circular: Circular) -> Drawn:
    """Facts are those the letter states: it stays a letter of its day."""
    base = CircularContent.from_json(circular.base or circular.content)
    parts = (part for block in base.blocks for part in block.parts)
    facts = {part.name: part.text for part in parts if isinstance(part, Fact)}
    return Drawn(tuple(restored(circular.figures).values()), facts)
