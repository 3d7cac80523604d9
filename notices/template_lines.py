"""Two texts of a template compared, line by line. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number in the text it stands in; `mark` is added, removed or empty."""

    number: int
    text: str
    mark: str = ""


def compare(old: str, new: str) -> tuple[Line, ...]:
    """The new text from top to bottom, with the lines that are gone where they stood."""
    return tuple(_compared(old.splitlines(), new.splitlines()))


def _compared(old: list[str], new: list[str]) -> Iterator[Line]:
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (Line(at + 1, old[at], "removed") for at in range(start, end))
        mark = "" if tag == "equal" else "added"
        yield from (Line(at + 1, new[at], mark) for at in range(first, last))
