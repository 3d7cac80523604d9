"""What tests of the review desk share."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from hazards import advising, library
from hazards.advising import Law
from hazards.judgment import Answer, Value, conditions
from hazards.models import Criterion, Hazard
from hazards.services import ledger
from tests.factories import District
from tests.ledgers import FILED_AT, FOUND_AT, complete, drafted, make_enterprise, step

OTHERWISE = "配电室堆放易燃物品，未设置防火分隔"
"""A description nothing speaks against."""
MISREAD = {
    "有限空间未设置安全警示标志": "gongmao-2023-13-1",
    "作业现场未见有限空间作业审批手续": "gongmao-2023-13-2",
    "焊工的特种作业操作证未按期复审": "gongmao-2023-3-2",
}
"""The three of 巴南安委〔2023〕24号, with the clause they were taken for."""
MISREADINGS = tuple(MISREAD)


def advise_by_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever standards the database holds: preparing advice by others takes a second."""
    clauses = {
        clause.code: (standard, clause) for standard in library.criteria() for clause in standard.criteria
    }
    monkeypatch.setattr(advising, "law", lambda: Law(library.adviser(), clauses))


def waiting(district: District, at: datetime | None = None, **fields: Any) -> Hazard:
    """A record of an enterprise of its own, filed at this instant or a minute after the one before."""
    count = Hazard.objects.count()
    if "enterprise" not in fields:
        fields["enterprise"] = make_enterprise(f"企业{count}")
    record = drafted(district, **{"description": OTHERWISE, **fields})
    return step(district.filer, record, "file", at=at or FILED_AT + timedelta(minutes=count))


def claimed(district: District, description: str, criterion: Criterion, **fields: Any) -> Hazard:
    """A filed record whose filer answered every condition of the clause with yes, whatever the words say."""
    draft = ledger.draft_hazard(
        actor=district.filer,
        unit=district.town,
        entries=complete(criterion=criterion, description=description, **fields),
        at=FOUND_AT,
    )
    answers = {each.path: Answer(Value.YES, "现场核实", "照片1") for each in conditions(criterion.logic)}
    judged = ledger.answer(
        actor=district.filer, hazard_id=draft.pk, version=draft.version, answers=answers, at=FOUND_AT
    )
    return step(district.filer, judged, "file")
