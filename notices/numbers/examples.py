"""Filling rules annexed to a circular: the numbers in them are examples, not results."""

import re

_HEADING = re.compile(
    r"(?m)^[ \t]*(?!附件[:：]|\d{1,2}[.．、])[^\n。；，]{0,30}(?:填表|填报|指标)(?:说明|解释|口径)[ \t]*$"
)
_NEXT = re.compile(r"(?m)^[ \t]*附件\s?\d")


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where filling rules stand: from their heading to the next annex or the end."""
    found: list[tuple[int, int]] = []
    for match in _HEADING.finditer(text):
        following = _NEXT.search(text, match.end())
        found.append((match.start(), following.start() if following else len(text)))
    return tuple(found)
