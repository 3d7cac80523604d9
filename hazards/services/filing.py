"""Saving a record while it is being filled in: what is sound is stored, what is not is told by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction

from hazards import soundness
from hazards.entries import Entries, InvalidFields, clean
from hazards.judgment import Answer, Value
from hazards.models import Hazard
from hazards.services import ledger
from units.actors import Actor


@dataclass(frozen=True, slots=True)
class Saved:
    """The record as it now stands, and by field why something was not stored."""

    hazard: Hazard
    refused: Mapping[str, str]


@transaction.atomic
def save(
    *,
    actor: Actor,
    hazard_id: int,
    version: int,
    entries: Entries,
    answers: Mapping[str, Mapping[str, str]],
    at: datetime,
) -> Saved:
    """Store fields, then parts of answers (`value`, `fact`, `evidence`) by path; other parts stay.

    Refuses as `ledger.edit_hazard` and `ledger.answer` do, but for single fields that cannot be stored.
    """
    sound, refused = _sifted(entries)
    hazard = ledger.edit_hazard(actor=actor, hazard_id=hazard_id, version=version, entries=sound, at=at)
    if answers:
        hazard = ledger.answer(
            actor=actor, hazard_id=hazard_id, version=hazard.version, answers=_whole(hazard, answers), at=at
        )
    return Saved(hazard, refused)


def _sifted(entries: Entries) -> tuple[Entries, dict[str, str]]:
    """The fields that can be stored, and what is wrong with the others."""
    sound: dict[str, object] = {}
    refused: dict[str, str] = {}
    for name, value in entries.items():
        try:
            sound |= clean(cast(Entries, {name: value}))
        except InvalidFields as refusal:
            refused |= refusal.problems
    return cast(Entries, sound), refused


def _whole(hazard: Hazard, answers: Mapping[str, Mapping[str, str]]) -> dict[str, Answer]:
    """Answers with the parts that were typed, the other parts as they are stored."""
    logic = hazard.criterion.logic if hazard.criterion else {"all": []}
    stored = soundness.answers_of(hazard, logic)
    whole = {}
    for path, parts in answers.items():
        kept = stored.get(path, Answer(Value.UNKNOWN))
        whole[path] = Answer(
            Value(parts.get("value", kept.value)),
            parts.get("fact", kept.fact),
            parts.get("evidence", kept.evidence),
        )
    return whole
