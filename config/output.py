"""What `make run` prints: its own lines, and those of the processes it runs, also kept in files."""

import os
import sys
from pathlib import Path
from typing import IO

LOG_BYTES = 5_000_000
KEPT_LOGS = 3


def say(line: str = "") -> None:
    """Prints one line at once; a closed terminal or pipe is no reason to stop serving."""
    try:
        print(line, flush=True)
    except UnicodeEncodeError:
        print(line.encode("ascii", "replace").decode(), flush=True)
    except OSError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  for the rest of the run


class ProcessLog:
    """The output of one process, line by line: to the terminal, with a prefix if it has one, and to a file.

    The file is renamed to NAME.1 at LOG_BYTES, older ones to NAME.2 and so on, of which KEPT_LOGS stay.
    """

    def __init__(self, path: Path, prefix: str) -> None:
        self.path = path
        self.prefix = prefix
        self._rest = b""
        self._size = path.stat().st_size if path.exists() else 0
        self._failed = False

    def feed(self, data: bytes) -> None:
        """Takes output as it comes; unfinished lines wait for their end."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if lines:
            self._write(lines)

    def end(self) -> None:
        """Writes out what came without a line end."""
        if self._rest:
            self._write([self._rest])
            self._rest = b""

    def _write(self, lines: list[bytes]) -> None:
        for line in lines:
            text = line.decode(errors="replace")
            say(f"{self.prefix:<6} │ {text}" if self.prefix else text)
        block = b"\n".join(lines) + b"\n"
        try:
            if self._size + len(block) > LOG_BYTES:
                self._rotate()
            with self._open() as stream:
                stream.write(block)
            self._size += len(block)
            self._failed = False
        except OSError as error:
            if not self._failed:  # a full disk: say it once, keep serving
                say(f"日志写不进 {self.path}（{error.strerror}），仅在此显示。")
            self._failed = True

    def _open(self) -> IO[bytes]:
        return self.path.open("ab")

    def _rotate(self) -> None:
        for number in range(KEPT_LOGS - 1, 0, -1):
            older = self.path.with_name(f"{self.path.name}.{number}")
            if older.exists():
                older.replace(self.path.with_name(f"{self.path.name}.{number + 1}"))
        if self.path.exists():
            self.path.replace(self.path.with_name(f"{self.path.name}.1"))
        self._size = 0
