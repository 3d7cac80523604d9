"""How alike two descriptions are. Pure."""

from difflib import SequenceMatcher

ALIKE = 0.6
"""From here on two wordings may mean the same hazard."""


def likeness(first: str, second: str) -> float:
    """From 0 (nothing in common) to 1 (the same but for blanks); 0 at once when it cannot reach `ALIKE`."""
    one, other = "".join(first.split()), "".join(second.split())
    if not one or not other:
        return 0.0
    # Sorted, because the comparison is not quite symmetric.
    one, other = sorted((one, other))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The two bounds are cheap; the comparison itself grows with the product of the lengths.
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
