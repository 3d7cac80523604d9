"""What the database and the models refuse."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import District, join, make_tenant, make_unit, make_user, user_of
from units.enums import Role
from units.models import RESERVED_SLUGS, Membership, Tenant, Unit, User, validate_slug, validate_timezone


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_tenant_cannot_take_an_address_of_the_site(slug: str) -> None:
    with pytest.raises(ValidationError, match="系统自用"):
        validate_slug(slug)


def test_ordinary_slug_is_accepted() -> None:
    validate_slug("licheng")


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi", "UTC"])
def test_known_time_zone_is_accepted(zone: str) -> None:
    validate_timezone(zone)


@pytest.mark.parametrize("zone", ["", "Asia/Putian", "北京时间", "+08:00"])
def test_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError, match="时区"):
        validate_timezone(zone)


@pytest.mark.django_db
def test_tenant_cannot_be_its_own_parent() -> None:
    tenant = make_tenant()
    tenant.parent = tenant
    with pytest.raises(IntegrityError, match="tenant_not_its_own_parent"):
        tenant.save()


@pytest.mark.django_db
def test_tenant_names_its_zone() -> None:
    assert Tenant(timezone="Asia/Urumqi").zone.key == "Asia/Urumqi"


@pytest.mark.parametrize("username", ["", "ab", "UPPER CASE", "有汉字", "-dash", "x" * 61, "a b c"])
@pytest.mark.django_db
def test_bad_username_is_refused(username: str) -> None:
    with pytest.raises(ValidationError):
        make_user(username)


@pytest.mark.django_db
def test_username_is_stored_in_small_letters() -> None:
    assert make_user("Licheng.Wang").username == "licheng.wang"
    assert User.objects.get_by_natural_key("LICHENG.WANG").name == "测试Licheng.Wang"


@pytest.mark.django_db
def test_username_that_looks_like_a_mobile_number_is_refused() -> None:
    """It might be another person's number, who could then no longer sign in with it."""
    with pytest.raises(ValidationError, match="手机号"):
        make_user("13800000000")


@pytest.mark.parametrize(
    "phone", ["1380000000", "138000000000", "23800000000", "1380000000x", "１３８００００００００"]
)
@pytest.mark.django_db
def test_bad_phone_is_refused(phone: str) -> None:
    with pytest.raises(ValidationError):
        make_user("wang", phone=phone)


@pytest.mark.django_db
def test_phone_belongs_to_one_person() -> None:
    make_user("wang", phone="13800000000")
    with pytest.raises(ValidationError):
        make_user("li.si", phone="13800000000")


@pytest.mark.django_db
def test_many_people_have_no_phone() -> None:
    make_user("wang", phone=None)
    assert make_user("li.si", phone=None).pk


@pytest.mark.django_db
def test_person_without_password_cannot_sign_in() -> None:
    assert not make_user("wang").has_usable_password()


def test_unit_name_is_taken_once_per_tenant(district: District) -> None:
    with pytest.raises(IntegrityError, match="unit_name_once_per_tenant"), transaction.atomic():
        make_unit("东关镇", order=9)


def test_unit_name_may_be_taken_in_another_tenant(district: District, neighbour: District) -> None:
    assert neighbour.town.name == district.town.name


def test_unit_of_unknown_kind_is_refused(district: District) -> None:
    with pytest.raises(IntegrityError, match="unit_kind_known"), transaction.atomic():
        Unit.objects.create(name="怪单位", order=9, kind="guild")


def test_units_come_in_printed_order(district: District) -> None:
    make_unit("排在最前", order=0)
    assert [unit.order for unit in Unit.objects.all()] == [0, 1, 2, 3]


@pytest.mark.parametrize("role", [Role.FILER, Role.HEAD])
def test_unit_role_without_unit_is_refused(district: District, role: Role) -> None:
    with pytest.raises(IntegrityError, match="membership_role_fits_unit"), transaction.atomic():
        join(make_user("wang"), role)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER, Role.ADMIN])
def test_tenant_role_with_unit_is_refused(district: District, role: Role) -> None:
    with pytest.raises(IntegrityError, match="membership_role_fits_unit"), transaction.atomic():
        join(make_user("wang"), role, district.town)


@pytest.mark.parametrize("role", [Role.FILER, Role.REVIEWER])
def test_same_role_twice_is_refused(district: District, role: Role) -> None:
    user, unit = make_user("wang"), district.town if role == Role.FILER else None
    join(user, role, unit)
    with pytest.raises(IntegrityError, match="membership_once"), transaction.atomic():
        join(user, role, unit)


def test_person_may_hold_several_roles(district: District) -> None:
    user = make_user("wang")
    for role, unit in ((Role.FILER, district.town), (Role.HEAD, district.town), (Role.LEADER, None)):
        join(user, role, unit)
    assert Membership.objects.filter(user=user).count() == 3


def test_labels_for_readers(district: District) -> None:
    membership = Membership.objects.get(user=user_of(district.head))
    assert str(membership) == f"{district.head.name} 单位负责人"
    assert (str(district.tenant), str(district.town)) == ("licheng区", "东关镇")
