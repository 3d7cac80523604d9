"""The keeper's decisions, with servers that only pretend."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.embedded import ServiceError, keeper
from config.embedded.datadir import FileLock, prepare, read_json
from config.embedded.keeper import Keeper, Kept


class Pretended:
    """Counts its starts; fails as often as it is told to."""

    name = "postgres"

    def __init__(self, data_dir: Path, failures: int = 0) -> None:
        self.data_dir = data_dir
        self.failures = failures
        self.starts = 0
        self.runs = False

    def start(self) -> None:
        self.starts += 1
        if self.starts <= self.failures:
            raise ServiceError("磁盘已满")
        self.runs = True

    def stop(self) -> None:
        self.runs = False

    def running(self) -> bool:
        return self.runs

    def urls(self) -> dict[str, str]:
        return {"app": f"url {self.starts}"}


@pytest.fixture
def run_dir(tmp_path: Path) -> Path:
    return prepare(tmp_path / "data") / "run"


@pytest.fixture
def user(run_dir: Path) -> Iterator[FileLock]:
    lock = FileLock(run_dir / "postgres.users")
    lock.share()
    yield lock
    lock.close()


def kept_server(run_dir: Path, failures: int = 0) -> tuple[Kept, Any]:
    server: Any = Pretended(run_dir.parent, failures)
    return Kept(server, run_dir), server


def test_nothing_starts_without_a_user(run_dir: Path) -> None:
    kept, server = kept_server(run_dir)
    assert not kept.tend()
    assert server.starts == 0


def test_server_starts_for_its_first_user_and_tells_where_it_is(run_dir: Path, user: FileLock) -> None:
    kept, server = kept_server(run_dir)
    assert kept.tend()
    assert kept.tend()
    assert (server.starts, kept.state) == (1, {"urls": {"app": "url 1"}})


def test_server_stops_with_its_last_user(run_dir: Path, user: FileLock) -> None:
    kept, server = kept_server(run_dir)
    other = FileLock(run_dir / "postgres.users")
    other.share()
    kept.tend()
    user.close()
    assert kept.tend()
    other.close()
    assert not kept.tend()
    assert (server.running(), kept.state) == (False, {})


def test_newcomer_waits_while_the_server_stops(run_dir: Path, user: FileLock) -> None:
    kept, server = kept_server(run_dir)
    kept.tend()
    user.release()
    kept.tend()
    newcomer = FileLock(run_dir / "postgres.users")
    assert not newcomer.try_share()
    kept.lock.release()
    assert newcomer.try_share()
    assert kept.tend()
    assert server.starts == 2
    newcomer.close()


def test_server_that_dies_is_started_again(
    run_dir: Path, user: FileLock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "FIRST_RETRY_SECONDS", 0.0)
    kept, server = kept_server(run_dir)
    kept.tend()
    server.runs = False
    kept.tend()
    assert server.starts == 2
    assert "postgres has died" in capsys.readouterr().out


def test_failure_is_told_and_tried_again_after_a_pause(
    run_dir: Path, user: FileLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    kept, server = kept_server(run_dir, failures=2)
    attempts = []
    for now in (100.0, 100.4, 100.5, 101.4, 101.5):  # pauses of 0.5, then 1 second
        clock[0] = now
        kept.tend()
        attempts.append(server.starts)
        if server.starts <= 2:
            assert kept.state["error"] == "磁盘已满"
    assert attempts == [1, 1, 2, 2, 3]
    assert kept.state == {"urls": {"app": "url 3"}}


def test_pauses_have_a_limit(run_dir: Path, user: FileLock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    kept, server = kept_server(run_dir, failures=10_000)
    for _ in range(600):
        clock[0] += 1.0
        kept.tend()
    assert 600 / keeper.LAST_RETRY_SECONDS <= server.starts <= 600 / keeper.LAST_RETRY_SECONDS + 8


def test_next_user_does_not_inherit_the_pause(run_dir: Path, user: FileLock) -> None:
    kept, server = kept_server(run_dir, failures=1)
    kept.tend()
    user.release()
    assert not kept.tend()
    kept.lock.release()
    user.share()
    kept.tend()
    assert (server.starts, kept.state) == (2, {"urls": {"app": "url 2"}})


def test_file_error_is_explained(run_dir: Path, user: FileLock, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, server = kept_server(run_dir)

    def fail() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(server, "start", fail)
    kept.tend()
    assert "磁盘已满" in str(kept.state["error"])
    assert float(str(kept.state["at"])) <= time.time()


def test_keeper_ends_when_nobody_uses_anything(run_dir: Path) -> None:
    left = Keeper(run_dir.parent, durable=False)
    left.lock.take()
    left.run()
    assert read_json(run_dir / "services.json") == {}
    check = FileLock(run_dir / "keeper.lock")
    assert check.try_take()
    check.close()


def test_keeper_asked_to_stop_stops_what_is_used(run_dir: Path, user: FileLock) -> None:
    kept, server = kept_server(run_dir)
    asked = Keeper(run_dir.parent, durable=False)
    asked.kept = [kept]
    kept.tend()
    asked.asked_to_stop = True
    asked.run()
    assert not server.running()
