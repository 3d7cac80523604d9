"""A .zip written while it is sent: of all its files one piece at a time is in memory. Pure."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

PIECE = 64 * 1024
"""Bytes read at once."""
_NEVER_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the archive; `opened` is called when its turn comes. `at` is a local time, shown as its date."""

    name: str
    at: datetime
    opened: Callable[[], IO[bytes]]


class _Outlet(io.RawIOBase):
    """Takes what the archive writes until it is fetched; it cannot go back, nor need it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # what the archive hands over is a buffer
        self._pieces.append(piece)
        return len(piece)

    def fetched(self) -> bytes:
        """What has come since it was last asked."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


def stream(parts: Iterable[Part]) -> Iterator[bytes]:
    """The archive piece by piece. Files are stored as they are: papers and photos are compressed already."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for part in parts:
            entry = zipfile.ZipInfo(part.name, part.at.timetuple()[:6])
            with part.opened() as source, archive.open(entry, "w") as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                    yield outlet.fetched()
    yield outlet.fetched()


def safe_name(name: str) -> str:
    """A name that every system can unpack, in no folder."""
    return name.translate(_NEVER_IN_NAMES).strip(". ") or "_"
