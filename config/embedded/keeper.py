"""The process that runs the embedded servers for everybody who uses one data directory.

Whoever needs a server holds a shared lock on a file named after it (see sharing.py). The keeper starts a
server while somebody holds its lock, restarts it if it dies, stops it when the last user lets go, and ends
when nothing is left to keep. The kernel drops the locks of a killed user, so no crash leaves a server behind;
and should the keeper be killed, its servers end with it.

Arguments: DATA_DIR, and `durable` or `careless` (see services.start).
"""

import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from .datadir import FileLock, explain, write_json
from .errors import ServiceError
from .postgres import Postgres
from .valkey import Valkey

PAUSE_SECONDS = 0.1
# After a failed start or a crash: the wait before the next attempt, doubled each time.
FIRST_RETRY_SECONDS = 0.5
LAST_RETRY_SECONDS = 15.0

Server = Postgres | Valkey


class Kept:
    """One server, the lock that tells whether it is used, and what to tell its users."""

    def __init__(self, server: Server, run_dir: Path) -> None:
        self.server = server
        self.lock = FileLock(run_dir / f"{server.name}.users")
        self.state: dict[str, object] = {}
        self._next_attempt = 0.0
        self._wait = FIRST_RETRY_SECONDS

    def tend(self) -> bool:
        """Starts or stops the server as its users require. False when it has none; then the lock is held."""
        if self.lock.try_take():
            if self.state:
                self.server.stop()
                self.state = {}
            self._next_attempt, self._wait = 0.0, FIRST_RETRY_SECONDS
            return False
        if not self.server.running() and time.monotonic() >= self._next_attempt:
            if "urls" in self.state:
                print(f"{datetime.now(UTC):%F %T} {self.server.name} has died; starting it again", flush=True)
            self._start()
        return True

    def _start(self) -> None:
        try:
            self.server.start()
        except (ServiceError, OSError) as error:
            said = explain(error, self.server.data_dir) if isinstance(error, OSError) else str(error)
            self.state = {"error": said, "at": time.time()}
        else:
            self.state = {"urls": self.server.urls()}
        self._next_attempt = time.monotonic() + self._wait
        self._wait = min(2 * self._wait, LAST_RETRY_SECONDS)


class Keeper:
    """Tends both servers of `data_dir` until nobody uses them."""

    def __init__(self, data_dir: Path, *, durable: bool) -> None:
        self.run_dir = data_dir / "run"
        self.lock = FileLock(self.run_dir / "keeper.lock")
        self.kept = [
            Kept(Postgres(data_dir, durable=durable), self.run_dir),
            Kept(Valkey(data_dir, durable=durable), self.run_dir),
        ]
        self.told: dict[str, dict[str, object]] | None = None
        self.asked_to_stop = False

    def detach(self) -> None:
        """Takes charge and goes on as a child of nobody; the end of this process tells who started it."""
        self.lock.take()
        if os.fork():
            os._exit(0)

    def run(self) -> None:
        """Returns when there are no users left, or after SIGTERM."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        while not self.asked_to_stop and self._tend_all():
            time.sleep(PAUSE_SECONDS)
        for kept in reversed(self.kept):
            kept.server.stop()
        self._tell({})
        # Before the users' locks go: who waits for one of those must not find this keeper still in charge.
        self.lock.close()

    def _tend_all(self) -> bool:
        used = []
        for kept in self.kept:
            used.append(kept.tend())
            self._tell({each.server.name: each.state for each in self.kept if each.state})
        if not any(used):
            return False
        for kept, is_used in zip(self.kept, used, strict=True):
            if not is_used:
                kept.lock.release()
        return True

    def _tell(self, state: dict[str, dict[str, object]]) -> None:
        if state != self.told:
            write_json(self.run_dir / "services.json", state)
            self.told = state

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True


def main() -> None:
    """Runs a keeper for the data directory named on the command line."""
    # Files made by a server's start belong to this user alone.
    os.umask(0o077)
    keeper = Keeper(Path(sys.argv[1]), durable=sys.argv[2] == "durable")
    keeper.detach()
    keeper.run()
