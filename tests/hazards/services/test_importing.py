"""From upload to ledger: received, checked in chunks, confirmed, stored; each step once."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import TestCase
from openpyxl import Workbook

from hazards import evidence_storage
from hazards.ledger_sheet import READ
from hazards.ledger_workbook_in import SheetRow, open_ledger
from hazards.life import Status
from hazards.models import Enterprise, Hazard, ImportRow, ImportState, LedgerImport, RowKind
from hazards.services import importing, ledger
from tests.factories import District
from tests.ledgers import FILED_AT, drafted, make_enterprise, standing, step
from tests.sheets import (
    FIRST,
    checked,
    kinds,
    problems,
    received,
    rows_of,
    run,
    several,
    stored,
    typed,
    workbook,
)
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry, Unit
from units.scoping import scope


def confirm(district: District, batch: LedgerImport, **how: Any) -> LedgerImport:
    return importing.confirm(
        **{"actor": district.filer, "batch_id": batch.pk, "files_them": False, "at": FILED_AT, **how}
    )


def sheet_rows(count: int) -> list[SheetRow]:
    content = workbook(several(count))
    with open_ledger(BytesIO(content), "台账.xlsx") as opened:
        return list(opened.rows())


def test_upload_waits_to_be_checked(district: District) -> None:
    batch = received(district, typed(), typed(description="另一处"))
    assert (batch.state, batch.total, batch.done) == (ImportState.CHECKING, 2, 0)
    assert (batch.unit, batch.uploader_name, batch.at) == (district.town, district.filer.name, FILED_AT)
    assert batch.columns["number"] == "A"
    with evidence_storage.opened(batch.stored) as file, open_ledger(file, "台账.xlsx") as kept:
        assert [row.texts["description"] for row in kept.rows()][1] == "另一处"


@pytest.mark.parametrize(("name", "place"), [("filer", "other_town"), ("leader", "town"), ("admin", "town")])
def test_upload_for_a_unit_that_is_not_ones_own_is_refused(district: District, name: str, place: str) -> None:
    with pytest.raises(NotAllowed, match="您不能导入这个单位的台账"):
        received(district, typed(), actor=getattr(district, name), unit=getattr(district, place))
    assert not LedgerImport.objects.exists()


def test_upload_for_all_units_is_the_offices(district: District) -> None:
    content = workbook([typed()])
    with pytest.raises(NotAllowed):
        importing.receive(actor=district.filer, unit=None, name="台账.xlsx", content=content, at=FILED_AT)
    assert received(district, typed(), actor=district.reviewer).unit is None


def test_ledger_of_all_units_must_name_them(district: District) -> None:
    columns = [name for name in READ if name != "unit"]
    with pytest.raises(Invalid, match="没有“报送单位”这一栏"):
        received(district, typed(), actor=district.reviewer, columns=columns)
    assert received(district, typed(), columns=columns).unit == district.town


def test_file_that_is_no_ledger_is_refused_with_its_name(district: District) -> None:
    buffer = BytesIO()
    Workbook().save(buffer)
    for content in (b"", b"PK", buffer.getvalue()):
        with pytest.raises(Invalid, match=r"^“账\.xlsx”读不了："):
            importing.receive(
                actor=district.filer, unit=district.town, name="账.xlsx", content=content, at=FILED_AT
            )


def test_check_tells_rows_apart(district: District) -> None:
    same, other = drafted(district), drafted(district, description="要改的一处")
    batch = checked(
        district,
        typed(description="新的一处"),
        typed(draft=str(other.pk), description="要改的一处", funds="9"),
        typed(draft=str(same.pk)),
        typed(description="坏的一处", discovered_at="2023-02-30"),
    )
    assert (batch.state, batch.total, batch.done) == (ImportState.CHECKED, 4, 4)
    assert kinds(batch) == [RowKind.NEW, RowKind.CHANGED, RowKind.UNCHANGED, RowKind.BAD]
    new, changed, unchanged, bad = rows_of(batch)
    assert (changed.hazard, changed.version, changed.changes) == (other, 1, {"funds": ["0.35", "9"]})
    assert (unchanged.hazard, new.hazard, bad.hazard) == (same, None, None)
    assert bad.number == FIRST + 3
    assert bad.values["discovered_at"] == "2023-02-30"


def test_check_changes_nothing_in_the_ledger(district: District) -> None:
    hazard = drafted(district)
    checked(district, typed(draft=str(hazard.pk), funds="9"), typed(enterprise="新厂"))
    assert list(Hazard.objects.values_list("version", flat=True)) == [hazard.version]
    assert Enterprise.objects.count() == 1


def test_rows_that_mean_one_record_are_all_named(district: District) -> None:
    hazard = standing(district, Status.FILED)
    batch = checked(
        district,
        typed(number=hazard.number),
        typed(description="又一处"),
        typed(number=hazard.number, funds="9"),
        typed(description="又一处", funds="2"),
        typed(description="单独一处"),
    )
    assert {row: sorted(words) for row, words in problems(batch).items()} == {
        4: ["number"],
        5: ["description"],
        6: ["funds", "number"],
        7: ["description"],
    }
    assert problems(batch)[4]["number"] == "第4行、第6行是同一条隐患，请只留一行。"
    assert problems(batch)[7]["description"] == "第5行、第7行是同一条隐患，请只留一行。"


def test_repeats_are_found_across_chunks(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    batch = checked(district, *several(4), *several(1))
    assert sorted(problems(batch)) == [4, 8]


def test_chunk_that_somebody_else_checked_is_left(district: District) -> None:
    batch, rows = received(district, *several(3)), sheet_rows(3)
    check = {"actor": district.filer, "batch_id": batch.pk, "at": FILED_AT}
    assert importing.check_chunk(first=0, rows=rows[:2], **check)  # type: ignore[arg-type]
    assert not importing.check_chunk(first=0, rows=rows[:2], **check)  # type: ignore[arg-type]
    importing.finish_check(actor=district.filer, batch_id=batch.pk, checked=1)
    batch.refresh_from_db()
    assert (batch.state, batch.done, len(rows_of(batch))) == (ImportState.CHECKING, 2, 2)


def test_uploaded_file_goes_once_its_rows_are_known(district: District) -> None:
    batch = received(district, typed())
    storage = storages[evidence_storage.ALIAS]
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert storage.exists(batch.stored)
        run(batch)
    assert not storage.exists(batch.stored)


@pytest.mark.parametrize(("files_them", "status"), [(False, "draft"), (True, "filed")])
def test_good_rows_are_stored(district: District, files_them: bool, status: str) -> None:
    batch = stored(district, *several(2), typed(funds="x"), files_them=files_them)
    assert (batch.state, batch.total, batch.done) == (ImportState.DONE, 2, 2)
    assert batch.finished_at == FILED_AT
    assert list(Hazard.objects.values_list("status", flat=True)) == [status] * 2
    assert [row.stored for row in rows_of(batch)] == [True, True, False]
    assert {row.hazard_id for row in rows_of(batch)[:2]} == set(Hazard.objects.values_list("pk", flat=True))


def test_confirmation_is_in_the_trail(district: District) -> None:
    batch = stored(district, *several(2), files_them=True)
    entry = AuditEntry.objects.get(action="ledger.imported")
    assert (entry.summary, entry.object_id) == ("从“台账.xlsx”导入2条隐患并报送", batch.pk)
    assert entry.actor_id == district.filer.user_id


def test_I1_everything_is_filed_at_the_time_of_the_confirmation(district: District) -> None:
    batch = checked(district, typed())
    confirm(district, batch, files_them=True, at=FILED_AT)
    importing.store_chunk(actor=district.filer, batch_id=batch.pk, at=FILED_AT.replace(year=2024))
    hazard = Hazard.objects.get()
    assert (hazard.first_filed_at, hazard.number) == (FILED_AT, "2023-00001")


def test_only_who_uploaded_confirms(district: District) -> None:
    batch = checked(district, typed())
    for name in ("head", "reviewer"):
        with pytest.raises(NotAllowed, match=f"由{district.filer.name}上传"):
            confirm(district, batch, actor=getattr(district, name))
    for name in ("other_filer", "leader", "admin"):
        with pytest.raises(NotFound):
            confirm(district, batch, actor=getattr(district, name))


def test_import_is_confirmed_once(district: District) -> None:
    batch = checked(district, typed())
    confirm(district, batch)
    with pytest.raises(Conflict, match="现在是“导入中”"):
        confirm(district, batch)


def test_nothing_to_store_is_said(district: District) -> None:
    hazard = drafted(district)
    batch = checked(district, typed(draft=str(hazard.pk)), typed(funds="x"))
    with pytest.raises(Invalid, match="没有可以导入的行"):
        confirm(district, batch)


def test_I3_import_of_another_tenant_is_not_there(district: District, neighbour: District) -> None:
    batch = checked(district, typed())
    with scope(neighbour.tenant.pk), pytest.raises(NotFound):
        importing.confirm(actor=neighbour.filer, batch_id=batch.pk, files_them=False, at=FILED_AT)


def test_I6_rows_are_stored_once(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    batch = checked(district, *several(5))
    confirm(district, batch)
    dealt = [importing.store_chunk(actor=district.filer, batch_id=batch.pk, at=FILED_AT) for _ in range(6)]
    assert dealt == [2, 2, 1, 0, 0, 0]
    assert Hazard.objects.count() == 5


def test_record_changed_since_the_check_is_not_overwritten(district: District) -> None:
    hazard = drafted(district)
    batch = checked(district, typed(draft=str(hazard.pk), funds="9"), *several(1))
    ledger.edit_hazard(
        actor=district.head,
        hazard_id=hazard.pk,
        version=hazard.version,
        entries={"place": "新位置"},
        at=FILED_AT,
    )
    confirm(district, batch)
    run(batch)
    row = rows_of(batch)[0]
    assert (row.kind, row.stored) == (RowKind.BAD, False)
    assert row.problems == {"": f"核对之后{hazard}又有变动，这一行没有导入。请重新上传核对。"}
    hazard.refresh_from_db()
    assert (hazard.place, str(hazard.funds)) == ("新位置", "0.350000")
    assert Hazard.objects.count() == 2, "the other row goes on"


def test_record_filed_since_the_check_is_named(district: District) -> None:
    hazard = drafted(district)
    batch = checked(district, typed(draft=str(hazard.pk), funds="9"))
    step(district.filer, hazard, "file")
    confirm(district, batch)
    run(batch)
    assert "现为“待审核”，不能修改" in problems(batch)[FIRST]["funds"]


def test_same_record_entered_since_the_check_is_not_doubled(district: District) -> None:
    batch = checked(district, typed())
    drafted(district)
    confirm(district, batch)
    run(batch)
    assert problems(batch)[FIRST][""].startswith("核对之后")
    assert Hazard.objects.count() == 1


def test_enterprise_registered_since_the_check_is_used(district: District) -> None:
    batch = checked(district, typed(enterprise="新厂"))
    entered = make_enterprise("新厂")
    confirm(district, batch)
    run(batch)
    assert Hazard.objects.get().enterprise == entered


def test_office_files_for_the_units(district: District) -> None:
    rows = [typed(unit=unit.name, description=unit.name) for unit in district.units]
    batch = stored(district, *rows, actor=district.reviewer, files_them=True)
    assert set(kinds(batch)) == {RowKind.NEW}
    filed = Hazard.objects.filter(status=Status.FILED).values_list("unit", flat=True)
    assert set(filed) == {unit.pk for unit in district.units}


def test_uploading_the_whole_file_again_stores_nothing_twice(district: District) -> None:
    rows = several(3)
    rows[1]["discovered_at"] = "2023-02-30"
    stored(district, *rows)
    rows[1]["discovered_at"] = "2023-09-10"
    again = stored(district, *rows)
    assert kinds(again) == [RowKind.UNCHANGED, RowKind.NEW, RowKind.UNCHANGED]
    assert Hazard.objects.count() == 3


def test_failure_says_why_and_keeps_what_was_stored(district: District) -> None:
    batch = checked(district, *several(2))
    confirm(district, batch)
    importing.store_chunk(actor=district.filer, batch_id=batch.pk, at=FILED_AT)
    importing.fail(actor=district.filer, batch_id=batch.pk, words="原因" * 200, at=FILED_AT)
    batch.refresh_from_db()
    assert (batch.state, len(batch.failure)) == (ImportState.FAILED, 300)
    assert Hazard.objects.count() == 2


def test_finished_import_does_not_fail_any_more(district: District) -> None:
    batch = stored(district, typed())
    importing.fail(actor=district.filer, batch_id=batch.pk, words="太久", at=FILED_AT)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (ImportState.DONE, "")


def test_long_name_keeps_its_end(district: District) -> None:
    batch = importing.receive(
        actor=district.filer,
        unit=Unit.objects.get(pk=district.town.pk),
        name="台" * 200 + "账.xlsx",
        content=workbook([typed()]),
        at=FILED_AT,
    )
    assert len(batch.name) == 120
    assert batch.name.endswith("账.xlsx")


def test_blank_cells_are_not_kept(district: District) -> None:
    batch = checked(district, typed(place="", uscc=""))
    assert "place" not in ImportRow.objects.get(batch=batch).values
