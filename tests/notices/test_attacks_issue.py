"""Odd words, odd days and odd orders on a document's way to issue: each is refused in words, none gets stuck."""

from datetime import date

import pytest

from notices.models import Circular, CircularEvent, CircularKind, CircularState
from notices.selectors import files
from notices.services import draft_circular, issuing, letterhead, letters
from notices.services.letterhead import Words
from notices.services.letters import Demand
from tests.factories import CUTOFF, District, make_actor
from tests.notices.issued import AFTER, NUMBER, drafted, issued, publication_of, reviewed, submitted
from tests.reports.corrected import LATER, ask, grant
from units.enums import Role
from units.errors import Conflict, Invalid

LONG = "长" * 300
ODD = ["区\x01办", "区\x0b办", "区\u202e办", "区\ufffe办"]


def test_longest_comment_goes_with_the_signature(district: District) -> None:
    issuing.sign(actor=district.leader, circular=reviewed(district), at=AFTER, comment=LONG)
    assert CircularEvent.objects.get(action="issued").comment == LONG


def test_comment_of_the_signer_stands_behind_the_number(district: District) -> None:
    issuing.sign(actor=district.leader, circular=reviewed(district), at=AFTER, comment="同意")
    assert CircularEvent.objects.get(action="issued").comment == f"{NUMBER}，同意"


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(3023, 1, 1), date(1, 1, 1)])
def test_day_of_reply_beyond_all_sense_is_refused(district: District, day: date) -> None:
    with pytest.raises(Invalid, match="一年以内"):
        issuing.submit(actor=district.reviewer, circular=drafted(district), at=AFTER, reply_by=day)


@pytest.mark.parametrize("field", ["mark", "copies", "printer", "salutation"])
@pytest.mark.parametrize("odd", ODD)
def test_letterhead_takes_no_invisible_signs(district: District, field: str, odd: str) -> None:
    with pytest.raises(Invalid):
        letterhead.save(actor=district.admin, words=Words(**{"mark": "荔安办", field: odd}), at=CUTOFF)


@pytest.mark.parametrize("field", ["reason", "time", "place"])
def test_meeting_takes_no_invisible_signs(district: District, field: str) -> None:
    words = {"reason": "逾期", "time": "下午", "place": "会议室", field: "甲\x01乙"}
    demand = Demand(None, words["reason"], words["time"], words["place"])
    with pytest.raises(Invalid, match="不能显示"):
        letters.draft_letters(
            actor=district.reviewer, kind=CircularKind.INTERVIEW, period=district.period,
            unit_ids={district.town.pk}, at=AFTER, demand=demand,
        )  # fmt: skip


@pytest.mark.parametrize("odd", ["\x1b好", "好\u202e坏", "\ufeff好\x00"])
def test_comment_takes_no_invisible_signs(district: District, odd: str) -> None:
    found = submitted(district)
    for step in (issuing.review, issuing.send_back):
        with pytest.raises(Invalid, match="不能显示"):
            step(actor=district.leader, circular=found, at=AFTER, comment=odd)


def issue_successor(district: District, old: Circular) -> Circular:
    """Replace a document and issue what replaces it."""
    new = issuing.replace(actor=district.reviewer, circular=old, at=AFTER)
    return issued(district, new)


def test_replaced_document_may_be_replaced_again_once_its_successor_was_withdrawn(district: District) -> None:
    old = issued(district)
    new = issue_successor(district, old)
    with pytest.raises(Conflict, match="替代稿已由"):
        issuing.replace(actor=district.reviewer, circular=old, at=AFTER)
    issuing.withdraw(actor=district.leader, circular=new, at=AFTER, comment="有误")
    third = issue_successor(district, old)
    old.refresh_from_db()
    assert (old.state, third.number) == (CircularState.SUPERSEDED, 3)
    assert publication_of(old).note == "已由荔安办〔2023〕3号替代"


def corrected(district: District) -> Circular:
    """The circular of a period whose figures were corrected after the first one was issued, drafted by itself."""
    district.period.refresh_from_db()
    grant(district, ask(district, district.period))
    return draft_circular(actor=district.system, period=district.period, at=LATER)


def to_leader(district: District, circular: Circular) -> Circular:
    issuing.submit(actor=make_actor("second", Role.REVIEWER), circular=circular, at=LATER)
    return issuing.review(actor=district.leader, circular=circular, at=LATER)


def test_I4_second_circular_of_a_period_is_not_issued_beside_the_first(district: District) -> None:
    first = issued(district)
    second = to_leader(district, corrected(district))
    with pytest.raises(Conflict, match=NUMBER):
        issuing.sign(actor=district.leader, circular=second, at=LATER)
    issuing.withdraw(actor=district.leader, circular=first, at=LATER, comment="数据更正")
    assert issuing.sign(actor=district.leader, circular=second, at=LATER).number == 2


def test_I4_file_of_what_no_longer_holds_says_so_in_its_name(district: District) -> None:
    found = issued(district)
    before = files.of_circular(found)
    issuing.withdraw(actor=district.leader, circular=found, at=AFTER, comment="有误")
    after = files.of_circular(found)
    assert (after.name, after.content) == (f"{before.name}（已撤回）", before.content)
