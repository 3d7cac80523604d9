"""Several files sent at once: each is taken or refused for itself."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from hazards import examination
from units.errors import Conflict, Invalid

Row = TypeVar("Row")


class SentFile(Protocol):
    """A file that was sent, not necessarily in memory."""

    name: str | None
    size: int | None

    def read(self) -> bytes:
        """All of it."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Row]):
    """What became of several files: the rows of those stored, and why the others were not."""

    added: Sequence[Row]
    refused: Sequence[str]


def take_each(files: Iterable[SentFile], attach: Callable[[str, bytes], Row]) -> Outcome[Row]:
    """Hand each file to `attach` by name and content, one in memory at a time.

    What it refuses with Invalid or Conflict, and what is too large to be read, is named with the reason.
    """
    added: list[Row] = []
    refused: list[str] = []
    for file in files:
        name = examination.clean_name(file.name or "")
        try:
            examination.require_size(name, file.size or 0)
            added.append(attach(name, file.read()))
        except (Invalid, Conflict) as refusal:
            refused.append(refusal.message)
    return Outcome(added, refused)
