"""Starting, recognising and stopping the processes of this package."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import psutil

from .account import LAUNCHER, Account

LOOPBACK = "127.0.0.1"


def spawn(
    command: Sequence[str | Path],
    *,
    death_signal: signal.Signals,
    output: IO[bytes] | int | None = None,
    account: Account | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Starts `command` in a session of its own, sent `death_signal` should this process vanish.

    The kernel ties that to the calling thread, so call it from one that lasts as long as the process.
    `output` receives both output streams. Terminal signals (Ctrl-C) do not reach the child.
    """
    return subprocess.Popen(
        [
            *(sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(int(death_signal))),
            str(account or Account()),
            *(str(word) for word in command),
        ],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        cwd=cwd,
        env=env,
        pass_fds=pass_fds,
        start_new_session=True,
    )


def stop(process: subprocess.Popen[bytes], number: signal.Signals, seconds: float) -> bool:
    """Asks `process` to end with signal `number`; kills it after `seconds`. True when it ended by itself."""
    if process.poll() is not None:
        return True
    process.send_signal(number)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    return True


def find_running(pid: int, name: str, folder: Path) -> psutil.Process | None:
    """The process `pid`, provided that it lives, is the program `name` and works in `folder`.

    A dead, zombie or reused process number answers None: a file naming it is stale.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or process.name() != name:
            return None
        if Path(process.cwd()) != folder.resolve():
            return None
    except psutil.AccessDenied:
        return None  # another user's process: not one that we started on our own data
    except psutil.NoSuchProcess:
        return None
    return process


def end_stray(pid: int, name: str, folder: Path, *, number: signal.Signals, seconds: float = 30.0) -> None:
    """Ends a server left behind by a killed parent; waits until it has let go of its data."""
    process = find_running(pid, name, folder)
    if process is None:
        return
    process.send_signal(number)
    _gone, alive = psutil.wait_procs([process], timeout=seconds)
    for left in alive:
        left.kill()
    psutil.wait_procs(alive, timeout=seconds)


def port_is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until(deadline: float, pause: float = 0.02) -> bool:
    """Sleeps for `pause` seconds; False once the monotonic clock has passed `deadline`."""
    time.sleep(pause)
    return time.monotonic() < deadline


def tail(log: Path, size: int = 4000) -> str:
    """The end of a log file, as text; empty when there is none."""
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, log.stat().st_size - size))
            return stream.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


def open_log(log: Path, limit: int = 5_000_000) -> IO[bytes]:
    """Opens a log for appending; one grown past `limit` bytes is first set aside as NAME.1."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_name(f"{log.name}.1"))
    return log.open("ab")
