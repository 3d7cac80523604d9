"""Check the numbers of a text: against the figures of a period where they are known, and against one another."""

from collections.abc import Mapping, Sequence

from notices.numbers.citing import Cited
from notices.numbers.numerals import KIND_WORDS, Kind, Numeral, find
from notices.numbers.verdicts import Judged, Verdict
from reports.figures import Figure
from reports.snapshot import IndicatorSpec, UnitFiling

_AROUND = 20


def check(
    text: str,
    *,
    figures: Mapping[str, Figure] | None = None,
    units: Sequence[UnitFiling] = (),
    indicators: Sequence[IndicatorSpec] = (),
    skip: Sequence[tuple[int, int]] = (),
    cited: Sequence[Cited] = (),
) -> tuple[Judged, ...]:
    """Every number of `text` with its verdict, in order; offsets refer to `text` as given.

    `figures` are the figures of the period by key (`reports.figures.by_key(compute(snapshot, previous))`), None when
    no period is known: then only what the text says of itself is checked. `units` and `indicators` are those of the
    snapshot, for what is said of single units. Numbers inside `skip` (tables) are left out, for others judge them.
    """
    numbers = (each for each in find(text) if not any(a <= each.start < b for a, b in skip))
    return tuple(_judged(text, each) for each in numbers)


def _judged(text: str, numeral: Numeral) -> Judged:
    plain = numeral.kind is not Kind.DATA
    return Judged(
        numeral.text,
        numeral.value,
        numeral.unit,
        numeral.start,
        numeral.end,
        text[max(0, numeral.start - _AROUND) : numeral.end + _AROUND],
        Verdict.IGNORED if plain else Verdict.UNVERIFIED,
        reason=f"{KIND_WORDS[numeral.kind]}，不是数据。" if plain else "没有可以对照的指标。",
    )
