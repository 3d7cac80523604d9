"""Units and their numbers told apart: 甲局、乙局分别排查重大隐患10条、20条."""

import re
from collections.abc import Iterator, Sequence

from notices.numbers.against import Held, against_unit
from notices.numbers.quantities import Quantity
from notices.numbers.scopes import Scope, month_of, scope_of
from notices.numbers.script import COUNT, MONEY, WORDS, Script
from reports.snapshot import IndicatorSpec, UnitFiling

_TOLD = re.compile(
    rf"分别(?P<words>{WORDS}{{0,24}}?)(?P<numbers>[{COUNT}{MONEY}](?:[、和][{COUNT}{MONEY}])+)(?![{COUNT}{MONEY}])"
)
_CLAUSE = re.compile(rf"[，。；\n{COUNT}{MONEY}]")
_LONGEST = 300
"""Signs of a list of units that are looked at."""


def held(
    script: Script, meant: Sequence[Quantity], units: Sequence[UnitFiling], specs: Sequence[IndicatorSpec]
) -> Iterator[tuple[int, Held]]:
    """Each number is that of the unit in the same place, where there are as many of them."""
    month = month_of(script.text)
    for match in _TOLD.finditer(script.text) if units else ():
        ahead = script.text[max(0, match.start() - _LONGEST) : match.start()]
        names = re.split("[、和及与]", _CLAUSE.split(ahead)[-1])
        indices = script.inside(*match.span("numbers"))
        scope = scope_of(script.ahead(indices[0]), month)
        if len(names) != len(indices) or scope not in (Scope.ALL, Scope.NEW):
            continue
        for name, index in zip(names, indices, strict=True):
            base = meant[indices[0]].total
            quantity = Quantity(base, base, name, scope=scope, total=base)
            known = against_unit(script.numbers[index], quantity, units, specs)
            if known is not None:
                yield index, known
