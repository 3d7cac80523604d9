"""What the database itself refuses of the ledger, whatever the code above forgets (I1, I3, I8)."""

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from hazards.counting import Reason
from hazards.life import Status
from hazards.models import Enterprise, EnterpriseKind, Hazard, HazardEvent, NumberSeries, Regulation
from tests.factories import District
from tests.ledgers import FILED_AT, USCC, clause, drafted, make_enterprise, standing


def refused(hazard: Hazard, constraint: str, **fields: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Hazard.objects.filter(pk=hazard.pk).update(**fields)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("hazard_status_known", {"status": "lost"}),
        ("hazard_finder_known", {"found_by": "police"}),
        ("hazard_funds_positive", {"funds": "-0.01"}),
        ("hazard_excluded_for_a_known_reason", {"status": "excluded", "review_reason": "原因"}),
        ("hazard_excluded_for_a_known_reason", {"exclusion": Reason.DUPLICATE.value}),
        (
            "hazard_excluded_for_a_known_reason",
            {"status": "excluded", "review_reason": "原因", "exclusion": Reason.WITHDRAWN.value},
        ),
        ("hazard_sent_back_with_words", {"status": "returned"}),
        ("hazard_sent_back_with_words", {"status": "excluded", "exclusion": Reason.DUPLICATE.value}),
        ("hazard_filed_is_complete", {"criterion": None}),
        ("hazard_filed_is_complete", {"enterprise": None}),
        ("hazard_numbered_when_filed", {"number": "", "status": "withdrawn"}),
        ("hazard_numbered_when_filed", {"first_filed_at": None, "status": "withdrawn"}),
    ],
)
def test_I1_filed_record_stays_whole(district: District, constraint: str, fields: dict[str, Any]) -> None:
    refused(standing(district, Status.FILED), constraint, **fields)


def test_I1_draft_becomes_filed_only_with_everything(district: District) -> None:
    hazard = drafted(district)
    refused(hazard, "hazard_filed_is_complete", status="filed")
    refused(hazard, "hazard_numbered_when_filed", number="2023-00001")
    Hazard.objects.filter(pk=hazard.pk).update(status="filed", number="2023-00001", first_filed_at=FILED_AT)


def test_number_is_given_once(district: District) -> None:
    first, second = standing(district, Status.FILED), standing(district, Status.FILED)
    refused(second, "hazard_number_once", number=first.number)


def test_drafts_share_no_number(district: District) -> None:
    assert drafted(district).number == drafted(district).number == ""


def test_I8_event_can_be_neither_changed_nor_deleted(district: District) -> None:
    drafted(district)
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        HazardEvent.objects.update(actor_name="他人")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        HazardEvent.objects.all().delete()


def test_I2_clause_in_use_cannot_be_deleted(district: District) -> None:
    drafted(district)
    with pytest.raises(IntegrityError):
        clause().delete()


def test_code_is_registered_once_but_for_merged_entries(district: District) -> None:
    first = make_enterprise("甲", USCC)
    with pytest.raises(IntegrityError, match="enterprise_uscc_once"), transaction.atomic():
        make_enterprise("乙", USCC)
    Enterprise.objects.filter(pk=first.pk).update(merged_into=make_enterprise("丙"))
    assert make_enterprise("乙", USCC).uscc == USCC


def test_entry_is_of_a_known_kind_and_not_merged_into_itself(district: District) -> None:
    entry = make_enterprise("甲")
    for constraint, fields in (
        ("enterprise_kind_known", {"kind": "school"}),
        ("enterprise_not_merged_into_itself", {"merged_into": entry.pk}),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Enterprise.objects.filter(pk=entry.pk).update(**fields)


@pytest.mark.parametrize(
    ("kind", "counts"),
    [(EnterpriseKind.COMPANY, True), (EnterpriseKind.SOLE_TRADER, True), (EnterpriseKind.OTHER, False)],
)
def test_I1_facts_are_those_counting_asks_for(district: District, kind: EnterpriseKind, counts: bool) -> None:
    hazard = standing(district, Status.EXCLUDED, enterprise=make_enterprise("乙", kind=kind))
    facts = Hazard.objects.get(pk=hazard.pk).facts
    assert (facts.status, facts.excluded_for) == (Status.EXCLUDED, Reason.CRITERION_NOT_MET)
    assert (facts.first_filed_at, facts.is_enterprise) == (FILED_AT, counts)


def test_I1_facts_of_a_draft_without_enterprise(district: District) -> None:
    facts = drafted(district, enterprise=None).facts
    assert (facts.is_enterprise, facts.excluded_for, facts.first_filed_at) == (False, None, None)


def test_names_as_shown(district: District) -> None:
    draft, filed = drafted(district), standing(district, Status.FILED)
    assert (str(draft), str(filed)) == (f"草稿{draft.pk}", "2023-00001")
    assert str(HazardEvent.objects.filter(hazard=filed).last()) == "2023-00001 报送"
    assert str(NumberSeries.objects.get()) == "2023-00001"
    assert str(Regulation(enterprise=make_enterprise("甲"), unit=district.town)) == "东关镇 甲"
