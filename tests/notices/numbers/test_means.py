"""Means per unit."""

import pytest

from notices.numbers.means import mean
from tests.notices.numbers.telling import told, wrong


@pytest.mark.parametrize(
    ("printed", "flagged"),
    [
        ("3.0个", {"3.0个": "3.1个"}),
        ("3.1个", {}),
        ("3.2个", {"3.2个": "3.1个"}),
        ("3.12个", {}),
        ("3个", {}),
    ],
)
def test_mean_is_the_total_over_the_units(printed: str, flagged: dict[str, str]) -> None:
    text = f"50个重点单位共计排查重大隐患156个。各单位平均排查重大隐患{printed}。"
    assert wrong(text) == flagged


def test_mean_without_a_number_of_units_is_left_open() -> None:
    assert wrong("共排查重大隐患156个。各单位平均排查重大隐患9.9个。") == {}


def test_any_number_of_units_that_fits_is_taken() -> None:
    text = "3个单位较多。50个单位共计排查重大隐患156个，各单位平均排查重大隐患3.1个。"
    assert wrong(text) == {}


def test_mean_over_no_units_never_holds() -> None:
    relation = mean(told("156个0个3.1个"), 0, 1, 2)
    assert not relation.holds
