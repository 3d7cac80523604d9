"""The trail: every service writes its line in the transaction of the change itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from units.actors import Actor
from units.models import AuditEntry


def record(
    *,
    actor: Actor,
    at: datetime,
    action: str,
    about: Model,
    summary: str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append one line about a record, a person or a standard. `summary` is the sentence a reader sees."""
    AuditEntry.objects.create(
        at=at,
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        object_type=about._meta.label_lower,
        object_id=about.pk,
        summary=summary[:300],
        detail=dict(detail or {}),
    )
