"""Records told of in brackets behind a unit, against the ledger."""

import pytest

from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import check_data, judged, ledgered, september, verdicts

OK, CONTRADICTS, UNVERIFIED = Verdict.OK, Verdict.CONTRADICTS, Verdict.UNVERIFIED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区住建局（报送1条但不构成判定标准）", [CONTRADICTS]),
        ("区住建局（报送2条但不构成判定标准）", [OK]),
        ("区住建局（报送3条但不构成判定标准）", [CONTRADICTS]),
        ("区住房和城乡建设局（报送2条，均不符合判定标准）", [OK]),
        ("区文旅局（共上报3条，2条不符合判定标准，1条为行动开展以前发现）", [OK, OK, OK]),
        ("区文旅局（报送3条，不符合判定标准2条，专项行动开展前发现1条）", [OK, OK, OK]),
        ("区文旅局（报送3条，不符合标准1条，行动之前发现2条）", [OK, CONTRADICTS, CONTRADICTS]),
        ("区文旅局（报送3条，纳入统计0条）", [OK, OK]),
        ("区文旅局（报送3条，纳入统计1条）", [OK, CONTRADICTS]),
        ("区文旅局（报送3条，1条照片不清）", [OK, UNVERIFIED]),
    ],
)
def test_records_of_a_unit_of_which_none_counts_are_known_whole(text: str, expected: list[Verdict]) -> None:
    assert list(verdicts_in_order(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9月份，西天尾镇（报送4条，均为重复）", [OK]),
        ("9月份，西天尾镇（报送5条，均为重复）", [CONTRADICTS]),
        ("西天尾镇（报送4条，均为重复）", [OK]),
        ("西天尾镇（报送15条，4条重复报送）", [UNVERIFIED, OK]),
        ("8月份，西天尾镇（报送5条，均为重复）", [UNVERIFIED]),
        ("去年同期，区住建局（报送9条，均不符合判定标准）", [UNVERIFIED]),
    ],
)
def test_of_other_units_only_the_period_is_known(text: str, expected: list[Verdict]) -> None:
    assert list(verdicts_in_order(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "区公安分局（报送2条，均不符合判定标准）",
        "区气象局（报送2条，均不符合判定标准）",
        "各单位（报送9条，均不符合判定标准）",
        "区住建局（报送9家，均不符合判定标准）",
    ],
)
def test_of_units_without_records_nothing_is_held(text: str) -> None:
    assert set(verdicts(text, **ledgered()).values()) == {UNVERIFIED}


def test_without_a_ledger_nothing_is_held() -> None:
    assert verdicts("区住建局（报送9条，均不符合判定标准）", **september()) == {"9条": UNVERIFIED}


def test_reason_names_unit_and_what_the_ledger_has() -> None:
    found = judged("区住建局（报送3条但不构成判定标准）", "3条", **ledgered())
    assert (found.expected, found.reason) == ("2条", "文中写区住建局报送3条，台账中是2条。")


def verdicts_in_order(text: str) -> list[Verdict]:
    return [each.verdict for each in check_data("5-9月份情况通报。\n" + text, **ledgered())]
