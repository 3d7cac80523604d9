"""Two hands at once: one winner, nothing lost (I6, I7). These tests commit."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from django.db import connection

from config.runtime import DEVELOPMENT, PREPARED
from reports.models import Period, Snapshot, Submission
from reports.services import closing, submissions
from reports.tasks import close_due_periods
from reports.transitions import State
from tests.factories import (
    BEFORE,
    CUTOFF,
    ENTRIES,
    VALUES,
    District,
    close,
    make_campaign,
    make_district,
    make_period,
    save_draft,
    sign_and_file,
)
from tests.rivals import PATIENCE, at_once, outcome
from tests.services import with_path
from units.errors import Conflict, DomainError
from units.models import AuditEntry, Unit
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


def closes(district: District, period: Period, wait: float = 0) -> Snapshot:
    time.sleep(wait)
    with scope(district.tenant.pk):
        return closing.close_period(actor=district.reviewer, period=period, at=CUTOFF)


def files(district: District, period: Period, unit: Unit) -> Submission:
    with scope(district.tenant.pk, units={unit.pk}):
        saved = submissions.save_values(
            actor=district.head, period=period, unit=unit, version=0, entries=ENTRIES, at=BEFORE
        )
        return submissions.sign_and_file(
            actor=district.head, period=period, unit=unit, version=saved.version, at=BEFORE
        )


def closed_once(district: District) -> bool:
    with scope(district.tenant.pk):
        lines = AuditEntry.objects.filter(action="period.closed").count()
        return (Snapshot.objects.count(), lines) == (1, 1)


@pytest.mark.parametrize("rivals", [2, 5])
def test_I6_rivals_close_once_and_get_the_same_snapshot(rivals: int) -> None:
    district = make_district()
    made = at_once(*[lambda: closes(district, district.period)] * rivals)
    assert len({snapshot.pk for snapshot in made if isinstance(snapshot, Snapshot)}) == 1
    assert not [refusal for refusal in made if isinstance(refusal, DomainError)]
    assert closed_once(district)


def test_I6_doubled_ticks_close_once_in_every_tenant() -> None:
    districts = [make_district(), make_district("hanjiang")]
    at_once(*[close_due_periods] * 3)
    assert all(closed_once(district) for district in districts)


def test_I6_two_processes_close_once() -> None:
    district = make_district()
    url = with_path(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))
    command = [sys.executable, "manage.py", "close_period", "licheng", "2023-09", "--at", "2023-09-25T00:00"]
    environ = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": DEVELOPMENT, PREPARED: "1"}
    running = [
        subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert said[0][0] == said[1][0]
    with scope(district.tenant.pk):
        assert Snapshot.objects.get().sha256 in said[0][0]
    assert closed_once(district)


@pytest.mark.parametrize("round_", range(6))
def test_I7_filing_that_races_with_closing_is_in_the_snapshot_or_refused(round_: int) -> None:
    district = make_district()
    with scope(district.tenant.pk):
        periods = [
            make_period(make_campaign(f"行动{n}"), district.form, f"期{n}", CUTOFF, title=f"第{n}期")
            for n in range(4)
        ]
    for number, period in enumerate(periods):
        wait = (number + round_) % 4 / 200

        filed, snapshot = at_once(
            partial(files, district, period, district.town), partial(closes, district, period, wait)
        )
        assert isinstance(snapshot, Snapshot)
        standing = {unit.unit_id: unit.values for unit in snapshot.data.units}[district.town.pk]
        if isinstance(filed, Submission):
            assert standing == VALUES, "acknowledged, so it is in the snapshot"
        else:
            assert isinstance(filed, Conflict)
            assert standing is None, "refused, so it is not"


def test_I7_closing_waits_for_a_filing_under_way_and_takes_it_in() -> None:
    district = make_district()
    begun = Event()

    def file_slowly() -> Submission:
        with scope(district.tenant.pk):
            filed = files(district, district.period, district.town)
            begun.set()
            time.sleep(0.5)
        return filed

    with ThreadPoolExecutor(1) as pool:
        filing = pool.submit(outcome, file_slowly)
        assert begun.wait(PATIENCE)
        snapshot = closes(district, district.period)
        assert isinstance(filing.result(PATIENCE), Submission)
    assert [unit.unit_id for unit in snapshot.data.filed] == [district.town.pk]


def test_I7_filing_waits_for_a_closing_under_way_and_is_refused() -> None:
    district = make_district()
    begun = Event()

    def close_slowly() -> Snapshot:
        with scope(district.tenant.pk):
            snapshot = close(district)
            begun.set()
            time.sleep(0.4)
        return snapshot

    with ThreadPoolExecutor(1) as pool:
        closed = pool.submit(outcome, close_slowly)
        assert begun.wait(PATIENCE)
        with pytest.raises(Conflict, match="关账，数据已冻结"):
            files(district, district.period, district.town)
        snapshot = closed.result(PATIENCE)
    assert isinstance(snapshot, Snapshot)
    assert snapshot.data.filed == ()
    with scope(district.tenant.pk):
        assert not Submission.objects.exists()


def test_units_file_side_by_side() -> None:
    """Filing takes a shared lock only: nobody waits for another unit."""
    district = make_district()
    begun = Event()

    def hold() -> Submission:
        with scope(district.tenant.pk):
            filed = sign_and_file(district)
            begun.set()
            assert done.wait(PATIENCE)
        return filed

    done = Event()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(outcome, hold)
        assert begun.wait(PATIENCE)
        with scope(district.tenant.pk):
            second = submissions.file_imported(
                actor=district.reviewer,
                period=district.period,
                unit=district.bureau,
                values=VALUES,
                at=BEFORE,
            )
        done.set()
        assert isinstance(first.result(PATIENCE), Submission)
    assert second.state == State.FILED


def test_I7_one_of_two_saves_of_the_same_page_wins_and_the_other_is_told() -> None:
    district = make_district()

    def save(found: str) -> Submission:
        with scope(district.tenant.pk):
            return submissions.save_values(
                actor=district.filer,
                period=district.period,
                unit=district.town,
                version=0,
                entries={"general_found": found},
                at=BEFORE + timedelta(minutes=int(found)),
            )

    results = at_once(lambda: save("1"), lambda: save("2"))
    won = [saved for saved in results if isinstance(saved, Submission)]
    assert len(won) == 1
    assert [type(result) for result in results if result not in won] == [Conflict]
    with scope(district.tenant.pk):
        assert Submission.objects.get().values == won[0].values


def test_I7_save_that_overlaps_another_is_refused_rather_than_overwriting_it() -> None:
    district = make_district()
    saved = Event()

    def save(found: str, linger: float) -> Submission:
        with scope(district.tenant.pk):
            submission = save_draft(district, {"general_found": found}, version=1)
            saved.set()
            time.sleep(linger)
        return submission

    with scope(district.tenant.pk):
        save_draft(district)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(outcome, lambda: save("11", 0.4))
        assert saved.wait(PATIENCE)
        with pytest.raises(Conflict, match="请刷新页面"):
            save("22", 0)
        assert isinstance(first.result(PATIENCE), Submission)
    with scope(district.tenant.pk):
        assert Submission.objects.get().values["general_found"] == "11"
