"""A record as a row of the ledger in Excel, by column of `hazards.ledger_sheet`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hazards import ledger_answers, soundness
from hazards.judgment import Condition, conditions
from hazards.life import EDITABLE, LABELS, Status
from hazards.models import Hazard
from hazards.standards import Logic

_AS_THEY_ARE = (
    "place", "sector", "inspectors", "description", "responsible", "measures", "funds", "due_on", "plan",
    "coordination",
)  # fmt: skip


def row(record: Hazard) -> Mapping[str, Any]:
    """The values of a record; what is not entered is left out."""
    zone = record.tenant.zone
    return {
        **{name: getattr(record, name) for name in _AS_THEY_ARE},
        **_enterprise(record),
        **_clause(record),
        "number": record.number,
        "draft": "" if record.number else str(record.pk),
        "unit": record.unit.name,
        "found_by": record.get_found_by_display(),
        "halt": record.get_halt_display(),
        "answers": written(record),
        "status": LABELS[Status(record.status)],
        "discovered_at": _local(record.discovered_at, zone),
        "first_filed_at": _local(record.first_filed_at, zone),
        "closed_at": _local(record.closed_at, zone),
    }


def written(record: Hazard) -> str:
    """A record's answers as the sheet shows them."""
    logic = _logic(record)
    return ledger_answers.written(conditions_of(record), soundness.answers_of(record, logic)) if logic else ""


def conditions_of(record: Hazard) -> Sequence[Condition]:
    """What is asked of a record, in the order in which the sheet numbers it."""
    logic = _logic(record)
    return list(conditions(logic)) if logic else ()


def _logic(record: Hazard) -> Logic:
    """The clause's logic: as it was filed where the record can no longer be edited (I2)."""
    if record.clause and Status(record.status) not in EDITABLE:
        return dict(record.clause["logic"])
    return record.criterion.logic if record.criterion is not None else {}


def _enterprise(record: Hazard) -> Mapping[str, str]:
    if record.enterprise is None:
        return {}
    entry = record.enterprise
    return {
        "enterprise": entry.name,
        "uscc": entry.uscc,
        "kind": entry.get_kind_display(),
        "address": entry.address,
    }


def _clause(record: Hazard) -> Mapping[str, str]:
    if record.criterion is None:
        return {}
    return {"standard": str(record.criterion.standard), "criterion": record.criterion.article}


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A time as people there read it, to the minute; Excel knows no zones."""
    return at.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None) if at else None
