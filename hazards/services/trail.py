"""The trail of a record: every service writes its line in the transaction of the change itself (I8)."""

from collections.abc import Mapping
from datetime import datetime

from hazards.models import Hazard, HazardEvent
from units.actors import Actor

Changes = Mapping[str, tuple[str, str]]
"""Old and new value, as shown, by field."""


def event(
    hazard: Hazard, *, actor: Actor, at: datetime, verb: str, reason: str = "", changes: Changes | None = None
) -> HazardEvent:
    """One line about a record as it now stands, not yet stored."""
    return HazardEvent(
        hazard=hazard,
        unit_id=hazard.unit_id,
        at=at,
        actor_id=actor.user_id,
        actor_name=actor.name,
        verb=verb,
        status=hazard.status,
        reason=reason,
        changes={name: list(pair) for name, pair in (changes or {}).items()},
    )
