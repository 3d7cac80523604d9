"""A record held for writing: locked, of the version the page was made on, changed and signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hazards import policies
from hazards.entries import shown
from hazards.life import LABELS, Status
from hazards.models import Hazard, HazardEvent
from hazards.services import trail
from units.actors import Actor
from units.errors import Conflict, NotFound


def locked(actor: Actor, hazard_id: int) -> Hazard:
    """The record, locked; NotFound unless this person may know of it."""
    hazard: Hazard | None = (
        Hazard.objects.filter(pk=hazard_id)
        .select_related("tenant", "unit__tenant", "enterprise", "criterion__standard")
        .select_for_update(of=("self",))
        .first()
    )
    if hazard is None or not policies.may_see(actor, hazard.unit_id, filed=bool(hazard.number)):
        raise NotFound(policies.GONE)
    return hazard


def require_version(hazard: Hazard, version: int) -> None:
    """Conflict, naming who was quicker, unless the page shows the record as it stands."""
    if hazard.version != version:
        last = HazardEvent.objects.filter(hazard=hazard).order_by("id").last()
        by = last.actor_name if last else "他人"
        raise Conflict(f"本条刚被{by}改过，您看到的不是最新内容。请刷新页面，核对后再继续。")


def assign(hazard: Hazard, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Put clean values into the record; what changed, as shown. Another clause discards the answers."""
    zone = hazard.unit.tenant.zone
    changes: dict[str, tuple[str, str]] = {}
    for name, value in values.items():
        old = getattr(hazard, name)
        if old == value:
            continue
        local = [each.astimezone(zone) if isinstance(each, datetime) else each for each in (old, value)]
        changes[name] = (shown(name, local[0]), shown(name, local[1]))
        setattr(hazard, name, value)
    if "criterion" in changes:
        hazard.answers = {}
    hazard.discovered_on = hazard.discovered_at.astimezone(zone).date()
    return changes


def save(
    hazard: Hazard,
    actor: Actor,
    at: datetime,
    verb: str,
    *,
    reason: str = "",
    changes: trail.Changes | None = None,
) -> None:
    """Store the record as a new version, with its line in the trail."""
    hazard.version += 1
    hazard.save()
    trail.event(hazard, actor=actor, at=at, verb=verb, reason=reason, changes=changes).save()


def label(hazard: Hazard) -> str:
    """Where the record stands, in words."""
    return LABELS[Status(hazard.status)]
