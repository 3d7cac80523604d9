"""Formulas in general words: each kind of definition says what is added up, divided and left out."""

import pytest

from reports.figure import EXACT
from reports.figure_catalogue import (
    DEPARTMENT,
    GENERAL,
    MAJOR,
    PENALTY,
    PENALTY_AMOUNT,
    Before,
    Change,
    Condition,
    Definition,
    Difference,
    Filing,
    FilingRate,
    Rate,
    Sign,
    TopShare,
    TopUnits,
    Total,
    Units,
)
from reports.figure_words import formula, rounding
from reports.measures import Basis
from reports.rounding import RULE
from reports.snapshot import Timeliness
from tests import licheng

SPECS = {spec.code: spec for spec in licheng.indicators()}
FOUND, COUNT = "“一般隐患/排查”", "“部门精准严格执法情况/行政处罚/次数”"
BY_DEPARTMENTS = "“重大隐患/部门排查/排查”"
BY_ENTERPRISES = "“重大隐患/企业自查上报/排查”"
MONEY = "“部门精准严格执法情况/行政处罚/罚款金额”"
IN_TIME = (Timeliness.ON_TIME, Timeliness.EXTENDED)


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (Total("", "", GENERAL), f"{FOUND}：各单位累计数之和"),
        (Total("", "", GENERAL, Basis.NEW), f"{FOUND}：各单位本期累计数减上期累计数之和"),
        (Total("", "", MAJOR), f"{BY_ENTERPRISES}与{BY_DEPARTMENTS}：各单位累计数之和"),
        (Difference("", "", MAJOR, GENERAL), f"{BY_ENTERPRISES}与{BY_DEPARTMENTS}合计减{FOUND}合计"),
        (Rate("", "", GENERAL, DEPARTMENT), f"{FOUND}合计 ÷ {BY_DEPARTMENTS}合计 × 100%"),
        (Before("", "", GENERAL), f"{FOUND}：上期快照中的新增数"),
        (Change("", "", GENERAL), f"{FOUND}：（本期新增 − 上期新增）÷ 上期新增 × 100%"),
        (TopUnits("", "", PENALTY), f"前3位按{COUNT}从大到小取，相同的按调度表顺序"),
        (
            TopUnits("", "", PENALTY, PENALTY_AMOUNT),
            f"前3位按{COUNT}从大到小取，相同的先比{MONEY}，再按调度表顺序",
        ),
        (
            TopShare("", "", PENALTY_AMOUNT, PENALTY),
            f"前3位单位的{MONEY}合计 ÷ {MONEY}合计 × 100%；前3位按{COUNT}从大到小取，相同的按调度表顺序",
        ),
        (Units("", "", (Condition(GENERAL, Sign.NONE),)), f"已报送单位中{FOUND}为零"),
        (
            Units("", "", (Condition(GENERAL, Sign.NOT_ABOVE_ZERO),), Basis.NEW),
            f"已报送单位中{FOUND}没有增加（按本期新增数）",
        ),
        (
            Units("", "", (Condition(GENERAL, Sign.SOME), Condition(GENERAL, Sign.BELOW, DEPARTMENT))),
            f"已报送单位中{FOUND}大于零，且{FOUND}小于{BY_DEPARTMENTS}",
        ),
        (Filing("", "", IN_TIME), "关账时应报送单位中按时报送、延期内报送的单位数"),
        (Filing("", "", (Timeliness.LATE,), names=True), "关账时应报送单位中迟报的单位"),
        (
            Filing("", "", (Timeliness.LATE,), ledger=True, nil=True),
            "关账时应报送台账单位中迟报（零报告）的单位数",
        ),
        (FilingRate("", ""), "按时报送单位数（含延期内） ÷ 应报送单位数 × 100%"),
        (FilingRate("", "", ledger=True), "按时报送台账单位数（含延期内） ÷ 应报送台账单位数 × 100%"),
    ],
)
def test_formula_of_each_kind_of_definition(definition: Definition, words: str) -> None:
    assert formula(definition, SPECS) == words


@pytest.mark.parametrize(
    ("definition", "rule"),
    [
        (Rate("", "", GENERAL, DEPARTMENT), RULE),
        (Change("", "", GENERAL), RULE),
        (TopShare("", "", PENALTY_AMOUNT, PENALTY), RULE),
        (FilingRate("", ""), RULE),
        (Total("", "", GENERAL), EXACT),
        (TopUnits("", "", PENALTY), EXACT),
        (Filing("", "", IN_TIME), EXACT),
    ],
)
def test_rounding_of_each_kind_of_definition(definition: Definition, rule: str) -> None:
    assert rounding(definition) == rule


def test_column_the_form_lacks_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError):
        formula(Total("", "", ("no_such_column",)), SPECS)
