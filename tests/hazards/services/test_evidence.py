"""Putting files to a record and taking them out: by whom, when, what is refused, what stays behind."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from hazards.life import Status
from hazards.models import Evidence, Hazard, HazardEvent, Stage
from hazards.sent_files import Outcome
from hazards.services import evidence
from tests import photos
from tests.factories import District, make_actor
from tests.ledgers import FILED_AT, standing, step
from tests.photos import exif, jpeg, stored
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.scoping import scope

AT = FILED_AT + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("empty_storage")


def attach(
    actor: Actor,
    hazard: Hazard,
    stage: Stage = Stage.FOUND,
    content: bytes = photos.PDF,
    name: str = "方案.pdf",
) -> Evidence:
    return evidence.attach(actor=actor, hazard_id=hazard.pk, stage=stage, name=name, content=content, at=AT)


def refusal(actor: Actor, hazard: Hazard, content: bytes, name: str) -> str:
    with pytest.raises(Invalid) as caught:
        attach(actor, hazard, content=content, name=name)
    return caught.value.message


def content_of(name: str) -> bytes:
    with storages["evidence"].open(name) as file:
        content: bytes = file.read()
    return content


def test_photo_is_kept_as_it_came_and_shown_without_what_the_camera_wrote(district: District) -> None:
    content = jpeg(exif=exif())
    row = attach(district.filer, standing(district, Status.DRAFT), content=content, name="现场.jpg")
    row.refresh_from_db()
    assert content_of(row.original) == content
    assert b"HUAWEI" not in content_of(row.shown) + content_of(row.thumbnail)
    assert (row.name, row.media_type, row.size) == ("现场.jpg", "image/jpeg", len(content))
    assert (row.width, row.height, len(row.fingerprint)) == (photos.WIDTH, photos.HEIGHT, 16)
    assert (row.unit, row.uploader_id, row.uploader_name) == (
        district.town,
        district.filer.user_id,
        district.filer.name,
    )
    assert row.recorded["Model"] == "P60"
    assert row.taken_at is not None
    assert row.taken_at.isoformat() == "2023-09-10T01:21:30+00:00"


def test_document_is_kept_without_copies(district: District) -> None:
    row = attach(district.filer, standing(district, Status.DRAFT))
    assert content_of(row.original) == photos.PDF
    assert (row.shown, row.thumbnail, row.fingerprint, row.width) == ("", "", "", None)


def test_names_in_the_storage_cannot_be_guessed(district: District) -> None:
    hazard = standing(district, Status.DRAFT)
    rows = [attach(district.filer, hazard, content=jpeg(number), name="a.jpg") for number in (1, 2)]
    names = [name for row in rows for name in (row.original, row.shown, row.thumbnail)]
    assert len(set(names)) == 6
    for name in names:
        tenant, folder, token = name.split("/")
        assert tenant == str(district.tenant.pk)
        assert folder == token[:2]
        assert len(token.removesuffix(".jpg")) == 32


def test_trail_tells_of_the_file_and_the_version_stays(district: District) -> None:
    hazard = standing(district, Status.DRAFT)
    row = attach(district.filer, hazard)
    evidence.remove(actor=district.filer, evidence_id=row.pk, at=AT)
    added, removed = HazardEvent.objects.filter(hazard=hazard).order_by("-id")[:2][::-1]
    assert (added.verb, added.changes) == ("上传佐证", {"发现时佐证": ["", "方案.pdf"]})
    assert (removed.verb, removed.changes) == ("撤下佐证", {"发现时佐证": ["方案.pdf", ""]})
    assert (added.actor_name, added.at, added.status) == (district.filer.name, AT, "draft")
    before = hazard.version
    hazard.refresh_from_db()
    assert hazard.version == before


OPEN = {
    Stage.FOUND: {Status.DRAFT, Status.RETURNED},
    Stage.RECTIFIED: {Status.RECTIFYING},
    Stage.REINSPECTED: {Status.AWAITING},
}


@pytest.mark.parametrize("status", Status)
def test_files_of_a_stage_are_taken_while_the_record_stands_there(district: District, status: Status) -> None:
    hazard = standing(district, status)
    for stage in Stage:
        # The head has not reported the rectification done.
        if status in OPEN[stage]:
            assert attach(district.head, hazard, stage).stage == stage
        else:
            with pytest.raises(Conflict, match="不能再加"):
                attach(district.head, hazard, stage)


def test_unit_and_at_the_reinspection_the_office_add_files(district: District) -> None:
    draft, awaiting = standing(district, Status.DRAFT), standing(district, Status.AWAITING)
    attach(district.filer, draft)
    attach(district.head, draft, content=photos.docx(), name="a.docx")
    attach(district.reviewer, awaiting, Stage.REINSPECTED)
    with pytest.raises(NotAllowed, match="请该单位填报人员上传"):
        attach(district.reviewer, standing(district, Status.RECTIFYING), Stage.RECTIFIED)


@pytest.mark.parametrize("who", ["leader", "admin"])
def test_who_only_looks_on_adds_nothing(district: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        attach(getattr(district, who), standing(district, Status.AWAITING), Stage.REINSPECTED)


@pytest.mark.parametrize("who", ["other_filer", "other_head"])
def test_I3_another_unit_does_not_know_of_the_record(district: District, who: str) -> None:
    with pytest.raises(NotFound):
        attach(getattr(district, who), standing(district, Status.DRAFT))


def test_I3_draft_is_not_known_to_the_office(district: District) -> None:
    with pytest.raises(NotFound):
        attach(district.reviewer, standing(district, Status.DRAFT))


def test_I8_who_reported_the_rectification_done_adds_no_photo_of_the_reinspection(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    with pytest.raises(NotAllowed, match="由复查的人上传"):
        attach(district.filer, hazard, Stage.REINSPECTED)
    again = step(district.reviewer, hazard, "fail", reason="没有加锁")
    again = step(district.head, again, "report_done")
    with pytest.raises(NotAllowed, match="由复查的人上传"):
        attach(district.filer, again, Stage.REINSPECTED)


def test_file_belongs_to_the_present_round(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    assert attach(district.reviewer, hazard, Stage.REINSPECTED).round == 0
    again = step(district.reviewer, hazard, "fail", reason="没有加锁")
    assert attach(district.filer, again, Stage.RECTIFIED).round == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("现场.jpg", photos.PDF, "“现场.jpg”其实是PDF文档，不是JPEG照片。"),
        ("现场.jpg", jpeg()[:5000], "“现场.jpg”已损坏或没有传完"),
        ("空.jpg", b"", "“空.jpg”是空文件"),
        ("../../etc/passwd", b"root:x", "“passwd”其实是不认识的文件"),
        ("C:\\照片\\坏\0名.jpg", b"MZ", "“坏名.jpg”其实是程序"),
        ("", b"MZ", "“未命名”其实是程序"),
    ],
)
def test_unfit_file_is_refused_by_name(district: District, name: str, content: bytes, words: str) -> None:
    hazard = standing(district, Status.DRAFT)
    assert refusal(district.filer, hazard, content, name).startswith(words)
    assert not Evidence.objects.exists()
    assert stored() == set()


def test_limit_of_size_is_exact(district: District, settings: Settings) -> None:
    hazard = standing(district, Status.DRAFT)
    settings.EVIDENCE_MAX_BYTES = len(photos.PDF)
    attach(district.filer, hazard)
    settings.EVIDENCE_MAX_BYTES = len(photos.PDF) - 1
    assert "请压缩或缩小后再上传" in refusal(district.filer, hazard, photos.PDF, "b.pdf")


def test_limit_of_pixels_is_the_settings(district: District, settings: Settings) -> None:
    settings.EVIDENCE_MAX_PIXELS = photos.WIDTH * photos.HEIGHT - 1
    words = refusal(district.filer, standing(district, Status.DRAFT), jpeg(), "大.jpg")
    assert words.startswith("“大.jpg”有800×600像素，像素太多")


def test_limit_of_files_is_exact_and_removed_ones_do_not_count(
    district: District, settings: Settings
) -> None:
    settings.EVIDENCE_MAX_FILES = 2
    hazard = standing(district, Status.DRAFT)
    first = attach(district.filer, hazard)
    attach(district.filer, hazard, content=photos.docx(), name="b.docx")
    assert "最多2个文件" in refusal(district.filer, hazard, photos.xlsx(), "c.xlsx")
    evidence.remove(actor=district.filer, evidence_id=first.pk, at=AT)
    attach(district.filer, hazard, content=photos.xlsx(), name="c.xlsx")


def test_same_file_is_not_taken_twice_for_a_stage(district: District) -> None:
    hazard = standing(district, Status.DRAFT)
    first = attach(district.filer, hazard)
    with pytest.raises(Conflict, match="是同一个文件，不用重复上传"):
        attach(district.filer, hazard, name="另.pdf")
    evidence.remove(actor=district.filer, evidence_id=first.pk, at=AT)
    attach(district.filer, hazard, name="另.pdf")


def test_long_name_is_shortened_and_keeps_its_ending(district: District) -> None:
    row = attach(district.filer, standing(district, Status.DRAFT), name="长" * 300 + ".pdf")
    assert row.name == "长" * 116 + ".pdf"


def test_name_gets_the_ending_of_its_content(district: District) -> None:
    content = photos.saved(photos.scene(1), "PNG")
    row = attach(district.filer, standing(district, Status.DRAFT), content=content, name="微信.jpg")
    assert (row.name, row.media_type) == ("微信.png", "image/png")


def test_only_who_put_it_in_takes_it_out(district: District) -> None:
    row = attach(district.filer, standing(district, Status.DRAFT))
    with pytest.raises(NotAllowed, match="只能由本人撤下"):
        evidence.remove(actor=district.head, evidence_id=row.pk, at=AT)
    for stranger in (district.other_filer, district.reviewer):
        with pytest.raises(NotFound):
            evidence.remove(actor=stranger, evidence_id=row.pk, at=AT)
    removed = evidence.remove(actor=district.filer, evidence_id=row.pk, at=AT)
    assert (removed.removed_at, removed.remover_name) == (AT, district.filer.name)
    with pytest.raises(NotFound):
        evidence.remove(actor=district.filer, evidence_id=row.pk, at=AT)


def test_what_was_handed_in_is_not_taken_out(district: District) -> None:
    draft = standing(district, Status.DRAFT)
    row = attach(district.filer, draft)
    step(district.filer, draft, "file")
    with pytest.raises(Conflict, match="不能再撤下"):
        evidence.remove(actor=district.filer, evidence_id=row.pk, at=AT)


def test_file_of_an_earlier_round_is_not_taken_out(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    row = attach(district.filer, hazard, Stage.RECTIFIED)
    hazard = step(district.filer, hazard, "report_done")
    step(district.reviewer, hazard, "fail", reason="没有加锁")
    with pytest.raises(Conflict, match="不能再撤下"):
        evidence.remove(actor=district.filer, evidence_id=row.pk, at=AT)


def test_bytes_of_a_removed_file_stay(district: District) -> None:
    row = attach(district.filer, standing(district, Status.DRAFT))
    evidence.remove(actor=district.filer, evidence_id=row.pk, at=AT)
    assert content_of(row.original) == photos.PDF


class Undone(Exception):
    """Something that went wrong later."""


def test_files_go_when_what_follows_fails(district: District) -> None:
    hazard = standing(district, Status.DRAFT)

    def fail() -> None:
        with transaction.atomic():
            attach(district.filer, hazard, content=jpeg(), name="a.jpg")
            assert len(stored()) == 3
            raise Undone

    with pytest.raises(Undone):
        fail()
    assert stored() == set()
    assert not Evidence.objects.exists()


def test_files_go_when_their_row_cannot_be_stored(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(*_: object, **__: object) -> None:
        raise IntegrityError

    hazard = standing(district, Status.DRAFT)
    monkeypatch.setattr(Evidence, "save", save)
    with pytest.raises(IntegrityError):
        attach(district.filer, hazard, content=jpeg(), name="a.jpg")
    assert stored() == set()


def test_files_go_when_a_copy_cannot_be_written(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    storage, save = storages["evidence"], storages["evidence"].save

    def full(name: str, content: Any) -> str:
        if len(stored()) == 2:
            raise OSError("no space left")
        return save(name, content)

    monkeypatch.setattr(storage, "save", full)
    with pytest.raises(OSError, match="no space"):
        attach(district.filer, standing(district, Status.DRAFT), content=jpeg(), name="a.jpg")
    assert stored() == set()
    assert not Evidence.objects.exists()


def test_files_stay_when_the_transaction_commits(
    district: District,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    settings: Settings,
) -> None:
    # A storage of the test's own: what is committed would stay for the next.
    settings.STORAGES = {**settings.STORAGES}
    with django_capture_on_commit_callbacks(execute=True):
        row = attach(district.filer, standing(district, Status.DRAFT))
    assert content_of(row.original) == photos.PDF


@dataclass
class Sent:
    """A file as a browser sends it."""

    content: bytes
    name: str | None = "方案.pdf"
    size: int | None = None
    reads: int = 0

    def __post_init__(self) -> None:
        self.size = self.size or len(self.content)

    def read(self) -> bytes:
        self.reads += 1
        return self.content


def attach_all(district: District, hazard: Hazard, *files: Sent) -> Outcome[Evidence]:
    return evidence.attach_all(
        actor=district.filer, hazard_id=hazard.pk, stage=Stage.FOUND, files=files, at=AT
    )


def test_of_several_files_the_good_ones_are_stored_and_the_others_named(district: District) -> None:
    outcome = attach_all(
        district,
        standing(district, Status.DRAFT),
        Sent(jpeg(), "一.jpg"),
        Sent(photos.PDF, "二.jpg"),
        Sent(photos.PDF, "三.pdf"),
        Sent(photos.PDF, "四.pdf"),
    )
    assert [row.name for row in outcome.added] == ["一.jpg", "三.pdf"]
    assert [words[:6] for words in outcome.refused] == ["“二.jpg", "“四.pdf"]
    assert Evidence.objects.count() == 2
    assert len(stored()) == 4


def test_file_too_large_is_not_even_read(district: District, settings: Settings) -> None:
    huge = Sent(b"", "大.jpg", settings.EVIDENCE_MAX_BYTES + 1)
    outcome = attach_all(district, standing(district, Status.DRAFT), huge)
    assert outcome.refused == ["“大.jpg”有20.0MB，最多20MB。请压缩或缩小后再上传。"]
    assert huge.reads == 0


def test_what_concerns_all_files_is_raised(district: District) -> None:
    with pytest.raises(NotFound):
        evidence.attach_all(
            actor=district.other_filer,
            hazard_id=standing(district, Status.DRAFT).pk,
            stage=Stage.FOUND,
            files=[Sent(photos.PDF)],
            at=AT,
        )


def test_I3_record_of_another_tenant_is_not_there(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        theirs = standing(neighbour, Status.DRAFT)
    with pytest.raises(NotFound):
        attach(district.filer, theirs)


def test_colleague_of_the_same_unit_adds_too(district: District) -> None:
    colleague = make_actor("licheng.colleague", Role.FILER, district.town)
    hazard = standing(district, Status.AWAITING)
    assert attach(colleague, hazard, Stage.REINSPECTED).uploader_name == colleague.name
