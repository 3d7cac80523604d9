"""What one person sees on the page of a record."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.judgment import Verdict
from hazards.life import Status
from hazards.lifeline import Progress
from hazards.models import Criterion, Evidence, Hazard, Stage
from hazards.rectifying import Urgency
from hazards.selectors.record import CONSEQUENCES, NO_PHOTO, OTHERS, OWN_WORK, Record, record
from hazards.services import rectification
from tests.factories import ZONE, District
from tests.ledgers import FILED_AT, drafted, photographed, standing, step
from units.actors import Actor
from units.errors import NotFound

LATER = FILED_AT + timedelta(days=1)
TERM_OVER = datetime(2023, 10, 1, tzinfo=ZONE)


def seen(actor: Actor, hazard: Hazard, at: datetime = LATER) -> Record:
    return record(actor, hazard.pk, at=at)


def acts(found: Record) -> dict[str, str]:
    """The moves that are offered, with what is in their way."""
    return {choice.move.name: choice.blocked for choice in found.choices}


@pytest.mark.parametrize(
    ("status", "who", "names"),
    [
        (Status.DRAFT, "filer", ["file", "withdraw"]),
        (Status.FILED, "filer", ["withdraw"]),
        (Status.FILED, "reviewer", ["accept", "return", "exclude"]),
        (Status.RETURNED, "head", ["file", "withdraw"]),
        (Status.EXCLUDED, "reviewer", ["reinstate"]),
        (Status.RECTIFYING, "filer", ["report_done"]),
        (Status.RECTIFYING, "reviewer", []),
        (Status.CLOSED, "reviewer", ["reopen"]),
        (Status.CLOSED, "filer", []),
        (Status.WITHDRAWN, "filer", []),
        (Status.FILED, "leader", []),
    ],
)
def test_moves_of_a_persons_hands_are_offered(
    district: District, status: Status, who: str, names: list[str]
) -> None:
    found = seen(getattr(district, who), standing(district, status))
    assert acts(found) == dict.fromkeys(names, "")
    assert all(choice.consequence == CONSEQUENCES[choice.move.name] for choice in found.choices)


@pytest.mark.parametrize("who", ["head", "reviewer"])
def test_close_out_waits_for_its_photo_and_the_failure_does_not(district: District, who: str) -> None:
    hazard = standing(district, Status.AWAITING)
    found = seen(getattr(district, who), hazard)
    assert acts(found) == {"close": NO_PHOTO, "fail": ""}
    assert found.takes_after_photos
    photographed(hazard)
    assert acts(seen(getattr(district, who), hazard)) == {"close": "", "fail": ""}


def test_photo_of_an_earlier_round_does_not_free_the_close_out(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    photographed(hazard)
    again = step(
        district.filer, step(district.reviewer, hazard, "fail", reason="松动"), "report_done", at=LATER
    )
    assert acts(seen(district.reviewer, again))["close"] == NO_PHOTO


def test_I8_who_reported_done_is_told_that_another_must_inspect(district: District) -> None:
    found = seen(district.filer, standing(district, Status.AWAITING))
    assert acts(found) == {"close": OWN_WORK, "fail": OWN_WORK}
    assert not found.takes_after_photos
    assert found.next.startswith("等没有参与本条整改的另一人复查：东关镇的同事")


@pytest.mark.parametrize(
    ("status", "who", "words"),
    [
        (Status.FILED, "reviewer", "对照条款核对事实，再决定通过、退回或不纳入。"),
        (Status.FILED, "filer", "等安委办审核。"),
        (Status.RECTIFYING, "filer", "按五落实整改，整改完成后报请复查。"),
        (Status.RECTIFYING, "leader", "等东关镇整改，整改完成后报请复查。"),
        (Status.WITHDRAWN, "filer", "已经撤回，不再办理。"),
    ],
)
def test_next_step_is_said_to_whom_it_concerns(
    district: District, status: Status, who: str, words: str
) -> None:
    assert seen(getattr(district, who), standing(district, status)).next == words


@pytest.mark.parametrize("status", list(Status))
def test_only_the_unit_edits_and_only_what_is_not_handed_in(district: District, status: Status) -> None:
    hazard = standing(district, status)
    assert seen(district.head, hazard).can_edit is (status in {Status.DRAFT, Status.RETURNED})
    if status is not Status.DRAFT:
        assert not seen(district.reviewer, hazard).can_edit


def test_I2_law_is_the_one_kept_on_the_record(district: District) -> None:
    hazard = standing(district, Status.FILED)
    Criterion.objects.update(text="改过的条文", article="第一条")
    law = seen(district.reviewer, hazard).law
    assert law is not None
    assert (law.clause["text"], law.clause["article"]) == ("有限空间", "第十三条")
    assert law.since.isoformat() == "2023-05-15"
    assert law.judgment.verdict is Verdict.QUALIFIES
    assert law.answers["/1"].evidence == "照片3"


def test_record_without_a_clause_has_no_law(district: District) -> None:
    assert seen(district.filer, drafted(district, criterion=None)).law is None


def test_I10_term_is_told_by_the_tenants_day(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    last = seen(district.filer, hazard, TERM_OVER - timedelta(microseconds=1)).term
    over = seen(district.filer, hazard, TERM_OVER).term
    assert last is not None
    assert over is not None
    assert (last.words, over.words, over.urgency) == ("今天到期", "逾期1天", Urgency.OVERDUE)


def test_line_of_life_begins_with_the_inspectors(district: District) -> None:
    found = seen(district.leader, standing(district, Status.CLOSED))
    assert (found.stations[0].who, found.stations[0].at) == ("甲、乙", found.hazard.discovered_at)
    assert [station.progress for station in found.stations] == [Progress.DONE] * 6
    assert found.stations[5].who == district.reviewer.name


def test_notes_are_the_latest_first(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    for text in ("已订购", "已安装"):
        rectification.note_progress(actor=district.filer, hazard_id=hazard.pk, text=text, at=LATER)
    assert [line.reason for line in seen(district.leader, hazard).notes] == ["已安装", "已订购"]


def test_other_records_of_the_enterprise_are_counted_and_some_shown(district: District) -> None:
    hazard = standing(district, Status.FILED)
    for _ in range(OTHERS + 1):
        drafted(district)
    found = seen(district.filer, hazard)
    assert (len(found.others), found.others_count) == (OTHERS, OTHERS + 1)
    assert seen(district.reviewer, hazard).others_count == 0, "drafts are the unit's own"


def test_repeated_after_photos_are_named(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    photographed(hazard, Stage.FOUND, digest="一")
    photographed(hazard, digest="二")
    assert seen(district.reviewer, hazard).repeated == []
    Evidence.objects.update(digest="一")
    (item,) = seen(district.reviewer, hazard).repeated
    assert item.reused == ("与本条的发现时照片相同",)


@pytest.mark.parametrize("who", ["other_filer", "other_head"])
def test_I3_another_units_record_is_not_there(district: District, who: str) -> None:
    hazard = standing(district, Status.FILED)
    with pytest.raises(NotFound):
        seen(getattr(district, who), hazard)


def test_record_takes_the_same_queries_however_much_happened(district: District) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            seen(district.filer, hazard)
        return len(captured)

    hazard = standing(district, Status.RECTIFYING)
    photographed(hazard, Stage.FOUND, digest="一")
    drafted(district)
    few = queries()
    for number in range(6):
        rectification.note_progress(actor=district.filer, hazard_id=hazard.pk, text="进展", at=LATER)
        photographed(hazard, Stage.RECTIFIED, digest=str(number))
        drafted(district)
    assert queries() == few
