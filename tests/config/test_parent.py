"""What make does not pass on has to be noticed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config import parent
from config.parent import ParentWatch, catches
from tests.config.machinery import ROOT, wait_for

WATCHER = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
from config.parent import ParentWatch
watch = ParentWatch()
print("watching", flush=True)
for _ in range(500):
    if watch.wants_stop():
        print("asked to stop", flush=True)
        break
    time.sleep(0.02)
"""


def test_handled_signals_are_known() -> None:
    assert catches(os.getpid(), signal.SIGINT)  # Python turns it into KeyboardInterrupt
    assert not catches(os.getpid(), signal.SIGUSR2)


def test_nothing_is_known_of_a_process_that_is_gone() -> None:
    done = subprocess.Popen(["/bin/true"])
    done.wait()
    assert not catches(done.pid, signal.SIGINT)


def test_only_make_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAKELEVEL", raising=False)
    watch = ParentWatch()
    monkeypatch.setattr("os.getppid", lambda: 1)
    assert not watch.wants_stop()


def test_parent_that_goes_on_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAKELEVEL", "1")
    assert not ParentWatch().wants_stop()


def test_dead_make_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAKELEVEL", "1")
    watch = ParentWatch()
    monkeypatch.setattr("os.getppid", lambda: 1)
    assert watch.wants_stop()


@pytest.mark.parametrize(
    ("before", "after", "stop"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_make_that_gives_its_handler_back_has_been_interrupted(
    monkeypatch: pytest.MonkeyPatch, before: bool, after: bool, stop: bool
) -> None:
    monkeypatch.setenv("MAKELEVEL", "1")
    monkeypatch.setattr(parent, "catches", lambda *_: before)
    watch = ParentWatch()
    monkeypatch.setattr(parent, "catches", lambda *_: after)
    assert watch.wants_stop() is stop


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_real_make_is_noticed_without_a_terminal(tmp_path: Path, number: signal.Signals) -> None:
    """`kill -INT` of make alone: make waits for its child and tells it nothing."""
    (tmp_path / "watcher.py").write_text(WATCHER)
    (tmp_path / "Makefile").write_text(f"run:\n\t@exec {sys.executable} watcher.py > said\n")
    said = tmp_path / "said"
    with subprocess.Popen(
        ["make", "run"], cwd=tmp_path, stderr=subprocess.DEVNULL, start_new_session=True
    ) as make:
        assert wait_for(lambda: said.exists() and "watching" in said.read_text())
        make.send_signal(number)
        assert wait_for(lambda: "asked to stop" in said.read_text())
