"""Standards and criteria, common to all tenants; a tenant's enterprises, hazard records and what belongs to them."""

from hazards.models.evidence import Evidence, Stage
from hazards.models.imports import ImportRow, ImportState, LedgerImport, RowKind
from hazards.models.ledger import FoundBy, Halt, Hazard, HazardEvent, NumberSeries
from hazards.models.rectification import Decision, Draw, Extension, Finding, SecondLook
from hazards.models.register import Enterprise, EnterpriseKind, Regulation
from hazards.models.standards import Criterion, Standard

__all__ = [
    "Criterion",
    "Decision",
    "Draw",
    "Enterprise",
    "EnterpriseKind",
    "Evidence",
    "Extension",
    "Finding",
    "FoundBy",
    "Halt",
    "Hazard",
    "HazardEvent",
    "ImportRow",
    "ImportState",
    "LedgerImport",
    "NumberSeries",
    "Regulation",
    "RowKind",
    "SecondLook",
    "Stage",
    "Standard",
]
