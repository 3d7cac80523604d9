"""Numbers told roughly: where the true one may lie."""

from decimal import Decimal

import pytest

from notices.numbers.numerals import find
from notices.numbers.roughly import covers, step


@pytest.mark.parametrize(
    ("printed", "true", "right"),
    [
        ("580余次", "579", False),
        ("580余次", "580", True),
        ("580余次", "589", True),
        ("580余次", "590", False),
        ("581余次", "583", False),
        ("500余次", "583", True),
        ("20多家", "29", True),
        ("20多家", "30", False),
        ("五百余次", "599", True),
        ("五百二十余次", "530", False),
        ("114余万元", "114", True),
        ("1.2万余次", "12999", True),
        ("1.2万余次", "13000", False),
        ("约580次", "600", True),
        ("约580次", "638", True),
        ("约580次", "639", None),
        ("近600次", "583", True),
        ("近600次", "300", None),
    ],
)
def test_number_told_roughly_leaves_only_its_last_places_open(
    printed: str, true: str, right: bool | None
) -> None:
    (numeral,) = find(printed)
    assert covers(numeral, Decimal(true)) is right


@pytest.mark.parametrize(
    ("printed", "place"), [("580次", 10), ("581次", 1), ("2000次", 1000), ("1.2万次", 1000), ("0次", 1)]
)
def test_place_of_the_last_digit_that_is_not_nought(printed: str, place: int) -> None:
    (numeral,) = find(printed)
    assert step(numeral) == place
