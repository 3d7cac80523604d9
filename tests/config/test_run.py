"""`make run`: its parts, and the whole as a process that is started, disturbed and stopped."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from config.embedded import ServiceError
from config.embedded.datadir import prepare
from config.embedded.process import free_port
from config.run import Run, announce, answers, bind, only_one, port_from, programs
from config.supervisor import Supervisor
from tests.config.machinery import ROOT, alive, wait_for


@pytest.mark.parametrize(
    ("value", "port"), [(None, 8000), ("", 8000), ("8001", 8001), ("1", 1), ("65535", 65535)]
)
def test_port_is_taken_from_the_environment(value: str | None, port: int) -> None:
    assert port_from({} if value is None else {"PORT": value}) == port


@pytest.mark.parametrize("value", ["0", "65536", "-1", "80a", "http", "８０００", "1.5", " 8000"])
def test_nonsense_port_is_told(value: str) -> None:
    with pytest.raises(ServiceError, match="PORT 应为 1 到 65535 的整数") as refused:
        port_from({"PORT": value})
    assert value in str(refused.value)


def test_port_in_use_is_told_with_another_to_take() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServiceError, match=f"端口 {port} 已被其他程序占用.*PORT={port + 1} make run"):
            bind(port)


def test_port_that_needs_rights_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(ServiceError, match="没有权限使用端口 80"):
        bind(80)


def test_port_is_taken_at_once_and_early_callers_wait() -> None:
    with bind(free_port()) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ServiceError):
            bind(port)
        assert not answers(port)
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            pass


def test_second_run_on_the_same_data_is_refused(tmp_path: Path) -> None:
    data_dir = prepare(tmp_path / "data")
    with (
        only_one(data_dir, "http://127.0.0.1:8000/"),
        pytest.raises(ServiceError, match=f"http://127.0.0.1:8000/ 进程 {os.getpid()}"),
        only_one(data_dir, "http://127.0.0.1:9000/"),
    ):
        pytest.fail("a second one started")
    with only_one(data_dir, "http://127.0.0.1:9000/"):
        pass


def test_pages_stop_first_and_fit_into_the_time_to_stop(tmp_path: Path) -> None:
    with bind(free_port()) as listener:
        found = programs(tmp_path, listener)
        assert [program.name for program in found] == ["web", "beat", "worker"]
        assert found[0].pass_fds == [listener.fileno()]
    assert sum(program.grace for program in found) <= 15


ACCOUNTS = [
    {
        "tenant": "licheng",
        "username": "a.filer",
        "password": "word",
        "role": "filer",
        "unit": "镇海街道",
        "title": "",
    },
    {"tenant": "licheng", "username": "a.other", "password": "term", "role": "new_role", "unit": None},
]


@pytest.mark.parametrize(("embedded", "noted"), [(True, False), (False, True)])
def test_announcement_tells_where_who_and_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], embedded: bool, noted: bool
) -> None:
    (tmp_path / "demo-accounts.json").write_text(json.dumps(ACCOUNTS))
    runtime: Any = SimpleNamespace(data_dir=tmp_path, embedded_database=embedded)
    announce("http://127.0.0.1:8000/", runtime)
    shown = capsys.readouterr().out
    assert "http://127.0.0.1:8000/" in shown
    assert re.search(r"a\.filer +密码 word +填报员 +licheng 镇海街道", shown)
    assert re.search(r"a\.other +密码 term +new_role +licheng\n", shown)
    assert str(tmp_path) in shown
    assert ("DATABASE_URL" in shown) is noted


def test_announcement_without_a_demonstration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runtime: Any = SimpleNamespace(data_dir=tmp_path, embedded_database=True)
    announce("http://127.0.0.1:8000/", runtime)
    assert "演示账户" not in capsys.readouterr().out


class System:
    """The whole product as a process, on a data directory and a port of its own."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.said = data_dir.parent / "said"
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self, **environment: str) -> subprocess.Popen[bytes]:
        kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
        settings = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), **environment}
        with self.said.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "config.run"],
                cwd=ROOT,
                env={**kept, **settings},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def start(self) -> None:
        self.said.write_text("")
        self.process = self.launch()
        assert wait_for(lambda: self.ready() or not self.running(), seconds=150), self.said.read_text()
        assert self.ready(), self.said.read_text()
        assert wait_for(lambda: len(self.named("celery")) >= 2, seconds=30)

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ready(self) -> bool:
        return self.fetch("/readyz") == 200

    def fetch(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def pids(self) -> list[int]:
        """Every process that belongs to this system."""
        marks = (f"DATA_DIR={self.data_dir}", str(self.data_dir))
        found = []
        for process in psutil.process_iter():
            try:
                words = [
                    *process.cmdline(),
                    process.cwd(),
                    *(f"{k}={v}" for k, v in process.environ().items()),
                ]
                if process.pid != os.getpid() and any(mark in word for word in words for mark in marks):
                    found.append(process.pid)
            except psutil.Error:
                continue
        return [pid for pid in found if alive(pid)]

    def named(self, word: str) -> list[int]:
        """Those with `word` in their command line."""
        found = []
        for pid in self.pids():
            with contextlib.suppress(psutil.Error):
                if any(word in part for part in psutil.Process(pid).cmdline()):
                    found.append(pid)
        return found

    def end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Started once; the tests below disturb it one after another."""
    made = System(tmp_path_factory.mktemp("system") / "data")
    made.start()
    yield made
    if made.running():
        made.end(signal.SIGTERM)


def ensure_started(system: System) -> None:
    if not system.running():
        system.start()


@pytest.mark.e2e
def test_first_run_ends_in_pages_that_answer(system: System) -> None:
    ensure_started(system)
    assert system.fetch("/login") == 200
    assert f"系统已启动：http://127.0.0.1:{system.port}/" in system.said.read_text()
    accounts = json.loads((system.data_dir / "demo-accounts.json").read_text())
    assert all(account["password"] in system.said.read_text() for account in accounts)


@pytest.mark.e2e
def test_I3_serving_processes_do_not_know_the_owner(system: System) -> None:
    ensure_started(system)
    serving = [*system.named("config.web"), *system.named("celery")]
    assert len(serving) >= 5
    for pid in serving:
        assert "DATABASE_OWNER_URL" not in psutil.Process(pid).environ()


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "上已有系统在运行"),
        ({"DATA_DIR": "{other}"}, "端口 {port} 已被其他程序占用"),
        ({"DATA_DIR": "/proc/qinghuan"}, "数据目录 /proc/qinghuan"),
        ({"DATA_DIR": "{other}", "PORT": "http"}, "PORT 应为"),
        ({"DATA_DIR": "{other}", "PORT": "{free}", "DATABASE_URL": "oops"}, "DATABASE_URL 应以"),
        (
            {"DATA_DIR": "{other}", "PORT": "{free}", "REDIS_URL": "redis://127.0.0.1:1/0"},
            "REDIS_URL：连不上",
        ),
    ],
)
def test_what_stops_a_start_is_one_line_and_a_status(
    system: System, tmp_path: Path, environment: dict[str, str], says: str
) -> None:
    ensure_started(system)
    known = {"other": str(tmp_path / "other"), "port": str(system.port), "free": str(free_port())}
    filled = {name: value.format(**known) for name, value in environment.items()}
    rival = System(system.data_dir)
    rival.port, rival.said = system.port, tmp_path / "said"
    assert rival.launch(**filled).wait(60) == 1
    lines = [line for line in rival.said.read_text().splitlines() if "就绪" not in line]
    assert len(lines) == 1
    assert lines[0].startswith("错误：")
    assert says.format(**known) in lines[0]
    assert system.ready()


@pytest.mark.e2e
@pytest.mark.parametrize("victim", ["config.web", "postgres", "valkey-server", "embedded.keeper"])
def test_I7_system_recovers_when_a_part_is_killed(system: System, victim: str) -> None:
    ensure_started(system)
    killed = system.named(victim)
    assert killed
    for pid in killed:
        with contextlib.suppress(ProcessLookupError):  # sessions end with their server
            os.kill(pid, signal.SIGKILL)
    assert wait_for(lambda: not any(alive(pid) for pid in killed))
    assert wait_for(lambda: system.ready() and bool(system.named(victim)), seconds=60), (
        system.said.read_text()
    )
    assert system.running()


@pytest.mark.e2e
def test_I7_interrupted_run_stops_everything_and_starts_again_quickly(system: System) -> None:
    ensure_started(system)
    assert system.end(signal.SIGINT) == 0
    assert wait_for(lambda: not system.pids(), seconds=2), system.named("")
    assert "已停止，数据已保存。" in system.said.read_text()
    assert "database system is shut down" in (system.data_dir / "logs/postgres.log").read_text()[-200:]
    system.start()
    assert "演示数据：完成" not in system.said.read_text()
    assert system.fetch("/login") == 200


@pytest.mark.e2e
def test_I7_killed_run_leaves_no_process_and_no_obstacle(system: System) -> None:
    ensure_started(system)
    system.end(signal.SIGKILL)
    assert wait_for(lambda: not system.pids(), seconds=30), system.named("")
    system.start()
    assert system.end(signal.SIGTERM) == 0


def test_failed_preparation_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    runtime: Any = SimpleNamespace(
        data_dir=prepare(tmp_path / "data"),
        hold=SimpleNamespace(names=frozenset()),
        renew=lambda: False,
        variables=lambda **_: {},
    )
    monkeypatch.setattr(Supervisor, "call", lambda *_: 1)
    with bind(free_port()) as listener, pytest.raises(ServiceError, match="准备数据库没有成功"):
        Run(runtime, listener, "").serve()
