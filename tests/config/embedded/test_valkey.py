import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded import ServiceError
from config.embedded.datadir import prepare
from config.embedded.valkey import DATABASES, Valkey

ONCE = Retry(NoBackoff(), 0)


@pytest.fixture
def server(data_dir: Path) -> Iterator[Valkey]:
    running = Valkey(data_dir)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def client(server: Valkey) -> Iterator[Any]:
    with redis.Redis.from_url(server.urls()["redis"], decode_responses=True) as connection:
        yield connection


def test_server_listens_on_loopback_only(server: Valkey) -> None:
    assert server.process is not None
    listening = [c for c in psutil.Process(server.process.pid).net_connections() if c.status == "LISTEN"]
    assert [(c.laddr.ip, c.laddr.port) for c in listening] == [("127.0.0.1", server.port)]


def test_no_password_no_answer(server: Valkey) -> None:
    with redis.Redis(port=server.port, retry=ONCE) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_password_is_in_a_private_file_only(server: Valkey) -> None:
    assert server.process is not None
    settings = server.folder / "valkey.conf"
    assert server._password() in settings.read_text()
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    assert server._password() not in " ".join(psutil.Process(server.process.pid).cmdline())


def test_every_worker_of_a_test_run_finds_a_number(client: Any, server: Valkey) -> None:
    last = server.urls()["redis"].removesuffix("/0") + f"/{DATABASES - 1}"
    with redis.Redis.from_url(last) as other:
        other.set("here", 1)
    assert client.get("here") is None


def test_nothing_is_thrown_away_for_want_of_memory(client: Any) -> None:
    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_keys_and_port_are_kept_over_a_restart(server: Valkey, client: Any) -> None:
    client.set("kept", "值")
    port = server.port
    server.stop()
    server.start()
    assert server.port == port
    assert client.get("kept") == "值"


def test_I7_what_was_written_a_second_ago_survives_a_kill(server: Valkey, client: Any) -> None:
    client.set("kept", "1")
    time.sleep(1.3)  # the log is written to disk every second
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    assert not server.running()
    server.start()
    assert client.get("kept") == "1"


def test_server_left_behind_is_ended_first(server: Valkey, client: Any) -> None:
    client.set("kept", "1")
    assert server.process is not None
    left_behind = server.process
    second = Valkey(server.data_dir)
    second.start()
    try:
        assert left_behind.wait(5) == 0
        with redis.Redis.from_url(second.urls()["redis"]) as connection:
            assert connection.get("kept") == b"1"
    finally:
        second.stop()


def test_taken_port_is_replaced(server: Valkey) -> None:
    port = server.port
    server.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        server.start()
    assert server.port != port
    assert server._answers()


def test_careless_server_writes_nothing(tmp_path: Path) -> None:
    server = Valkey(prepare(tmp_path / "data"), durable=False)
    server.start()
    with redis.Redis.from_url(server.urls()["redis"]) as connection:
        connection.set("gone", 1)
    server.stop()
    assert [path.name for path in server.folder.rglob("*") if path.is_file()] == ["valkey.conf"]


def test_failed_start_is_told_in_one_line(data_dir: Path) -> None:
    server = Valkey(data_dir)
    appended = server.folder / "appendonlydir"
    appended.mkdir(parents=True, exist_ok=True)
    (appended / "appendonly.aof.manifest").write_text("nonsense\n")
    with pytest.raises(ServiceError, match=r"Valkey 启动失败：详见 .*valkey\.log") as failed:
        server.start()
    assert "\n" not in str(failed.value)
    assert not server.running()


def test_full_disk_is_told(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Valkey(data_dir)
    server.log.write_text("Can't open the append-only file: No space left on device\n")
    monkeypatch.setattr(server, "running", lambda: False)
    with pytest.raises(ServiceError, match="磁盘已满"):
        server._wait()


def test_other_replies_do_not_count_as_an_answer(server: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    assert server._answers()
    monkeypatch.setattr(server, "_password", lambda: "wrong")
    assert not server._answers()
    monkeypatch.setattr(server, "port", 1)
    assert not server._answers()
