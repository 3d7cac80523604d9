"""The gallery, who gets which file, and photos that were used before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.life import Status
from hazards.models import Evidence, Hazard, Stage
from hazards.selectors import evidence
from hazards.selectors.evidence import Gallery
from hazards.services import evidence as services
from tests import photos
from tests.factories import District
from tests.ledgers import FILED_AT, drafted, photographed, standing, step
from tests.photos import exif, jpeg, saved, scene
from units.actors import Actor
from units.errors import NotAllowed, NotFound

AT = FILED_AT + timedelta(days=1)


def attach(
    actor: Actor, hazard: Hazard, content: bytes, stage: Stage = Stage.FOUND, name: str = "a.jpg"
) -> Evidence:
    return services.attach(actor=actor, hazard_id=hazard.pk, stage=stage, name=name, content=content, at=AT)


def gallery(hazard: Hazard) -> Gallery:
    return evidence.gallery(Hazard.objects.get(pk=hazard.pk))


def content(actor: Actor, row: Evidence, size: str) -> bytes:
    with evidence.file(actor, row.pk, size).content as file:
        return file.read()


def test_gallery_is_by_stage_without_what_was_taken_out(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    late = photographed(hazard, Stage.RECTIFIED, name="后.jpg")
    photographed(hazard, Stage.RECTIFIED, name="撤.jpg", removed_at=AT, remover_name="测试")
    early = photographed(hazard, Stage.FOUND, name="前.jpg", digest="1")
    document = photographed(hazard, Stage.FOUND, name="文.pdf", width=None, height=None, digest="2")
    found = gallery(hazard)
    assert [(group.stage, [item.evidence for item in group.items]) for group in found.groups] == [
        (Stage.FOUND, [early, document]),
        (Stage.RECTIFIED, [late]),
    ]
    assert [item.evidence for item in found.groups[0].pictures] == [early]
    assert [item.evidence for item in found.groups[0].documents] == [document]
    assert [item.evidence for item in found.of(Stage.RECTIFIED)] == [late]
    assert found.reused == []


def test_record_without_files_has_an_empty_gallery(district: District) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert evidence.gallery(drafted(district)).items == []
    assert any("hazards_evidence" in query["sql"] for query in captured)


def test_gallery_takes_two_queries_however_many_files(district: District) -> None:
    hazard = drafted(district)
    counts = []
    for number in (1, 6):
        for each in range(number):
            photographed(hazard, digest=f"{number}{each}", fingerprint=f"{each * 7 + number:016x}")
        with CaptureQueriesContext(connection) as captured:
            evidence.gallery(hazard)
        counts.append(len(captured))
    assert counts == [2, 2]


@pytest.mark.parametrize("who", ["filer", "head", "reviewer"])
def test_original_goes_to_the_unit_and_the_office(district: District, who: str) -> None:
    whole = jpeg(exif=exif())
    row = attach(district.filer, hazard := drafted(district), whole)
    step(district.filer, hazard, "file")
    assert content(getattr(district, who), row, "original") == whole


@pytest.mark.parametrize("who", ["leader", "admin"])
def test_others_see_the_photo_without_what_the_camera_wrote(district: District, who: str) -> None:
    row = attach(district.filer, hazard := drafted(district), jpeg(exif=exif()))
    step(district.filer, hazard, "file")
    for size in ("shown", "thumbnail"):
        assert b"HUAWEI" not in content(getattr(district, who), row, size)
    with pytest.raises(NotAllowed, match="只有本单位和安委办可以查看"):
        evidence.file(getattr(district, who), row.pk, "original")


def test_document_goes_to_all_who_see_the_record(district: District) -> None:
    row = attach(district.filer, hazard := drafted(district), photos.PDF, name="a.pdf")
    step(district.filer, hazard, "file")
    assert content(district.leader, row, "original") == photos.PDF
    for size in ("shown", "thumbnail"):
        with pytest.raises(NotFound):
            evidence.file(district.leader, row.pk, size)


@pytest.mark.parametrize("size", ["", "huge", "../original"])
def test_size_nobody_knows_is_not_found(district: District, size: str) -> None:
    row = attach(district.filer, drafted(district), jpeg())
    with pytest.raises(NotFound):
        evidence.file(district.filer, row.pk, size)


def test_I3_files_of_a_draft_go_to_its_unit_alone(district: District) -> None:
    row = attach(district.filer, drafted(district), jpeg())
    for who in (district.reviewer, district.leader, district.admin, district.other_filer):
        with pytest.raises(NotFound):
            evidence.file(who, row.pk, "thumbnail")


def test_file_taken_out_is_not_sent(district: District) -> None:
    row = attach(district.filer, drafted(district), jpeg())
    services.remove(actor=district.filer, evidence_id=row.pk, at=AT)
    with pytest.raises(NotFound):
        evidence.file(district.filer, row.pk, "shown")


def test_file_the_storage_has_lost_is_told_in_words(
    district: District, caplog: pytest.LogCaptureFixture
) -> None:
    row = photographed(drafted(district), shown="1/aa/none.jpg")
    with pytest.raises(NotFound, match="取不出来"):
        evidence.file(district.filer, row.pk, "shown")
    assert "1/aa/none.jpg is missing from the storage" in caplog.text


def test_shown_copy_of_a_png_is_called_a_jpeg(district: District) -> None:
    row = attach(district.filer, drafted(district), saved(scene(1), "PNG"), name="截图.png")
    with evidence.file(district.filer, row.pk, "shown").content:
        sent = evidence.file(district.filer, row.pk, "shown")
    assert (sent.name, sent.media_type) == ("截图.jpg", "image/jpeg")
    assert evidence.file(district.filer, row.pk, "original").name == "截图.png"


@pytest.mark.parametrize(
    ("status", "stage", "who", "takes"),
    [
        (Status.DRAFT, Stage.FOUND, "filer", True),
        (Status.DRAFT, Stage.FOUND, "reviewer", False),
        (Status.FILED, Stage.FOUND, "filer", False),
        (Status.RECTIFYING, Stage.RECTIFIED, "head", True),
        (Status.RECTIFYING, Stage.RECTIFIED, "reviewer", False),
        (Status.AWAITING, Stage.REINSPECTED, "filer", False),
        (Status.AWAITING, Stage.REINSPECTED, "head", True),
        (Status.AWAITING, Stage.REINSPECTED, "reviewer", True),
        (Status.AWAITING, Stage.REINSPECTED, "leader", False),
        (Status.CLOSED, Stage.REINSPECTED, "reviewer", False),
    ],
)
def test_who_can_add_what_when(
    district: District, status: Status, stage: Stage, who: str, takes: bool
) -> None:
    """The filer has reported the rectification done."""
    assert evidence.takes(getattr(district, who), standing(district, status), stage) is takes
