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


def test_without_rows_numbers_of_units_are_left_open() -> None:
    assert verdicts("应报送的26个单位中") == {"26个": UNVERIFIED}


def test_unit_with_a_blank_column_is_not_counted() -> None:
    first, *others = september()["units"]
    values = {code: value for code, value in first.values.items() if code != "major_enterprise_found"}
    known = {**september(), "units": (replace(first, values=values), *others)}
    assert verdicts("4个单位排查重大隐患数量超过10个", **known)["4个"] is CONTRADICTS
