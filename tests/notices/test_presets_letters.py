"""The shipped letters as a unit reads them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest

from notices import letter_facts, presets, templating
from notices.content import BlockKind, CircularContent, Text, Typed
from notices.letter_facts import Grounds, Record
from reports.figures import by_key
from reports.owed import Owed
from tests import licheng

CUTOFF = datetime(2023, 9, 25, tzinfo=licheng.ZONE)
NOW = CUTOFF + timedelta(hours=10)
OWED = (Owed("ledger", "台账", CUTOFF), Owed("form", "调度表", CUTOFF))
RECORD = Record("荔城2023-00012", date(2023, 8, 3), date(2023, 9, 10), "没有警示标志", date(2023, 9, 25))
MEETING = {"reason": "整改不力", "time": "2023年10月9日15:00", "place": "区政府三楼会议室"}
NONE = {"reason": "", "time": "", "place": ""}


def letter(
    kind: str,
    owed: tuple[Owed, ...] = OWED,
    records: tuple[Record, ...] = (RECORD,),
    reply_by: date | None = date(2023, 10, 8),
    meeting: Mapping[str, str] = NONE,
) -> CircularContent:
    grounds = Grounds(owed=owed, records=records)
    facts = letter_facts.facts(
        unit="东关镇", office="某安委办", period="2023年9月", campaign="专项行动", day=date(2023, 9, 25),
        reply_by=reply_by, meeting=meeting, grounds=grounds, owed=owed, zone=licheng.ZONE,
    )  # fmt: skip
    figures = by_key(letter_facts.figures(grounds, owed, NOW, licheng.ZONE))
    return templating.compose(templating.parse(presets.source(kind)), figures, facts)


def test_chase_says_what_is_owed_and_since_when() -> None:
    found = letter("chase")
    assert found.title == "关于催报2023年9月隐患排查数据的函"
    assert "还没有报齐，即台账、调度表，共2项，截止时间为9月24日24:00。" in found.text
    assert "请在2023年10月8日前完成报送" in found.text


def test_reminder_tells_of_duties_and_of_overdue_hazards() -> None:
    text = letter("remind").text
    assert "没有报送，即台账、调度表，共2项" in text
    assert "还有1条重大事故隐患超过整改时限没有销号，最长的已逾期15天。" in text


def test_reminder_without_overdue_hazards_does_not_speak_of_them() -> None:
    assert "没有销号" not in letter("remind", records=()).text
    assert "下列事项" not in letter("remind", owed=()).text


def test_supervision_lists_the_records_and_what_is_to_be_done() -> None:
    text = letter("supervise").text
    assert "你单位有1条重大事故隐患超过整改时限" in text
    assert "具体为：荔城2023-00012（2023年8月3日发现，" in text
    assert all(mark in text for mark in ("一是压实整改责任。", "二是落实防范措施。", "三是及时复查销号。"))


def test_interview_names_reason_time_and_place() -> None:
    text = letter("interview", meeting=MEETING).text
    assert "因整改不力，根据安全生产约谈有关规定" in text
    assert "时间为2023年10月9日15:00，地点为区政府三楼会议室。" in text
    assert "一、约谈时间和地点" in text


def test_interview_about_nothing_overdue_keeps_to_its_reason() -> None:
    text = letter("interview", owed=(), records=(), meeting=MEETING).text
    assert "没有销号" not in text
    assert "没有报送" not in text
    assert "请就约谈事由和上述情况说明原因" in text


@pytest.mark.parametrize("kind", ["chase", "remind", "supervise", "interview"])
def test_letter_is_addressed_signed_and_rests_on_no_snapshot(kind: str) -> None:
    found = letter(kind, meeting=MEETING)
    assert found.of(BlockKind.SALUTATION)[0].text == "东关镇："
    assert found.of(BlockKind.SIGNATURE)[0].text == "某安委办"
    assert found.of(BlockKind.ANNEX) == found.of(BlockKind.SOURCE) == found.of(BlockKind.NOTICE) == ()


@pytest.mark.parametrize("kind", ["chase", "remind", "supervise", "interview"])
def test_letter_that_asks_for_no_reply_names_no_day(kind: str) -> None:
    assert "10月8日" in letter(kind, meeting=MEETING).text
    assert "{" not in letter(kind, reply_by=None, meeting=MEETING).text
    assert "10月8日" not in letter(kind, reply_by=None, meeting=MEETING).text


@pytest.mark.parametrize("kind", ["chase", "remind", "supervise", "interview"])
def test_I5_words_of_a_letter_hold_no_digits(kind: str) -> None:
    for block in letter(kind, meeting=MEETING).blocks:
        assert not any(isinstance(part, Typed) for part in block.parts)
        assert all(not any(map(str.isdigit, part.text)) for part in block.parts if isinstance(part, Text))
