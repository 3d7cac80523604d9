"""The library that comes with the product, read from its files when first asked for."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hazards.clause_index import ClauseIndex
from hazards.coverage import Coverage, parse_known
from hazards.sectors import SectorTable
from hazards.standards import StandardData, read_folder
from hazards.suggestion import Adviser
from hazards.traps import Traps
from hazards.wording import Vocabulary

_DATA = Path(__file__).parent / "data"
CRITERIA = _DATA / "criteria"


@cache
def criteria() -> tuple[StandardData, ...]:
    """All standards, of all versions."""
    return read_folder(CRITERIA)


@cache
def vocabulary() -> Vocabulary:
    """How people say what the standards mean."""
    return Vocabulary.parse(_read("synonyms.json"))


@cache
def sector_table() -> SectorTable:
    """What sectors are called."""
    return SectorTable.parse(_read("sectors.json"))


@cache
def traps() -> Traps:
    """The known misjudgments and the rules that catch them."""
    return Traps.parse(_read("criteria/_misjudgments.json"), _read("traps.json"))


@cache
def adviser() -> Adviser:
    """The adviser over the standards of the files."""
    return adviser_for(criteria())


def adviser_for(standards: tuple[StandardData, ...], follows: Mapping[str, str] | None = None) -> Adviser:
    """The adviser over any standards, such as those an administrator has revised; building takes a second.

    `follows` names for a clause's code the code of the clause it was copied from: what one has to be warned
    of at that one it has to be warned of at this.
    """
    known = parse_known(_read("criteria/_known-standards-without-text.json"))
    index = ClauseIndex(standards, vocabulary(), sector_table())
    return Adviser(index, traps().inherited(follows or {}), Coverage(standards, known))


def _read(name: str) -> Any:
    return json.loads((_DATA / name).read_text(encoding="utf-8"))
