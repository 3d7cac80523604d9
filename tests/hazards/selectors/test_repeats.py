"""Photos that were used before, in other records or in the same one."""

from datetime import timedelta

from PIL import Image

from hazards.life import Status
from hazards.models import Evidence, Hazard, Stage
from hazards.selectors import evidence
from hazards.selectors.evidence import Gallery
from hazards.services import evidence as services
from tests.factories import District
from tests.ledgers import FILED_AT, drafted, photographed, standing, step
from tests.photos import jpeg, saved, scene
from units.actors import Actor
from units.scoping import narrow

AT = FILED_AT + timedelta(days=1)


def attach(
    actor: Actor, hazard: Hazard, content: bytes, stage: Stage = Stage.FOUND, name: str = "a.jpg"
) -> Evidence:
    return services.attach(actor=actor, hazard_id=hazard.pk, stage=stage, name=name, content=content, at=AT)


def filed(district: District, content: bytes) -> Hazard:
    """A record handed in with this photo."""
    hazard = drafted(district)
    attach(district.filer, hazard, content)
    return step(district.filer, hazard, "file")


def gallery(hazard: Hazard) -> Gallery:
    return evidence.gallery(Hazard.objects.get(pk=hazard.pk))


def reused(hazard: Hazard) -> list[tuple[str, ...]]:
    return [item.reused for item in gallery(hazard).items]


def again(number: int) -> bytes:
    """The scene saved once more, smaller."""
    return saved(scene(number).resize((600, 450)), quality=60)


def test_identical_photo_of_another_record_is_named(district: District) -> None:
    first, second = filed(district, jpeg(1)), filed(district, jpeg(1))
    assert reused(second) == [(f"与{first.number}的发现时照片相同",)]
    assert reused(first) == [(f"与{second.number}的发现时照片相同",)]
    assert gallery(second).reused[0].uses[0].hazard_id == first.pk


def test_photo_saved_again_is_nearly_the_same(district: District) -> None:
    first, second = filed(district, jpeg(1)), filed(district, again(1))
    assert reused(second) == [(f"与{first.number}的发现时照片几乎相同",)]


def test_different_photos_are_not_flagged(district: District) -> None:
    filed(district, jpeg(1))
    assert reused(filed(district, jpeg(2))) == [()]


def test_plain_walls_are_alike_only_when_they_are_the_same_file(district: District) -> None:
    white, off_white = (saved(Image.new("RGB", (400, 300), colour)) for colour in ("#ffffff", "#fefefe"))
    first = filed(district, white)
    assert reused(filed(district, off_white)) == [()]
    assert reused(filed(district, white)) == [(f"与{first.number}的发现时照片相同",)]


def test_photo_of_the_discovery_used_after_rectification_is_named(district: District) -> None:
    hazard = step(district.reviewer, filed(district, jpeg(1)), "accept")
    attach(district.filer, hazard, again(1), Stage.RECTIFIED)
    attach(district.filer, hazard, jpeg(2), Stage.RECTIFIED, "b.jpg")
    assert reused(hazard) == [(), ("与本条的发现时照片几乎相同",), ()]


def test_photo_of_an_earlier_round_is_named(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    attach(district.filer, hazard, jpeg(1), Stage.RECTIFIED)
    hazard = step(district.filer, hazard, "report_done")
    hazard = step(district.reviewer, hazard, "fail", reason="没有加锁")
    attach(district.filer, hazard, jpeg(1), Stage.RECTIFIED)
    assert reused(hazard) == [(), ("与本条的整改后照片相同",)]


def test_several_shots_of_the_same_moment_are_no_repetition(district: District) -> None:
    hazard = drafted(district)
    attach(district.filer, hazard, jpeg(1))
    attach(district.filer, hazard, again(1))
    assert reused(hazard) == [(), ()]


def test_draft_of_the_unit_is_compared_while_one_is_written(district: District) -> None:
    """Only its own people see a draft; whoever sees a record handed in is told of no draft."""
    drafts = [drafted(district), drafted(district)]
    for hazard in drafts:
        attach(district.filer, hazard, jpeg(1))
    assert reused(drafts[1]) == [(f"与{drafts[0]}的发现时照片相同",)]
    handed_in = step(district.filer, drafts[1], "file")
    assert reused(handed_in) == [()]


def test_photos_of_withdrawn_records_and_removed_photos_may_be_used_again(district: District) -> None:
    step(district.filer, filed(district, jpeg(1)), "withdraw", reason="填错企业")
    hazard = drafted(district)
    row = attach(district.filer, hazard, jpeg(2))
    services.remove(actor=district.filer, evidence_id=row.pk, at=AT)
    step(district.filer, hazard, "file")
    assert reused(filed(district, jpeg(1))) == [()]
    assert reused(filed(district, jpeg(2))) == [()]


def test_I3_unit_is_not_told_of_another_units_photos_and_the_office_is(district: District) -> None:
    theirs = drafted(district, district.other_town, district.other_filer)
    attach(district.other_filer, theirs, jpeg(1))
    theirs = step(district.other_filer, theirs, "file")
    ours = filed(district, jpeg(1))
    assert reused(ours) == [(f"与{theirs.number}的发现时照片相同",)]
    narrow(district.filer.visible_units)
    assert reused(ours) == [()]


def test_distance_counted_by_the_database_is_the_rules(district: District) -> None:
    """Six bits are alike, seven are not."""
    known = 0x0F1E2D3C4B5A6978
    hazard = drafted(district)
    photographed(hazard, Stage.FOUND, digest="a", fingerprint=f"{known:016x}")
    six, seven = known ^ 0b111111, known ^ 0b1111111 << 57
    for digest, mark in (("b", six), ("c", seven)):
        photographed(hazard, Stage.RECTIFIED, digest=digest, fingerprint=f"{mark:016x}")
    assert reused(hazard) == [(), ("与本条的发现时照片几乎相同",), ()]
