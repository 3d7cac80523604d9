"""The long part of an import: chunk by chunk, by the right person, taken up wherever it was left."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.core.files.storage import storages
from django.test import TestCase

from hazards import evidence_storage
from hazards.life import Status
from hazards.models import Hazard, HazardEvent, ImportState, LedgerImport
from hazards.services import import_jobs, importing
from tests.factories import District, user_of
from tests.ledgers import FILED_AT
from tests.rivals import at_once
from tests.sheets import checked, received, rows_of, run, several, typed, workbook
from units.actors import Actor
from units.models import Membership
from units.scoping import scope

Sent = list[tuple[str, list[int]]]
MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """The worker died here."""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What was handed to the worker."""
    found: Sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: found.append((name, args)))
    return found


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 10)


def killed_at(monkeypatch: pytest.MonkeyPatch, name: str, call: int) -> Callable[[], None]:
    """Let the worker die at the start of this call of a step; returns what heals it."""
    real, calls = getattr(importing, name), []

    def dying(**how: Any) -> Any:
        calls.append(how)
        if len(calls) == call:
            raise Killed
        return real(**how)

    monkeypatch.setattr(importing, name, dying)
    return lambda: monkeypatch.setattr(importing, name, real)


def test_upload_goes_to_the_worker_once_it_is_certain(district: District, sent: Sent) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        batch = import_jobs.start(
            actor=district.filer, unit=district.town, name="账.xlsx", content=workbook([typed()]), at=FILED_AT
        )
        assert sent == []
    assert sent == [("hazards.run_import", [district.tenant.pk, batch.pk])]


def test_confirmation_goes_to_the_worker(district: District, sent: Sent) -> None:
    batch = checked(district, typed())
    with TestCase.captureOnCommitCallbacks(execute=True):
        import_jobs.go_on(actor=district.filer, batch_id=batch.pk, files_them=True, at=FILED_AT)
    assert sent == [("hazards.run_import", [district.tenant.pk, batch.pk])]


def test_I7_upload_survives_a_broker_that_is_away(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(name: str, args: list[int]) -> None:
        raise ConnectionError

    monkeypatch.setattr(current_app, "send_task", away)
    with TestCase.captureOnCommitCallbacks(execute=True):
        import_jobs.start(
            actor=district.filer, unit=district.town, name="账.xlsx", content=workbook([typed()]), at=FILED_AT
        )
    assert LedgerImport.objects.get().state == ImportState.CHECKING


def test_progress_is_told_chunk_by_chunk(district: District) -> None:
    batch, told = received(district, *several(25)), []
    job = {"tenant_id": district.tenant.pk, "batch_id": batch.pk, "at": FILED_AT}
    import_jobs.run(**job, told=lambda done, total: told.append((done, total)))  # type: ignore[arg-type]
    assert told == [(10, 25), (20, 25), (25, 25)]
    importing.confirm(actor=district.filer, batch_id=batch.pk, files_them=False, at=FILED_AT)
    import_jobs.run(**job, told=lambda done, total: told.append((done, total)))  # type: ignore[arg-type]
    assert told[3:] == [(10, 25), (20, 25), (25, 25)]


@pytest.mark.parametrize("call", [1, 2, 3])
def test_I7_check_goes_on_where_it_was_killed(
    district: District, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    batch = received(district, *several(25))
    heal = killed_at(monkeypatch, "check_chunk", call)
    with pytest.raises(Killed):
        run(batch)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (ImportState.CHECKING, (call - 1) * 10)
    heal()
    run(batch)
    assert (batch.state, [row.number for row in rows_of(batch)]) == (ImportState.CHECKED, [*range(4, 29)])


@pytest.mark.parametrize("call", [1, 2, 3, 4])
def test_I6_storing_goes_on_where_it_was_killed(
    district: District, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    batch = checked(district, *several(25))
    importing.confirm(actor=district.filer, batch_id=batch.pk, files_them=True, at=FILED_AT)
    heal = killed_at(monkeypatch, "store_chunk", call)
    with pytest.raises(Killed):
        run(batch)
    assert Hazard.objects.count() == min((call - 1) * 10, 25)
    heal()
    run(batch)
    assert batch.state == ImportState.DONE
    assert sorted(Hazard.objects.values_list("number", flat=True)) == [f"2023-{n:05d}" for n in range(1, 26)]


def test_I6_chunk_that_fails_half_way_leaves_nothing(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = checked(district, *several(15))
    importing.confirm(actor=district.filer, batch_id=batch.pk, files_them=True, at=FILED_AT)
    monkeypatch.setattr(importing, "_note_stored", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(batch)
    assert not Hazard.objects.exists()
    assert not HazardEvent.objects.exists()


def test_finished_or_missing_import_is_left_alone(district: District) -> None:
    batch = checked(district, typed())
    run(batch)
    assert (batch.state, len(rows_of(batch))) == (ImportState.CHECKED, 1)
    import_jobs.run(tenant_id=district.tenant.pk, batch_id=999_999, at=FILED_AT)


def test_lost_file_ends_the_import_with_words(district: District) -> None:
    batch = received(district, typed())
    storages[evidence_storage.ALIAS].delete(batch.stored)
    run(batch)
    assert (batch.state, batch.failure) == (ImportState.FAILED, evidence_storage.LOST)


def test_too_many_rows_end_the_import_with_words(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hazards.ledger_workbook_in.MAX_ROWS", 20)
    batch = run(received(district, *several(21)))
    assert (batch.state, batch.failure) == (ImportState.FAILED, "台账超过20行，请分成几个文件上传")


@pytest.mark.parametrize("leave", ["role", "account"])
def test_who_left_imports_nothing_any_more(district: District, leave: str) -> None:
    batch = checked(district, typed())
    importing.confirm(actor=district.filer, batch_id=batch.pk, files_them=True, at=FILED_AT)
    user = user_of(district.filer)
    if leave == "role":
        Membership.objects.filter(user=user).delete()
    else:
        user.is_active = False
        user.save()
    run(batch)
    assert batch.state == ImportState.FAILED
    assert batch.failure.startswith(f"{district.filer.name}已不能导入这份台账")
    assert not Hazard.objects.exists()


def test_commands_import_is_the_systems(district: District) -> None:
    system = Actor.system(district.tenant.pk, "系统（命令行）")
    batch = received(district, typed(unit="西关街道"), actor=system)
    run(batch)
    importing.confirm(actor=system, batch_id=batch.pk, files_them=True, at=FILED_AT)
    run(batch)
    assert Hazard.objects.get().unit == district.other_town
    assert set(HazardEvent.objects.values_list("actor_name", flat=True)) == {"系统（命令行）"}


@pytest.mark.parametrize(("age", "again"), [(MINUTE - timedelta(seconds=1), False), (MINUTE, True)])
def test_unfinished_import_is_taken_up_after_a_minute(
    district: District, sent: Sent, age: timedelta, again: bool
) -> None:
    batch = received(district, typed())
    checked(district, typed(description="另一处"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        import_jobs.resume(actor=district.system, at=FILED_AT + age)
    assert sent == ([("hazards.run_import", [district.tenant.pk, batch.pk])] if again else [])


def test_confirmed_import_is_taken_up_by_its_confirmation(district: District, sent: Sent) -> None:
    batch = checked(district, typed())
    later = FILED_AT + timedelta(days=1)
    importing.confirm(actor=district.filer, batch_id=batch.pk, files_them=True, at=later)
    with TestCase.captureOnCommitCallbacks(execute=True):
        import_jobs.resume(actor=district.system, at=later + MINUTE / 2)
        assert sent == []
        import_jobs.resume(actor=district.system, at=later + MINUTE)
    assert len(sent) == 1


def test_I7_what_was_confirmed_is_never_given_up(district: District, sent: Sent) -> None:
    batch = checked(district, typed())
    importing.confirm(actor=district.filer, batch_id=batch.pk, files_them=True, at=FILED_AT)
    with TestCase.captureOnCommitCallbacks(execute=True):
        import_jobs.resume(actor=district.system, at=FILED_AT + timedelta(days=3))
    batch.refresh_from_db()
    assert (batch.state, len(sent)) == (ImportState.STORING, 1)
    run(batch)
    assert Hazard.objects.get().first_filed_at == FILED_AT


def test_check_that_failed_for_an_hour_is_given_up(district: District, sent: Sent) -> None:
    batch = received(district, typed())
    with TestCase.captureOnCommitCallbacks(execute=True):
        import_jobs.resume(actor=district.system, at=FILED_AT + timedelta(hours=1))
    batch.refresh_from_db()
    assert (batch.state, sent) == (ImportState.FAILED, [])
    assert "一小时内没有核对完" in batch.failure


@pytest.mark.django_db(transaction=True)
def test_I6_rival_workers_store_every_row_once(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        batch = checked(scenery, *several(60))
        importing.confirm(actor=scenery.filer, batch_id=batch.pk, files_them=True, at=FILED_AT)

    def work() -> None:
        import_jobs.run(tenant_id=scenery.tenant.pk, batch_id=batch.pk, at=FILED_AT)

    at_once(work, work, work)
    work()
    with scope(scenery.tenant.pk):
        batch.refresh_from_db()
        assert (batch.state, batch.done) == (ImportState.DONE, 60)
        filed = Hazard.objects.filter(status=Status.FILED).order_by("number")
        assert [hazard.number for hazard in filed] == [f"2023-{n:05d}" for n in range(1, 61)]
        assert HazardEvent.objects.count() == 180


@pytest.mark.django_db(transaction=True)
def test_I6_rival_workers_check_every_row_once(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        batch = received(scenery, *several(60))

    def work() -> None:
        import_jobs.run(tenant_id=scenery.tenant.pk, batch_id=batch.pk, at=FILED_AT)

    at_once(work, work, work)
    work()
    with scope(scenery.tenant.pk):
        batch.refresh_from_db()
        assert (batch.state, [row.number for row in rows_of(batch)]) == (ImportState.CHECKED, [*range(4, 64)])
