"""What differs between two wordings, for reading them side by side. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

Pieces: TypeAlias = Sequence[tuple[str, bool]]
"""A wording in pieces, each with whether it stands only on this side."""

# A single character in common between two changes is chance: 未设标志 and 没有标识 share no thought by 标.
_TELLING = 2
# Beyond this product of lengths comparing takes longer than a reader waits.
_LONGEST = 1_000_000


def differences(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Both wordings with what the other has not marked; very long ones are marked as a whole."""
    if len(old) * len(new) > _LONGEST and old != new:
        return _pieces([(old, True)]), _pieces([(new, True)])
    first: list[tuple[str, bool]] = []
    second: list[tuple[str, bool]] = []
    for tag, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        changed = tag != "equal" or (end - start < _TELLING and old != new)
        first.append((old[start:end], changed))
        second.append((new[from_:to], changed))
    return _pieces(first), _pieces(second)


def _pieces(parts: Sequence[tuple[str, bool]]) -> Pieces:
    """Neighbours of the same kind are one piece; empty ones are none."""
    joined: list[tuple[str, bool]] = []
    for text, changed in parts:
        if joined and joined[-1][1] == changed:
            joined[-1] = (joined[-1][0] + text, changed)
        elif text:
            joined.append((text, changed))
    return joined
