"""Campaigns, dispatch forms and rules, filings, closing and what follows it, materials."""

from reports.models.campaigns import Campaign, Cycle, Period, PeriodState, Phase
from reports.models.closing import Correction, Duty, DutyExtension, Obligation, Snapshot
from reports.models.filings import FieldEvidence, FilingEvent, LedgerStatement, Submission
from reports.models.forms import DispatchForm, Indicator, Rule
from reports.models.materials import MaterialFiling, MaterialTask

__all__ = [
    "Campaign",
    "Correction",
    "Cycle",
    "DispatchForm",
    "Duty",
    "DutyExtension",
    "FieldEvidence",
    "FilingEvent",
    "Indicator",
    "LedgerStatement",
    "MaterialFiling",
    "MaterialTask",
    "Obligation",
    "Period",
    "PeriodState",
    "Phase",
    "Rule",
    "Snapshot",
    "Submission",
]
