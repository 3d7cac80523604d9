"""The words and figures of letters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notices import letter_facts
from notices.facts import known
from notices.letter_facts import Grounds, Record, due_words, facts, figures, owed_words, record_words, why
from reports.figures import by_key
from reports.owed import Owed

ZONE = ZoneInfo("Asia/Shanghai")
CUTOFF = datetime(2023, 9, 25, tzinfo=ZONE)
NOW = CUTOFF + timedelta(hours=10)
LEDGER, TABLE = Owed("ledger", "台账", CUTOFF), Owed("form", "调度表", CUTOFF)
PAPER = Owed("paper1", "自查报告", CUTOFF + timedelta(days=6))
RECORD = Record(
    "荔城2023-00012", date(2023, 8, 3), date(2023, 9, 10), "污水池没有警示标志。", date(2023, 9, 25)
)


def records(count: int) -> Sequence[Record]:
    return [replace(RECORD, number=f"荔城2023-{number:05}") for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ([], ""),
        ([LEDGER], "台账"),
        ([LEDGER, TABLE], "台账、调度表"),
        ([LEDGER, replace(TABLE, returned=True)], "台账、调度表（已退回，请改正后重报）"),
        ([PAPER, LEDGER], "台账（9月24日24:00截止）；自查报告（9月30日24:00截止）"),
    ],
)
def test_owed_is_named_with_its_days_where_they_differ(wanted: Sequence[Owed], words: str) -> None:
    assert owed_words(wanted, ZONE) == words


@pytest.mark.parametrize(
    ("wanted", "words"),
    [([], ""), ([LEDGER, TABLE], "9月24日24:00"), ([PAPER, LEDGER], "9月24日24:00、9月30日24:00")],
)
def test_each_deadline_is_named_once(wanted: Sequence[Owed], words: str) -> None:
    assert due_words(wanted, ZONE) == words


def test_record_is_described_with_number_days_and_short_words() -> None:
    assert record_words([RECORD]) == (
        "荔城2023-00012（2023年8月3日发现，整改时限2023年9月10日，逾期15天）：污水池没有警示标志"
    )


def test_long_description_is_cut_and_its_line_breaks_go() -> None:
    words = record_words([replace(RECORD, description="污水池\n" + "很长" * 40)])
    assert words.endswith(f"污水池 {'很长' * 18}…")


def test_longest_overdue_comes_first() -> None:
    newer = replace(RECORD, number="荔城2023-00001", due_on=date(2023, 9, 20))
    assert record_words([newer, RECORD]).startswith("荔城2023-00012")


@pytest.mark.parametrize(("count", "more"), [(letter_facts.NAMED, False), (letter_facts.NAMED + 1, True)])
def test_of_many_records_the_number_is_told(count: int, more: bool) -> None:
    words = record_words(records(count))
    assert words.count("（2023年8月3日发现") == letter_facts.NAMED
    assert words.endswith(f"；等共{count}条") is more


def test_no_record_no_words() -> None:
    assert record_words([]) == ""


@pytest.mark.parametrize(
    ("grounds", "words"),
    [
        (Grounds(), ""),
        (Grounds(owed=(LEDGER, TABLE)), "台账、调度表已逾期"),
        (Grounds(owed=(PAPER,)), "自查报告未报，9月30日24:00截止"),
        (Grounds(owed=(LEDGER, PAPER)), "台账已逾期；自查报告未报，9月30日24:00截止"),
        (Grounds(records=(RECORD,)), "1条隐患逾期未销号，最长15天"),
        (Grounds(records=(RECORD,), faults=("调度表缺报",)), "1条隐患逾期未销号，最长15天；调度表缺报"),
    ],
)
def test_reason_to_write_is_told_in_one_line(grounds: Grounds, words: str) -> None:
    assert why(grounds, NOW, ZONE) == words


def test_I10_what_is_due_at_this_very_instant_is_overdue() -> None:
    grounds = Grounds(owed=(LEDGER,))
    assert (grounds.overdue(CUTOFF), grounds.coming(CUTOFF)) == ((LEDGER,), ())
    assert grounds.overdue(CUTOFF - timedelta(microseconds=1)) == ()


def test_I5_counts_carry_what_they_count() -> None:
    found = by_key(figures(Grounds(records=tuple(records(3))), (LEDGER, TABLE, PAPER), NOW, ZONE))
    assert {key: figure.text for key, figure in found.items()} == {
        "owed.count": "3项",
        "owed.overdue.count": "2项",
        "overdue.count": "3条",
        "overdue.longest": "15天",
    }
    assert found["owed.overdue.count"].rows == (
        ("台账", "9月24日24:00截止"),
        ("调度表", "9月24日24:00截止"),
    )
    assert found["overdue.count"].rows[0] == ("荔城2023-00001", "整改时限2023年9月10日")
    assert len(found["overdue.longest"].rows) == 1


def test_only_what_the_letter_is_about_is_counted() -> None:
    found = by_key(figures(Grounds(owed=(LEDGER, PAPER)), (PAPER,), NOW, ZONE))
    assert (found["owed.count"].text, found["owed.overdue.count"].text) == ("1项", "0项")


def test_counts_of_nothing_are_zero() -> None:
    assert [figure.value for figure in figures(Grounds(), (), NOW, ZONE)] == [0, 0, 0, 0]


def test_facts_are_named_and_those_there_are_none_of_are_empty() -> None:
    found = facts(
        unit="东关镇", office="区安委办", period="2023年9月", campaign="2023行动", day=date(2023, 9, 25),
        reply_by=None, meeting={"place": "三楼会议室"}, grounds=Grounds(), owed=[LEDGER], zone=ZONE,
    )  # fmt: skip
    assert found == {
        "unit": "东关镇", "office": "区安委办", "period": "2023年9月", "campaign": "2023行动",
        "date": "2023年9月25日", "reply_by": "", "owed": "台账", "due": "9月24日24:00", "records": "",
        "synthetic": "", "reason": "", "place": "三楼会议室", "time": "",
    }  # fmt: skip
    assert set(known("chase")) <= set(found)


def test_day_of_reply_is_named_in_full() -> None:
    found = facts(
        unit="", office="", period="", campaign="", day=date(2023, 9, 25), reply_by=date(2023, 9, 28),
        meeting={}, grounds=Grounds(records=(RECORD,)), owed=(), zone=ZONE,
    )  # fmt: skip
    assert found["reply_by"] == "2023年9月28日"
    assert found["records"] == record_words([RECORD])
    assert found["synthetic"] == ""


@pytest.mark.parametrize(("period", "record"), [(True, False), (False, True)])
def test_letter_from_demonstration_data_is_marked(period: bool, record: bool) -> None:
    found = facts(
        unit="", office="", period="2023年8月", campaign="", day=date(2023, 9, 25), reply_by=None, meeting={},
        grounds=Grounds(records=(replace(RECORD, synthetic=record),)), owed=(), zone=ZONE, synthetic=period,
    )  # fmt: skip
    assert found["synthetic"] == "2023年8月"
