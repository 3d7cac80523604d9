"""Runs several processes as one: restarts what dies, passes on what they print, stops them in order.

All in one thread: the kernel ties each child's life to the thread that started it (see embedded/launcher.py).
"""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.process import spawn
from config.output import ProcessLog, say

FIRST_PAUSE, LAST_PAUSE = 1.0, 30.0
# A process that has lived so long has started well; its next death begins a new series of pauses.
SETTLED_SECONDS = 60.0
TICK_SECONDS = 0.5


@dataclass(frozen=True)
class Program:
    """What to run and how to end it: `stop_signal`, and SIGKILL after `grace` seconds."""

    name: str
    command: Sequence[str | Path]
    grace: float
    stop_signal: signal.Signals = signal.SIGTERM
    pass_fds: Sequence[int] = ()


@dataclass
class Child:
    """A program that is to run until told otherwise."""

    program: Program
    cwd: Path
    env: Mapping[str, str]
    log: ProcessLog
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    failures: int = 0
    reader: int = field(default=-1)

    def start(self) -> None:
        """Starts the process, its output going to a pipe that the supervisor reads."""
        self.reader, writer = os.pipe()
        os.set_blocking(self.reader, False)
        with os.fdopen(writer, "wb") as output:
            self.process = spawn(
                self.program.command,
                death_signal=self.program.stop_signal,
                output=output,
                cwd=self.cwd,
                env=self.env,
                pass_fds=self.program.pass_fds,
            )
        self.started = time.monotonic()

    def drain(self) -> None:
        """Passes on what the process has printed."""
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self.reader, 65536):
                self.log.feed(data)

    def finish(self) -> None:
        """After the process has ended: its last output, and the end of whatever it has left running."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.drain()
        self.log.end()
        os.close(self.reader)
        self.reader, self.process = -1, None

    def pause(self, now: float) -> float:
        """How long to wait before starting it again."""
        self.failures = 1 if now - self.started > SETTLED_SECONDS else self.failures + 1
        return min(FIRST_PAUSE * float(2 ** (self.failures - 1)), LAST_PAUSE)


class Supervisor:
    """The children, in the order in which they are stopped."""

    def __init__(self, log_dir: Path, cwd: Path) -> None:
        self.log_dir = log_dir
        self.cwd = cwd
        self.children: list[Child] = []
        self._selector = selectors.DefaultSelector()

    def add(self, program: Program, env: Mapping[str, str]) -> Child:
        """Starts `program` and keeps it running."""
        log = ProcessLog(self.log_dir / f"{program.name}.log", program.name)
        child = Child(program, self.cwd, env, log)
        self.children.append(child)
        self._start(child)
        return child

    def tick(self) -> None:
        """Waits a moment for output, passes it on, and starts again whatever has died and is due."""
        for key, _events in self._selector.select(TICK_SECONDS):
            key.data.drain()
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child, now)
            if child.process is None and now >= child.due:
                self._start(child)

    def run(self, until: Callable[[], bool]) -> None:
        """Keeps the children running until `until` answers True."""
        while not until():
            self.tick()

    def call(self, program: Program, env: Mapping[str, str], until: Callable[[], bool]) -> int:
        """Runs `program` to its end, or until `until` answers True; its exit status."""
        child = Child(program, self.cwd, env, ProcessLog(self.log_dir / f"{program.name}.log", ""))
        child.start()
        process = child.process
        self._selector.register(child.reader, selectors.EVENT_READ, child)
        try:
            while process is not None and process.poll() is None and not until():
                self._selector.select(TICK_SECONDS)
                child.drain()
        finally:
            self._stop(child)
        return process.returncode if process is not None else 1

    def replace_environment(self, env_of: Callable[[str], Mapping[str, str]]) -> None:
        """Restarts all children with the environment that `env_of(name)` gives."""
        for child in self.children:
            self._stop(child)
            child.env = env_of(child.program.name)
            self._start(child)

    def stop(self) -> None:
        """Stops the children one after another, in the order in which they were added."""
        for child in self.children:
            self._stop(child)
        self._selector.close()

    def _start(self, child: Child) -> None:
        child.start()
        self._selector.register(child.reader, selectors.EVENT_READ, child)

    def _bury(self, child: Child, now: float) -> None:
        code = child.process.returncode if child.process else 0
        pause = child.pause(now)
        child.due = now + pause
        self._finish(child)
        say(f"{child.program.name} 意外结束（{describe_exit(code)}），{pause:.0f} 秒后重新启动。")

    def _stop(self, child: Child) -> None:
        """Asks, waits while passing on the last output, kills."""
        process = child.process
        if process is None:
            return
        deadline = time.monotonic() + child.program.grace
        process.send_signal(child.program.stop_signal)
        while process.poll() is None:
            if time.monotonic() > deadline:
                say(f"{child.program.name} 在 {child.program.grace:.0f} 秒内没有结束，强制结束。")
                process.kill()
                process.wait()
            self._selector.select(0.05)
            child.drain()
        self._finish(child)

    def _finish(self, child: Child) -> None:
        if child.reader in self._selector.get_map():
            self._selector.unregister(child.reader)
        child.finish()


def describe_exit(code: int) -> str:
    """An exit status as a reader knows it."""
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"
