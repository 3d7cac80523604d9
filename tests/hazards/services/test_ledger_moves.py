"""Every move of a record's life by every person, and what each move needs and leaves behind."""

from datetime import date, timedelta
from itertools import product

import pytest

from hazards.counting import EXCLUSIONS, REASONS, Reason
from hazards.entries import InvalidFields
from hazards.life import MOVES, Hand, Need, Status
from hazards.models import Hazard, HazardEvent, NumberSeries, Stage
from hazards.selectors import ledger as ledger_reads
from hazards.services import rectification
from tests.factories import District
from tests.ledgers import (
    FILED_AT,
    FOUND_AT,
    clause,
    drafted,
    make_criterion,
    photographed,
    registered,
    standing,
    step,
)  # fmt: skip
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.scoping import scope

LATER = FILED_AT + timedelta(days=3)
# Nobody of these has reported the rectification done: `standing` does so as the filer.
PEOPLE = {"head": Hand.HEAD, "reviewer": Hand.REVIEWER, "leader": None}
UNSEEN = {(Status.DRAFT, "reviewer"), (Status.DRAFT, "leader")}


def attempt(actor: Actor, hazard: Hazard, name: str) -> Hazard:
    """A move with everything it may need."""
    given = Reason.DUPLICATE if Need.EXCLUSION in MOVES[name].needs else None
    return step(actor, hazard, name, at=LATER, reason="理由", exclusion=given)


@pytest.mark.parametrize(("status", "person"), list(product(Status, PEOPLE)))
def test_I8_every_move_from_every_status_by_every_hand(
    district: District, status: Status, person: str
) -> None:
    hazard, actor, hand = standing(district, status), getattr(district, person), PEOPLE[person]
    for name, move in MOVES.items():
        if hand in move.hands and status in move.sources and (status, person) not in UNSEEN:
            continue
        refusal = NotFound if (status, person) in UNSEEN else Conflict if hand in move.hands else NotAllowed
        with pytest.raises(refusal):
            attempt(actor, hazard, name)
    stored = Hazard.objects.get()
    assert (stored.status, stored.version) == (status, hazard.version)


PERMITTED = [
    (status, person, move.name)
    for status, (person, hand), move in product(Status, PEOPLE.items(), MOVES.values())
    if status in move.sources and hand in move.hands and (status, person) not in UNSEEN
]


@pytest.mark.parametrize(("status", "person", "name"), PERMITTED)
def test_I8_permitted_move_is_signed_and_timed(
    district: District, status: Status, person: str, name: str
) -> None:
    hazard, actor = standing(district, status), getattr(district, person)
    moved = attempt(actor, hazard, name)
    stored = Hazard.objects.get()
    assert (moved.status, stored.status, stored.version) == (
        MOVES[name].target,
        MOVES[name].target,
        hazard.version + 1,
    )
    event = ledger_reads.history(stored)[-1]
    assert (event.verb, event.status, event.at) == (MOVES[name].verb, stored.status, LATER)
    assert (event.actor_id, event.actor_name, event.unit) == (actor.user_id, actor.name, district.town)
    assert event.reason.endswith("理由")


@pytest.mark.parametrize("name", sorted(name for name, move in MOVES.items() if Need.REASON in move.needs))
def test_I8_move_that_needs_a_reason_is_refused_without(district: District, name: str) -> None:
    move = MOVES[name]
    hazard = standing(district, max(move.sources))
    actor = district.reviewer if Hand.REVIEWER in move.hands else district.head
    given = Reason.DUPLICATE if Need.EXCLUSION in move.needs else None
    with pytest.raises(Invalid, match="要写明原因"):
        step(actor, hazard, name, reason=" \0", exclusion=given)
    with pytest.raises(Invalid, match="最多200字，现有201字"):
        step(actor, hazard, name, reason="长" * 201, exclusion=given)
    assert step(actor, hazard, name, reason="长" * 200, exclusion=given).status == move.target


@pytest.mark.parametrize("reason", EXCLUSIONS)
def test_I1_exclusion_names_a_reason_of_the_closed_list(district: District, reason: Reason) -> None:
    hazard = step(
        district.reviewer, standing(district, Status.FILED), "exclude", reason="见说明", exclusion=reason
    )
    assert (hazard.exclusion, hazard.review_reason) == (reason, "见说明")
    assert ledger_reads.history(hazard)[-1].reason == f"{REASONS[reason]}：见说明"


@pytest.mark.parametrize("reason", [None, Reason.WITHDRAWN])
def test_I1_exclusion_outside_the_list_is_refused(district: District, reason: Reason | None) -> None:
    hazard = standing(district, Status.FILED)
    with pytest.raises(Invalid, match="不纳入要选一个原因：不符合判定标准、"):
        step(district.reviewer, hazard, "exclude", reason="见说明", exclusion=reason)


def test_I1_longest_words_with_the_longest_reason_are_kept_whole(district: District) -> None:
    hazard = standing(district, Status.FILED)
    step(district.reviewer, hazard, "exclude", reason="长" * 200, exclusion=Reason.BEFORE_CAMPAIGN)
    assert ledger_reads.history(hazard)[-1].reason.endswith("长" * 200)


def test_reinstated_record_has_no_reason_left(district: District) -> None:
    hazard = step(district.reviewer, standing(district, Status.EXCLUDED), "reinstate", reason="补充了材料")
    assert (hazard.status, hazard.exclusion, hazard.review_reason) == (Status.FILED, "", "")


def test_return_reaches_the_filer_and_refiling_settles_it(district: District) -> None:
    hazard = standing(district, Status.RETURNED)
    assert ledger_reads.hazard(district.filer, hazard.pk).review_reason == "条款不符"
    assert step(district.filer, hazard, "file").review_reason == ""


def test_first_filing_gives_number_time_and_clause(district: District) -> None:
    hazard = standing(district, Status.FILED)
    assert (hazard.number, hazard.first_filed_at) == ("2023-00001", FILED_AT)
    assert hazard.clause["standard"] == clause().standard.title
    assert hazard.clause["logic"] == clause().logic


def test_I1_refiling_keeps_number_and_time(district: District) -> None:
    again = step(district.filer, standing(district, Status.RETURNED), "file", at=LATER)
    assert (again.number, again.first_filed_at) == ("2023-00001", FILED_AT)
    assert NumberSeries.objects.get().last == 1


def test_I2_incomplete_record_is_not_filed_and_takes_no_number(district: District) -> None:
    hazard = drafted(district, plan="", responsible="")
    with pytest.raises(InvalidFields, match="还有 2 处问题，改好后才能报送") as refusal:
        step(district.filer, hazard, "file")
    assert set(refusal.value.problems) == {"plan", "responsible"}
    assert Hazard.objects.get().status == Status.DRAFT
    assert not NumberSeries.objects.exists()


def test_I2_clause_not_in_force_on_the_day_is_refused_with_its_dates(district: District) -> None:
    late = make_criterion("gm-2024-1", starts=date(2024, 1, 1))
    with pytest.raises(InvalidFields, match="自2024年1月1日起施行，本条发现于2023年9月10日"):
        step(district.filer, drafted(district, criterion=late), "file")


def test_I8_who_reports_done_does_not_verify(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    for name in ("close", "fail"):
        with pytest.raises(NotAllowed, match="是您整改或报请复查的"):
            step(district.filer, hazard, name, reason="未整改到位")
    assert step(district.head, hazard, "close").status == Status.CLOSED


@pytest.mark.parametrize("work", ["progress", "photo"])
def test_I8_who_had_a_hand_in_the_rectification_does_not_verify(district: District, work: str) -> None:
    """Having a colleague press the button changes nothing."""
    hazard = standing(district, Status.RECTIFYING)
    if work == "progress":
        rectification.note_progress(actor=district.head, hazard_id=hazard.pk, text="已整改", at=FILED_AT)
    else:
        photographed(hazard, Stage.RECTIFIED, uploader_id=district.head.user_id)
    done = step(district.filer, hazard, "report_done")
    for name in ("close", "fail"):
        with pytest.raises(NotAllowed, match="是您整改或报请复查的"):
            step(district.head, done, name, reason="未整改到位")
    assert step(district.reviewer, done, "close").status == Status.CLOSED


def test_I8_photo_taken_out_again_is_no_hand_in_the_rectification(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    photographed(
        hazard,
        Stage.RECTIFIED,
        uploader_id=district.head.user_id,
        removed_at=FILED_AT,
        remover_name=district.head.name,
    )
    done = step(district.filer, hazard, "report_done")
    assert step(district.head, done, "close").status == Status.CLOSED


def test_I8_who_reported_an_earlier_round_does_not_verify_a_later_one(district: District) -> None:
    failed = step(district.head, standing(district, Status.AWAITING), "fail", reason="标志脱落")
    again = step(district.head, failed, "report_done")
    for actor in (district.filer, district.head):
        with pytest.raises(NotAllowed, match="要由另一人办理"):
            step(actor, again, "close")
    assert step(district.reviewer, again, "close").status == Status.CLOSED


def test_I8_system_does_not_verify(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    with pytest.raises(NotAllowed, match="要由具体的人签名"):
        step(Actor.system(district.tenant.pk), hazard, "close")


def test_failures_and_reopenings_are_counted(district: District) -> None:
    hazard = standing(district, Status.AWAITING)
    for expected in (1, 2):
        failed = step(district.reviewer, hazard, "fail", reason="未整改到位")
        assert failed.failed_inspections == expected
        hazard = step(district.filer, failed, "report_done")
    closed = step(district.reviewer, hazard, "close", at=LATER)
    assert closed.closed_at == LATER
    opened = step(district.reviewer, closed, "reopen", reason="回头看发现反弹")
    assert (opened.status, opened.closed_at, opened.reopened) == (Status.RECTIFYING, None, 1)
    assert Hazard.objects.get().failed_inspections == 2


@pytest.mark.parametrize("name", ["accept", "return", "exclude"])
def test_I8_second_reviewer_is_told_who_was_quicker(district: District, name: str) -> None:
    hazard = standing(district, Status.FILED)
    step(district.reviewer, Hazard.objects.get(), "accept")
    with pytest.raises(Conflict, match=f"本条刚被{district.reviewer.name}改过"):
        attempt(district.reviewer, hazard, name)


def test_I3_move_of_another_units_record_is_not_there(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    for actor in (district.other_filer, district.other_head):
        with pytest.raises(NotFound, match="没有这条隐患"):
            step(actor, hazard, "report_done")


def test_unknown_record_is_not_there(district: District) -> None:
    with pytest.raises(NotFound):
        step(district.filer, Hazard(pk=4711, version=0), "file")


def test_I3_units_people_do_their_part_behind_the_wall(district: District) -> None:
    """What a request of theirs may see is what its unit may see; numbering must work all the same."""
    with scope(district.tenant.pk, units={district.town.pk}):
        filed = standing_within(district)
        assert filed.number == "2023-00001"
    accepted = step(district.reviewer, filed, "accept")
    with scope(district.tenant.pk, units={district.town.pk}):
        done = step(district.filer, accepted, "report_done")
        assert step(district.head, done, "close").status == Status.CLOSED


def standing_within(district: District) -> Hazard:
    """A record filed with an enterprise its unit has just registered."""
    return step(district.filer, drafted(district, enterprise=registered(district)), "file")


def test_I8_four_people_walk_a_record_to_its_close(district: District) -> None:
    hazard = step(district.filer, drafted(district), "file")
    hazard = step(district.reviewer, hazard, "accept")
    hazard = step(district.filer, hazard, "report_done")
    step(district.head, hazard, "close", at=LATER)
    trail = [(event.verb, event.actor_name) for event in HazardEvent.objects.order_by("id")]
    filer, head, reviewer = district.filer.name, district.head.name, district.reviewer.name
    assert trail == [
        ("新建", filer), ("判定", filer), ("报送", filer), ("审核通过", reviewer), ("报请复查", filer),
        ("复查销号", head),
    ]  # fmt: skip
    assert FOUND_AT <= FILED_AT < LATER
