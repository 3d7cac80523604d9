"""Which cells of a filing differ between two tables."""

from collections.abc import Mapping

Changes = Mapping[str, tuple[str, str]]
"""Old and new text by indicator code, in the measure of its column; an empty text is an empty field."""


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """The cells in which two tables differ: those of the second in its order, then those it has no more."""
    codes = [*after, *(code for code in before if code not in after)]
    pairs = {code: (before.get(code, ""), after.get(code, "")) for code in codes}
    return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}
