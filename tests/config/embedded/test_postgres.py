"""The database survives what happens to processes: kills, stale files, taken ports."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from config.embedded import ServiceError
from config.embedded.datadir import prepare
from config.embedded.postgres import Postgres
from config.embedded.process import free_port
from tests.config.machinery import alive, wait_for


@pytest.fixture
def server(data_dir: Path) -> Iterator[Postgres]:
    running = Postgres(data_dir)
    running.start()
    yield running
    running.stop()


def run(server: Postgres, statement: str, role: str = "owner") -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(server.urls()[role])) as session, session, session.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def kill(server: Postgres) -> None:
    assert server.process is not None
    server.process.kill()
    server.process.wait()


def test_server_listens_on_loopback_only(server: Postgres) -> None:
    assert server.process is not None
    listening = [c for c in psutil.Process(server.process.pid).net_connections() if c.status == "LISTEN"]
    assert [(c.laddr.ip, c.laddr.port) for c in listening] == [("127.0.0.1", server.port)]


def test_database_sorts_and_stores_utf8(server: Postgres) -> None:
    query = (
        "SELECT pg_encoding_to_char(encoding), datlocprovider, datcollate FROM pg_database WHERE datname = %s"
    )
    with closing(server.connect()) as session, session.cursor() as cursor:
        cursor.execute(query, ["qinghuan"])
        assert cursor.fetchone() == ("UTF8", "b", "C.UTF-8")


def test_wrong_password_is_refused(server: Postgres) -> None:
    wrong = server.urls()["app"].replace("qinghuan_app:", "qinghuan_app:x")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(wrong)


def test_passwords_are_not_in_the_command_line(server: Postgres) -> None:
    assert server.process is not None
    words = " ".join(psutil.Process(server.process.pid).cmdline())
    for kept in (server.data_dir / "secrets").glob("[!.]*"):
        assert kept.read_text() not in words


def test_rows_and_port_are_kept_over_a_restart(server: Postgres) -> None:
    run(server, "CREATE TABLE kept AS SELECT 1 AS value")
    port = server.port
    server.stop()
    server.start()
    assert run(server, "SELECT value FROM kept", role="app") == [(1,)]
    assert server.port == port


def test_I7_committed_rows_survive_killing_the_server(server: Postgres) -> None:
    run(server, "CREATE TABLE kept (value integer)")
    with closing(psycopg2.connect(server.urls()["app"])) as open_session:
        for value in range(20):
            run(server, f"INSERT INTO kept VALUES ({value})", role="app")
        with open_session.cursor() as cursor:
            cursor.execute("INSERT INTO kept VALUES (99)")  # never committed
        kill(server)
    assert not server.running()
    server.start()
    assert run(server, "SELECT count(*), max(value) FROM kept") == [(20, 19)]


def test_stop_does_not_wait_for_idle_sessions(server: Postgres) -> None:
    with closing(psycopg2.connect(server.urls()["app"])):
        server.stop()
    assert not server.running()


@pytest.mark.parametrize("content", ["999999\n", "", "garbage\n", "{own}\n", "1\n"])
def test_stale_pid_file_does_not_stop_a_start(data_dir: Path, content: str) -> None:
    """Its process is gone, the file is damaged, or the number now belongs to another program."""
    (data_dir / "postgres" / "postmaster.pid").write_text(content.format(own=os.getpid()))
    server = Postgres(data_dir)
    server.start()
    server.stop()


def test_pid_file_naming_a_zombie_is_stale(data_dir: Path) -> None:
    zombie = subprocess.Popen(["/bin/true"], cwd=data_dir / "postgres")
    assert wait_for(lambda: not alive(zombie.pid))
    (data_dir / "postgres" / "postmaster.pid").write_text(f"{zombie.pid}\n")
    server = Postgres(data_dir)
    server.start()
    server.stop()
    zombie.wait()


def test_server_left_behind_is_ended_first(server: Postgres) -> None:
    """As after the killing of its keeper on a system that does not pass that on."""
    run(server, "CREATE TABLE kept AS SELECT 1 AS value")
    assert server.process is not None
    left_behind = server.process
    second = Postgres(server.data_dir)
    second.start()
    try:
        assert left_behind.wait(5) == 0  # stopped in good order
        assert run(second, "SELECT value FROM kept") == [(1,)]
    finally:
        second.stop()


def test_taken_port_is_replaced(server: Postgres) -> None:
    port = server.port
    server.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        server.start()
    assert server.port != port
    assert run(server, "SELECT 1") == [(1,)]


def test_port_lost_between_choice_and_start_is_replaced(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        choices = iter([taken.getsockname()[1], 0])
        server = Postgres(data_dir)
        monkeypatch.setattr(server, "_choose_port", lambda: next(choices) or free_port())
        server.start()
        server.stop()
    assert next(choices, None) is None


def test_interrupted_initialisation_is_done_again(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "data")
    half = folder / "postgres.unfinished"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server = Postgres(folder, durable=False)
    server.start()
    server.stop()
    assert not half.exists()
    assert not (folder / "initial-password").exists()


def test_data_of_another_release_are_left_alone(data_dir: Path) -> None:
    (data_dir / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServiceError, match="版本是 15，本程序用 18"):
        Postgres(data_dir).start()


def test_lost_passwords_are_told(data_dir: Path) -> None:
    shutil.rmtree(data_dir / "secrets")
    prepare(data_dir)
    server = Postgres(data_dir)
    with pytest.raises(ServiceError, match="secrets 里的密码与数据库不符"):
        server.start()
    assert not server.running()


def test_damaged_data_are_told_with_the_reason(data_dir: Path) -> None:
    (data_dir / "postgres" / "global" / "pg_control").write_bytes(b"")
    with pytest.raises(ServiceError, match=r"数据库启动失败.*pg_control.*postgres\.log") as failed:
        Postgres(data_dir).start()
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("FATAL:  could not write lock file: No space left on device", "磁盘已满"),
        ("FATAL:  data directory has wrong ownership", "属于另一个用户"),
        ("initdb: error: could not open file: Permission denied", "属于另一个用户"),
        ("LOG: ok\nPANIC:  something else\nFATAL:  the system is starting up", "something else"),
        ("", "postgres.log"),
    ],
)
def test_causes_are_read_from_the_log(tmp_path: Path, said: str, told: str) -> None:
    line = Postgres(tmp_path)._explain("数据库启动失败", said)
    assert told in line
    assert "\n" not in line


def test_I7_only_test_servers_give_up_safety(data_dir: Path) -> None:
    for durable, fsync in ((True, "on"), (False, "off")):
        server = Postgres(data_dir, durable=durable)
        server.start()
        try:
            assert run(server, "SHOW fsync") == [(fsync,)]
            assert run(server, "SHOW full_page_writes") == [(fsync,)]
        finally:
            server.stop()


def test_session_killed_alone_does_not_stop_the_server(server: Postgres) -> None:
    with closing(psycopg2.connect(server.urls()["app"])) as session:
        os.kill(session.info.backend_pid, signal.SIGKILL)
    assert wait_for(server._answers)
    assert run(server, "SELECT 1", role="app") == [(1,)]
