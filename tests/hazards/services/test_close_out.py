"""The close-out by hand: a photo that stands elsewhere too is looked at before it counts."""

from datetime import timedelta

import pytest

from hazards.life import Status
from hazards.models import Evidence, Hazard, HazardEvent, Stage
from hazards.services import rectification
from tests.factories import District
from tests.ledgers import FILED_AT, drafted, photographed, standing, step
from units.errors import Conflict, Invalid, NotAllowed, NotFound

LATER = FILED_AT + timedelta(days=3)


def close_out(
    district: District, hazard: Hazard, who: str = "reviewer", *, acknowledged: bool = False, reason: str = ""
) -> Hazard:
    return rectification.close_out(
        actor=getattr(district, who),
        hazard_id=hazard.pk,
        version=hazard.version,
        at=LATER,
        reason=reason,
        acknowledged=acknowledged,
    )


def awaiting_with_the_photo_of_the_discovery(district: District) -> Hazard:
    """Somebody shows the first photo once more as that of the re-inspection."""
    hazard = standing(district, Status.AWAITING)
    photographed(hazard, Stage.FOUND, digest="一")
    photographed(hazard, digest="一")
    return hazard


def test_record_with_a_photo_of_its_own_is_closed(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    photographed(hazard)
    closed = close_out(district, hazard, reason="标志完好，已加锁")
    assert (closed.status, closed.closed_at) == (Status.CLOSED, LATER)
    last = HazardEvent.objects.order_by("-id")[0]
    assert (last.verb, last.reason) == ("复查销号", "标志完好，已加锁")


def test_repeated_photo_is_refused_until_acknowledged(district: District) -> None:
    hazard = awaiting_with_the_photo_of_the_discovery(district)
    with pytest.raises(Invalid, match="复查照片有1张与别处的照片重复"):
        close_out(district, hazard)
    assert Hazard.objects.get().status == Status.AWAITING
    assert close_out(district, hazard, acknowledged=True).status == Status.CLOSED


def test_I8_acknowledgment_is_signed_and_says_what_was_repeated(district: District) -> None:
    close_out(district, awaiting_with_the_photo_of_the_discovery(district), acknowledged=True)
    last = HazardEvent.objects.order_by("-id")[0]
    assert (last.verb, last.actor_name) == ("核实照片", district.reviewer.name)
    assert last.reason == "现场.jpg与本条的发现时照片相同"


def test_photo_of_another_record_is_named_by_its_number(district: District) -> None:
    other = standing(district, Status.AWAITING)
    photographed(other, digest="一")
    step(district.reviewer, other, "fail", reason="没有整改")
    hazard = standing(district, Status.AWAITING)
    photographed(hazard, digest="一")
    close_out(district, hazard, acknowledged=True)
    assert f"与{other.number}的复查时照片相同" in HazardEvent.objects.order_by("-id")[0].reason


def test_I3_photo_of_another_units_record_is_not_named_in_the_trail(district: District) -> None:
    other = drafted(district, district.other_town, district.other_filer)
    other = step(district.other_filer, other, "file")
    photographed(other, Stage.FOUND, digest="一")
    hazard = standing(district, Status.AWAITING)
    photographed(hazard, digest="一")
    close_out(district, hazard, acknowledged=True)
    assert HazardEvent.objects.order_by("-id")[0].reason == "现场.jpg与另一单位的发现时照片相同"


def test_acknowledging_nothing_leaves_no_line(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    photographed(hazard)
    close_out(district, hazard, acknowledged=True)
    assert HazardEvent.objects.order_by("-id")[0].verb == "复查销号"


def test_many_repeated_photos_fit_the_trail(district: District) -> None:
    hazard = awaiting_with_the_photo_of_the_discovery(district)
    for number in range(20):
        photographed(hazard, digest="一", name=f"复查现场照片第{number}张.jpg")
    close_out(district, hazard, acknowledged=True)
    assert len(HazardEvent.objects.order_by("-id")[0].reason) == 200


def test_repeated_photo_of_an_earlier_round_is_settled(district: District) -> None:
    hazard = awaiting_with_the_photo_of_the_discovery(district)
    failed = step(district.reviewer, hazard, "fail", reason="照片不是复查时拍的")
    again = step(district.filer, failed, "report_done")
    photographed(again, digest="二")
    assert close_out(district, again).status == Status.CLOSED


def test_photo_taken_out_is_asked_no_more(district: District) -> None:
    hazard = awaiting_with_the_photo_of_the_discovery(district)
    Evidence.objects.filter(stage=Stage.REINSPECTED).update(removed_at=LATER, remover_name="测试")
    photographed(hazard, digest="二")
    assert close_out(district, hazard).status == Status.CLOSED


def test_missing_photo_is_said_first(district: District) -> None:
    with pytest.raises(Invalid, match="还没有本次复查的照片"):
        close_out(district, standing(district, Status.AWAITING))


def test_I8_who_reported_done_does_not_close(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    photographed(hazard)
    with pytest.raises(NotAllowed, match="是您整改或报请复查的"):
        close_out(district, hazard, "filer")


def test_record_not_waiting_is_not_closed(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(Conflict, match="现为“整改中”"):
        close_out(district, hazard)


def test_I3_another_units_record_is_not_there(district: District) -> None:
    hazard = awaiting_with_the_photo_of_the_discovery(district)
    with pytest.raises(NotFound):
        close_out(district, hazard, "other_head", acknowledged=True)
