"""Who a person is in a tenant, and what units there are."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import District, act_as, join, make_tenant, make_unit, make_user, user_of
from tests.walls import rows
from units import selectors
from units.actors import FILE_FOR_UNIT
from units.enums import Role
from units.errors import NotFound
from units.models import User
from units.scoping import scope


def test_tenant_is_found_by_its_address(district: District) -> None:
    assert selectors.tenant_by_slug("licheng") == district.tenant


@pytest.mark.parametrize("slug", ["nowhere", "LICHENG", "licheng ", ""])
def test_unknown_tenant_is_not_found_and_the_message_says_what_to_check(
    district: District, slug: str
) -> None:
    with pytest.raises(NotFound, match="请核对网址"):
        selectors.tenant_by_slug(slug)


def test_I3_person_learns_their_tenants_before_any_is_open(scenery: District) -> None:
    user = user_of(scenery.head)
    make_tenant("xiuyu")
    second = make_tenant("hanjiang")
    with scope(second.pk):
        join(user, Role.LEADER)
        join(user, Role.ADMIN)
    assert list(selectors.tenants_of(user)) == [second, scenery.tenant]


def test_I3_person_learns_nobody_elses_tenants(scenery: District) -> None:
    assert list(selectors.tenants_of(make_user("wang"))) == []


def test_I3_asking_for_tenants_leaves_no_person_behind(scenery: District) -> None:
    selectors.tenants_of(user_of(scenery.head))
    assert rows("SELECT count(*) FROM units_membership") == [(0,)]


def test_factories_make_people_as_the_selector_finds_them(district: District) -> None:
    for actor in (district.filer, district.head, district.reviewer, district.leader, district.admin):
        assert act_as(user_of(actor)) == actor


def test_stranger_is_nobody(district: District) -> None:
    assert selectors.actor_for(make_user("wang")) is None


def test_I3_person_of_another_tenant_is_nobody(district: District, neighbour: District) -> None:
    assert selectors.actor_for(user_of(neighbour.reviewer)) is None


def test_person_with_several_roles_holds_them_all(district: District) -> None:
    user = make_user("wang")
    join(user, Role.FILER, district.town)
    join(user, Role.FILER, district.bureau)
    join(user, Role.HEAD, district.bureau)
    join(user, Role.LEADER)
    actor = act_as(user)
    assert actor.roles == {Role.FILER, Role.HEAD, Role.LEADER}
    assert actor.unit_roles == {
        Role.FILER: {district.town.pk, district.bureau.pk},
        Role.HEAD: {district.bureau.pk},
    }
    assert actor.is_tenant_wide


def test_unit_role_covers_the_units_below(district: District) -> None:
    village = make_unit("阔口村", order=9, parent=district.town)
    group = make_unit("第三组", order=10, parent=village)
    assert act_as(user_of(district.head)).own_units == {district.town.pk, village.pk, group.pk}
    assert act_as(user_of(district.other_head)).own_units == {district.other_town.pk}


def test_role_in_a_lower_unit_does_not_reach_up(district: District) -> None:
    village = make_unit("阔口村", order=9, parent=district.town)
    user = make_user("wang")
    join(user, Role.HEAD, village)
    assert act_as(user).own_units == {village.pk}


@pytest.mark.parametrize("more", [0, 5])
def test_actor_is_found_with_as_many_queries_for_many_units(
    district: District, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user("wang")
    for number in range(more + 1):
        join(user, Role.HEAD, make_unit(f"单位{number}", order=9))
    with django_assert_num_queries(3):
        assert len(act_as(user).own_units) == more + 1


def test_subtrees_of_no_units_are_none(district: District) -> None:
    assert selectors.subtrees([]) == {}


def test_unit_is_found_in_the_open_tenant_only(district: District, neighbour: District) -> None:
    assert selectors.unit(district.town.pk) == district.town
    with pytest.raises(NotFound, match="没有这个单位"):
        selectors.unit(neighbour.town.pk)


def test_obliged_units_are_active_ones_in_printed_order(district: District) -> None:
    make_unit("撤并的镇", order=0, is_active=False)
    make_unit("不报送的园区", order=0, obliged=False)
    make_unit("排在最前", order=0)
    assert [unit.name for unit in selectors.obliged_units()] == ["排在最前", "东关镇", "西关街道", "区试验局"]


def test_I3_users_are_global_but_their_roles_are_not(district: District, neighbour: District) -> None:
    assert User.objects.filter(username="hanjiang.admin").exists()
    with scope(neighbour.tenant.pk):
        assert selectors.actor_for(user_of(district.admin)) is None


def test_own_units_come_before_granted_ones(district: District) -> None:
    first, _, last = district.units
    user = make_user("liang")
    join(user, Role.FILER, last)
    actor = replace(act_as(user), grants={FILE_FOR_UNIT: frozenset({first.pk})})
    assert selectors.units_of(actor) == [last, first]
    assert selectors.units_of(district.leader) == []


def test_unit_asked_for_is_chosen_and_any_other_number_is_the_first(district: District) -> None:
    first, second, _ = district.units
    assert selectors.chosen([first, second], str(second.pk)) == second
    for asked in ("", "x", "0", "９" * 40):
        assert selectors.chosen([first, second], asked) == first
    assert selectors.chosen([], str(first.pk)) is None
