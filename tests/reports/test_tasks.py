"""The tick that closes what is due (I6)."""

from datetime import timedelta

import pytest
import time_machine

from config.celery import app
from reports.models import Period, Snapshot
from reports.services import closing
from reports.tasks import close_due_periods
from tests.factories import CUTOFF, INSTANT, District, make_district
from units.actors import Actor
from units.models import AuditEntry
from units.scoping import scope


def snapshots(district: District) -> list[Snapshot]:
    with scope(district.tenant.pk):
        return list(Snapshot.objects.all())


def test_I6_tick_before_the_cutoff_closes_nothing(scenery: District) -> None:
    with time_machine.travel(CUTOFF - INSTANT, tick=False):
        close_due_periods()
    assert snapshots(scenery) == []


@pytest.mark.parametrize("delay", [timedelta(), timedelta(seconds=59), timedelta(days=3)])
def test_I6_tick_at_or_after_the_cutoff_closes_once(scenery: District, delay: timedelta) -> None:
    with time_machine.travel(CUTOFF + delay, tick=False):
        close_due_periods()
        close_due_periods()
    (snapshot,) = snapshots(scenery)
    assert snapshot.created_at == CUTOFF + delay
    assert snapshot.created_by is None
    with scope(scenery.tenant.pk):
        assert AuditEntry.objects.get(action="period.closed").actor_name == "系统"


def test_I6_clock_set_back_does_not_open_what_is_closed(scenery: District) -> None:
    with time_machine.travel(CUTOFF, tick=False):
        close_due_periods()
    with time_machine.travel(CUTOFF - timedelta(days=2), tick=False):
        close_due_periods()
    assert len(snapshots(scenery)) == 1
    with scope(scenery.tenant.pk):
        assert not Period.objects.get().is_open


def test_I6_failure_in_one_tenant_does_not_stop_the_others(
    scenery: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = make_district("hanjiang")
    real = closing.close_period

    def broken(*, actor: Actor, **rest: object) -> Snapshot:
        if actor.tenant_id == scenery.tenant.pk:
            raise ZeroDivisionError
        return real(actor=actor, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(closing, "close_period", broken)
    with time_machine.travel(CUTOFF, tick=False):
        close_due_periods()
    assert (len(snapshots(scenery)), len(snapshots(second))) == (0, 1)
    monkeypatch.undo()
    with time_machine.travel(CUTOFF + timedelta(minutes=1), tick=False):
        close_due_periods()
    assert len(snapshots(scenery)) == 1, "what failed is met again at the next tick"


def test_task_is_named_as_the_schedule_calls_it() -> None:
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert close_due_periods.name in scheduled
    app.loader.import_default_modules()
    assert scheduled <= set(app.tasks)
