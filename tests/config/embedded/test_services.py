import os
import signal
from pathlib import Path

import pytest

from config.embedded import ServiceError, account, start
from config.embedded.account import Account
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey
from tests.config.machinery import alive, python, read_line, wait_for

START_AND_SLEEP = """
import sys, time
from pathlib import Path
from config.embedded import start
services = start(Path(sys.argv[1]))
print(services.postgres.process.pid, services.valkey.process.pid)
time.sleep(60)
"""


def test_both_servers_start_and_stop(data_dir: Path) -> None:
    services = start(data_dir)
    assert services.app_url.startswith("postgresql://qinghuan_app:")
    assert services.owner_url.startswith("postgresql://qinghuan_owner:")
    assert services.redis_url.startswith("redis://:")
    services.stop()
    assert not services.postgres.running()
    assert not services.valkey.running()


def test_one_that_fails_takes_the_other_down(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[str] = []

    def fail(_: Valkey) -> None:
        raise ServiceError("不行")

    real_stop = Postgres.stop

    def note_and_stop(server: Postgres) -> None:
        stopped.append(server.name)
        real_stop(server)

    monkeypatch.setattr(Valkey, "start", fail)
    monkeypatch.setattr(Postgres, "stop", note_and_stop)
    with pytest.raises(ServiceError, match="不行"):
        start(data_dir)
    assert stopped == ["postgres"]


def test_unusable_data_directory_is_told_before_anything_starts() -> None:
    with pytest.raises(ServiceError, match="数据目录"):
        start(Path("/proc/qinghuan"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has programs out of another account's reach")
def test_servers_run_from_copies_where_the_originals_are_out_of_reach(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for root below a closed directory, in a container that forbids user namespaces."""
    data_dir = open_folder / "data"
    old_mask = os.umask(0o077)
    try:
        monkeypatch.setattr(account, "namespaces_allowed", lambda: False)
        monkeypatch.setattr(Account, "can_enter", lambda _, folder: folder.is_relative_to(open_folder))
        services = start(data_dir, durable=False)
    finally:
        os.umask(old_mask)
    assert services.postgres.process is not None
    assert Path(f"/proc/{services.postgres.process.pid}/exe").readlink().is_relative_to(data_dir / "programs")
    services.stop()


def test_killing_the_owner_leaves_no_server_behind(data_dir: Path) -> None:
    with python(START_AND_SLEEP, data_dir) as owner:
        pids = [int(word) for word in read_line(owner).split()]
        assert all(alive(pid) for pid in pids)
        owner.send_signal(signal.SIGKILL)
        assert wait_for(lambda: not any(alive(pid) for pid in pids))
    # And what is left on disk is no obstacle.
    start(data_dir).stop()
