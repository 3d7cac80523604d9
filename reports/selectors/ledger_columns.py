"""The columns of the dispatch form that the ledger knows too, counted from it."""

from collections.abc import Mapping

from hazards.models import FoundBy
from reports.models import Campaign, Period
from reports.selectors import ledger
from units.actors import Actor

COLUMNS: Mapping[str, tuple[FoundBy, str]] = {
    "major_enterprise_found": (FoundBy.ENTERPRISE, "企业自查"),
    "major_enterprise_rectified": (FoundBy.ENTERPRISE, "企业自查已整改"),
    "major_department_found": (FoundBy.DEPARTMENT, "部门检查"),
    "major_department_rectified": (FoundBy.DEPARTMENT, "部门检查已整改"),
}
"""By whom found, and what the column is called beside the ledger."""


def column_counts(actor: Actor, campaign: Campaign, period: Period) -> Mapping[tuple[int, str], int]:
    """The ledger's number (条, cumulative) for each unit with records and column of the form: one query."""
    found: dict[tuple[int, str], int] = {}
    for (unit_id, finder), (total, closed) in ledger.cumulative(actor, campaign, period).items():
        for code, (of_finder, _) in COLUMNS.items():
            if of_finder is finder:
                found[unit_id, code] = closed if code.endswith("rectified") else total
    return found
