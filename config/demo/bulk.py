"""Whole lives of demonstration records written a few dozen at a time, as `walk` would have made them one by one.

Ten services for each of 155 records would take half a minute on a busy machine at the first start. Nothing
is loosened for it: each record is tested for soundness when it is filed, and the tests compare what comes
out, row by row and line by line of the trail, with what the services make of the same life.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.conf import settings

from config.demo.cases import scenes
from config.demo.ledger_plan import Times
from config.demo.walk import Crew, Discovery, entries, photo_of
from hazards import filetypes, pictures, soundness
from hazards.entries import InvalidFields
from hazards.evidence_storage import Batch
from hazards.judgment import conditions
from hazards.life import MOVES
from hazards.models import Criterion, Evidence, Hazard, HazardEvent, Stage
from hazards.services import evidence, ledger, trail
from hazards.services.numbering import next_numbers
from units.actors import Actor

Row = TypeVar("Row", HazardEvent, Evidence)


@dataclass(frozen=True, slots=True)
class Life:
    """A record filed and accepted without trouble, and closed if its times say so."""

    crew: Crew
    discovery: Discovery
    times: Times


@dataclass(slots=True)
class _Record:
    """A record on its way, not stored yet, with what its life leaves behind."""

    life: Life
    hazard: Hazard
    events: list[HazardEvent] = field(default_factory=list)
    photos: list[Evidence] = field(default_factory=list)

    def note(
        self, actor: Actor, verb: str, at: datetime, changes: Mapping[str, tuple[str, str]] | None = None
    ) -> None:
        self.events.append(trail.event(self.hazard, actor=actor, at=at, verb=verb, changes=changes))

    def move(self, actor: Actor, name: str, at: datetime) -> None:
        self.hazard.status = MOVES[name].target.value
        self.hazard.version += 1
        self.note(actor, MOVES[name].verb, at)


class Pending:
    """Lives gathered in the order of their filing, to be stored together."""

    def __init__(self, criteria: Mapping[str, Criterion]) -> None:
        self._criteria = criteria
        self._lives: list[Life] = []

    def add(self, life: Life) -> None:
        self._lives.append(life)

    def flush(self) -> None:
        """Store what has been gathered: before a record made by the services, so that the numbers run on."""
        store(self._lives, self._criteria)
        self._lives.clear()


def store(lives: Sequence[Life], criteria: Mapping[str, Criterion]) -> None:
    """Write these lives, numbered in the order given; InvalidFields for one that is not sound."""
    files = Batch()
    made = []
    for life, number in zip(lives, _numbers(lives), strict=True):
        record = _Record(life, _drafted(life, criteria))
        _live(record, number, files)
        made.append(record)
    Hazard.objects.bulk_create([record.hazard for record in made])
    HazardEvent.objects.bulk_create(list(_stored([event for record in made for event in record.events])))
    Evidence.objects.bulk_create(list(_stored([photo for record in made for photo in record.photos])))


def _numbers(lives: Sequence[Life]) -> Iterator[str]:
    """A number for each, of the year it was filed in by the tenant's calendar."""
    years = [life.times.filed.astimezone(life.crew.unit.tenant.zone).year for life in lives]
    series = {year: iter(next_numbers(year, count)) for year, count in Counter(years).items()}
    return (next(series[year]) for year in years)


def _stored(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows that know the record's id, which it has only now."""
    for row in rows:
        row.hazard = row.hazard
        yield row


def _drafted(life: Life, criteria: Mapping[str, Criterion]) -> Hazard:
    found = life.discovery.found_at
    on = found.astimezone(life.crew.unit.tenant.zone).date()
    return Hazard(
        unit=life.crew.unit,
        tenant=life.crew.unit.tenant,
        discovered_on=on,
        synthetic=True,
        **entries(life.discovery, criteria),
    )


def _live(record: _Record, number: str, files: Batch) -> None:
    crew, times = record.life.crew, record.life.times
    record.note(crew.filer, ledger.DRAFTED, times.found)
    _answer(record)
    _photograph(record, crew.filer, Stage.FOUND, times.found, files)
    _file(record, number)
    record.move(crew.reviewer, "accept", times.accepted)
    if times.done and times.closed:
        record.move(crew.filer, "report_done", times.done)
        _photograph(record, crew.head, Stage.REINSPECTED, times.closed, files)
        record.hazard.closed_at = times.closed
        record.move(crew.head, "close", times.closed)


def _answer(record: _Record) -> None:
    hazard, criterion = record.hazard, record.hazard.criterion
    if criterion is None:
        return
    answers = record.life.discovery.situation.answers
    hazard.answers = {path: asdict(answer) for path, answer in answers.items()}
    hazard.version += 1
    changes = {
        condition.text: ("", ledger.said(hazard.answers[condition.path]))
        for condition in conditions(criterion.logic)
        if condition.path in hazard.answers
    }
    record.note(record.life.crew.filer, ledger.JUDGED, record.life.times.found, changes)


def _file(record: _Record, number: str) -> None:
    hazard, filed = record.hazard, record.life.times.filed
    if problems := soundness.problems(hazard, at=filed):
        raise InvalidFields(problems, f"{hazard.place}：")
    if hazard.criterion is not None:
        hazard.clause = soundness.frozen_clause(hazard.criterion)
    hazard.number, hazard.first_filed_at = number, filed
    record.move(record.life.crew.filer, "file", filed)


def _photograph(record: _Record, actor: Actor, stage: Stage, at: datetime, files: Batch) -> None:
    hazard = record.hazard
    name, content = photo_of(hazard, scenes()[record.life.discovery.situation.scene], stage, at)
    picture = pictures.read(content, max_pixels=settings.EVIDENCE_MAX_PIXELS)
    suffix = filetypes.JPEG.suffix
    record.photos.append(
        Evidence(
            hazard=hazard,
            unit_id=hazard.unit_id,
            stage=stage,
            name=name,
            media_type=filetypes.JPEG.media_type,
            size=len(content),
            digest=sha256(content).hexdigest(),
            original=files.write(content, suffix),
            shown=files.write(picture.shown, suffix),
            thumbnail=files.write(picture.thumbnail, suffix),
            width=picture.width,
            height=picture.height,
            fingerprint=picture.fingerprint,
            taken_at=pictures.taken_at(picture.recorded, hazard.tenant.zone),
            recorded=dict(picture.recorded),
            at=at,
            uploader_id=actor.user_id,
            uploader_name=actor.name,
        )
    )
    record.note(actor, evidence.ADDED, at, {f"{stage.label}佐证": ("", name)})
