"""What rows refer to, found in bulk: the right ones, locked where asked, however many there are."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hazards.life import Status
from hazards.models import Criterion, Standard
from hazards.services import import_lookups
from tests.factories import District, make_unit
from tests.ledgers import OTHER_USCC, USCC, clause, drafted, make_criterion, make_enterprise, standing
from units.scoping import scope

ROW = {"enterprise": "东关机械厂", "uscc": USCC, "criterion": "第十三条", "number": "", "draft": ""}


def found(*rows: Mapping[str, Any], lock: bool = False) -> import_lookups.Found:
    return import_lookups.find([{**ROW, **row} for row in rows], lock=lock)


def test_active_units_are_found_by_name(district: District) -> None:
    make_unit("撤销镇", 9, is_active=False)
    assert found({}).units == {unit.name: unit for unit in district.units}


def test_enterprises_are_found_by_name_and_by_code_in_any_spelling(district: District) -> None:
    known, other = make_enterprise("东关机械厂"), make_enterprise("西关化工厂", USCC)
    make_enterprise("无关厂", OTHER_USCC)
    results = found({"uscc": f"{USCC[:8]}-{USCC[8:].lower()}"}, {"uscc": "不是代码"})
    assert results.by_name == {"东关机械厂": [known], "西关化工厂": [other]}
    assert results.by_code == {USCC: other}


def test_namesakes_are_all_found_the_oldest_first(district: District) -> None:
    first, second = make_enterprise(), make_enterprise()
    assert found({}).by_name["东关机械厂"] == [first, second]


def test_merged_entries_are_not_found(district: District) -> None:
    kept = make_enterprise("新名厂")
    make_enterprise(merged_into=kept)
    assert "东关机械厂" not in found({}).by_name


def test_clauses_are_found_by_article_and_code(district: District) -> None:
    one, other = make_criterion("gm-2023-13"), make_criterion("mk-2020-13")
    assert found({}).clauses["第十三条"] == [one, other]
    assert found({"criterion": "mk-2020-13"}).clauses["mk-2020-13"] == [other]
    assert "第九条" not in found({"criterion": "第九条"}).clauses


def test_I2_drafts_of_the_library_are_not_law(district: District) -> None:
    clause()
    Standard.objects.update(entered=True)
    assert found({}).clauses == {}
    Standard.objects.update(published_at=timezone.now())
    assert found({}).clauses["第十三条"] == [Criterion.objects.get()]


def test_records_are_found_by_number_and_as_drafts(district: District) -> None:
    filed, draft = standing(district, Status.FILED), drafted(district)
    results = found({"number": filed.number}, {"draft": str(draft.pk)}, {"number": "2023-99999"})
    assert results.by_number == {filed.number: filed}
    assert results.by_id == {filed.pk: filed, draft.pk: draft}


@pytest.mark.parametrize("said", ["", "草稿", "-1", "1.0", "9" * 19, "²"])
def test_what_cannot_be_a_draft_is_not_asked_for(district: District, said: str) -> None:
    assert import_lookups.draft_id({"draft": said}) is None
    assert found({"draft": said}).by_id == {}


def test_I3_nothing_of_another_tenant_is_found(district: District, neighbour: District) -> None:
    make_enterprise("东关机械厂", USCC)
    hazard = standing(district, Status.FILED)
    row = {"number": hazard.number, "draft": str(hazard.pk)}
    assert found(row).by_number
    with scope(neighbour.tenant.pk):
        results = found(row)
        assert (results.by_code, results.by_name, results.by_number, results.by_id) == ({}, {}, {}, {})
        assert import_lookups.twins([hazard]) == {}


def test_enterprises_are_locked_before_records(district: District) -> None:
    """In the order in which merging locks them, so that neither waits for the other in a circle."""
    hazard = standing(district, Status.FILED)
    with CaptureQueriesContext(connection) as captured:
        found({"number": hazard.number}, lock=True)
    locks = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"]]
    assert [('FROM "hazards_enterprise"' in sql, 'FROM "hazards_hazard"' in sql) for sql in locks] == [
        (True, False),
        (False, True),
    ]
    assert all("ORDER BY" in sql for sql in locks)


def test_nothing_is_locked_while_checking(district: District) -> None:
    hazard = standing(district, Status.FILED)
    with CaptureQueriesContext(connection) as captured:
        found({"number": hazard.number})
    assert not [query for query in captured if "FOR UPDATE" in query["sql"]]


def test_twin_is_the_oldest_with_the_same_content(district: District) -> None:
    first = drafted(district)
    again, other = drafted(district), drafted(district, description="另一处")
    known = import_lookups.twins([again])
    assert known == {import_lookups.content(first): first}
    assert import_lookups.content(other) not in known


@pytest.mark.parametrize(
    "changes",
    [
        {"discovered_on": date(2023, 9, 9)},
        {"description": "另一处"},
        {"enterprise_id": 0},
        {"unit_id": 0},
    ],
)
def test_other_content_has_no_twin(district: District, changes: dict[str, Any]) -> None:
    hazard = drafted(district)
    for name, value in changes.items():
        setattr(hazard, name, value)
    assert import_lookups.content(hazard) not in import_lookups.twins([hazard])


def test_records_without_an_enterprise_are_not_compared(district: District) -> None:
    hazard = drafted(district, enterprise=None)
    assert import_lookups.twins([hazard]) == {}


def test_withdrawn_records_have_no_twin(district: District) -> None:
    hazard = standing(district, Status.WITHDRAWN)
    assert import_lookups.twins([hazard]) == {}


def test_later_day_of_the_same_words_is_another_hazard(district: District) -> None:
    hazard = drafted(district)
    hazard.discovered_on += timedelta(days=1)
    assert import_lookups.twins([hazard]) == {}
