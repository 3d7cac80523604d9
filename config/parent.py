"""Noticing that the `make` which started us is gone or wants us gone."""

import os
import signal
from pathlib import Path

CAUGHT = "SigCgt:"


def catches(pid: int, number: signal.Signals) -> bool:
    """Whether process `pid` handles the signal itself (Linux; False where this cannot be known)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    for line in status.splitlines():
        if line.startswith(CAUGHT):
            return bool(int(line.removeprefix(CAUGHT), 16) >> (number - 1) & 1)
    return False


class ParentWatch:
    """Watches the parent, if that is make.

    Ctrl-C in a terminal reaches all of us, and make passes SIGTERM on. But SIGINT sent to make alone it keeps
    to itself: it puts the signal back to its default and waits for us to end. And a killed make tells nobody.
    """

    def __init__(self) -> None:
        self._parent = os.getppid() if "MAKELEVEL" in os.environ else 0
        self._caught = bool(self._parent) and catches(self._parent, signal.SIGINT)

    def wants_stop(self) -> bool:
        """Whether make has died or has been interrupted."""
        if not self._parent:
            return False
        if os.getppid() != self._parent:
            return True
        return self._caught and not catches(self._parent, signal.SIGINT)
