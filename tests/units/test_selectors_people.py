"""Who serves where, as the administrator's pages read it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import BEFORE, District, join, make_tenant, make_unit, make_user, user_of
from units import grants, selectors
from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.enums import Role
from units.errors import NotFound
from units.models import Membership, Unit, User
from units.scoping import scope


def give(district: District, actor: Actor, unit: Unit, permission: str = FILE_FOR_UNIT) -> None:
    grants.grant(actor=district.admin, user=user_of(actor), unit=unit, permission=permission, at=BEFORE)


def found(text: str) -> list[str]:
    return [line.unit.name for line in selectors.roster().matching(text).units]


def test_roster_lists_units_in_printed_order_with_their_people(district: District) -> None:
    make_unit("排在最前", order=0)
    give(district, district.filer, district.bureau)
    lines = [
        (
            line.unit.name,
            [user.pk for user in line.filers],
            [user.pk for user in line.heads],
            [grant.user.pk for grant in line.grants],
        )
        for line in selectors.roster().units
    ]
    assert lines == [
        ("排在最前", [], [], []),
        ("东关镇", [district.filer.user_id], [district.head.user_id], []),
        ("西关街道", [district.other_filer.user_id], [district.other_head.user_id], []),
        (district.bureau.name, [], [], [district.filer.user_id]),
    ]


def test_roster_lists_the_office_by_role_even_if_nobody_holds_it(district: District) -> None:
    Membership.objects.filter(role=Role.LEADER).delete()
    assert [(role, [user.pk for user in people]) for role, people in selectors.roster().office] == [
        (Role.REVIEWER, [district.reviewer.user_id]),
        (Role.LEADER, []),
        (Role.ADMIN, [district.admin.user_id]),
    ]


def test_person_of_several_roles_counts_once(district: District) -> None:
    assert selectors.roster().people_count == 7
    join(user_of(district.filer), Role.LEADER)
    join(user_of(district.filer), Role.HEAD, district.bureau)
    give(district, district.head, district.bureau)
    assert selectors.roster().people_count == 7


def test_unit_lacks_a_filer_unless_an_active_one_serves_it(district: District) -> None:
    def lacking() -> list[str]:
        return [line.unit.name for line in selectors.roster().units if line.lacks_filer]

    make_unit("不报送的园区", order=9, obliged=False)
    assert lacking() == [district.bureau.name]
    User.objects.filter(pk=user_of(district.filer).pk).update(is_active=False)
    assert lacking() == ["东关镇", district.bureau.name]
    join(make_user("wang"), Role.FILER, district.town)
    assert lacking() == [district.bureau.name]


def test_unit_is_found_by_its_name_and_by_its_people(district: District) -> None:
    give(district, district.other_head, district.bureau)
    assert found("西关") == ["西关街道"]
    assert found("LICHENG.FILER2") == ["西关街道"]
    assert found("测试licheng.head2") == ["西关街道", district.bureau.name], "granted people count too"
    assert found("没有的") == []
    assert found("") == ["东关镇", "西关街道", district.bureau.name]


def test_office_is_found_by_its_people_only(district: District) -> None:
    roster = selectors.roster().matching("leader")
    assert [(role, [user.pk for user in people]) for role, people in roster.office] == [
        (Role.LEADER, [district.leader.user_id])
    ]
    assert selectors.roster().matching("东关").office == []


def test_I3_phone_of_a_person_cannot_be_found_out_by_searching(district: District) -> None:
    User.objects.filter(pk=user_of(district.filer).pk).update(phone="13912345678")
    assert found("139") == []


def test_I3_roster_knows_nobody_of_another_tenant(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        join(user_of(district.filer), Role.FILER, neighbour.bureau)
        give(neighbour, neighbour.filer, neighbour.bureau)
    roster = selectors.roster()
    assert roster.people_count == 7
    assert [line.unit for line in roster.units] == list(district.units)
    assert [line.people for line in roster.units][2] == []


@pytest.mark.parametrize("more", [1, 60])
def test_roster_takes_three_queries_however_many_units(
    district: District, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        unit = make_unit(f"单位{number}", order=9)
        join(make_user(f"wang{number}"), Role.FILER, unit)
        if number < 5:
            give(district, district.filer, unit)
    with django_assert_num_queries(3):
        named = [user.name for line in selectors.roster().units for user in line.people]
    assert len(named) == 4 + more + min(more, 5)


def test_person_is_found_while_they_serve_here(district: District, neighbour: District) -> None:
    assert selectors.person(user_of(district.filer).pk) == user_of(district.filer)
    with pytest.raises(NotFound, match="本辖区没有这个人"):
        selectors.person(user_of(neighbour.filer).pk)
    Membership.objects.filter(user=user_of(district.filer)).delete()
    with pytest.raises(NotFound, match="本辖区没有这个人"):
        selectors.person(user_of(district.filer).pk)


def test_membership_is_found_with_its_person_only(district: District, neighbour: District) -> None:
    own = Membership.objects.get(user=user_of(district.filer))
    assert selectors.membership(own.user_id, own.pk) == own
    with scope(neighbour.tenant.pk):
        foreign = Membership.objects.get(user=user_of(neighbour.filer))
    for user_id, number in ((own.user_id + 1, own.pk), (foreign.user_id, foreign.pk), (own.user_id, 10**30)):
        with pytest.raises(NotFound, match="这个岗位已经收回"):
            selectors.membership(user_id, number)


def test_roles_and_grants_of_a_person_are_this_tenants(district: District, neighbour: District) -> None:
    user = user_of(district.filer)
    join(user, Role.LEADER)
    with scope(neighbour.tenant.pk):
        join(user, Role.FILER, neighbour.town)
        give(neighbour, district.filer, neighbour.bureau)
    give(district, district.filer, district.bureau)
    give(district, district.filer, district.other_town, SIGN_FOR_UNIT)
    roles = [(each.role, each.unit) for each in selectors.memberships_of(user)]
    assert roles == [(Role.FILER, district.town), (Role.LEADER, None)]
    held = [(each.content_object, each.permission.codename) for each in selectors.grants_of(user)]
    assert held == [(district.other_town, SIGN_FOR_UNIT), (district.bureau, FILE_FOR_UNIT)]


def test_I3_serving_only_here_means_here_and_nowhere_else(district: District) -> None:
    user = user_of(district.filer)
    assert selectors.serves_only_here(user)
    second = make_tenant("xiuyu")
    with scope(second.pk):
        join(user, Role.LEADER)
        assert not selectors.serves_only_here(user)
    assert not selectors.serves_only_here(user)
    Membership.objects.filter(user=user).delete()
    assert not selectors.serves_only_here(user), "who serves elsewhere only"
    with scope(second.pk):
        assert selectors.serves_only_here(user)
    assert not selectors.serves_only_here(make_user("nobody"))
