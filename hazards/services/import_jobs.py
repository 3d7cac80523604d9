"""The long part of an import, outside any request: chunk by chunk, each its own transaction, resumable anywhere.

The same steps serve the worker and the command; who does them is whoever uploaded the file, with the rights
they have by then.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from celery import current_app
from django.db import transaction

from hazards import evidence_storage, policies
from hazards.ledger_workbook_in import SheetRow, UnreadableFile, open_ledger
from hazards.models import ImportState, LedgerImport
from hazards.services import importing
from units import selectors
from units.actors import Actor
from units.errors import NotFound
from units.models import Unit
from units.scoping import scope

TASK = "hazards.run_import"
AFTER = timedelta(minutes=1)
"""How long a job may go unseen before another takes over."""
TOO_LONG = timedelta(hours=1)

Told = Callable[[int, int], None]
"""Is told how many rows of how many are done."""


def start(*, actor: Actor, unit: Unit | None, name: str, content: bytes, at: datetime) -> LedgerImport:
    """Receive a ledger and have it checked once it is certain that it was received."""
    batch = importing.receive(actor=actor, unit=unit, name=name, content=content, at=at)
    enqueue(batch)
    return batch


def go_on(*, actor: Actor, batch_id: int, files_them: bool, at: datetime) -> LedgerImport:
    """Confirm an import and have it stored."""
    batch = importing.confirm(actor=actor, batch_id=batch_id, files_them=files_them, at=at)
    enqueue(batch)
    return batch


def enqueue(batch: LedgerImport) -> None:
    """Hand the import to a worker on commit. Should that fail, the minutely round finds it."""
    transaction.on_commit(lambda: current_app.send_task(TASK, args=[batch.tenant_id, batch.pk]), robust=True)


def resume(*, actor: Actor, at: datetime) -> None:
    """In the open scope: take up imports that nobody finished, and give up checking what has failed for long.

    What was confirmed is never given up (I7).
    """
    unfinished = LedgerImport.objects.filter(state__in=[ImportState.CHECKING, ImportState.STORING])
    for batch in unfinished.order_by("id"):
        age = at - (batch.confirmed_at or batch.at)
        if age >= TOO_LONG and batch.state == ImportState.CHECKING:
            words = "系统一小时内没有核对完，台账没有任何改动。请重新上传。"
            importing.fail(actor=actor, batch_id=batch.pk, words=words, at=at)
        elif age >= AFTER:
            enqueue(batch)


def run(*, tenant_id: int, batch_id: int, at: datetime, told: Told = lambda *_: None) -> None:
    """Do what the import waits for: check its file, or store its rows. Nothing when it waits for nothing."""
    job = _job(tenant_id, batch_id)
    if job is None:
        return
    if not job.allowed:
        with job.step():
            words = f"{job.batch.uploader_name}已不能导入这份台账，请由本单位填报员或安委办重新上传。"
            importing.fail(actor=job.actor, batch_id=batch_id, words=words, at=at)
    elif job.batch.state == ImportState.CHECKING:
        _check(job, at, told)
    elif job.batch.state == ImportState.STORING:
        _store(job, at, told)


@dataclass(frozen=True, slots=True)
class _Job:
    tenant_id: int
    batch: LedgerImport
    actor: Actor

    @property
    def allowed(self) -> bool:
        return policies.may_import(self.actor, self.batch.unit_id)

    @contextmanager
    def step(self) -> Iterator[None]:
        """One transaction, within the walls of who uploaded the file."""
        units = self.actor.visible_units if self.allowed else None
        with scope(self.tenant_id, units=units):
            yield


def _job(tenant_id: int, batch_id: int) -> _Job | None:
    with scope(tenant_id):
        batch = LedgerImport.objects.select_related("unit__tenant", "uploader").filter(pk=batch_id).first()
        if batch is None:
            return None
        if batch.uploader is None:
            return _Job(tenant_id, batch, Actor.system(tenant_id, batch.uploader_name))
        known = selectors.actor_for(batch.uploader) if batch.uploader.is_active else None
        return _Job(tenant_id, batch, known or Actor(batch.uploader.pk, batch.uploader_name, tenant_id))


def _check(job: _Job, at: datetime, told: Told) -> None:
    try:
        with (
            evidence_storage.opened(job.batch.stored) as file,
            open_ledger(file, "台账.xlsx") as ledger,
        ):
            _check_rows(job, ledger.rows(), at, told)
    except (UnreadableFile, NotFound) as error:
        words = error.words if isinstance(error, UnreadableFile) else error.message
        with job.step():
            importing.fail(actor=job.actor, batch_id=job.batch.pk, words=words, at=at)


def _check_rows(job: _Job, rows: Iterator[SheetRow], at: datetime, told: Told) -> None:
    """Check what is not checked yet; stop when another job was quicker."""
    done = sum(1 for _ in islice(rows, job.batch.done))
    while chunk := list(islice(rows, importing.CHUNK)):
        with job.step():
            mine = _check_chunk(job, done, chunk, at)
        if not mine:
            return
        done += len(chunk)
        told(done, max(job.batch.total, done))
    with job.step():
        importing.finish_check(actor=job.actor, batch_id=job.batch.pk, checked=done)


def _check_chunk(job: _Job, first: int, chunk: Sequence[SheetRow], at: datetime) -> bool:
    return importing.check_chunk(actor=job.actor, batch_id=job.batch.pk, first=first, rows=chunk, at=at)


def _store(job: _Job, at: datetime, told: Told) -> None:
    done = job.batch.done
    while True:
        with job.step():
            stored = importing.store_chunk(actor=job.actor, batch_id=job.batch.pk, at=at)
        if not stored:
            return
        done += stored
        told(done, job.batch.total)
