"""Numbers held against figures and against the rows of units."""

import pytest

from notices.numbers.against import codes_of
from notices.numbers.verdicts import Verdict
from tests import licheng
from tests.notices.numbers.telling import judged, september, verdicts, wrong

OK, CONTRADICTS, UNVERIFIED = Verdict.OK, Verdict.CONTRADICTS, Verdict.UNVERIFIED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("累计检查企业2074家次", CONTRADICTS),
        ("累计检查企业2075家次", OK),
        ("累计检查企业2076家次", CONTRADICTS),
        ("一般隐患整改率92.98%", CONTRADICTS),
        ("一般隐患整改率92.99%", OK),
        ("一般隐患整改率93.00%", CONTRADICTS),
        ("一般隐患整改率93.0%", OK),
        ("一般隐患整改率93%", OK),
        ("一般隐患整改率92%", CONTRADICTS),
        ("一般隐患整改率100%", CONTRADICTS),
        ("处罚金额114.438万元", OK),
        ("处罚金额1144380元", OK),
        ("处罚金额114.44万元", OK),
        ("处罚金额114.43万元", CONTRADICTS),
        ("处罚金额0.0114438亿元", OK),
        ("检查企业2000余家次", OK),
        ("检查企业1000余家次", CONTRADICTS),
        ("重大隐患环比下降53.85%", OK),
        ("重大隐患环比上升53.85%", CONTRADICTS),
        ("重大隐患环比下降53.58%", CONTRADICTS),
        ("9月新增重大隐患6条", OK),
        ("9月新增重大隐患7条", CONTRADICTS),
        ("还有13条重大隐患没有整改到位", OK),
        ("挂牌督办企业16家", UNVERIFIED),
        ("去年同期检查企业9家次", UNVERIFIED),
        ("道路交通行政处罚566次", UNVERIFIED),
    ],
)
def test_number_is_held_against_its_figure(text: str, verdict: Verdict) -> None:
    assert list(verdicts(text, **september()).values()) == [verdict]


def test_contradiction_tells_figure_expectation_and_source() -> None:
    found = judged("一般隐患整改率92.89%", "92.89%", **september())
    assert (found.figure, found.expected) == ("general.rectification_rate", "92.99%")
    assert found.reason.startswith("文中写92.89%，“一般隐患整改率”应为92.99%（")
    assert "4643" in found.reason


def test_wrong_direction_is_told_with_the_word() -> None:
    found = judged("重大隐患环比上升53.85%", "53.85%", **september())
    assert found.expected == "下降53.85%"
    assert "文中写上升53.85%" in found.reason


def test_figure_without_a_value_is_not_held_against() -> None:
    text = "9月新增重大隐患13条，环比上升30%"
    snapshot = licheng.snapshot()
    known = september() | {"figures": {}, "units": snapshot.units}
    assert wrong(text, **known) == {}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("挂牌督办重大隐患20条（区应急管理局14条）", CONTRADICTS),
        ("挂牌督办重大隐患20条（区应急管理局15条）", OK),
        ("挂牌督办重大隐患20条（区应急管理局16条）", CONTRADICTS),
        ("挂牌督办重大隐患20条（区气象局15条）", UNVERIFIED),
        ("区应急局行政处罚26次", OK),
        ("区应急局行政处罚27次", CONTRADICTS),
        ("区应急局处罚金额372000元", OK),
        ("区应急局排查重大隐患57条", OK),
        ("区应急局排查重大隐患56条", CONTRADICTS),
        ("区应急局去年同期行政处罚9次", UNVERIFIED),
        ("区应急局行政处罚20余次", UNVERIFIED),
    ],
)
def test_number_of_a_unit_is_held_against_its_row(text: str, verdict: Verdict) -> None:
    assert list(verdicts(text, **september()).values())[-1] is verdict


def test_new_hazards_of_a_unit_are_the_difference_of_its_rows() -> None:
    known = september()
    unit = known["units"][7]
    new = unit.values["general_found"] - unit.previous["general_found"]
    assert verdicts(f"9月区应急局新增一般隐患{new}条", **known) == {f"{new}条": OK}
    assert verdicts(f"9月区应急局新增一般隐患{new + 1}条", **known) == {f"{new + 1}条": CONTRADICTS}


def test_unit_that_did_not_file_is_left_open() -> None:
    units = licheng.missing(licheng.snapshot(), "区应急局").units
    assert wrong("区应急局行政处罚27次", units=units, indicators=licheng.indicators()) == {}


def test_columns_of_a_total_must_be_on_the_form() -> None:
    specs = licheng.indicators()
    assert codes_of("major.found.total", specs) == ("major_enterprise_found", "major_department_found")
    assert codes_of("closed_down", specs) == ("closed_down",)
    assert codes_of("major.found.total", specs[:3]) == ()
    assert codes_of("", specs) == ()
