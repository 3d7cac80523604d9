"""Columns that an office put on its form itself, called by their own labels in its circulars."""

import re
from collections import Counter
from collections.abc import Sequence

from notices.numbers.lexicon import CALLED, Called
from notices.numbers.script import sign, units_like
from reports.figure_catalogue import TOTAL_KEYS
from reports.snapshot import IndicatorSpec

_COMMON = {*TOTAL_KEYS, *(each.key for each in CALLED)}
_SHORTEST = 4
"""Shorter labels (次数, 已整改) tell nothing by themselves."""


def called(specs: Sequence[IndicatorSpec]) -> tuple[Called, ...]:
    """A way to call each column that the shipped form has not: its label, with a number in its measure.

    Labels that several columns share are left out.
    """
    labels = Counter(_plain(spec.label) for spec in specs)
    return tuple(
        Called(spec.code, re.escape(label), sign(spec.measure), units_like(spec.measure))
        for spec in specs
        if spec.code not in _COMMON and len(label := _plain(spec.label)) >= _SHORTEST and labels[label] == 1
    )


def _plain(label: str) -> str:
    return re.sub(r"[“”（）()\s]", "", label)
