"""The web server under slow clients, deaths and stops; served is a tiny application of the test's own."""

import http.client
import os
import resource
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core import checks

from config import web
from hazards import advising
from tests.config.machinery import alive, python, read_line, wait_for

SERVE = """
import os, socket, sys, time
from config.web import Pool

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.7)
    body = os.getpid() if environ["PATH_INFO"] == "/pid" else environ.get("HTTP_X_FORWARDED_PROTO", "none")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(body).encode()]

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
Pool(application, listener).run()
"""


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[str], int]]:
    with python(SERVE) as process:
        port = int(read_line(process))
        assert wait_for(lambda: answers(port))
        yield process, port
        process.terminate()
        process.wait(10)


def get(port: int, path: str = "/", **headers: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5.0)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def answers(port: int) -> bool:
    try:
        return bool(get(port))
    except (OSError, http.client.HTTPException):
        return False


def children(process: subprocess.Popen[str]) -> list[int]:
    return [child.pid for child in psutil.Process(process.pid).children()]


def test_two_processes_serve(server: tuple[subprocess.Popen[str], int]) -> None:
    process, port = server
    assert len(children(process)) == web.PROCESSES
    assert int(get(port, "/pid")) in children(process)


def test_dead_process_is_replaced(server: tuple[subprocess.Popen[str], int]) -> None:
    process, port = server
    victim = children(process)[0]
    os.kill(victim, signal.SIGKILL)
    assert wait_for(lambda: victim not in children(process) and len(children(process)) == web.PROCESSES)
    assert answers(port)


def test_killed_parent_leaves_nothing_behind(server: tuple[subprocess.Popen[str], int]) -> None:
    process, _ = server
    left = children(process)
    process.kill()
    assert wait_for(lambda: not any(alive(pid) for pid in left))


def test_stop_is_quick_and_complete(server: tuple[subprocess.Popen[str], int]) -> None:
    process, port = server
    left = children(process)
    begun = time.monotonic()
    process.terminate()
    assert process.wait(10) == 0
    assert time.monotonic() - begun < 3
    assert not any(alive(pid) for pid in left)
    assert not answers(port)


def test_request_under_way_is_answered_before_the_stop(server: tuple[subprocess.Popen[str], int]) -> None:
    process, port = server
    got: list[str] = []
    thread = threading.Thread(target=lambda: got.append(get(port, "/slow")))
    thread.start()
    time.sleep(0.3)
    process.terminate()
    thread.join()
    assert got == ["none"]
    assert process.wait(10) == 0


def test_slow_clients_do_not_keep_others_waiting(server: tuple[subprocess.Popen[str], int]) -> None:
    """150 half-sent requests hold no thread; eight threads would otherwise be gone at once."""
    _, port = server
    with ExitStack() as stack:
        for _ in range(150):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            slow.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf")
        begun = time.monotonic()
        assert get(port) == "none"
        assert time.monotonic() - begun < 2


def test_header_of_a_stranger_proxy_is_not_believed(server: tuple[subprocess.Popen[str], int]) -> None:
    _, port = server
    assert get(port, "/", **{"X-Forwarded-Proto": "https"}) == "none"


def test_proxy_is_trusted_only_when_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRUSTED_PROXY", raising=False)
    assert "trusted_proxy" not in web.options()
    monkeypatch.setenv("TRUSTED_PROXY", "10.0.0.1")
    assert web.options()["trusted_proxy"] == "10.0.0.1"
    assert "x-forwarded-proto" in web.options()["trusted_proxy_headers"]


def test_socket_of_the_parent_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        monkeypatch.setenv("QINGHUAN_LISTEN_FD", str(os.dup(bound.fileno())))
        with web.listen() as listener:
            assert listener.getsockname() == bound.getsockname()
    assert "QINGHUAN_LISTEN_FD" not in os.environ


def test_without_a_parent_it_binds_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QINGHUAN_LISTEN_FD", raising=False)
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.setenv("PORT", "0")
    with web.listen() as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("soft", "hard", "expected"),
    [(1024, 1_000_000, 2200), (1024, 2000, 2000), (4096, 4096, None), (1024, resource.RLIM_INFINITY, 2200)],
)
def test_file_limit_allows_for_the_connections(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, expected: int | None
) -> None:
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr("resource.getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr("resource.setrlimit", lambda _, limit: limits.append(limit))
    web.allow_connections()
    assert limits == ([(expected, hard)] if expected else [])


def test_pages_are_loaded_before_serving(tmp_path: Path) -> None:
    """A mistake in a page's module shows at the start, not at the first visit."""
    code = (
        "import sys; from unittest import mock; sys.modules['reports.urls'] = None\n"
        "from config import web\n"
        "with mock.patch.object(web, 'listen'), mock.patch.object(web, 'Pool'): web.main()"
    )
    with python(code) as process:
        assert process.wait(30) == 1


@pytest.mark.django_db
def test_advice_is_ready_before_the_first_request(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    """What was prepared for the standards held is kept: the first who asks waits for one query only."""
    closed: list[bool] = []
    monkeypatch.setattr("django.db.connections.close_all", lambda: closed.append(True))
    web.prepare_advice()
    assert closed, "processes must not share a connection"
    with django_assert_num_queries(1):
        advising.law()


@pytest.mark.django_db
def test_I3_server_does_not_start_without_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = checks.Error("表 units_unit 没有行级隔离策略，不能提供服务。")
    monkeypatch.setattr("config.checks.database_walls_stand", lambda *_, **__: [problem])
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    with pytest.raises(SystemExit, match="没有行级隔离策略"):
        web.refuse_without_walls()


@pytest.mark.django_db
def test_I3_server_starts_where_the_walls_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    web.refuse_without_walls()
