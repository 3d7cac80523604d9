"""Invented enterprises: recognisable as such, with codes that are right and nobody's."""

import pytest

from config.demo.cases import situation
from config.demo.enterprises import EACH, WORDS, Register, invented_code
from hazards.codes import normal_code
from hazards.models import Enterprise, EnterpriseKind, Regulation
from tests.factories import BEFORE, District
from units.models import AuditEntry

DUST = situation("gm-dust-spark")


@pytest.fixture
def register(district: District) -> Register:
    return Register({unit.name: unit for unit in district.units})


def pick(register: Register, district: District, key: str = DUST.key) -> Enterprise:
    return register.pick(situation(key), district.town, district.filer, BEFORE)


def test_name_says_that_it_is_invented(register: Register, district: District) -> None:
    made = pick(register, district)
    assert made.name.startswith("演示")
    assert made.name.endswith("家具厂")
    assert (made.sector, made.kind) == ("工贸", EnterpriseKind.COMPANY)
    assert made.address == "东关镇演示路1号"


def test_enterprise_has_a_few_records_then_comes_the_next(register: Register, district: District) -> None:
    names = [pick(register, district).name for _ in range(2 * EACH + 1)]
    assert names[0] == names[EACH - 1]
    assert len(set(names)) == 3
    assert Enterprise.objects.count() == 3


def test_units_have_enterprises_of_their_own(register: Register, district: District) -> None:
    one = pick(register, district)
    other = register.pick(DUST, district.other_town, district.other_filer, BEFORE)
    assert one.name != other.name
    regulating = dict(Regulation.objects.values_list("enterprise_id", "unit_id"))
    assert regulating == {one.pk: district.town.pk, other.pk: district.other_town.pk}


def test_enterprise_of_a_bureau_stands_in_some_town(register: Register, district: District) -> None:
    made = register.pick(DUST, district.bureau, district.reviewer, BEFORE)
    assert made.address.startswith(("东关镇", "西关街道"))


def test_trades_of_single_people_are_registered_as_such(register: Register, district: District) -> None:
    made = pick(register, district, "gm-shoe-spray")
    assert made.kind == EnterpriseKind.SOLE_TRADER
    assert made.uscc.startswith("92")


def test_named_one_is_the_same_for_every_unit(register: Register, district: District) -> None:
    one = register.named("演示同报厂", DUST, district.town, district.filer, BEFORE)
    other = register.named("演示同报厂", DUST, district.other_town, district.other_filer, BEFORE)
    assert one == other
    assert Enterprise.objects.count() == 1


def test_what_is_no_enterprise_has_no_code(register: Register, district: District) -> None:
    made = register.named("演示镇文化站", DUST, district.town, district.filer, BEFORE, EnterpriseKind.OTHER)
    assert (made.kind, made.uscc) == (EnterpriseKind.OTHER, "")


def test_registering_is_signed_by_the_units_filer(register: Register, district: District) -> None:
    made = pick(register, district)
    (entry,) = AuditEntry.objects.filter(action="enterprise.registered")
    assert (entry.object_id, entry.actor_id) == (made.pk, district.filer.user_id)


@pytest.mark.parametrize("kind", [EnterpriseKind.COMPANY, EnterpriseKind.SOLE_TRADER])
def test_codes_pass_the_check_and_belong_to_no_division(kind: EnterpriseKind) -> None:
    codes = {invented_code(number, kind) for number in range(1, 200)}
    assert len(codes) == 199
    assert all(normal_code(code) == code for code in codes)
    assert {code[2:8] for code in codes} == {"999999"}


def test_words_are_different() -> None:
    assert len(set(WORDS)) == len(WORDS) >= 40
