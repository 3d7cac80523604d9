"""Which stretch of time a number speaks of."""

import pytest

from notices.numbers.scopes import Scope, month_of, scope_of


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("关于9月份调度情况的通报", 9),
        ("5-10月，全区", 10),
        ("5月至9月，全区", 9),
        ("2023年5月1日至2023年9月26日，各单位", 9),
        ("截至2023年9月26日，各期依次为2023年7月136条", 9),
        ("上期（2023年8月）为合成数据。截至2023年9月26日，累计", 9),
        ("上月（8月）6条，9月份5条", 9),
        ("10月18日印发", None),
        ("没有月份", None),
        ("13月份", None),
    ],
)
def test_month_reported_is_the_end_of_the_first_stretch(text: str, month: int | None) -> None:
    assert month_of(text) == month


@pytest.mark.parametrize(
    ("ahead", "scope"),
    [
        ("全区排查", Scope.ALL),
        ("5-9月份，全区累计", Scope.ALL),
        ("2023年5月1日至2023年9月26日，各单位累计", Scope.ALL),
        ("截至9月底，排查", Scope.ALL),
        ("9月份单月新增", Scope.NEW),
        ("2023年9月新增", Scope.NEW),
        ("本月新增", Scope.NEW),
        ("新增", Scope.NEW),
        ("8月新增", Scope.BEFORE),
        ("上月新增", Scope.BEFORE),
        ("上期排查", Scope.BEFORE),
        ("比上期的", Scope.BEFORE),
        ("本月新增，比上期下降，新增", Scope.NEW),
        ("9月排查", Scope.OPEN),
        ("7月新增", Scope.OTHER),
        ("5-8月累计排查", Scope.OTHER),
        ("上月累计", Scope.OTHER),
        ("去年同期排查", Scope.OTHER),
        ("0904期", Scope.OTHER),
        ("9月20日开会后，大部分单位", Scope.OTHER),
        ("9月20日开会后，9月单月增加", Scope.NEW),
        ("截至2023年9月26日，累计", Scope.ALL),
        ("截至8月25日，排查", Scope.OTHER),
        ("9月份，全区共检查", Scope.OPEN),
        ("9月20日以来，检查", Scope.OTHER),
        ("2022年全区", Scope.OTHER),
        ("本周", Scope.OTHER),
        ("三季度", Scope.OTHER),
        ("上半年", Scope.OTHER),
        ("国庆期间", Scope.OTHER),
        ("专项行动第二阶段", Scope.OTHER),
    ],
)
def test_words_before_a_number_tell_the_stretch(ahead: str, scope: Scope) -> None:
    assert scope_of(ahead, 9) is scope


def test_december_comes_before_january() -> None:
    assert scope_of("12月新增", 1) is Scope.BEFORE


def test_without_a_month_reported_every_month_is_this_one() -> None:
    assert scope_of("9月新增", None) is Scope.NEW
    assert scope_of("5-8月累计", None) is Scope.ALL
