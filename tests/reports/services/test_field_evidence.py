"""Files put to single fields of a table: by whom, when, what is refused, what stays behind."""

from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from hazards.filetypes import PDF as PDF_KIND
from reports.models import FieldEvidence, FilingEvent
from reports.services import field_evidence, submissions
from tests import photos
from tests.factories import BEFORE, District, close, make_actor, save_draft
from tests.reports.steps import stored
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("empty_storage")
CODE = "penalty_count"


def attach(district: District, actor: Actor | None = None, **changed: Any) -> FieldEvidence:
    given = {"code": CODE, "name": "方案.pdf", "content": photos.PDF, **changed}
    return field_evidence.attach(
        actor=actor or district.filer, period=district.period, unit=district.town, at=BEFORE, **given
    )


def remove(district: District, evidence: FieldEvidence, actor: Actor | None = None) -> FieldEvidence:
    return field_evidence.remove(
        actor=actor or district.filer,
        period=district.period,
        unit=district.town,
        evidence_id=evidence.pk,
        at=BEFORE,
    )


def test_file_is_kept_with_who_and_when_and_is_on_the_trail(district: District) -> None:
    row = attach(district)
    with storages["evidence"].open(row.stored) as file:
        assert file.read() == photos.PDF
    assert (row.unit, row.code, row.name, row.size) == (district.town, CODE, "方案.pdf", len(photos.PDF))
    assert (row.media_type, row.uploader_name) == (PDF_KIND.media_type, district.filer.name)
    event = FilingEvent.objects.get()
    assert (event.action, event.verb) == ("evidence", "上传佐证")
    assert event.note.endswith("次数：方案.pdf")


def test_file_makes_no_open_page_stale(district: District) -> None:
    saved = save_draft(district)
    attach(district)
    assert stored(district).version == saved.version


def test_same_file_twice_is_refused_for_a_field_but_may_prove_two(district: District) -> None:
    attach(district)
    with pytest.raises(Conflict, match="同一个文件"):
        attach(district, name="另一份.pdf")
    attach(district, code="general_found")
    assert FieldEvidence.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.pdf", b"", "“空.pdf”"),
        ("程序.pdf", b"MZ" + b"\0" * 100, "程序"),
        ("表.csv", b"a,b\n1,2", "“表.csv”"),
    ],
)
def test_file_that_is_not_taken_is_named(district: District, name: str, content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        attach(district, name=name, content=content)
    assert not FieldEvidence.objects.exists()


def test_one_file_too_many_is_refused(district: District, settings: Settings) -> None:
    settings.EVIDENCE_MAX_FILES = 1
    attach(district)
    with pytest.raises(Invalid, match="最多1个文件"):
        attach(district, content=photos.PDF + b"\n")


@pytest.mark.parametrize(("spare", "taken"), [(1, True), (0, True), (-1, False)])
def test_size_is_limited(district: District, settings: Settings, spare: int, taken: bool) -> None:
    settings.EVIDENCE_MAX_BYTES = len(photos.PDF) + spare
    if taken:
        attach(district)
    else:
        with pytest.raises(Invalid, match="请压缩"):
            attach(district)
    assert FieldEvidence.objects.exists() is taken


def test_unknown_field_takes_no_file(district: District) -> None:
    with pytest.raises(Invalid, match="没有这一项"):
        attach(district, code="no_such")


def test_several_files_are_taken_and_the_bad_ones_named(district: District) -> None:
    files: list[Any] = [
        SimpleUploadedFile("一.pdf", photos.PDF),
        SimpleUploadedFile("二.pdf", b"MZ"),
        SimpleUploadedFile("三.pdf", photos.PDF),
    ]
    outcome = field_evidence.attach_all(
        actor=district.filer,
        period=district.period,
        unit=district.town,
        code=CODE,
        files=files,
        at=BEFORE,
    )
    assert [row.name for row in outcome.added] == ["一.pdf"]
    assert len(outcome.refused) == 2
    assert "“二.pdf”" in outcome.refused[0]
    assert FieldEvidence.objects.count() == 1


def test_I8_file_taken_out_leaves_its_row_and_a_line_of_the_trail(district: District) -> None:
    row = remove(district, attach(district))
    row.refresh_from_db()
    assert (row.removed_at, row.remover_name) == (BEFORE, district.filer.name)
    assert storages["evidence"].exists(row.stored)
    assert FilingEvent.objects.latest("id").verb == "撤下佐证"
    with pytest.raises(NotFound):
        remove(district, row)


def test_colleagues_file_is_not_taken_out(district: District) -> None:
    row = attach(district)
    colleague = make_actor("colleague", Role.FILER, district.town)
    with pytest.raises(NotAllowed, match="只能由本人撤下"):
        remove(district, row, colleague)


@pytest.mark.parametrize("who", ["other_filer", "reviewer", "admin", "leader"])
def test_attach_denied_to_those_who_do_not_fill(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="不是东关镇的填报人员"):
        attach(district, getattr(district, who))


@pytest.mark.parametrize("who", ["other_filer", "reviewer", "admin", "leader"])
def test_remove_denied_to_those_who_do_not_fill(district: District, who: str) -> None:
    row = attach(district)
    with pytest.raises(NotAllowed, match="不是东关镇的填报人员"):
        remove(district, row, getattr(district, who))


def test_filed_table_keeps_its_files_as_they_are(district: District) -> None:
    save_draft(district)
    row = attach(district)
    submissions.sign_and_file(
        actor=district.head, period=district.period, unit=district.town, version=1, at=BEFORE
    )
    with pytest.raises(Conflict, match="不能修改"):
        attach(district, content=photos.PDF + b"\n")
    with pytest.raises(Conflict, match="不能修改"):
        remove(district, row)


def test_I4_closed_period_takes_no_file(district: District) -> None:
    close(district)
    with pytest.raises(Conflict, match="关账"):
        attach(district)
