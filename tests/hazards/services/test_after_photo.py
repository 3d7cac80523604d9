"""Nothing is closed without a picture of the re-inspection it was closed by."""

from datetime import timedelta
from typing import Any

import pytest

from hazards.life import Status
from hazards.models import Evidence, Hazard, Stage
from hazards.services import ledger
from tests.factories import District
from tests.ledgers import FILED_AT, photographed, standing, step
from units.errors import Invalid

LATER = FILED_AT + timedelta(days=3)


def close(district: District, hazard: Hazard) -> Hazard:
    """The close-out by 安委办, with the photos that are there."""
    return ledger.move(
        actor=district.reviewer, hazard_id=hazard.pk, name="close", version=hazard.version, at=LATER
    )


def failed_once(district: District) -> Hazard:
    """A record that waits again after its first re-inspection, which had its photo, was failed."""
    hazard = standing(district, Status.AWAITING)
    photographed(hazard)
    failed = step(district.reviewer, hazard, "fail", reason="标志脱落")
    return step(district.filer, failed, "report_done")


def test_record_with_its_after_photo_is_closed(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    photographed(hazard)
    assert close(district, hazard).status == Status.CLOSED


def test_record_without_a_photo_is_not_closed(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    with pytest.raises(Invalid, match="还没有本次复查的照片，请先上传"):
        close(district, hazard)
    assert Hazard.objects.get().status == Status.AWAITING


@pytest.mark.parametrize("stage", [Stage.FOUND, Stage.RECTIFIED])
def test_photo_of_another_stage_does_not_do(district: District, stage: Stage) -> None:
    hazard = standing(district, Status.AWAITING)
    photographed(hazard, stage)
    with pytest.raises(Invalid):
        close(district, hazard)


@pytest.mark.parametrize(
    "unfit", [{"width": None}, {"removed_at": LATER, "remover_name": "测试"}], ids=["document", "removed"]
)
def test_neither_a_document_nor_a_removed_photo_does(district: District, unfit: dict[str, Any]) -> None:
    hazard = standing(district, Status.AWAITING)
    photographed(hazard, **unfit)
    with pytest.raises(Invalid):
        close(district, hazard)


def test_photo_of_another_record_does_not_do(district: District) -> None:
    other, hazard = standing(district, Status.AWAITING), standing(district, Status.AWAITING)
    photographed(other)
    with pytest.raises(Invalid):
        close(district, hazard)


def test_photo_of_a_failed_inspection_does_not_do_for_the_next(district: District) -> None:
    hazard = failed_once(district)
    assert Evidence.objects.count() == 1
    with pytest.raises(Invalid):
        close(district, hazard)
    photographed(hazard)
    assert close(district, hazard).status == Status.CLOSED


def test_photo_from_before_a_reopening_does_not_do_after_it(district: District) -> None:
    closed = close(district, _with_photo(standing(district, Status.AWAITING)))
    opened = step(district.reviewer, closed, "reopen", reason="反弹")
    assert opened.round == 1
    with pytest.raises(Invalid):
        close(district, step(district.filer, opened, "report_done"))


def _with_photo(hazard: Hazard) -> Hazard:
    photographed(hazard)
    return hazard
