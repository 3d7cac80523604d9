"""The figures a circular was drafted with, as they are kept beside it and read back. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reports.figures import Figure

_EXACT = "exact"
"""Beside the JSON of a figure stands its exact amount: a JSON number alone would lose an amount's kind."""


def stored(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """JSON-ready, in their order; `restored` gives back the very same figures."""
    return [figure.to_json() | _exact(figure) for figure in figures]


def restored(data: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
    """The figures by key, in the order they were stored."""
    return {each["key"]: _figure(each) for each in data}


def _exact(figure: Figure) -> dict[str, str]:
    return {_EXACT: str(figure.value)} if isinstance(figure.value, Decimal) else {}


def _figure(data: Mapping[str, Any]) -> Figure:
    return Figure(
        key=data["key"],
        label=data["label"],
        value=_value(data),
        unit=data["unit"],
        text=data["text"],
        formula=data["formula"],
        rows=tuple((name, value) for name, value in data["rows"]),
    )


def _value(data: Mapping[str, Any]) -> Decimal | int | tuple[str, ...] | None:
    if _EXACT in data:
        return Decimal(data[_EXACT])
    value = data["value"]
    if isinstance(value, list):
        return tuple(value)
    # Kept without its exact amount by an earlier release: the number as it was shown.
    return Decimal(repr(value)) if isinstance(value, float) else value
