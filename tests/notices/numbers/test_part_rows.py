"""Numbers of a sector that are the row of one unit."""

import pytest

from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import september, verdicts

TEXT = "行政处罚672次（其中道路交通行政处罚{}、处罚金额{}）"


@pytest.mark.parametrize(
    ("count", "money", "expected"),
    [
        ("566次", "26.248万元", (Verdict.OK, Verdict.OK)),
        ("565次", "26.248万元", (Verdict.CONTRADICTS, Verdict.OK)),
        ("566次", "26.249万元", (Verdict.OK, Verdict.CONTRADICTS)),
        ("566次", "262480元", (Verdict.UNVERIFIED, Verdict.UNVERIFIED)),
        ("565次", "26.249万元", (Verdict.UNVERIFIED, Verdict.UNVERIFIED)),
        ("9次", "1.8万元", (Verdict.UNVERIFIED, Verdict.UNVERIFIED)),
    ],
)
def test_one_number_of_a_unit_makes_the_others_its_own(
    count: str, money: str, expected: tuple[Verdict, Verdict]
) -> None:
    found = verdicts(TEXT.format(count, money), **september())
    if money == "262480元":
        assert found[count] is Verdict.OK
    else:
        assert (found[count], found[money]) == expected


def test_single_number_of_a_sector_is_left_open() -> None:
    assert verdicts("道路交通行政处罚566次", **september()) == {"566次": Verdict.UNVERIFIED}
