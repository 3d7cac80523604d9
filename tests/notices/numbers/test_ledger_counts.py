"""The records of the period, all units together, against the ledger."""

import pytest

from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import check_data, judged, ledgered, september

OK, CONTRADICTS, UNVERIFIED = Verdict.OK, Verdict.CONTRADICTS, Verdict.UNVERIFIED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9月报送的台账中有5条不纳入统计", [CONTRADICTS]),
        ("9月报送的台账中有6条不纳入统计", [OK]),
        ("9月报送的台账中有7条没有纳入统计", [CONTRADICTS]),
        ("9月报送的台账中有6条不纳入统计，其中不符合判定标准的2条、重复报送4条", [OK, OK, OK]),
        ("9月报送的台账中有6条不纳入统计，其中不符合判定标准的3条", [OK, CONTRADICTS]),
        ("9月共报送台账6条，纳入统计0条", [OK, OK]),
        ("9月共报送台账8条，纳入统计2条", [CONTRADICTS, CONTRADICTS]),
        (
            "9月报送的台账中有6条不纳入统计，涉及区文旅局、西天尾镇，其中不符合判定标准的3条",
            [OK, CONTRADICTS],
        ),
        ("5-9月报送的台账中有9条不纳入统计", [UNVERIFIED]),
        ("8月报送的台账中有9条不纳入统计", [UNVERIFIED]),
        ("9月区住建局报送的台账中有9条不纳入统计", [UNVERIFIED]),
        ("9月工贸行业报送的台账中有9条不纳入统计", [UNVERIFIED]),
        ("9月不符合判定标准的3条", [UNVERIFIED]),
        ("9月报送的台账中有3家不纳入统计", [UNVERIFIED]),
    ],
)
def test_records_of_the_period(text: str, expected: list[Verdict]) -> None:
    assert [each.verdict for each in check_data("5-9月份情况通报。\n" + text, **ledgered())] == expected


def test_without_a_ledger_nothing_is_held() -> None:
    found = check_data("5-9月份情况通报。\n9月报送的台账中有5条不纳入统计", **september())
    assert [each.verdict for each in found] == [UNVERIFIED]


def test_reason_names_the_figure() -> None:
    found = judged("9月报送的台账中有5条不纳入统计", "5条", **ledgered())
    assert found.reason == "文中写5条，“本期不纳入统计数”应为6条。"
