"""Numbers of a sector beside one another (道路交通处罚566次、26.248万元) that are the row of one unit."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from notices.numbers.against import Held, codes_of
from notices.numbers.quantities import Quantity
from notices.numbers.script import Script, amount, plain
from notices.numbers.verdicts import Verdict
from reports.snapshot import IndicatorSpec, UnitFiling

_CHANCE = 10
"""Values below this agree with some unit's by chance."""


def held(
    script: Script, meant: Sequence[Quantity], units: Sequence[UnitFiling], specs: Sequence[IndicatorSpec]
) -> Iterator[tuple[int, Held]]:
    """Where one number of a run is a unit's own, the others must be as well."""
    runs = groupby(range(len(meant)), key=lambda index: bool(meant[index].part and meant[index].key))
    for is_part, run in runs:
        indices = [index for index in run if codes_of(meant[index].total, specs)]
        if is_part and len(indices) > 1:
            yield from _of_one_unit(script, meant, indices, units, specs)


def _of_one_unit(
    script: Script,
    meant: Sequence[Quantity],
    indices: Sequence[int],
    units: Sequence[UnitFiling],
    specs: Sequence[IndicatorSpec],
) -> Iterator[tuple[int, Held]]:
    rows = [
        (unit, [_value(unit, codes_of(meant[index].total, specs)) for index in indices]) for unit in units
    ]
    said = [script.numbers[index].value for index in indices]
    close = [
        (unit, row) for unit, row in rows
        if any(one == other >= _CHANCE for one, other in zip(said, row, strict=True))
    ]  # fmt: skip
    if len(close) != 1:
        return
    unit, row = close[0]
    for index, value in zip(indices, row, strict=True):
        numeral = script.numbers[index]
        factor = plain(numeral) / numeral.value if numeral.value else Decimal(1)
        expected = amount(value * factor, numeral)
        if numeral.value == value:
            yield index, Held(Verdict.OK, meant[index].total, expected, f"与{unit.name}的{expected}相符。")
        else:
            reason = f"文中写{numeral.text}；同一处其他数字是{unit.name}的，{unit.name}的这一项是{expected}。"
            yield index, Held(Verdict.CONTRADICTS, meant[index].total, expected, reason)


def _value(unit: UnitFiling, codes: Sequence[str]) -> Decimal:
    """A unit's value; -1 where it has none."""
    if unit.values is None or any(code not in unit.values for code in codes):
        return Decimal(-1)
    return sum((unit.values[code] for code in codes), Decimal(0))
