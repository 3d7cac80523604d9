import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.process import (
    end_stray,
    find_running,
    free_port,
    open_log,
    port_is_free,
    spawn,
    stop,
    tail,
    wait_until,
)
from tests.config.machinery import alive, wait_for


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = spawn(["/bin/sleep", "60"], death_signal=signal.SIGTERM, cwd=tmp_path)
    assert wait_for(lambda: Path(f"/proc/{process.pid}/comm").read_text() == "sleep\n")
    yield process
    process.kill()
    process.wait()


def test_output_of_both_streams_goes_to_the_file(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as output:
        process = spawn(
            ["/bin/sh", "-c", "echo out; echo err >&2"], death_signal=signal.SIGTERM, output=output
        )
        assert process.wait() == 0
    assert (tmp_path / "log").read_text() == "out\nerr\n"


def test_child_has_a_session_of_its_own(sleeper: subprocess.Popen[bytes]) -> None:
    # So that Ctrl-C in the terminal does not reach it before its turn.
    assert os.getsid(sleeper.pid) == sleeper.pid != os.getsid(0)


def test_stop_asks_first(sleeper: subprocess.Popen[bytes]) -> None:
    assert stop(sleeper, signal.SIGINT, 5.0)
    assert sleeper.returncode == -signal.SIGINT


def test_stop_kills_what_does_not_listen(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    process = spawn(
        ["/bin/sh", "-c", f"trap '' TERM; touch {ready}; while :; do sleep 0.1; done"],
        death_signal=signal.SIGKILL,
    )
    assert wait_for(ready.exists)
    begun = time.monotonic()
    assert not stop(process, signal.SIGTERM, 0.3)
    assert process.returncode == -signal.SIGKILL
    assert time.monotonic() - begun < 5


def test_stopping_what_has_ended_is_harmless() -> None:
    process = spawn(["/bin/true"], death_signal=signal.SIGTERM)
    process.wait()
    assert stop(process, signal.SIGTERM, 1.0)


def test_running_process_is_recognised_by_name_and_folder(
    sleeper: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    found = find_running(sleeper.pid, "sleep", tmp_path)
    assert found is not None
    assert found.pid == sleeper.pid


def test_reused_number_of_another_program_is_stale(sleeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    assert find_running(sleeper.pid, "postgres", tmp_path) is None


def test_same_program_on_other_data_is_stale(sleeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    assert find_running(sleeper.pid, "sleep", tmp_path.parent) is None


def test_zombie_is_stale(tmp_path: Path) -> None:
    process = subprocess.Popen(["/bin/sleep", "0"], cwd=tmp_path)
    assert wait_for(lambda: not alive(process.pid))
    assert find_running(process.pid, "sleep", tmp_path) is None
    process.wait()


def test_dead_process_is_stale(tmp_path: Path) -> None:
    process = subprocess.Popen(["/bin/true"])
    process.wait()
    assert find_running(process.pid, "true", tmp_path) is None


def test_stray_is_ended_and_waited_for(sleeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    end_stray(sleeper.pid, "sleep", tmp_path, number=signal.SIGINT, seconds=5.0)
    assert not alive(sleeper.pid)


def test_foreign_process_is_not_touched(sleeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    end_stray(sleeper.pid, "postgres", tmp_path, number=signal.SIGKILL)
    assert alive(sleeper.pid)


def test_port_in_use_is_not_free() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not port_is_free(taken.getsockname()[1])


def test_free_port_is_free() -> None:
    assert port_is_free(free_port())


def test_waiting_ends_with_the_deadline() -> None:
    assert wait_until(time.monotonic() + 60, pause=0.001)
    assert not wait_until(time.monotonic() - 1, pause=0.001)


def test_tail_gives_the_end_only(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert tail(log) == ""
    log.write_text("a" * 10 + "终")
    assert tail(log, size=4) == "a终"
    assert tail(log, size=2) != "a终"  # cut inside a character: no exception


@pytest.mark.parametrize(("size", "rotated"), [(99, False), (100, False), (101, True)])
def test_log_is_set_aside_past_its_limit(tmp_path: Path, size: int, rotated: bool) -> None:
    log = tmp_path / "logs" / "x.log"
    log.parent.mkdir()
    log.write_bytes(b"o" * size)
    with open_log(log, limit=100) as stream:
        stream.write(b"new")
    assert (tmp_path / "logs" / "x.log.1").exists() is rotated
    assert log.read_bytes() == (b"new" if rotated else b"o" * size + b"new")


def test_log_folder_is_made(tmp_path: Path) -> None:
    with open_log(tmp_path / "logs" / "new.log"):
        assert (tmp_path / "logs" / "new.log").exists()


def test_child_does_not_inherit_other_files(tmp_path: Path) -> None:
    """A lock held by the parent would otherwise stay held by its servers."""
    with (tmp_path / "lock").open("w") as held, (tmp_path / "seen").open("wb") as output:
        os.set_inheritable(held.fileno(), True)
        code = f"import os; print(os.path.exists('/proc/self/fd/{held.fileno()}'))"
        spawn([sys.executable, "-c", code], death_signal=signal.SIGTERM, output=output).wait()
    assert (tmp_path / "seen").read_text() == "False\n"
