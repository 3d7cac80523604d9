"""Adding people, taking roles away, passwords and accounts: who may, what is refused, what the trail says."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import (
    BEFORE,
    District,
    act_as,
    join,
    make_actor,
    make_district,
    make_tenant,
    make_user,
    user_of,
)
from tests.rivals import at_once
from units import audit, grants, people, selectors
from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.enums import Role
from units.errors import Conflict, DomainError, Invalid, NotAllowed
from units.models import AuditEntry, Membership, UnitGrant, User
from units.people import ALPHABET, PASSWORD_LENGTH, Added, InvalidPerson
from units.scoping import scope

OTHERS = ("filer", "head", "reviewer", "leader")


def add(district: District, actor: Actor | None = None, /, **changed: Any) -> Added:
    """A new filer of the first town, unless told otherwise."""
    entered: dict[str, Any] = {
        "name": "测试新人",
        "username": "xin.ren",
        "role": Role.FILER,
        "unit": district.town,
        **changed,
    }
    return people.add_person(actor=actor or district.admin, at=BEFORE, **entered)


def only_role(district: District, who: str) -> Membership:
    return Membership.objects.get(user=user_of(getattr(district, who)))


def trail() -> list[tuple[str, str]]:
    return [(entry.action, entry.summary) for entry in AuditEntry.objects.order_by("id")]


def elsewhere(user: User, slug: str = "xiuyu") -> None:
    """Give this person a role in another tenant too."""
    with scope(make_tenant(slug).pk):
        join(user, Role.LEADER)


ACTS: Mapping[str, Callable[[District, Actor], object]] = {
    "add": add,
    "take": lambda district, actor: people.take_role(
        actor=actor, membership=only_role(district, "other_filer"), at=BEFORE
    ),
    "reset": lambda district, actor: people.reset_password(
        actor=actor, user=user_of(district.other_filer), at=BEFORE
    ),
    "close": lambda district, actor: people.set_active(
        actor=actor, user=user_of(district.other_filer), active=False, at=BEFORE
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", OTHERS)
def test_I8_only_administrators_look_after_people(district: District, who: str, act: str) -> None:
    before = list(User.objects.values()), list(Membership.objects.values())
    with pytest.raises(NotAllowed, match="只有管理员可以维护人员"):
        ACTS[act](district, getattr(district, who))
    assert (list(User.objects.values()), list(Membership.objects.values())) == before
    assert trail() == []


@pytest.mark.parametrize("act", ACTS)
def test_system_may_look_after_people(district: District, act: str) -> None:
    ACTS[act](district, Actor.system(district.tenant.pk))
    assert {entry.actor_name for entry in AuditEntry.objects.all()} == {"系统"}


@pytest.mark.parametrize("act", ACTS)
def test_administrator_whose_role_was_just_taken_is_refused(district: District, act: str) -> None:
    Membership.objects.filter(user=user_of(district.admin)).delete()
    with pytest.raises(NotAllowed, match="刚刚被收回或停用"):
        ACTS[act](district, district.admin)


@pytest.mark.parametrize("act", ACTS)
def test_administrator_whose_account_was_just_closed_is_refused(district: District, act: str) -> None:
    User.objects.filter(pk=user_of(district.admin).pk).update(is_active=False)
    with pytest.raises(NotAllowed, match="刚刚被收回或停用"):
        ACTS[act](district, district.admin)


@pytest.mark.parametrize("act", ACTS)
def test_I8_act_and_its_line_are_written_together_or_not_at_all(
    district: District, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**kwargs: object) -> None:
        raise ZeroDivisionError

    before = list(User.objects.values()), list(Membership.objects.values())
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        ACTS[act](district, district.admin)
    assert (list(User.objects.values()), list(Membership.objects.values())) == before


def test_new_person_has_an_account_a_role_and_a_password_to_change(district: District) -> None:
    added = add(district, phone="13900000001", email="xin@example.cn")
    user = User.objects.get(username="xin.ren")
    assert added.user == user
    assert added.password is not None
    assert user.check_password(added.password)
    assert (user.name, user.phone, user.email) == ("测试新人", "13900000001", "xin@example.cn")
    assert user.must_change_password
    assert user.is_active
    assert not user.is_superuser
    assert act_as(user).unit_roles == {Role.FILER: {district.town.pk}}


def test_I8_new_person_stands_in_the_trail_without_the_password(district: District) -> None:
    added = add(district)
    assert trail() == [
        ("person.created", "建立账号xin.ren（测试新人）"),
        ("member.added", "测试新人任东关镇填报员"),
    ]
    created = AuditEntry.objects.get(action="person.created")
    assert (created.object_type, created.object_id) == ("units.user", added.user.pk)
    assert created.actor_id == district.admin.user_id
    assert str(added.password) not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER, Role.ADMIN])
def test_person_of_the_whole_tenant_needs_no_unit(district: District, role: Role) -> None:
    added = add(district, role=role, unit=None)
    assert act_as(added.user).tenant_roles == {role}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Xin.Ren", "xin.ren"), (" xin.ren ", "xin.ren"), ("ｘｉｎ", "xin"), ("　xin-1　", "xin-1")],
)
def test_user_name_is_stored_as_the_sign_in_will_look_for_it(
    district: District, typed: str, stored: str
) -> None:
    assert add(district, username=typed).user.username == stored


def test_person_without_a_phone_does_not_clash_with_another(district: District) -> None:
    add(district)
    assert add(district, username="xin.ren2", phone="").user.phone is None


@given(st.integers(min_value=1, max_value=20))
def test_first_passwords_are_random_and_readable(count: int) -> None:
    made = [people._random_password() for _ in range(count)]
    assert len(set(made)) == count
    assert {len(password) for password in made} == {PASSWORD_LENGTH}
    assert set("".join(made)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ilo01")


@pytest.mark.parametrize(
    ("entered", "problems"),
    [
        ({"username": "ab"}, {"username": "至少3位"}),
        ({"username": "abc"}, {}),
        ({"username": "a" * 60}, {}),
        ({"username": "a" * 61}, {"username": "60"}),
        ({"username": "张三"}, {"username": "小写字母"}),
        ({"username": "zhang san"}, {"username": "小写字母"}),
        ({"username": ".zhang"}, {"username": "小写字母"}),
        ({"username": "13900000001"}, {"username": "不能是手机号的样子"}),
        ({"phone": "1390000000"}, {"phone": "手机号应为11位数字"}),
        ({"phone": "139000000011"}, {"phone": "手机号应为11位数字"}),
        ({"phone": "23900000001"}, {"phone": "手机号应为11位数字"}),
        ({"phone": "13800000000"}, {"phone": "已登记在别的账号上"}),
        ({"email": "xin"}, {"email": ""}),
        ({"name": ""}, {"name": ""}),
        ({"name": "  "}, {"name": ""}),
        ({"name": "名" * 40}, {}),
        ({"name": "名" * 41}, {"name": "40"}),
        ({"username": "x", "phone": "1"}, {"username": "至少3位", "phone": "11位"}),
    ],
)
def test_bad_entry_is_named_by_field_and_nothing_is_stored(
    district: District, entered: dict[str, str], problems: dict[str, str]
) -> None:
    make_user("zhang.san", phone="13800000000")
    before = User.objects.count()
    if not problems:
        add(district, **entered)
        return
    with pytest.raises(InvalidPerson) as refusal:
        add(district, **entered)
    assert refusal.value.problems.keys() == problems.keys()
    assert all(words in refusal.value.problems[field] for field, words in problems.items())
    assert (User.objects.count(), trail()) == (before, [])


@pytest.mark.parametrize(("role", "unit"), [(Role.FILER, None), (Role.HEAD, None), (Role.LEADER, "town")])
def test_role_without_its_place_leaves_no_account_behind(
    district: District, role: Role, unit: str | None
) -> None:
    with pytest.raises(Invalid, match=role.label):
        add(district, role=role, unit=getattr(district, unit) if unit else None)
    assert not User.objects.filter(username="xin.ren").exists()
    assert trail() == []


def test_name_taken_at_the_same_moment_is_refused_in_words(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("zhang.san", phone="13800000000")
    monkeypatch.setattr(User, "full_clean", lambda *_, **__: None)
    with pytest.raises(Conflict, match="刚刚有人登记了同样的用户名或手机号"):
        add(district, phone="13800000000")
    assert trail() == []


def test_person_of_this_tenant_is_not_added_again(district: District) -> None:
    with pytest.raises(InvalidPerson) as refusal:
        add(district, username="licheng.head", same_person=True)
    assert refusal.value.problems == {
        "username": "用户名“licheng.head”已是本辖区的测试licheng.head。要加岗位，请到他的页面办理。"
    }
    assert Membership.objects.filter(user=user_of(district.head)).count() == 1


def test_I3_person_of_another_tenant_is_not_let_in_unconfirmed(
    district: District, neighbour: District
) -> None:
    with pytest.raises(InvalidPerson) as refusal:
        add(district, username="hanjiang.head")
    assert refusal.value.problems == {"confirmed": "用户名“hanjiang.head”已有账号，但不在本辖区。"}
    assert not Membership.objects.filter(user=user_of(neighbour.head)).exists()
    assert trail() == []


def test_I3_person_of_another_tenant_gets_only_the_role(district: District, neighbour: District) -> None:
    before = User.objects.filter(username="hanjiang.head").values().get()
    added = add(district, username="HANJIANG.head", phone="13900000009", same_person=True)
    assert added.password is None
    assert User.objects.filter(username="hanjiang.head").values().get() == before
    assert act_as(added.user).unit_roles == {Role.FILER: {district.town.pk}}
    assert trail() == [("member.added", f"{neighbour.head.name}任东关镇填报员")]
    with scope(neighbour.tenant.pk):
        assert act_as(added.user) == neighbour.head


def test_I8_role_taken_stands_in_the_trail(district: District) -> None:
    join(user_of(district.head), Role.FILER, district.bureau)
    second = Membership.objects.get(user=user_of(district.head), role=Role.FILER)
    assert people.take_role(actor=district.admin, membership=second, at=BEFORE)
    assert act_as(user_of(district.head)) == district.head
    assert trail() == [("member.removed", f"{district.head.name}不再任填报员")]


def test_last_role_takes_the_grants_with_it(district: District) -> None:
    user = user_of(district.filer)
    for permission in (FILE_FOR_UNIT, SIGN_FOR_UNIT):
        grants.grant(actor=district.admin, user=user, unit=district.bureau, permission=permission, at=BEFORE)
    other = user_of(district.other_filer)
    grants.grant(actor=district.admin, user=other, unit=district.bureau, permission=FILE_FOR_UNIT, at=BEFORE)
    stays = people.take_role(actor=district.admin, membership=only_role(district, "filer"), at=BEFORE)
    assert not stays
    assert [grant.user for grant in UnitGrant.objects.all()] == [other]
    assert [action for action, _ in trail()][-3:] == ["member.removed", "grant.revoked", "grant.revoked"]
    join(user, Role.FILER, district.town)
    assert act_as(user).grants == {}, "a new role does not bring old grants back"


def test_other_roles_keep_the_grants(district: District) -> None:
    user = user_of(district.filer)
    grants.grant(actor=district.admin, user=user, unit=district.bureau, permission=FILE_FOR_UNIT, at=BEFORE)
    join(user, Role.LEADER)
    first = Membership.objects.get(user=user, role=Role.FILER)
    assert people.take_role(actor=district.admin, membership=first, at=BEFORE)
    assert act_as(user).grants == {FILE_FOR_UNIT: {district.bureau.pk}}


def test_administrators_cannot_take_their_own_administration(district: District) -> None:
    make_actor("second.admin", Role.ADMIN)
    with pytest.raises(Conflict, match=r"不能自己收回，以免本辖区没有管理员。.*由他来收回"):
        people.take_role(actor=district.admin, membership=only_role(district, "admin"), at=BEFORE)
    assert act_as(user_of(district.admin)) == district.admin


def test_administrators_may_take_their_own_other_roles(district: District) -> None:
    join(user_of(district.admin), Role.REVIEWER)
    second = Membership.objects.get(user=user_of(district.admin), role=Role.REVIEWER)
    people.take_role(actor=district.admin, membership=second, at=BEFORE)
    assert act_as(user_of(district.admin)) == district.admin


def test_another_administrator_may_be_relieved(district: District) -> None:
    second = make_actor("second.admin", Role.ADMIN)
    people.take_role(actor=second, membership=only_role(district, "admin"), at=BEFORE)
    assert selectors.actor_for(user_of(district.admin)) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["take", "close"])
def test_two_administrators_cannot_remove_each_other_at_once(act: str) -> None:
    district = make_district()
    with scope(district.tenant.pk):
        second = make_actor("second.admin", Role.ADMIN)

    def remove(actor: Actor, victim: Actor) -> str:
        with scope(district.tenant.pk):
            if act == "close":
                people.set_active(actor=actor, user=user_of(victim), active=False, at=BEFORE)
            else:
                role = Membership.objects.get(user=user_of(victim))
                people.take_role(actor=actor, membership=role, at=BEFORE)
            time.sleep(0.3)  # the other comes before this is committed
        return "done"

    made = at_once(lambda: remove(district.admin, second), lambda: remove(second, district.admin))
    assert made.count("done") == 1
    assert [type(refusal) for refusal in made if isinstance(refusal, DomainError)] == [NotAllowed]
    with scope(district.tenant.pk):
        active = Membership.objects.filter(role=Role.ADMIN, user__is_active=True)
        assert active.count() == 1


def test_password_is_reset_to_a_random_one_that_must_be_changed(district: District) -> None:
    user = user_of(district.filer)
    user.set_password("old-password-1")
    user.save()
    password = people.reset_password(actor=district.admin, user=user, at=BEFORE)
    found = user_of(district.filer)
    assert found.check_password(password)
    assert not found.check_password("old-password-1")
    assert found.must_change_password
    assert found.get_session_auth_hash() != user.get_session_auth_hash()
    assert trail() == [("person.password_reset", f"重置{user.name}的密码")]
    assert password not in str(list(AuditEntry.objects.values()))


def test_account_is_closed_and_opened_again(district: District) -> None:
    user = user_of(district.filer)
    for active in (False, False, True, True):
        people.set_active(actor=district.admin, user=user, active=active, at=BEFORE)
        assert user_of(district.filer).is_active is active
    assert act_as(user) == district.filer, "roles stay"
    assert trail() == [
        ("person.deactivated", f"停用{user.name}的账号"),
        ("person.activated", f"启用{user.name}的账号"),
    ]


def test_administrators_do_neither_to_themselves(district: District) -> None:
    user = user_of(district.admin)
    with pytest.raises(Conflict, match="修改密码"):
        people.reset_password(actor=district.admin, user=user, at=BEFORE)
    with pytest.raises(Conflict, match="不能停用自己的账号"):
        people.set_active(actor=district.admin, user=user, active=False, at=BEFORE)
    assert user_of(district.admin).password == user.password


@pytest.mark.parametrize("whose", ["serves here and elsewhere", "serves elsewhere only", "serves nowhere"])
def test_I3_account_that_is_not_only_this_tenants_is_not_touched(district: District, whose: str) -> None:
    user = make_user("shared", name="共用某人")
    if whose == "serves here and elsewhere":
        join(user, Role.FILER, district.town)
    if whose != "serves nowhere":
        elsewhere(user)
    before = User.objects.filter(pk=user.pk).values().get()
    with pytest.raises(Conflict, match="共用某人在本辖区以外也有岗位，本辖区不能重置密码"):
        people.reset_password(actor=district.admin, user=user, at=BEFORE)
    with pytest.raises(Conflict, match="不能停用账号，只能收回他在本辖区的岗位"):
        people.set_active(actor=district.admin, user=user, active=False, at=BEFORE)
    assert User.objects.filter(pk=user.pk).values().get() == before
    assert trail() == []


def test_I3_role_taken_here_leaves_the_one_elsewhere(district: District) -> None:
    user = user_of(district.filer)
    elsewhere(user)
    assert not people.take_role(actor=district.admin, membership=only_role(district, "filer"), at=BEFORE)
    assert [tenant.slug for tenant in selectors.tenants_of(user)] == ["xiuyu"]
