"""The library as advice needs it: every published standard of the database, prepared once in each process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from hazards import library
from hazards.selectors.standards import as_data, published, state_of_library
from hazards.standards import CriterionData, StandardData
from hazards.suggestion import Adviser


@dataclass(frozen=True, slots=True)
class Law:
    """The adviser over the standards held, and each of their clauses by its code."""

    adviser: Adviser
    clauses: Mapping[str, tuple[StandardData, CriterionData]]


class _Prepared:
    """What was last prepared, and the state of the library it was prepared from."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[Sequence[tuple[str, datetime]], Law] | None = None

    def law(self) -> Law:
        state = state_of_library()
        kept = self._kept
        if kept is not None and kept[0] == state:
            return kept[1]
        # Others who ask meanwhile wait: advice by the law as it was would be wrong.
        with self._lock:
            if self._kept is None or self._kept[0] != state:
                self._kept = (state, _prepare())
            return self._kept[1]


_prepared = _Prepared()


def law() -> Law:
    """The law held at this moment. One query; the whole library is read when something was published since."""
    return _prepared.law()


def _prepare() -> Law:
    """From the database; where it holds what the files hold, with the adviser that exists already."""
    rows = list(published())
    standards = tuple(as_data(row) for row in rows)
    if standards == tuple(sorted(library.criteria(), key=lambda standard: standard.code)):
        adviser = library.adviser()
    else:
        follows = {clause.code: clause.follows for row in rows for clause in row.criteria.all()}
        adviser = library.adviser_for(standards, follows)
    clauses = {
        criterion.code: (standard, criterion) for standard in standards for criterion in standard.criteria
    }
    return Law(adviser, clauses)
