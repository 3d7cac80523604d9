"""Units and numbers told apart from one another: 甲、乙分别…A、B."""

import pytest

from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import september, verdicts

OK, CONTRADICTS, UNVERIFIED = Verdict.OK, Verdict.CONTRADICTS, Verdict.UNVERIFIED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区应急局、区住建局分别排查一般隐患1024条、359条。", [OK, OK]),
        ("区应急局、区住建局分别排查一般隐患1024条、395条。", [OK, CONTRADICTS]),
        ("区应急局、区住建局分别排查一般隐患1023条、359条。", [CONTRADICTS, OK]),
        ("区应急局和区住建局分别排查一般隐患1024条和359条。", [OK, OK]),
        ("区应急局、区交警大队、区消防救援大队分别处罚26次、566次、30次。", [OK, OK, OK]),
        ("区应急局、区交警大队、区消防救援大队分别处罚26次、30次、566次。", [OK, CONTRADICTS, CONTRADICTS]),
        ("区应急局、区住建局等单位分别排查一般隐患1024条、395条、1条。", [UNVERIFIED] * 3),
        ("区应急局、区气象局分别排查一般隐患1024条、395条。", [OK, UNVERIFIED]),
        ("去年同期，区应急局、区住建局分别排查一般隐患1条、2条。", [UNVERIFIED, UNVERIFIED]),
        ("区应急局、区住建局分别开展宣传活动3条、4条。", [UNVERIFIED, UNVERIFIED]),
        ("工贸、消防领域分别排查重大隐患98条、6条。", [UNVERIFIED, UNVERIFIED]),
    ],
)
def test_each_number_is_that_of_the_unit_in_its_place(text: str, expected: list[Verdict]) -> None:
    assert list(verdicts("5-9月份情况通报。\n" + text, **september()).values()) == expected


def test_without_rows_nothing_is_held() -> None:
    assert set(verdicts("区应急局、区住建局分别排查一般隐患1条、2条。").values()) == {UNVERIFIED}
