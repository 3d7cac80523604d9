"""What can be wrong with an uploaded table: one refusal for the whole file, or problems cell by cell."""

from dataclasses import dataclass
from enum import StrEnum


class UnreadableFile(Exception):
    """The file as a whole cannot be used; the Chinese message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ProblemKind(StrEnum):
    """How far a problem reaches.

    ROW spoils one unit's row, COLUMN the table's columns, TOTAL the printed total row. NOTE informs and
    hinders nothing.
    """

    ROW = "row"
    COLUMN = "column"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where (`cell` such as "C7", empty when nowhere), whose, which column, and what to do."""

    kind: ProblemKind
    cell: str
    unit: str | None
    label: str | None
    message: str

    def __str__(self) -> str:
        """One line for terminals and logs: C7 西天尾镇 罚款金额：不能是负数."""
        place = " ".join(part for part in (self.cell, self.unit, self.label) if part)
        return f"{place}：{self.message}" if place else self.message
