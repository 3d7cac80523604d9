"""A printed row is held against the rules of filing that need nothing but the row."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from notices.numbers.tables_rules import broken_rules
from tests.licheng import indicators, september


def found(**values: int | str) -> list[tuple[str, str]]:
    """Code and expected value of each fault of a row."""
    row: Mapping[str, Decimal] = {code: Decimal(value) for code, value in values.items()}
    return [(fault.code, fault.expected) for fault in broken_rules(row, indicators())]


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("general_rectified", "general_found"),
        ("major_enterprise_rectified", "major_enterprise_found"),
        ("major_department_rectified", "major_department_found"),
        ("listed_rectified", "listed_found"),
        ("listed_found", "major_department_found"),
        ("report_reward_anonymous", "report_reward_total"),
    ],
)
def test_I9_part_never_exceeds_its_whole(part: str, whole: str) -> None:
    assert found(**{part: 2, whole: 3}) == []
    assert found(**{part: 3, whole: 3}) == []
    assert found(**{part: 4, whole: 3}) == [(part, "不大于3")]


@pytest.mark.parametrize(
    ("amount", "count"),
    [("penalty_amount", "penalty_count"), ("officer_training_attendees", "officer_training_sessions")],
)
def test_amount_needs_its_count(amount: str, count: str) -> None:
    assert found(**{amount: 14, count: 1}) == []
    assert found(**{amount: 0, count: 0}) == []
    assert found(**{amount: 14, count: 0}) == [(amount, "")]


def test_what_is_not_printed_is_not_judged() -> None:
    assert found(penalty_amount=14) == []


def test_real_table_breaks_one_rule() -> None:
    faults = {name: list(broken_rules(row, indicators())) for name, row in september().items()}
    assert [name for name, broken in faults.items() if broken] == ["区文旅局"]
    (fault,) = faults["区文旅局"]
    assert fault.code == "listed_found"
    assert fault.reason == "“重大隐患/部门挂牌督办/排查”1条，大于“重大隐患/部门排查/排查”0条。"
