"""Storing in bulk comes to the same as drafting, answering and filing records one by one."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from hazards.ledger_sheet import READ
from hazards.life import Status
from hazards.models import Enterprise, Hazard, HazardEvent, RowKind
from hazards.services import import_rows, import_storing, ledger
from hazards.services.enterprises import Entry, register
from hazards.services.import_rows import Given, Line
from hazards.services.import_storing import Errand
from tests.factories import District
from tests.ledgers import FILED_AT, MET, complete, drafted, make_enterprise, standing, step
from tests.sheets import several, typed
from units.errors import Conflict
from units.models import AuditEntry

OWN = {"id", "number", "hazard"}
"""What two records never share."""


def stored(district: District, *rows: Mapping[str, Any], files_them: bool = True) -> list[Line]:
    lines = [
        import_rows.line(number, {name: row.get(name, "") for name in READ})
        for number, row in enumerate(rows, start=4)
    ]
    import_rows.compare(lines, Given(district.filer, district.town, FILED_AT), lock=True)
    import_storing.store(lines, Errand(district.filer, FILED_AT, "台账.xlsx", files_them))
    return lines


def told(hazard: Hazard) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """All that a record and its trail say, without what is theirs alone and where they come from."""
    record = Hazard.objects.get(pk=hazard.pk)
    fields = {name: value for name, value in model_to_dict(record).items() if name not in OWN}
    trail = [
        {name: getattr(event, name) for name in ("at", "actor_id", "actor_name", "verb", "status", "changes")}
        for event in HazardEvent.objects.filter(hazard=record).order_by("id")
    ]
    return fields | {"on": record.discovered_on, "clause": record.clause}, trail


def singly(district: District, *, answered: bool, filed: bool, **fields: Any) -> Hazard:
    """A record by the services of its page."""
    hazard = ledger.draft_hazard(
        actor=district.filer, unit=district.town, entries=complete(**fields), at=FILED_AT
    )
    if answered:
        hazard = ledger.answer(
            actor=district.filer, hazard_id=hazard.pk, version=hazard.version, answers=MET, at=FILED_AT
        )
    return step(district.filer, hazard, "file") if filed else hazard


@pytest.mark.parametrize(("answered", "filed"), [(False, False), (True, False), (True, True)])
def test_new_row_is_stored_as_its_page_would_have_it(district: District, answered: bool, filed: bool) -> None:
    one = singly(district, answered=answered, filed=filed, description="甲处没有标志")
    answers = typed()["answers"] if answered else ""
    (line,) = stored(district, typed(description="乙处没有标志", answers=answers), files_them=filed)
    assert line.target is not None
    expected, trail = told(one)
    assert told(line.target) == ({**expected, "description": "乙处没有标志"}, trail)


@pytest.mark.parametrize("files_them", [False, True])
def test_changed_row_is_stored_as_its_page_would_have_it(district: District, files_them: bool) -> None:
    one, other = drafted(district, description="甲处"), drafted(district, description="乙处")
    one = ledger.edit_hazard(
        actor=district.filer, hazard_id=one.pk, version=one.version, entries={"place": "别处"}, at=FILED_AT
    )
    if files_them:
        one = step(district.filer, one, "file")
    (line,) = stored(
        district, typed(draft=str(other.pk), description="乙处", place="别处"), files_them=files_them
    )
    assert line.target is not None
    expected, trail = told(one)
    assert told(line.target) == ({**expected, "description": "乙处"}, trail)


def test_answers_of_a_changed_row_are_replaced(district: District) -> None:
    hazard = drafted(district)
    stored(district, typed(draft=str(hazard.pk), answers="2否：有标志"), files_them=False)
    hazard.refresh_from_db()
    assert hazard.answers == {"/1": {"value": "no", "fact": "有标志", "evidence": ""}}


def test_trail_says_where_a_record_comes_from(district: District) -> None:
    stored(district, *several(2))
    first = HazardEvent.objects.filter(verb=ledger.DRAFTED).order_by("id")
    assert [event.reason for event in first] == [
        "从“台账.xlsx”第4行导入",
        "从“台账.xlsx”第5行导入",
    ]


def test_numbers_follow_the_rows_and_skip_the_incomplete(district: District) -> None:
    rows = several(3)
    rows[1]["funds"] = ""
    lines = stored(district, *rows)
    assert [line.target and line.target.number for line in lines] == ["2023-00001", "", "2023-00002"]
    assert Hazard.objects.get(number="").status == Status.DRAFT


def test_returned_record_keeps_its_number(district: District) -> None:
    hazard = standing(district, Status.RETURNED)
    stored(district, typed(number=hazard.number, funds="7"))
    hazard.refresh_from_db()
    assert (hazard.status, hazard.number, str(hazard.funds)) == ("filed", "2023-00001", "7.000000")
    assert hazard.first_filed_at == FILED_AT


def test_newcomer_is_registered_once_and_as_by_hand(district: District) -> None:
    lines = stored(district, *several(3, enterprise="新厂", address="一路1号", kind="个体工商户"))
    newcomer = Enterprise.objects.get(name="新厂")
    assert {line.target and line.target.enterprise_id for line in lines} == {newcomer.pk}
    register(actor=district.filer, entry=Entry(name="别厂", address="一路1号", sector="工贸"), at=FILED_AT)
    by_hand, imported = AuditEntry.objects.filter(action="enterprise.registered").order_by("-id")[:2]
    for name in ("at", "actor_id", "actor_name", "object_type", "detail"):
        assert getattr(by_hand, name) == getattr(imported, name), name
    assert imported.summary == "登记企业新厂"
    assert imported.object_id == newcomer.pk


def test_faulty_and_unchanged_rows_are_left_alone(district: District) -> None:
    hazard = drafted(district)
    before = told(hazard)
    stored(district, typed(draft=str(hazard.pk)), typed(description="坏", funds="x", enterprise="坏厂"))
    assert told(hazard) == before
    assert Hazard.objects.count() == 1
    assert not Enterprise.objects.filter(name="坏厂").exists()


def test_refused_change_takes_out_its_row_only(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = drafted(district, description="甲"), drafted(district, description="乙")

    def differ(hazard: Hazard) -> dict[str, Any]:
        return typed(draft=str(hazard.pk), description=hazard.description, place="别处")

    real = ledger.move

    def refuse(**how: Any) -> Hazard:
        if how["hazard_id"] == one.pk:
            raise Conflict("不能报送")
        return real(**how)

    monkeypatch.setattr(ledger, "move", refuse)
    lines = stored(district, differ(one), differ(other))
    assert [line.kind for line in lines] == [RowKind.BAD, RowKind.CHANGED]
    assert lines[0].problems == {"": "不能报送"}
    assert Hazard.objects.get(pk=one.pk).place == "污水处理站", "all of the row is undone"
    assert Hazard.objects.get(pk=other.pk).status == Status.FILED


def test_statements_do_not_grow_with_new_rows(district: District) -> None:
    make_enterprise()
    few, many = several(2), several(40, place="另一处")

    def statements(rows: list[dict[str, Any]]) -> int:
        with CaptureQueriesContext(connection) as captured:
            stored(district, *rows)
        return len(captured)

    statements([typed(description="头一条", discovered_at="2023-09-09")])
    assert statements(few) == statements([{**row, "description": row["description"] + "二"} for row in many])
