"""Amounts of units: what counts, and why something does not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.measures import Basis, Book, Gap, UnitAmount, total
from tests import licheng

FOUND = ("general_found",)


def by_name(amounts: tuple[UnitAmount, ...]) -> dict[str, tuple[Decimal | None, Gap | None]]:
    return {item.unit.name: (item.value, item.gap) for item in amounts}


def test_amounts_are_one_for_each_obliged_unit_in_printed_order() -> None:
    amounts = Book(licheng.snapshot()).amounts(FOUND)
    assert [item.unit.name for item in amounts] == list(licheng.unit_kinds())


@pytest.mark.parametrize("code", sorted(licheng.PUBLISHED_TOTALS))
def test_I9_totals_of_the_real_table_are_the_published_ones_but_for_the_misprint(code: str) -> None:
    expected = Decimal(386) if code == "towns_assisted" else licheng.PUBLISHED_TOTALS[code]
    assert total(Book(licheng.snapshot()).amounts((code,))) == expected


def test_amount_of_several_codes_is_their_sum() -> None:
    amounts = Book(licheng.snapshot()).amounts(("major_enterprise_found", "major_department_found"))
    assert by_name(amounts)["区应急局"] == (Decimal(57), None)
    assert total(amounts) == 155


def test_amount_keeps_money_exact() -> None:
    assert total(Book(licheng.snapshot()).amounts(("penalty_amount",))) == Decimal("114.438")


def test_I12_missing_unit_has_no_amount_not_a_zero() -> None:
    data = licheng.missing(licheng.snapshot(), "西天尾镇")
    amounts = Book(data).amounts(FOUND)
    assert by_name(amounts)["西天尾镇"] == (None, Gap.MISSING)
    assert total(amounts) == 4993 - 267


def test_I12_total_without_any_filing_is_unknown_not_zero() -> None:
    assert total(Book(licheng.snapshot(values={})).amounts(FOUND)) is None


def test_nil_return_counts_as_zero() -> None:
    zeros = {spec.code: Decimal(0) for spec in licheng.indicators()}
    data = licheng.with_unit(licheng.snapshot(), "区鞋服城", nil=True, values=zeros)
    assert by_name(Book(data).amounts(FOUND))["区鞋服城"] == (Decimal(0), None)


def test_new_amount_is_value_less_value_of_period_before() -> None:
    previous = licheng.september()
    previous["西天尾镇"] = {**previous["西天尾镇"], "general_found": Decimal(260)}
    amounts = Book(licheng.snapshot(previous=previous)).amounts(FOUND, Basis.NEW)
    assert by_name(amounts)["西天尾镇"] == (Decimal(7), None)
    assert total(amounts) == 7


def test_new_amount_of_unit_silent_in_period_before_is_unknown() -> None:
    previous = licheng.september()
    del previous["西天尾镇"]
    amounts = Book(licheng.snapshot(previous=previous)).amounts(FOUND, Basis.NEW)
    assert by_name(amounts)["西天尾镇"] == (None, Gap.NO_PREVIOUS)
    assert total(amounts) == 0


def test_new_amount_in_first_period_is_everything() -> None:
    data = licheng.snapshot(first_of_campaign=True)
    assert total(Book(data).amounts(FOUND, Basis.NEW)) == 4993


def test_new_amount_below_last_period_is_negative() -> None:
    previous = licheng.september()
    previous["北高镇"] = {**previous["北高镇"], "general_found": Decimal(180)}
    amounts = Book(licheng.snapshot(previous=previous)).amounts(FOUND, Basis.NEW)
    assert by_name(amounts)["北高镇"] == (Decimal(-2), None)


def test_value_absent_for_kind_that_does_not_fill_it_is_zero() -> None:
    values = dict(licheng.september()["西天尾镇"])
    del values["towns_assisted"]
    data = licheng.with_unit(licheng.snapshot(), "西天尾镇", values=values)
    assert by_name(Book(data).amounts(("towns_assisted",)))["西天尾镇"] == (Decimal(0), None)


def test_I12_value_absent_for_kind_that_must_fill_it_is_unknown() -> None:
    values = dict(licheng.september()["区应急局"])
    del values["towns_assisted"]
    data = licheng.with_unit(licheng.snapshot(), "区应急局", values=values)
    assert by_name(Book(data).amounts(("towns_assisted",)))["区应急局"] == (None, Gap.NOT_FILLED)


def test_has_tells_whether_the_form_knows_the_indicators() -> None:
    data = licheng.snapshot()
    assert Book(data).has(("general_found", "listed_found"))
    shorter = replace(data, indicators=data.indicators[:1])
    assert not Book(shorter).has(("general_found", "listed_found"))


def test_unknown_indicator_is_an_error() -> None:
    with pytest.raises(KeyError):
        Book(licheng.snapshot()).amounts(("no_such_code",))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(licheng.unit_kinds())), st.integers(0, 10**6), min_size=1))
def test_I9_total_is_the_sum_of_the_units_that_filed(found: dict[str, int]) -> None:
    table = {name: {"general_found": Decimal(value)} for name, value in found.items()}
    assert total(Book(licheng.snapshot(values=table)).amounts(FOUND)) == sum(found.values())


@settings(deadline=None)
@given(first=st.integers(0, 10**6), second=st.integers(0, 10**6))
def test_increments_add_up_to_the_last_cumulative_value(first: int, second: int) -> None:
    july = {"西天尾镇": {"general_found": Decimal(first)}}
    august = {"西天尾镇": {"general_found": Decimal(first + second)}}
    opening = total(Book(licheng.snapshot(july, first_of_campaign=True)).amounts(FOUND, Basis.NEW))
    following = total(Book(licheng.snapshot(august, previous=july)).amounts(FOUND, Basis.NEW))
    assert opening is not None
    assert following is not None
    assert opening + following == first + second
