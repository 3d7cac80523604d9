"""What is typed into the register, and what its list is narrowed to."""

import pytest
from django.http import QueryDict

from hazards.forms.register import EnterpriseForm, RegisterForm, RegulatedForm, typed_from
from hazards.models import EnterpriseKind
from hazards.selectors.enterprises import EVERYTHING, Asked
from tests.factories import District
from tests.ledgers import USCC, make_enterprise


def asked(query: str) -> Asked:
    return RegisterForm(QueryDict(query)).asked()


def test_address_becomes_filters(district: District) -> None:
    make_enterprise(sector="工贸")
    query = f"q= 东关 &kind=sole_trader&sector=工贸&unit={district.town.pk}&sort=hazards"
    assert asked(query) == Asked("东关", EnterpriseKind.SOLE_TRADER, "工贸", district.town.pk, busiest=True)


@pytest.mark.parametrize("query", ["", "kind=x", "sector=没有", "unit=0", "unit=x", "sort=x", "q=%00", "z=1"])
def test_what_nobody_offers_is_left_open(district: District, query: str) -> None:
    assert asked(query) == EVERYTHING


def test_one_bad_filter_leaves_the_others(district: District) -> None:
    assert asked("q=东关&kind=x") == Asked("东关")


def test_typed_entry_passes_to_the_service_as_it_is(district: District) -> None:
    form = EnterpriseForm({"name": " 甲厂 ", "uscc": USCC.lower(), "kind": "other", "sector": "工贸"})
    assert form.is_valid()
    entry = form.entry([district.town])
    assert (entry.name, entry.uscc, entry.kind, entry.sector, entry.address) == (
        "甲厂",
        USCC.lower(),
        EnterpriseKind.OTHER,
        "工贸",
        "",
    )
    assert entry.regulators == [district.town]


def test_kind_left_open_is_a_company() -> None:
    form = EnterpriseForm({"name": "甲厂"})
    assert form.is_valid()
    assert form.entry().kind is EnterpriseKind.COMPANY


def test_ticked_units_become_regulators(district: District) -> None:
    form = RegulatedForm({"name": "甲厂", "regulators": [str(district.bureau.pk), str(district.town.pk)]})
    assert form.is_valid()
    assert form.complete_entry().regulators == [district.bureau, district.town]


def test_refusals_stand_at_their_fields_and_others_above_them() -> None:
    form = EnterpriseForm({"name": "甲厂"})
    assert form.is_valid()
    form.refuse({"uscc": "校验位不对。", "": "刚被别人改过。"})
    assert form.errors["uscc"] == ["校验位不对。"]
    assert form.non_field_errors() == ["刚被别人改过。"]


def test_entry_is_shown_as_it_stands(district: District) -> None:
    shown = typed_from(make_enterprise("甲厂", uscc=USCC, address="东关路1号"))
    assert shown == {"name": "甲厂", "uscc": USCC, "kind": "company", "sector": "", "address": "东关路1号"}
