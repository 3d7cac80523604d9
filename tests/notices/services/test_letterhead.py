"""The letterhead, and the first number of the year."""

from datetime import timedelta

import pytest

from notices.content import BlockKind
from notices.models import CircularKind, DocumentSeries, LetterHead
from notices.selectors import letterhead as reads
from notices.services.drafting import draft_circular
from notices.services.letterhead import Words, save
from notices.services.numbering import next_number
from tests.factories import BEFORE, CUTOFF, District, close
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed
from units.models import AuditEntry

FULL = Words("荔安办", "区委办", "荔城区安委办", "各镇街：")


def set_head(
    district: District, words: Words = FULL, first: int | None = None, actor: Actor | None = None
) -> LetterHead:
    return save(actor=actor or district.admin, words=words, at=BEFORE, first_number=first)


@pytest.mark.parametrize("who", ["admin", "reviewer"])
def test_letterhead_is_set_by_administrators_and_the_office(district: District, who: str) -> None:
    head = set_head(district, actor=getattr(district, who))
    assert (head.mark, head.copies, head.printer, head.salutation) == (
        "荔安办", "区委办", "荔城区安委办", "各镇街",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_letterhead_denied_to_others(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="由管理员和安委办设置"):
        set_head(district, actor=getattr(district, who))


def test_setting_it_again_changes_the_one_there_is(district: District) -> None:
    set_head(district)
    set_head(district, Words("荔安委办"))
    assert LetterHead.objects.get().mark == "荔安委办"
    assert AuditEntry.objects.filter(action="letterhead.saved").count() == 2


@pytest.mark.parametrize("mark", ["", "  ", "荔安办〔2023〕", "荔 安办", "荔安办1"])
def test_mark_that_is_none_is_refused(district: District, mark: str) -> None:
    with pytest.raises(Invalid, match="机关代字只写代字本身"):
        set_head(district, Words(mark))
    assert not LetterHead.objects.exists()


def test_year_begins_with_the_number_after_those_on_paper(district: District) -> None:
    set_head(district, first=121)
    assert next_number(2023) == 121
    assert "2023年从121号编起" in AuditEntry.objects.get(action="letterhead.saved").summary


def test_first_number_may_be_changed_until_one_is_given_out(district: District) -> None:
    set_head(district, first=121)
    set_head(district, first=90)
    assert next_number(2023) == 90


def test_first_number_stays_once_one_was_given_out(district: District) -> None:
    set_head(district, first=121)
    next_number(2023)
    with pytest.raises(Conflict, match="2023年已经编到121号"):
        set_head(district, Words("荔安委办"), first=5)
    assert LetterHead.objects.get().mark == "荔安办"


def test_same_first_number_may_be_sent_again(district: District) -> None:
    set_head(district, first=121)
    next_number(2023)
    set_head(district, Words("荔安委办"), first=121)
    assert LetterHead.objects.get().mark == "荔安委办"


@pytest.mark.parametrize("first", [0, -1, 100_000])
def test_first_number_out_of_range_is_refused(district: District, first: int) -> None:
    with pytest.raises(Invalid, match="应在1到99999之间"):
        set_head(district, first=first)


def test_I10_year_is_the_tenants(district: District) -> None:
    new_year = CUTOFF.replace(month=12, day=31, hour=23) + timedelta(hours=1)
    save(actor=district.admin, words=FULL, at=new_year, first_number=5)
    assert DocumentSeries.objects.get().year == 2024


def test_numbers_of_a_year_without_series_begin_with_one(district: District) -> None:
    found = reads.numbers(2023)
    assert (found.first, found.next, found.begun) == (1, 1, False)


def test_numbers_of_a_year_under_way(district: District) -> None:
    set_head(district, first=121)
    next_number(2023)
    found = reads.numbers(2023)
    assert (found.first, found.next, found.begun) == (121, 122, True)


def test_without_letterhead_there_is_none(district: District) -> None:
    assert reads.current() is None


def test_circulars_drafted_from_then_on_are_addressed_as_the_letterhead_says(district: District) -> None:
    close(district)
    first = draft_circular(actor=district.reviewer, period=district.period, at=CUTOFF)
    set_head(district)
    second = draft_circular(
        actor=district.reviewer, period=district.period, kind=CircularKind.PROGRESS, at=CUTOFF
    )
    addressed = [each.document.of(BlockKind.SALUTATION)[0].text for each in (first, second)]
    assert addressed == ["各镇街、园区，各有关部门和单位：", "各镇街："]
