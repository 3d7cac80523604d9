"""Coverage (标准收录情况): for which sectors the library holds the law in force on a day, and what it lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hazards.standards import StandardData


@dataclass(frozen=True, slots=True)
class KnownStandard:
    """A standard known to exist whose text the library does not hold; `effective_from` None if not known."""

    title: str
    number: str
    sector: str
    effective_from: date | None

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"


class Coverage:
    """What the library holds and lacks, by sector and day."""

    def __init__(self, standards: Iterable[StandardData], known: Iterable[KnownStandard] = ()) -> None:
        self._standards = tuple(standards)
        self._known = tuple(known)

    def in_force(self, sector: str, on: date) -> tuple[StandardData, ...]:
        """The sector's standards in force on the day, both ends included (I2)."""
        return tuple(
            standard
            for standard in self._standards
            if standard.sector == sector
            and standard.effective_from <= on <= (standard.effective_to or date.max)
        )

    def covers(self, sector: str, on: date) -> bool:
        """Whether some standard that can make a major hazard is held for the sector on the day."""
        return any(not standard.reference_only for standard in self.in_force(sector, on))

    def missing(self, sector: str, on: date) -> tuple[KnownStandard, ...]:
        """Standards of the sector that are or may be in force on the day and are not held.

        One older than what is held has been followed by it; one without a date counts only where nothing
        is held.
        """
        held = [standard.effective_from for standard in self.in_force(sector, on)]
        return tuple(
            known
            for known in self._known
            if known.sector == sector
            and (
                not held
                if known.effective_from is None
                else max(held, default=date.min) < known.effective_from <= on
            )
        )


def parse_known(items: Iterable[Mapping[str, Any]]) -> tuple[KnownStandard, ...]:
    """From the reference data of standards without text."""
    return tuple(
        KnownStandard(
            title=item["title"],
            number=item["number"] or "",
            sector=item["sector"],
            effective_from=date.fromisoformat(item["effective_from"]) if item["effective_from"] else None,
        )
        for item in items
    )
