"""A figure and its definition: how it is printed, what its formula tells."""

from decimal import Decimal

import pytest

from reports.figure import EXACT, Entry, Figure, by_key
from reports.rounding import RULE

ENTRY = Entry("major.x", "某数", "甲 ÷ 乙", RULE)
NAMED = Entry("s.{}.count", "{}数", "{}之和", names=("工贸", "消防"))


def test_formula_tells_definition_numbers_and_rounding() -> None:
    assert ENTRY.percent(Decimal("50.00"), (), "1 ÷ 2").formula == f"甲 ÷ 乙；1 ÷ 2；{RULE}"
    assert NAMED.named("工贸").amount(3, "条", ()).formula == "工贸之和"
    assert NAMED.rounding == EXACT


def test_names_are_filled_in_everywhere_once() -> None:
    one, two = NAMED.all()
    assert (one.key, one.label, one.formula) == ("s.工贸.count", "工贸数", "工贸之和")
    assert two.key == "s.消防.count"
    assert one.all() == (one,)
    assert ENTRY.all() == (ENTRY,)


@pytest.mark.parametrize(
    ("value", "text"),
    [(3, "3条"), (0, "0条"), (None, "—"), (Decimal("5.74"), "5.74条"), (Decimal("5.00"), "5条")],
)
def test_amount_is_printed_with_its_unit(value: Decimal | int | None, text: str) -> None:
    assert ENTRY.amount(value, "条", ()).text == text


@pytest.mark.parametrize(
    ("names", "shown", "text"),
    [
        (None, (), "—"),
        ((), (), "无"),
        (("甲", "乙"), (), "甲、乙"),
        (("甲", "乙"), ("甲3条", "乙1条"), "甲3条、乙1条"),
        (None, ("甲3条",), "—"),
    ],
)
def test_list_is_printed_by_name_or_as_shown(
    names: tuple[str, ...] | None, shown: tuple[str, ...], text: str
) -> None:
    figure = ENTRY.listed(names, (), shown=shown)
    assert (figure.value, figure.text, figure.unit) == (names, text, "")


def test_json_of_a_list_an_amount_and_nothing() -> None:
    assert ENTRY.listed(("甲",), (("甲", "1条"),)).to_json()["value"] == ["甲"]
    assert ENTRY.listed(("甲",), (("甲", "1条"),)).to_json()["rows"] == [["甲", "1条"]]
    assert ENTRY.amount(Decimal("0.17"), "万元/次", ()).to_json()["value"] == 0.17
    assert ENTRY.percent(None, ()).to_json()["value"] is None


def test_figures_are_found_by_key() -> None:
    figure: Figure = ENTRY.amount(1, "条", ())
    assert by_key([figure]) == {"major.x": figure}
