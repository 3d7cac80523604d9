"""Storing rows of a ledger in bulk, with the same result as drafting, answering and filing them one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction

from hazards import soundness
from hazards.entries import Entries
from hazards.judgment import Answer, Value, conditions
from hazards.life import MOVES
from hazards.models import Enterprise, Hazard, HazardEvent, RowKind
from hazards.services import ledger, trail
from hazards.services.import_rows import Line
from hazards.services.numbering import next_numbers
from units.actors import Actor
from units.errors import DomainError
from units.models import AuditEntry

OPEN = Answer(Value.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Errand:
    """Who stores, when, from which file, and whether sound records are filed at once."""

    actor: Actor
    at: datetime
    source: str
    files_them: bool

    def files(self, line: Line) -> bool:
        """Whether this row's record is to be filed."""
        return self.files_them and not line.gaps

    def event(
        self, hazard: Hazard, verb: str, line: Line | None = None, changes: trail.Changes | None = None
    ) -> HazardEvent:
        """A line of the record's trail; the first one tells where the record comes from."""
        reason = f"从“{self.source}”第{line.number}行导入" if line else ""
        return trail.event(hazard, actor=self.actor, at=self.at, verb=verb, reason=reason, changes=changes)


def store(lines: Sequence[Line], errand: Errand) -> None:
    """Store new and changed rows in the caller's transaction; each line's `target` is the record afterwards."""
    _register([line for line in lines if line.newcomer and line.kind is not RowKind.BAD], errand)
    for line in lines:
        if line.kind is RowKind.CHANGED:
            _try_change(line, errand)
    _create([line for line in lines if line.kind is RowKind.NEW], errand)


def _register(lines: Sequence[Line], errand: Errand) -> None:
    """Enter newcomers into the register, each once, with its line in the trail."""
    entries = [cast(Enterprise, line.entries["enterprise"]) for line in lines]
    newcomers = Enterprise.objects.bulk_create({id(entry): entry for entry in entries}.values())
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=errand.at,
            actor_id=errand.actor.user_id,
            actor_name=errand.actor.name,
            action="enterprise.registered",
            object_type=newcomer._meta.label_lower,
            object_id=newcomer.pk,
            summary=f"登记企业{newcomer.name}",
        )
        for newcomer in newcomers
    )
    for line in lines:
        # Assigned again, since only now the entry has the number that the record keeps.
        _target(line).enterprise = line.entries["enterprise"]


def _try_change(line: Line, errand: Errand) -> None:
    """Change a record, or say at the row why it cannot be changed; the other rows go on."""
    try:
        with transaction.atomic():
            line.target = _change(line, errand)
    except DomainError as refusal:
        line.kind = RowKind.BAD
        line.problems = {**(refusal.problems or {"": refusal.message})}


def _change(line: Line, errand: Errand) -> Hazard:
    """Change a standing record as somebody would on its page."""
    standing, actor, at = cast(Hazard, line.standing), errand.actor, errand.at
    hazard = ledger.edit_hazard(
        actor=actor,
        hazard_id=standing.pk,
        version=standing.version,
        entries=cast(Entries, line.entries),
        at=at,
    )
    if line.answers is not None and hazard.criterion is not None:
        paths = [condition.path for condition in conditions(hazard.criterion.logic)]
        answers = {path: line.answers.get(path, OPEN) for path in paths}
        hazard = ledger.answer(
            actor=actor, hazard_id=hazard.pk, version=hazard.version, answers=answers, at=at
        )
    if errand.files(line):
        hazard = ledger.move(actor=actor, hazard_id=hazard.pk, name="file", version=hazard.version, at=at)
    return hazard


def _create(lines: Sequence[Line], errand: Errand) -> None:
    """Create records and their trail; numbers follow the order of the rows."""
    filed = [line for line in lines if errand.files(line)]
    events = [event for line in lines for event in _begun(line, errand)]
    for line, number in zip(filed, _numbers(filed, errand), strict=True):
        events.append(_filed(_target(line), number, errand))
    Hazard.objects.bulk_create([_target(line) for line in lines])
    for event in events:
        # Assigned again for the same reason.
        event.hazard = event.hazard
    HazardEvent.objects.bulk_create(events)


def _begun(line: Line, errand: Errand) -> Iterable[HazardEvent]:
    """The trail of drafting a record and of answering its conditions."""
    target = _target(line)
    yield errand.event(target, ledger.DRAFTED, line)
    if target.answers and target.criterion is not None:
        target.version += 1
        texts = {condition.path: condition.text for condition in conditions(target.criterion.logic)}
        changes = {texts[path]: ("", ledger.said(answer)) for path, answer in target.answers.items()}
        yield errand.event(target, ledger.JUDGED, changes=changes)


def _numbers(filed: Sequence[Line], errand: Errand) -> Sequence[str]:
    if not filed:
        return []
    zone = _target(filed[0]).unit.tenant.zone
    return next_numbers(errand.at.astimezone(zone).year, len(filed))


def _filed(target: Hazard, number: str, errand: Errand) -> HazardEvent:
    """File a record that is sound: what `ledger.move` would make of it."""
    step = MOVES["file"]
    target.status = step.target.value
    target.number = number
    target.first_filed_at = errand.at
    target.version += 1
    if target.criterion is not None:
        target.clause = soundness.frozen_clause(target.criterion)
    return errand.event(target, step.verb)


def _target(line: Line) -> Hazard:
    return cast(Hazard, line.target)
