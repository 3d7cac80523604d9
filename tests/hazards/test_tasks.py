"""Jobs of the ledger as the worker and beat know them."""

import pytest
import time_machine

from config.celery import app
from hazards import tasks
from hazards.models import ImportState
from hazards.services import import_jobs
from tests.factories import District
from tests.ledgers import FILED_AT
from tests.sheets import received, typed


def test_beat_takes_up_unfinished_imports_every_minute() -> None:
    entry = app.conf.beat_schedule["resume-imports"]
    assert (entry["task"], entry["schedule"]) == (tasks.resume_imports.name, 60.0)


def test_services_ask_for_the_task_by_its_name() -> None:
    assert tasks.run_import.name == import_jobs.TASK


def test_worker_runs_what_an_import_waits_for(district: District) -> None:
    batch = received(district, typed())
    tasks.run_import(district.tenant.pk, batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED


def test_round_goes_through_every_tenant(
    district: District, neighbour: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, object]] = []
    monkeypatch.setattr(import_jobs, "resume", lambda *, actor, at: seen.append((actor.tenant_id, at)))
    with time_machine.travel(FILED_AT, tick=False):
        tasks.resume_imports()
    assert seen == [(district.tenant.pk, FILED_AT), (neighbour.tenant.pk, FILED_AT)]
