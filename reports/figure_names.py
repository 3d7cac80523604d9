"""Every figure a form may have, before any number is known: for pickers, templates and papers. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from reports import (
    figures_ledger,
    figures_means,
    figures_reported,
    figures_sectors,
    figures_series,
    figures_units,
)
from reports.figure import Entry
from reports.figure_catalogue import Definition, definitions_for
from reports.snapshot import IndicatorSpec

ENTRIES: tuple[Entry, ...] = (
    *figures_units.ENTRIES,
    *figures_means.ENTRIES,
    *figures_series.ENTRIES,
    *figures_sectors.ENTRIES,
    *figures_reported.ENTRIES,
    *figures_ledger.ENTRIES,
)
"""What is defined beside the catalogue; with `{}` in the key one for each name."""


def known(specs: Sequence[IndicatorSpec]) -> Mapping[str, str]:
    """Key → label of every figure there may be for a form of these columns.

    Those of the ledger are among them, and those of each sector and kind, though a period may have none of them.
    """
    return {each.key: each.label for found in (catalogued(specs), made(specs)) for each in _flat(found)}


def catalogued(specs: Sequence[IndicatorSpec]) -> Sequence[Definition]:
    """The totals of the columns, and what of the catalogue rests on these columns alone."""
    codes = {spec.code for spec in specs}
    return [each for each in definitions_for(specs) if codes.issuperset(each.codes)]


def made(specs: Sequence[IndicatorSpec]) -> Sequence[Entry]:
    """The further figures that rest on these columns alone."""
    codes = {spec.code for spec in specs}
    return [each for each in ENTRIES if codes.issuperset(each.codes)]


def _flat(found: Sequence[Definition] | Sequence[Entry]) -> Iterator[Definition | Entry]:
    for each in found:
        yield from each.all() if isinstance(each, Entry) else (each,)
