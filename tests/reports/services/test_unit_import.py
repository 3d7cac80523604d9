"""One unit's table from its template: shown first, stored once accepted, refused in words."""

import io
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import transaction
from openpyxl import load_workbook

from reports.models import Period, Submission
from reports.selectors.templates import of_unit
from reports.services import submissions, unit_import
from reports.services.unit_import import UnitImport
from tests.factories import BEFORE, CODES, ENTRIES, District, close, file_for, make_form, make_previous
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed

NAME = "9月.xlsx"


def filled(district: District, values: Mapping[str, object], period: Period | None = None) -> bytes:
    """The first town's template with numbers typed into it."""
    workbook = load_workbook(io.BytesIO(of_unit(district.filer, period or district.period, district.town)))
    sheet = workbook.worksheets[0]
    for row in range(5, sheet.max_row + 1):
        code = sheet.cell(row, 1).value
        if code in values:
            sheet.cell(row, 6).value = values[str(code)]  # type: ignore[assignment]
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def read(district: District, content: bytes, actor: Actor | None = None) -> UnitImport:
    return unit_import.read(
        actor=actor or district.filer,
        period=district.period,
        unit=district.town,
        content=content,
        filename=NAME,
    )


def accept(district: District, content: bytes, version: int = 0) -> Submission:
    return unit_import.accept(
        actor=district.filer,
        period=district.period,
        unit=district.town,
        version=version,
        content=content,
        filename=NAME,
        at=BEFORE,
    )


def test_what_would_change_is_shown_and_nothing_stored(district: District) -> None:
    reading = read(district, filled(district, {"general_found": 10, "penalty_amount": 1.5}))
    assert [(change.spec.code, change.old, change.new) for change in reading.changes] == [
        ("general_found", "", "10"),
        ("penalty_amount", "", "1.5"),
    ]
    assert not Submission.objects.exists()


def test_accepted_file_is_stored_by_who_uploaded_it(district: District) -> None:
    stored = accept(district, filled(district, {code: float(text) for code, text in ENTRIES.items()}))
    assert stored.values == {code: text for code, text in ENTRIES.items() if code in CODES}
    assert stored.filled_by_id == district.filer.user_id


def test_lines_left_empty_stay_as_they_are(district: District) -> None:
    first = accept(district, filled(district, {"general_found": 10}))
    second = accept(
        district, filled(district, {"general_found": None, "general_rectified": 8}), first.version
    )
    assert second.values == {"general_found": "10", "general_rectified": "8"}


def test_template_shows_what_stood_last_time(district: District) -> None:
    august = make_previous(district)
    file_for(district, district.town, period=august, at=august.cutoff_at - timedelta(days=1))
    sheet = load_workbook(io.BytesIO(of_unit(district.filer, district.period, district.town))).worksheets[0]
    shown = {sheet.cell(row, 1).value: sheet.cell(row, 5).value for row in range(5, sheet.max_row + 1)}
    assert shown["general_found"] == 10


def test_stale_file_is_refused_after_somebody_saved(district: District) -> None:
    content = filled(district, {"general_found": 10})
    submissions.save_values(
        actor=district.head,
        period=district.period,
        unit=district.town,
        version=0,
        entries={"general_found": "9"},
        at=BEFORE,
    )
    with pytest.raises(Conflict, match="刚被"), transaction.atomic():
        accept(district, content)
    assert Submission.objects.get().values == {"general_found": "9"}


def test_file_with_a_wrong_cell_stores_nothing(district: District) -> None:
    content = filled(district, {"general_found": 10, "penalty_count": "三"})
    assert [problem.label for problem in read(district, content).problems] == ["次数"]
    with pytest.raises(Invalid, match="1 处问题"):
        accept(district, content)
    assert not Submission.objects.exists()


def test_file_that_changes_nothing_is_said_to(district: District) -> None:
    content = filled(district, {"general_found": 10})
    stored = accept(district, content)
    with pytest.raises(Invalid, match="没有要存入的"):
        accept(district, content, stored.version)


def test_template_of_another_month_is_refused(district: District) -> None:
    august = make_previous(district)
    with pytest.raises(Invalid, match="“2023-08”一期的模板"):
        read(district, filled(district, {"general_found": 10}, august))


def test_template_of_an_older_form_is_refused(district: District) -> None:
    content = filled(district, {"general_found": 10})
    district.period.form = make_form(version=2)
    with pytest.raises(Invalid, match="已换成第 2 版"):
        read(district, content)


def test_I4_closed_period_takes_no_file(district: District) -> None:
    content = filled(district, {"general_found": 10})
    close(district)
    district.period.refresh_from_db()
    with pytest.raises(Conflict, match="关账"):
        read(district, content)


@pytest.mark.parametrize("who", ["other_filer", "reviewer", "leader", "admin"])
def test_I3_others_can_neither_download_nor_upload(district: District, who: str) -> None:
    actor = getattr(district, who)
    with pytest.raises(NotAllowed):
        of_unit(actor, district.period, district.town)
    with pytest.raises(NotAllowed):
        read(district, b"", actor)
