"""Lists of units and sectors that are said to have nothing, or the same, all of them."""

import pytest

from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import judged, ledgered, september, verdicts

OK, CONTRADICTS, UNVERIFIED = Verdict.OK, Verdict.CONTRADICTS, Verdict.UNVERIFIED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("区住建局、区公安分局、区文旅局等单位有效排查重大隐患为0条", OK),
        ("区住建局、区公安分局、区文旅局等单位有效排查重大隐患为1条", CONTRADICTS),
        ("区住建局、区公安分局和区自然资源局5-9月重大事故隐患有效排查量为0条", OK),
        ("区住建局、区公安分局、区应急局重大隐患排查数均为0条", CONTRADICTS),
        ("个别单位排查少，其中区住建局（没有企业）、区公安分局重大隐患数量均为0", OK),
        ("区住建局、区气象局等单位重大隐患排查量为0条", UNVERIFIED),
        ("区住建局重大隐患有效排查量为0条", UNVERIFIED),
        ("8月区住建局、区公安分局重大隐患排查量为1条", UNVERIFIED),
        ("区住建局、区公安分局行政处罚为1条", UNVERIFIED),
        ("区住建局、区公安分局一般隐患排查量为0条", CONTRADICTS),
    ],
)
def test_number_said_of_all_units_of_a_list(text: str, verdict: Verdict) -> None:
    assert list(verdicts("5-9月份情况通报。\n" + text, **september()).values()) == [verdict]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("煤矿、电力、烟花爆竹等行业领域重大隐患为0", OK),
        ("煤矿、电力、烟花爆竹等行业领域重大隐患为1", CONTRADICTS),
        ("而水利、养老、教育等领域重大事故隐患均为0条", OK),
        ("煤矿、消防领域重大隐患排查数为0条", CONTRADICTS),
        ("教育、医疗等领域重大隐患为0", UNVERIFIED),
        ("煤矿、电力等领域一般隐患为1", UNVERIFIED),
        ("9月煤矿、电力等领域新增重大隐患为1条", UNVERIFIED),
    ],
)
def test_number_said_of_all_sectors_of_a_list(text: str, verdict: Verdict) -> None:
    assert list(verdicts("5-9月份情况通报。\n" + text, **ledgered()).values()) == [verdict]


def test_severity_not_named_is_that_of_the_text_when_it_speaks_of_one_only() -> None:
    listed = "区住建局、区公安分局等单位有效排查量为1条"
    assert verdicts(f"重大隐患排查情况。{listed}", **september()) == {"1条": CONTRADICTS}
    assert verdicts(f"一般隐患、重大隐患排查情况。{listed}", **september()) == {"1条": UNVERIFIED}


def test_new_hazards_are_held_against_the_difference_of_the_rows() -> None:
    text = "9月，区商务局、区交警大队当月新增一般隐患数均为{}条"
    assert verdicts(text.format(0), **september()) == {"0条": OK}
    assert verdicts(text.format(1), **september()) == {"1条": CONTRADICTS}


def test_reason_names_those_that_have_another_number() -> None:
    text = "区住建局、区应急局、区卫健局、区公安分局重大隐患排查量均为0条"
    found = judged(text, "0条", **september())
    assert found.reason == "文中写都是0条，数据中区应急局57条、区卫健局18条。"
    assert found.expected == ""
