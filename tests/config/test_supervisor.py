"""Processes under supervision, with small shell scripts in place of the real ones."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import supervisor as module
from config.output import ProcessLog
from config.supervisor import LAST_PAUSE, SETTLED_SECONDS, Child, Program, Supervisor, describe_exit
from tests.config.machinery import alive, wait_for

FOREVER = "while :; do sleep 0.05; done"


def shell(name: str, script: str, grace: float = 5.0) -> Program:
    return Program(name, ["/bin/sh", "-c", script], grace)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    (tmp_path / "logs").mkdir()
    started = Supervisor(tmp_path / "logs", tmp_path)
    yield started
    started.stop()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(module, "TICK_SECONDS", 0.05)


def until_said(supervisor: Supervisor, name: str, words: str, seconds: float = 10.0) -> bool:
    """Runs the supervisor until the log of `name` holds `words`."""
    deadline = time.monotonic() + seconds
    log = supervisor.log_dir / f"{name}.log"

    def said() -> bool:
        return log.exists() and words in log.read_text()

    supervisor.run(lambda: said() or time.monotonic() > deadline)
    return said()


def pid_of(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def test_output_is_passed_on_and_kept(supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    supervisor.add(shell("web", f"echo ready; echo trouble >&2; {FOREVER}"), {})
    assert until_said(supervisor, "web", "trouble")
    assert "web    │ ready\nweb    │ trouble\n" in capsys.readouterr().out


def test_child_gets_its_environment_and_no_other(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "secret")
    supervisor.add(
        shell("web", f'echo "[$ONE|$DATABASE_OWNER_URL]"; {FOREVER}'), {"ONE": "1", "PATH": "/bin"}
    )
    assert until_said(supervisor, "web", "[1|]")


@pytest.mark.usefixtures("quick")
def test_dead_child_is_started_again(supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    child = supervisor.add(shell("worker", f"echo up; {FOREVER}"), {"PATH": "/bin:/usr/bin"})
    assert until_said(supervisor, "worker", "up")
    first = pid_of(child)
    assert child.process is not None
    child.process.kill()
    assert until_said(supervisor, "worker", "up\nup")
    assert pid_of(child) != first
    assert "worker 意外结束（信号 SIGKILL），0 秒后重新启动。" in capsys.readouterr().out


@pytest.mark.usefixtures("quick")
def test_last_words_of_a_dead_child_are_kept(supervisor: Supervisor) -> None:
    supervisor.add(shell("web", "printf 'cannot start'; exit 3"), {})
    assert until_said(supervisor, "web", "cannot start\n")


@pytest.mark.usefixtures("quick")
def test_what_a_dead_child_leaves_running_is_ended(supervisor: Supervisor, tmp_path: Path) -> None:
    """A worker's processes must not go on beside those of its successor."""
    script = f"sh -c 'echo $$ > {tmp_path}/pid; {FOREVER}' & sleep 0.3; kill -9 $$"
    child = supervisor.add(shell("worker", script), {"PATH": "/bin:/usr/bin"})
    supervisor.run(lambda: child.failures > 0)
    left = int((tmp_path / "pid").read_text())
    assert wait_for(lambda: not alive(left))


def test_pauses_double_up_to_a_limit(tmp_path: Path) -> None:
    child = Child(shell("web", ""), tmp_path, {}, log=ProcessLog(tmp_path / "x", "x"))
    pauses = [child.pause(now=1.0) for _ in range(8)]
    assert pauses == [1, 2, 4, 8, 16, LAST_PAUSE, LAST_PAUSE, LAST_PAUSE]


@pytest.mark.parametrize(("lived", "pause"), [(SETTLED_SECONDS, 4.0), (SETTLED_SECONDS + 1, 1.0)])
def test_child_that_had_settled_starts_a_new_series(tmp_path: Path, lived: float, pause: float) -> None:
    child = Child(shell("web", ""), tmp_path, {}, log=ProcessLog(tmp_path / "x", "x"))
    child.failures = 2
    assert child.pause(now=lived) == pause


def test_children_stop_in_their_order(supervisor: Supervisor, tmp_path: Path) -> None:
    note = tmp_path / "order"
    for name in ("web", "beat", "worker"):
        script = f"trap 'sleep 0.1; echo {name} >> {note}; exit' TERM; echo up; {FOREVER}"
        supervisor.add(shell(name, script), {"PATH": "/bin:/usr/bin"})
    for name in ("web", "beat", "worker"):
        assert until_said(supervisor, name, "up")
    supervisor.stop()
    assert note.read_text().split() == ["web", "beat", "worker"]


def test_last_words_on_stopping_are_kept(supervisor: Supervisor) -> None:
    script = f"trap 'echo finished what I had; exit' TERM; echo up; {FOREVER}"
    supervisor.add(shell("worker", script), {"PATH": "/bin:/usr/bin"})
    assert until_said(supervisor, "worker", "up")
    supervisor.stop()
    assert "finished what I had" in (supervisor.log_dir / "worker.log").read_text()


def test_child_that_does_not_end_is_killed_in_time(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    script = f"trap '' TERM; echo up; {FOREVER}"
    child = supervisor.add(shell("worker", script, grace=0.3), {"PATH": "/bin:/usr/bin"})
    assert until_said(supervisor, "worker", "up")
    pid, begun = pid_of(child), time.monotonic()
    supervisor.stop()
    assert time.monotonic() - begun < 3
    assert not alive(pid)
    assert "强制结束" in capsys.readouterr().out


def test_program_run_to_its_end_gives_its_status(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert supervisor.call(shell("prepare", "echo done; exit 0"), {}, until=lambda: False) == 0
    assert supervisor.call(shell("prepare", "echo failed; exit 4"), {}, until=lambda: False) == 4
    assert capsys.readouterr().out == "done\nfailed\n"
    assert supervisor.children == []


def test_program_is_broken_off_when_asked(supervisor: Supervisor) -> None:
    begun = time.monotonic()
    status = supervisor.call(
        shell("prepare", FOREVER), {"PATH": "/bin:/usr/bin"}, until=lambda: time.monotonic() - begun > 0.2
    )
    assert status == -signal.SIGTERM


def test_new_environment_restarts_the_children(supervisor: Supervisor) -> None:
    program = shell("web", f'echo "at $WHERE"; {FOREVER}')
    child = supervisor.add(program, {"WHERE": "old", "PATH": "/bin:/usr/bin"})
    assert until_said(supervisor, "web", "at old")
    first = pid_of(child)
    supervisor.replace_environment(lambda name: {"WHERE": f"new for {name}", "PATH": "/bin:/usr/bin"})
    assert until_said(supervisor, "web", "at new for web")
    assert not alive(first)


@pytest.mark.parametrize(("code", "words"), [(0, "退出码 0"), (3, "退出码 3"), (-9, "信号 SIGKILL")])
def test_exit_is_described(code: int, words: str) -> None:
    assert describe_exit(code) == words
