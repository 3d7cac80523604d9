"""Asking for corrections of a closed period, granting and refusing them (I4, I8)."""

from datetime import timedelta

import pytest

from reports.models import Correction, FilingEvent, Snapshot, Submission
from reports.services import corrections
from reports.services.submissions import InvalidFields
from reports.snapshot import digest, values_from
from tests.factories import ENTRIES, VALUES, District, close, file_for, make_actor, make_previous
from tests.reports.corrected import LATER, MORE, REASON, ask, colleague, frozen, grant, two_closed
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry


@pytest.mark.parametrize("who", ["filer", "head", "reviewer"])
def test_unit_and_office_may_ask(district: District, who: str) -> None:
    august = two_closed(district)
    asked = ask(district, august, {**ENTRIES, **MORE}, actor=getattr(district, who))
    assert asked.changes == {"general_found": ["10", "12"]}, "only what differs"
    assert (asked.state, asked.reason, asked.asked_at) == ("asked", REASON, LATER)
    assert Snapshot.objects.count() == 2, "asking changes nothing"


@pytest.mark.parametrize("who", ["other_filer", "other_head", "leader", "admin"])
def test_asking_is_denied_to_others(district: District, who: str) -> None:
    august = two_closed(district)
    with pytest.raises(NotAllowed, match="该单位的填报员、负责人或安委办"):
        ask(district, august, actor=getattr(district, who))
    assert not Correction.objects.exists()


def test_I4_granting_writes_the_next_revision(district: District) -> None:
    august = two_closed(district)
    first = Snapshot.objects.get(period=august)
    made = grant(district, ask(district, august))
    assert (made.revision, made.reason, made.created_at) == (2, REASON, LATER)
    assert made.created_by_id == district.reviewer.user_id
    assert made.sha256 == digest(made.content) != first.sha256
    assert made.data.closed_at == first.data.closed_at
    assert frozen(august, district.town).values == {**VALUES, "general_found": 12}
    assert frozen(august, district.other_town).values == VALUES
    assert made.changes == [
        {
            "unit": "东关镇",
            "code": "general_found",
            "label": made.data.indicator("general_found").full_label,
            "old": "10",
            "new": "12",
        }
    ]
    first.refresh_from_db()
    assert values_from(first.content["units"][0]["values"]) == VALUES, "what was is still there"


def test_I4_filing_stays_as_it_was_filed_and_its_trail_tells(district: District) -> None:
    august = two_closed(district)
    grant(district, ask(district, august))
    submission = Submission.objects.get(period=august, unit=district.town)
    assert values_from(submission.values) == VALUES
    lines = FilingEvent.objects.filter(submission=submission, action__startswith="correction.")
    assert [(line.verb, line.by_name, line.note) for line in lines.order_by("number")] == [
        ("申请更正", district.filer.name, REASON),
        ("更正", district.reviewer.name, REASON),
    ]
    assert all(line.changes == {"general_found": ["10", "12"]} for line in lines)
    assert AuditEntry.objects.filter(action="correction.granted").get().actor_id == district.reviewer.user_id


def test_I8_who_asked_does_not_decide(district: District) -> None:
    august = two_closed(district)
    asked = ask(district, august, actor=district.reviewer)
    with pytest.raises(NotAllowed, match="提出的人自己审批"):
        grant(district, asked)
    with pytest.raises(NotAllowed, match="提出的人自己审批"):
        corrections.refuse(actor=district.reviewer, correction_id=asked.pk, answer="不对", at=LATER)
    made = corrections.grant(actor=colleague(district), correction_id=asked.pk, answer="属实", at=LATER)
    asked.refresh_from_db()
    assert (asked.snapshot, asked.answer, asked.decided_at) == (made, "属实", LATER)


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_I8_deciding_is_denied_to_everybody_but_the_office(district: District, who: str) -> None:
    asked = ask(district, two_closed(district))
    with pytest.raises(NotAllowed, match="安委办审批"):
        corrections.grant(actor=getattr(district, who), correction_id=asked.pk, answer="", at=LATER)
    assert Snapshot.objects.count() == 2


def test_I3_other_units_do_not_learn_of_a_request(district: District) -> None:
    asked = ask(district, two_closed(district))
    with pytest.raises(NotFound):
        corrections.refuse(actor=district.other_head, correction_id=asked.pk, answer="一", at=LATER)
    with pytest.raises(NotFound):
        corrections.grant(actor=district.reviewer, correction_id=asked.pk + 999, answer="", at=LATER)


def test_refusing_says_why_and_changes_nothing(district: District) -> None:
    august = two_closed(district)
    asked = ask(district, august)
    corrections.refuse(actor=district.reviewer, correction_id=asked.pk, answer=" 没有佐证 ", at=LATER)
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.snapshot) == ("refused", "没有佐证", None)
    assert Snapshot.objects.count() == 2
    assert ask(district, august).state == "asked", "it may be asked again"


@pytest.mark.parametrize("answer", ["", " \0 ", "长" * 301])
def test_refusing_needs_an_answer_of_a_fitting_length(district: District, answer: str) -> None:
    asked = ask(district, two_closed(district))
    with pytest.raises(Invalid, match="不同意的理由"):
        corrections.refuse(actor=district.reviewer, correction_id=asked.pk, answer=answer, at=LATER)


def test_decided_request_is_not_decided_again(district: District) -> None:
    asked = ask(district, two_closed(district))
    grant(district, asked)
    with pytest.raises(Conflict, match=f"已由{district.reviewer.name}办理（已更正）"):
        grant(district, asked)
    with pytest.raises(Conflict, match="不用再办"):
        corrections.refuse(actor=district.reviewer, correction_id=asked.pk, answer="晚了", at=LATER)


def test_open_period_is_not_corrected(district: District) -> None:
    file_for(district, district.town)
    with pytest.raises(Conflict, match="还没有关账，不用办理更正"):
        ask(district, district.period)


def test_I12_unit_that_filed_nothing_has_nothing_to_correct(district: District) -> None:
    august = two_closed(district)
    with pytest.raises(Conflict, match="没有报送，没有可以更正的数据"):
        ask(district, august, actor=district.reviewer, unit=district.bureau)


def test_returned_filing_was_not_taken_in_and_is_not_corrected(district: District) -> None:
    august = make_previous(district)
    filed = file_for(district, district.town, period=august)
    Submission.objects.filter(pk=filed.pk).update(state="returned", return_reason="请核对")
    close(district, august)
    august.refresh_from_db()
    with pytest.raises(Conflict, match="没有可以更正的数据"):
        ask(district, august)


def test_one_request_at_a_time(district: District) -> None:
    august = two_closed(district)
    ask(district, august)
    with pytest.raises(Conflict, match="已有一份更正申请等待审批"):
        ask(district, august, {"general_found": "13"}, actor=district.reviewer)
    ask(district, august, actor=district.other_filer, unit=district.other_town)
    ask(district, district.period)


def test_stale_page_is_refused(district: District) -> None:
    august = two_closed(district)
    grant(district, ask(district, august))
    with pytest.raises(Conflict, match="刚刚更正过"):
        ask(district, august, {"general_found": "13"})
    again = ask(district, august, {"general_found": "13"}, known=1)
    assert again.changes == {"general_found": ["12", "13"]}
    assert grant(district, again, LATER + timedelta(hours=1)).revision == 3
    assert frozen(august, district.town).values == {**VALUES, "general_found": 13}


def test_request_that_no_longer_fits_is_not_granted(district: District) -> None:
    asked = ask(district, two_closed(district))
    Correction.objects.filter(pk=asked.pk).update(changes={"general_found": ["11", "12"]})
    with pytest.raises(Conflict, match="这份申请已对不上"):
        grant(district, asked)


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({"no_such": "1"}, "no_such"),
        ({"general_found": "-1"}, "general_found"),
        ({"general_found": "十"}, "general_found"),
        ({"penalty_amount": "1e9"}, "penalty_amount"),
        ({"general_found": "1.5", "no_such": "1"}, "no_such"),
    ],
)
def test_unreadable_entries_are_named(district: District, entries: dict[str, str], field: str) -> None:
    august = two_closed(district)
    with pytest.raises(InvalidFields) as refusal:
        ask(district, august, entries)
    assert field in refusal.value.problems


@pytest.mark.parametrize("entries", [{}, ENTRIES, {"general_found": "１０"}, {"penalty_amount": "1.50"}])
def test_request_that_changes_nothing_is_refused(district: District, entries: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="没有一项数据有改动"):
        ask(district, two_closed(district), entries)


@pytest.mark.parametrize("entries", [{"general_rectified": "11"}, {"general_found": ""}])
def test_what_blocks_a_filing_blocks_a_correction(district: District, entries: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="改后的数据有 1 处问题"):
        ask(district, two_closed(district), entries)


@pytest.mark.parametrize("reason", ["", "  ", "\0"])
def test_request_needs_a_reason(district: District, reason: str) -> None:
    with pytest.raises(Invalid, match="请写明更正原因"):
        ask(district, two_closed(district), reason=reason)


@pytest.mark.parametrize("length", [299, 300])
def test_reason_up_to_its_limit_is_taken(district: District, length: int) -> None:
    asked = ask(district, two_closed(district), reason="长" * length)
    assert grant(district, asked).reason == "长" * length


def test_reason_beyond_its_limit_is_refused(district: District) -> None:
    with pytest.raises(Invalid, match="最多300字，现有301字"):
        ask(district, two_closed(district), reason="长" * 301)


def test_granted_person_may_ask_for_the_unit(district: District) -> None:
    august = two_closed(district)
    helper = make_actor("licheng.helper", Role.FILER, district.town)
    assert ask(district, august, actor=helper).asked_by_id == helper.user_id
