"""What numbers claim to be: figure, unit, sector, stretch of time."""

import pytest

from notices.numbers.quantities import label_of, visible
from notices.numbers.scopes import Scope
from notices.numbers.script import FAR
from tests.notices.numbers.telling import keys, meant, told

FOUND, RECTIFIED, RATE = "major.found.total", "major.rectified.total", "major.rectification_rate"
ENTERPRISE, DEPARTMENT = "major.found.enterprise", "major.found.department"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "累计排查一般隐患4993条、已整改4643条、整改率92.99%",
            ["general.found", "general.rectified", "general.rectification_rate"],
        ),
        (
            "重大隐患155条（其中企业自查重大隐患81条，部门排查重大隐患74条）、已整改142条、整改率91.61%",
            [FOUND, ENTERPRISE, DEPARTMENT, RECTIFIED, RATE],
        ),
        (
            "排查重大隐患155条，其中企业自查81条、部门排查74条，已整改142条，整改率91.61%",
            [FOUND, ENTERPRISE, DEPARTMENT, RECTIFIED, RATE],
        ),
        ("排查重大隐患155条，其中企业自查81条、部门排查74条，已整改142条", [FOUND, ENTERPRISE, DEPARTMENT, RECTIFIED]),
        (
            "排查重大隐患156个，其中部门检查发现94个、整改64个，企业发现62个、整改59个",
            [FOUND, DEPARTMENT, "major.rectified.department", ENTERPRISE, "major.rectified.enterprise"],
        ),
        ("9月份单月新增重大隐患6条（其中企业自查1条，部门排查5条）",
         ["major.new.total", "major.new.enterprise", "major.new.department"]),
        ("9月新增重大隐患6条，比上期的13条下降53.85%",
         ["major.new.total", "major.new.previous", "major.new.change_rate"]),
        ("9月新增行政处罚106次，比上期下降34.57%，新增处罚金额18.311万元，比上期下降33.33%",
         ["penalty.new.count", "penalty.new.count.change_rate", "penalty.new.amount",
          "penalty.new.amount.change_rate"]),
        ("重大隐患总数环比下降53.85%", ["major.new.change_rate"]),
        ("重大隐患同比下降53.85%", [""]),
        ("还有13条重大隐患没有整改到位", ["major.outstanding"]),
        ("未整改重大隐患13条", ["major.outstanding"]),
        ("8月新增重大隐患13条", ["major.new.total"]),
        ("去年同期排查重大隐患20条", [""]),
        ("安全检查隐患20条", [""]),
    ],
)  # fmt: skip
def test_words_lead_to_figures(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_month_before_the_one_reported_is_the_period_before() -> None:
    assert keys("5-9月份，排查重大隐患155条。8月新增重大隐患13条。7月新增重大隐患9条。") == [
        FOUND,
        "major.new.previous",
        "",
    ]


def test_number_of_one_unit_is_not_of_all() -> None:
    whole, part = meant("挂牌督办重大隐患20条（区应急管理局10条）")
    assert whole.of_all
    assert (part.key, part.subject, part.of_all) == ("listed.found", "区应急管理局", False)


def test_unit_speaks_on_until_the_whole_area_is_named() -> None:
    first, second, third = meant("区应急局检查企业10家次，行政处罚3次，全区行政处罚672次")
    assert (first.subject, second.subject, third.subject) == ("区应急局", "区应急局", "")


def test_number_of_a_sector_is_a_part() -> None:
    whole, part, money = meant("行政处罚672次（其中道路交通行政处罚566次、处罚金额26.248万元）")
    assert whole.of_all
    assert (part.key, part.part) == ("penalty.count", True)
    assert (money.key, money.part) == ("penalty.amount", True)


def test_campaign_name_is_no_topic() -> None:
    assert meant("重大事故隐患专项排查整治2023行动中排查12条")[0].topic == ""


def test_threshold_is_no_figure_but_leads_to_one() -> None:
    limit, own = meant("3个单位排查重大隐患数量超过10个，分别是区应急局【46个】")[1:]
    assert limit.key == ""
    assert (own.key, own.subject, own.scope) == (FOUND, "区应急局", Scope.ALL)


def test_direction_word_of_a_change_is_kept() -> None:
    assert [quantity.turn for quantity in meant("新增重大隐患6条，环比上升20%")] == ["", "上升"]


@pytest.mark.parametrize(
    ("text", "index", "before"),
    [
        ("甲1条，乙2条，丙3条", 2, [1, 0]),
        ("甲1条（乙2条），丙3条", 2, [0]),
        ("甲1条（乙2条，丙3条", 2, [1, 0]),
        ("甲1条（乙（丁9条）2条），丙3条", 3, [0]),
        ("甲1条。乙2条", 1, []),
        ("甲1条；乙2条", 1, []),
    ],
)
def test_numbers_before_are_seen_unless_their_bracket_is_closed(
    text: str, index: int, before: list[int]
) -> None:
    assert visible(told(text), index) == before


@pytest.mark.parametrize(
    ("ahead", "label"),
    [
        ("前文，累计排查", "累计排查"),
        ("5-9月份累计排查", "累计排查"),
        ("2023年9月新增", "新增"),
        ("重大隐患（", "重大隐患"),
        ("", ""),
    ],
)
def test_label_is_what_stands_directly_before(ahead: str, label: str) -> None:
    assert label_of(ahead) == label


def test_what_stands_too_far_before_a_number_tells_nothing_of_it() -> None:
    text = "重大隐患155条" + "、" * 3000 + "已整改142条"
    assert visible(told(text), 1) == []
    assert len(told(text).ahead(1)) <= FAR
