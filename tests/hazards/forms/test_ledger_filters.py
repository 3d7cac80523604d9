"""What a list of records may be narrowed to: real days, known units, and nothing else."""

from datetime import date

import pytest

from hazards.forms.fields import QUERY
from hazards.forms.ledger_filters import LedgerFiltersForm
from hazards.life import Status
from hazards.models import FoundBy
from hazards.selectors.ledger import EVERYTHING, Filters
from tests.factories import District

TODAY = date(2023, 10, 1)


def offered(form: LedgerFiltersForm, name: str) -> list[str]:
    return [label for value, label in form.fields[name].choices if value]  # type: ignore[attr-defined]


def test_empty_address_lists_everything(district: District) -> None:
    form = LedgerFiltersForm({}, actor=district.reviewer)
    assert form.is_valid()
    assert form.filters(today=TODAY) == EVERYTHING


def test_every_field_reaches_the_filters(district: District) -> None:
    asked = {
        "q": " 污水池 ", "unit": str(district.town.pk), "status": "rectifying", "sector": "工贸",
        "found_by": "enterprise", "first_day": "2023-09-01", "last_day": "2023-09-30", "overdue": "1",
    }  # fmt: skip
    form = LedgerFiltersForm(asked, actor=district.reviewer)
    assert form.is_valid()
    assert form.filters(today=TODAY) == Filters(
        unit_id=district.town.pk,
        status=Status.RECTIFYING,
        sector="工贸",
        found_by=FoundBy.ENTERPRISE,
        first_day=date(2023, 9, 1),
        last_day=date(2023, 9, 30),
        text="污水池",
        overdue_on=TODAY,
    )


@pytest.mark.parametrize("name", ["unit", "status", "found_by"])
def test_value_not_offered_is_refused_in_words(district: District, name: str) -> None:
    form = LedgerFiltersForm({name: "999999"}, actor=district.reviewer)
    (message,) = form.errors[name]
    assert str(message).startswith("没有这个")


@pytest.mark.parametrize("day", ["2023-02-30", "昨天", "2023/09/01"])
def test_day_there_is_not_is_refused_in_words(district: District, day: str) -> None:
    form = LedgerFiltersForm({"first_day": day}, actor=district.reviewer)
    assert form.errors == {"first_day": [f"没有“{day}”这一天，请改成真实的日期，写成 2023-09-10 这样。"]}


def test_days_the_wrong_way_round_are_refused(district: District) -> None:
    form = LedgerFiltersForm({"first_day": "2023-09-30", "last_day": "2023-09-29"}, actor=district.reviewer)
    assert form.errors == {"last_day": ["截止日期早于开始日期，请对调。"]}


def test_one_day_is_a_span(district: District) -> None:
    form = LedgerFiltersForm({"first_day": "2023-09-30", "last_day": "2023-09-30"}, actor=district.reviewer)
    assert form.is_valid()


def test_long_query_is_refused(district: District) -> None:
    form = LedgerFiltersForm({"q": "字" * (QUERY + 1)}, actor=district.reviewer)
    assert form.errors == {"q": ["查找的词最多 100 个字，请改短。"]}


def test_I3_units_people_are_offered_their_own_units(district: District) -> None:
    assert offered(LedgerFiltersForm({}, actor=district.filer), "unit") == [district.town.name]
    everybody = LedgerFiltersForm({}, actor=district.reviewer)
    assert offered(everybody, "unit") == [unit.name for unit in district.units]


def test_trade_without_a_standard_can_be_asked_for(district: District) -> None:
    form = LedgerFiltersForm({"sector": "剧本娱乐"}, actor=district.reviewer)
    assert form.is_valid()
    assert offered(form, "sector")[-1] == "剧本娱乐"
    assert offered(LedgerFiltersForm({}, actor=district.reviewer), "sector")[-1] != "剧本娱乐"
