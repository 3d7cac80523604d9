"""Letters to single units: what they say, once a day, by whom."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from notices.models import Circular, CircularEvent, CircularKind, CircularState, CircularVersion
from notices.services.letters import WORDS, Demand, Drafted, draft_letters
from tests.factories import BEFORE, CUTOFF, INSTANT, District, file_for, make_unit
from tests.notices.dispatches import SEPTEMBER_25, overdue
from tests.reports.duties import stated
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry, Unit

CHASE, REMIND = CircularKind.CHASE, CircularKind.REMIND
SUPERVISE, INTERVIEW = CircularKind.SUPERVISE, CircularKind.INTERVIEW
MEETING = Demand(reason="连续两期迟报", time="9月28日15:00", place="三楼会议室")


def write(
    district: District,
    kind: CircularKind,
    *units: Unit,
    at: datetime = BEFORE,
    demand: Demand | None = None,
    actor: Actor | None = None,
) -> Drafted:
    return draft_letters(
        actor=actor or district.reviewer,
        kind=kind,
        period=district.period,
        unit_ids={unit.pk for unit in units or (district.town,)},
        at=at,
        demand=demand or Demand(),
    )


def letter(district: District, kind: CircularKind, **options: Any) -> Circular:
    (made,) = write(district, kind, **options).made
    return made


def test_chasing_letter_says_to_whom_what_is_owed_since_when(district: District) -> None:
    made = letter(district, CHASE, at=CUTOFF + timedelta(hours=1), demand=Demand(date(2023, 9, 28)))
    text = made.document.text
    for words in ("东关镇", "台账、调度表", "9月24日24:00", "2023年9月28日", district.tenant.office):
        assert words in text, words
    assert (made.kind, made.unit, made.period) == ("chase", district.town, district.period)
    assert (made.snapshot, made.reply_by, made.state) == (None, date(2023, 9, 28), CircularState.DRAFT)


def test_letter_is_stored_with_version_event_and_trail(district: District) -> None:
    made = letter(district, CHASE)
    assert CircularVersion.objects.get(circular=made).content == made.content
    event = CircularEvent.objects.get(circular=made)
    assert (event.action, event.by_id) == ("drafted", district.reviewer.user_id)
    assert (made.base, made.created_by_id) == (made.content, district.reviewer.user_id)
    assert AuditEntry.objects.filter(action="circular.drafted", object_id=made.pk).count() == 1


def test_reminding_letter_names_what_is_still_in_time(district: District) -> None:
    file_for(district, district.town)
    text = letter(district, REMIND).document.text
    assert "台账" in text
    assert "调度表、" not in text
    assert "9月24日24:00" in text


def test_supervising_letter_lists_records_with_number_and_days(district: District) -> None:
    hazard = overdue(district)
    made = letter(district, SUPERVISE, at=SEPTEMBER_25)
    text = made.document.text
    for words in (hazard.number, "整改时限2023年9月10日", "逾期15天", "污水池入口处没有设置"):
        assert words in text, words
    assert next(each for each in made.figures if each["key"] == "overdue.count")["value"] == 1


def test_I5_counts_of_a_letter_carry_their_sources(district: District) -> None:
    made = letter(district, CHASE)
    figures = {each["key"]: each for each in made.figures}
    assert figures["owed.count"]["text"] == "2项"
    assert figures["owed.count"]["rows"] == [["台账", "9月24日24:00截止"], ["调度表", "9月24日24:00截止"]]
    assert set(made.document.figure_keys) <= set(figures)


def test_interview_says_why_where_and_when(district: District) -> None:
    text = letter(district, INTERVIEW, demand=MEETING).document.text
    for words in ("东关镇", "连续两期迟报", "9月28日15:00", "三楼会议室"):
        assert words in text, words


@pytest.mark.parametrize("kind", [CHASE, REMIND, INTERVIEW])
def test_letter_has_no_gaps(district: District, kind: CircularKind) -> None:
    made = letter(district, kind, demand=MEETING if kind == INTERVIEW else None)
    assert "{" not in made.document.text
    assert all(block.text.strip() for block in made.document.blocks)
    assert made.title == made.document.title != ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "写明约谈事由"),
        ({"time": " \n"}, "写明约谈时间"),
        ({"place": ""}, "写明约谈地点"),
        ({"reason": "因" * (WORDS + 1)}, "约谈事由最多200字"),
    ],
)
def test_interview_without_its_words_is_refused(
    district: District, changes: dict[str, str], words: str
) -> None:
    given = {"reason": "迟报", "time": "明天", "place": "会议室", **changes}
    with pytest.raises(Invalid, match=words):
        write(district, INTERVIEW, demand=Demand(**given))  # type: ignore[arg-type]
    assert not Circular.objects.exists()


def test_I6_unit_gets_one_letter_of_a_kind_a_day(district: District) -> None:
    first = letter(district, CHASE)
    again = write(district, CHASE, district.town, district.bureau, at=BEFORE + timedelta(hours=1))
    assert [each.unit for each in again.made] == [district.bureau]
    assert again.again == (first,)
    assert Circular.objects.count() == 2


def test_other_kind_and_next_day_are_other_letters(district: District) -> None:
    letter(district, CHASE)
    letter(district, REMIND)
    assert write(district, CHASE, at=BEFORE + timedelta(days=1) - INSTANT).made == ()
    assert len(write(district, CHASE, at=BEFORE + timedelta(days=1)).made) == 1


def test_withdrawn_letter_may_be_drafted_again(district: District) -> None:
    Circular.objects.filter(pk=letter(district, CHASE).pk).update(state=CircularState.WITHDRAWN)
    assert len(write(district, CHASE).made) == 1


def test_who_has_filed_meanwhile_is_left_out(district: District) -> None:
    file_for(district, district.town)
    stated(district)
    assert [each.unit for each in write(district, CHASE, *district.units).made] == [
        district.other_town,
        district.bureau,
    ]
    with pytest.raises(Conflict, match="现在没有要用催报函办理的事项"):
        write(district, CHASE)


@pytest.mark.parametrize("days", [-1, 367])
def test_reply_before_today_or_far_away_is_refused(district: District, days: int) -> None:
    with pytest.raises(Invalid, match="答复期限"):
        write(district, CHASE, demand=Demand(BEFORE.date() + timedelta(days=days)))


def test_nobody_chosen_and_strangers_are_refused(district: District, neighbour: District) -> None:
    with pytest.raises(Invalid, match="没有选中单位"):
        draft_letters(actor=district.reviewer, kind=CHASE, period=district.period, unit_ids=[], at=BEFORE)
    with pytest.raises(NotFound, match="请刷新页面再选"):
        write(district, CHASE, neighbour.town)
    with pytest.raises(Conflict):
        write(district, CHASE, make_unit("无关公司", order=9, obliged=False))


def test_circular_of_a_period_is_no_letter(district: District) -> None:
    with pytest.raises(Invalid, match="不是发给一个单位的函件"):
        write(district, CircularKind.MONTHLY)


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_drafting_letters_denied_to_everybody_but_the_office(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="由安委办起草"):
        write(district, CHASE, actor=getattr(district, who))
    assert not Circular.objects.exists()
