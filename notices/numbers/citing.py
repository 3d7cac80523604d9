"""Figures cited in a text: chips of the editor, which say themselves what number they stand for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cited:
    """A stretch of the text that was put there as the figure `key`."""

    start: int
    end: int
    key: str
