"""Sectors (行业领域) as circulars print them: 危化品 for 化工和危险化学品. Pure."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from hazards import library

_FILE = Path(__file__).parent / "data" / "sector_names.json"


@cache
def printed() -> tuple[str, ...]:
    """Every sector that has a standard of its own, as printed, in the order of the catalogue."""
    return tuple(_data()["short"].values())


@cache
def other() -> str:
    """What all remaining sectors are called together."""
    return str(_data()["other"])


@cache
def short(sector: str) -> str:
    """A record's sector as printed; `other()` when no standard is its own, or the name fits several."""
    found = library.sector_table().of(sector)
    names: dict[str, str] = _data()["short"]
    return names.get(next(iter(found)), other()) if len(found) == 1 else other()


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data
