"""Numbers of units against the rows."""

from dataclasses import replace

import pytest

from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import september, verdicts

OK, CONTRADICTS, UNVERIFIED = Verdict.OK, Verdict.CONTRADICTS, Verdict.UNVERIFIED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("应报送的26个单位中", CONTRADICTS),
        ("应报送的27个单位中", OK),
        ("应报送的28个单位中", CONTRADICTS),
        ("需报送重大隐患的27个单位中", OK),
        ("27个重点单位共计排查", OK),
        ("26个重点单位共计排查", UNVERIFIED),
        ("26个重点单位共计排查重大隐患155条", CONTRADICTS),
        ("27个重点单位共计排查重大隐患155条", OK),
        ("28个重点单位共计排查重大隐患155条", CONTRADICTS),
        ("22个单位共排查重大隐患155条", OK),
        ("21个单位共排查重大隐患150条", UNVERIFIED),
        ("21个单位共检查9次，排查重大隐患155条", UNVERIFIED),
        ("4个单位没有排查出重大隐患", CONTRADICTS),
        ("5个单位没有排查出重大隐患", OK),
        ("6个单位未发现一条重大隐患", CONTRADICTS),
        ("5家单位重大隐患数量为0", OK),
        ("6家单位重大隐患数为零", CONTRADICTS),
        ("6家单位重大隐患数为1", UNVERIFIED),
        ("9月6家单位没有排查出重大隐患", UNVERIFIED),
        ("有20个单位低于平均排查量", CONTRADICTS),
        ("有19个单位低于平均排查量", OK),
        ("3个单位排查重大隐患数量超过10个", CONTRADICTS),
        ("3个单位排查重大隐患数量超过11个", OK),
        ("4个单位排查重大隐患数量超过10个", OK),
        ("27个企业", UNVERIFIED),
        ("27次单位共计", UNVERIFIED),
    ],
)
def test_number_of_units_is_held_against_the_rows(text: str, verdict: Verdict) -> None:
    assert next(iter(verdicts(text, **september()).values())) is verdict


def test_number_that_units_are_said_to_exceed_is_right_when_so_many_do() -> None:
    assert verdicts("4个单位排查重大隐患数量超过10条", **september()) == {"4个": OK, "10条": OK}
    assert verdicts("4个单位排查重大隐患数量超过14条", **september()) == {
        "4个": CONTRADICTS,
        "14条": UNVERIFIED,
    }


def test_unit_that_did_not_file_may_be_counted_among_those_that_have_nothing() -> None:
    first, *others = september()["units"]
    known = {**september(), "units": (replace(first, values=None), *others)}
    texts = {many: f"{many}个单位没有排查出重大隐患" for many in (4, 5, 6, 7)}
    found = {many: verdicts(text, **known)[f"{many}个"] for many, text in texts.items()}
    assert found == {4: CONTRADICTS, 5: OK, 6: OK, 7: CONTRADICTS}


def test_without_rows_numbers_of_units_are_left_open() -> None:
    assert verdicts("应报送的26个单位中") == {"26个": UNVERIFIED}


def test_unit_with_a_blank_column_is_not_counted() -> None:
    first, *others = september()["units"]
    values = {code: value for code, value in first.values.items() if code != "major_enterprise_found"}
    known = {**september(), "units": (replace(first, values=values), *others)}
    assert verdicts("4个单位排查重大隐患数量超过10个", **known)["4个"] is CONTRADICTS
