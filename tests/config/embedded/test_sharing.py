"""One pair of servers for all processes on a data directory, whoever starts and whoever dies."""

import signal
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from config.embedded import POSTGRES, VALKEY, Hold, ServiceError, hold
from config.embedded.datadir import FileLock
from tests.config.machinery import alive, python, read_line, wait_for

HOLD_UNTIL_TOLD = """
import sys
from pathlib import Path
from config.embedded import hold
with hold(Path(sys.argv[1]), sys.argv[2].split(",")) as claim:
    print(claim.url("app") if "postgres" in claim.names else claim.url("redis"))
    sys.stdin.readline()
"""


def select(url: str, query: str) -> object:
    with closing(psycopg2.connect(url)) as session, session, session.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def server_pid(data_dir: Path) -> int:
    return int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])


def keeper_pids(data_dir: Path) -> list[int]:
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if str(data_dir) in (process.info["cmdline"] or []) and "durable" in process.info["cmdline"]
    ]


def nothing_left(data_dir: Path) -> bool:
    lock = FileLock(data_dir / "run" / "keeper.lock")
    try:
        return lock.try_take() and not (data_dir / "postgres" / "postmaster.pid").exists()
    finally:
        lock.close()


def test_servers_run_for_as_long_as_the_block(data_dir: Path) -> None:
    with hold(data_dir) as claim:
        assert select(claim.url("app"), "SELECT 1") == 1
        assert not nothing_left(data_dir)
    assert wait_for(lambda: nothing_left(data_dir))


def test_second_user_shares_what_the_first_started(data_dir: Path) -> None:
    with hold(data_dir, [POSTGRES]) as first:
        pid = server_pid(data_dir)
        with python(HOLD_UNTIL_TOLD, data_dir, "postgres") as second:
            assert read_line(second) == first.url("app")
            assert server_pid(data_dir) == pid


def test_last_user_stops_the_server_even_if_another_started_it(data_dir: Path) -> None:
    with python(HOLD_UNTIL_TOLD, data_dir, "postgres") as starter:
        url = read_line(starter)
        with hold(data_dir, [POSTGRES]):
            starter.communicate("\n")
            assert select(url, "SELECT 1") == 1
    assert wait_for(lambda: nothing_left(data_dir))


def test_commands_starting_at_once_get_one_server(data_dir: Path) -> None:
    with (
        python(HOLD_UNTIL_TOLD, data_dir, "postgres,valkey") as first,
        python(HOLD_UNTIL_TOLD, data_dir, "postgres,valkey") as second,
        python(HOLD_UNTIL_TOLD, data_dir, "postgres,valkey") as third,
    ):
        assert len({read_line(process) for process in (first, second, third)}) == 1
        assert len(keeper_pids(data_dir)) == 1


def test_killed_starter_leaves_neither_server_nor_lock(data_dir: Path) -> None:
    with python(HOLD_UNTIL_TOLD, data_dir, "postgres") as starter:
        read_line(starter)
        pid = server_pid(data_dir)
        starter.send_signal(signal.SIGKILL)
        assert wait_for(lambda: not alive(pid))
    with hold(data_dir, [POSTGRES]) as claim:
        assert select(claim.url("app"), "SELECT 1") == 1


def test_I7_killed_keeper_is_replaced_and_nothing_committed_is_lost(data_dir: Path) -> None:
    with hold(data_dir) as claim:
        select(claim.url("owner"), "CREATE TABLE kept AS SELECT 7 AS value")
        (keeper,) = keeper_pids(data_dir)
        psutil.Process(keeper).kill()
        assert wait_for(lambda: not claim.keeper_runs())
        assert claim.renew() is False  # the same addresses as before
        assert select(claim.url("app"), "SELECT value FROM kept") == 7


def test_I7_killed_server_is_started_again_by_itself(data_dir: Path) -> None:
    with hold(data_dir, [POSTGRES]) as claim:
        select(claim.url("owner"), "CREATE TABLE kept AS SELECT 7 AS value")
        pid = server_pid(data_dir)
        psutil.Process(pid).kill()

        def back() -> bool:
            try:
                return select(claim.url("app"), "SELECT value FROM kept") == 7
            except psycopg2.OperationalError:
                return False

        assert wait_for(back)
        assert server_pid(data_dir) != pid


def test_only_what_is_asked_for_starts(data_dir: Path) -> None:
    with hold(data_dir, [VALKEY]) as claim:
        assert claim.url("redis").startswith("redis://")
        assert not (data_dir / "postgres" / "postmaster.pid").exists()
        with hold(data_dir, [POSTGRES]) as more:
            assert select(more.url("app"), "SELECT 1") == 1
        assert wait_for(lambda: not (data_dir / "postgres" / "postmaster.pid").exists())
        assert claim.keeper_runs()


def test_nothing_asked_for_starts_nothing(data_dir: Path) -> None:
    with hold(data_dir, []) as claim:
        assert claim.renew() is False
        assert not claim.keeper_runs()


def test_releasing_tells_whether_the_server_stopped(data_dir: Path) -> None:
    with hold(data_dir, [POSTGRES]) as other, hold(data_dir) as claim:
        assert claim.release(VALKEY, wait_seconds=5)
        assert not claim.release(POSTGRES, wait_seconds=0.3)
        assert select(other.url("app"), "SELECT 1") == 1
        assert other.release(POSTGRES, wait_seconds=10)


def test_failure_reaches_the_user_in_one_line(data_dir: Path) -> None:
    (data_dir / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServiceError, match="版本是 9") as failed, hold(data_dir):
        pytest.fail("started")
    assert "\n" not in str(failed.value)
    (data_dir / "postgres" / "PG_VERSION").write_text("18\n")
    with hold(data_dir, [POSTGRES]) as claim:  # an error of earlier does not stick
        assert select(claim.url("app"), "SELECT 1") == 1


def test_keeper_that_cannot_start_is_told(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.embedded.sharing.RUN_KEEPER", "raise SystemExit('no such thing')")
    with pytest.raises(ServiceError, match=r"后台服务没能启动（no such thing）.*keeper\.log"), hold(data_dir):
        pytest.fail("started")


def test_terminated_keeper_stops_its_servers_in_good_order(data_dir: Path) -> None:
    claim = Hold(data_dir, [POSTGRES])
    with claim:
        (keeper,) = keeper_pids(data_dir)
        psutil.Process(keeper).terminate()
        assert wait_for(lambda: nothing_left(data_dir))
    assert "database system is shut down" in (data_dir / "logs" / "postgres.log").read_text()[-300:]
