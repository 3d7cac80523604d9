"""A whole shown in its parts: how many and what share each has, and all of them in one line. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.figure import Entry, Figure, Rows
from reports.figure_sources import int_or_decimal
from reports.rounding import PartExceedsWhole, percent_text, shares
from reports.wording import amount_text

NEGATIVE = "有负数，无法计算占比，请核对各单位数据"


@dataclass(frozen=True, slots=True)
class Part:
    """One part; `amount` is None when the whole cannot be told."""

    name: str
    amount: Decimal | int | None


@dataclass(frozen=True, slots=True)
class Whole:
    """Definitions of a whole in parts: the amount and the share of each, and the list of all; any may be left out."""

    count: Entry | None
    share: Entry | None
    listed: Entry | None


def figures(
    whole: Whole, parts: Sequence[Part], unit: str, rows: Mapping[str, Rows], note: str = ""
) -> Iterator[Figure]:
    """The figures of each part in the given order, then the list, in which parts of nothing are left out.

    `rows` holds the source rows by part; those of the list are the parts themselves.
    """
    found, doubt = percents([part.amount for part in parts])
    note = "；".join(filter(None, (note, doubt)))
    for part, percent in zip(parts, found, strict=True):
        if whole.count is not None:
            yield whole.count.named(part.name).amount(_exact(part), unit, rows.get(part.name, ()), note)
        if whole.share is not None:
            yield whole.share.named(part.name).percent(percent, rows.get(part.name, ()), note)
    if whole.listed is not None:
        known = all(part.amount is not None for part in parts)
        some = [(part, percent) for part, percent in zip(parts, found, strict=True) if part.amount]
        yield whole.listed.listed(
            tuple(part.name for part, _ in some) if known else None,
            tuple((part.name, amount_text(part.amount, unit)) for part in parts),
            note,
            shown=[
                f"{part.name}{amount_text(part.amount, unit)}、占比{percent_text(percent)}"
                for part, percent in some
            ],
            by="；",
        )


def percents(amounts: Sequence[Decimal | int | None]) -> tuple[tuple[Decimal | None, ...], str]:
    """The shares that make up the whole, all or none of them, and in words why there are none when one is negative."""
    known = [amount for amount in amounts if amount is not None]
    nothing: tuple[Decimal | None, ...] = (None,) * len(amounts)
    if len(known) < len(amounts):
        return nothing, ""
    try:
        return shares(known) or nothing, ""
    except PartExceedsWhole:
        return nothing, NEGATIVE


def _exact(part: Part) -> Decimal | int | None:
    return int_or_decimal(None if part.amount is None else Decimal(part.amount))
