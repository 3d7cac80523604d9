"""Tenants, units, people: who may change them, what is refused, what the trail says."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import BEFORE, District, act_as, make_unit, make_user, user_of
from units import audit, services
from units.actors import Actor
from units.enums import Role, UnitKind
from units.errors import Conflict, Invalid, NotAllowed
from units.models import AuditEntry, Membership, Tenant, Unit

OTHERS = ("filer", "head", "reviewer", "leader")


def trail() -> list[tuple[str, str]]:
    return [(entry.action, entry.summary) for entry in AuditEntry.objects.order_by("id")]


@pytest.mark.django_db
def test_tenant_is_created_under_its_city() -> None:
    city = services.create_tenant(slug="putian", name="莆田市", office="莆田市安委办")
    tenant = services.create_tenant(slug="licheng", name="荔城区", office="荔城区安委办", parent=city)
    assert tenant.parent == city
    assert tenant.timezone == "Asia/Shanghai"
    assert not tenant.is_demo


@pytest.mark.django_db
def test_first_tenant_keeps_the_library_and_no_later_one_does() -> None:
    city = services.create_tenant(slug="putian", name="莆田市", office="莆田市安委办")
    tenant = services.create_tenant(slug="licheng", name="荔城区", office="荔城区安委办", parent=city)
    assert (city.keeps_library, tenant.keeps_library) == (True, False)


@pytest.mark.django_db
def test_two_tenants_cannot_keep_the_library() -> None:
    for slug in ("putian", "licheng"):
        services.create_tenant(slug=slug, name=slug, office=slug)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenant.objects.update(keeps_library=True)
    assert Tenant.objects.get(keeps_library=True).slug == "putian"


@pytest.mark.parametrize("slug", ["api", "login", "有汉字", "a b", "", "x" * 41])
@pytest.mark.django_db
def test_tenant_with_unusable_address_is_refused(slug: str) -> None:
    with pytest.raises(Invalid, match="不能建立辖区“荔城区”"):
        services.create_tenant(slug=slug, name="荔城区", office="荔城区安委办")
    assert not Tenant.objects.exists()


@pytest.mark.django_db
def test_tenant_address_taken_is_refused() -> None:
    services.create_tenant(slug="licheng", name="荔城区", office="荔城区安委办")
    with pytest.raises(Invalid, match="不能建立辖区“又一个”"):
        services.create_tenant(slug="licheng", name="又一个", office="安委办")


def test_unit_is_created_with_its_line_in_the_trail(district: District) -> None:
    unit = services.create_unit(
        actor=district.admin, name="新度镇", kind=UnitKind.TOWN, order=4, at=BEFORE, parent=district.town
    )
    assert (unit.parent, unit.obliged, unit.is_active) == (district.town, True, True)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.summary, entry.at) == ("unit.created", "新增单位新度镇", BEFORE)
    assert (entry.actor_id, entry.actor_name) == (district.admin.user_id, district.admin.name)
    assert (entry.object_type, entry.object_id) == ("units.unit", unit.pk)


def test_unit_name_taken_is_refused_and_nothing_recorded(district: District) -> None:
    with pytest.raises(Conflict, match="已有名为“东关镇”的单位"):
        services.create_unit(actor=district.admin, name="东关镇", kind=UnitKind.TOWN, order=9, at=BEFORE)
    assert trail() == []


@pytest.mark.parametrize("who", OTHERS)
def test_only_administrators_create_units(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="管理员"):
        services.create_unit(
            actor=getattr(district, who), name="新度镇", kind=UnitKind.TOWN, order=9, at=BEFORE
        )
    assert Unit.objects.count() == 3


def test_I8_change_and_its_line_are_written_together_or_not_at_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        services.create_unit(actor=district.admin, name="新度镇", kind=UnitKind.TOWN, order=9, at=BEFORE)
    assert not Unit.objects.filter(name="新度镇").exists()
    assert trail() == []


def test_unit_is_moved_below_another_and_back(district: District) -> None:
    services.move_unit(actor=district.admin, unit=district.town, parent=district.bureau, at=BEFORE)
    assert Unit.objects.get(pk=district.town.pk).parent == district.bureau
    services.move_unit(actor=district.admin, unit=district.town, parent=None, at=BEFORE)
    assert Unit.objects.get(pk=district.town.pk).parent is None
    assert trail() == [("unit.moved", "东关镇调整到区试验局之下"), ("unit.moved", "东关镇调整到本级之下")]


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_unit_cannot_be_moved_below_itself(district: District, depth: int) -> None:
    chain = [district.town]
    for step in range(depth):
        chain.append(make_unit(f"村{step}", order=9, parent=chain[-1]))
    with pytest.raises(Invalid, match="不能再作它的上级"):
        services.move_unit(actor=district.admin, unit=chain[0], parent=chain[-1], at=BEFORE)
    assert Unit.objects.get(pk=district.town.pk).parent is None


@pytest.mark.parametrize("who", OTHERS)
def test_only_administrators_move_units(district: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        services.move_unit(
            actor=getattr(district, who), unit=district.town, parent=district.bureau, at=BEFORE
        )


@pytest.mark.parametrize(
    ("role", "words"), [(Role.HEAD, "任东关镇单位负责人"), (Role.LEADER, "任本辖区领导")]
)
def test_member_is_added_once_however_often_asked(district: District, role: Role, words: str) -> None:
    user, unit = make_user("wang", name="王某"), district.town if role == Role.HEAD else None
    first = services.add_member(actor=district.admin, user=user, role=role, unit=unit, at=BEFORE)
    again = services.add_member(actor=district.admin, user=user, role=role, unit=unit, at=BEFORE)
    assert first == again
    assert trail() == [("member.added", f"王某{words}")]


@pytest.mark.parametrize("role", list(Role))
def test_member_with_role_that_does_not_fit_is_refused(district: District, role: Role) -> None:
    unit = None if role in {Role.FILER, Role.HEAD} else district.town
    with pytest.raises(Invalid, match=role.label):
        services.add_member(actor=district.admin, user=make_user("wang"), role=role, unit=unit, at=BEFORE)
    assert trail() == []


def test_system_may_add_members(district: District) -> None:
    user = make_user("wang")
    services.add_member(
        actor=Actor.system(district.tenant.pk), user=user, role=Role.ADMIN, unit=None, at=BEFORE
    )
    assert act_as(user).holds(Role.ADMIN)
    assert AuditEntry.objects.get().actor_name == "系统"


@pytest.mark.parametrize("who", OTHERS)
def test_I8_only_administrators_give_roles(district: District, who: str) -> None:
    actor = getattr(district, who)
    with pytest.raises(NotAllowed):
        services.add_member(actor=actor, user=user_of(actor), role=Role.ADMIN, unit=None, at=BEFORE)


def test_member_is_removed_and_the_trail_says_so(district: District) -> None:
    membership = Membership.objects.get(user=user_of(district.head))
    services.remove_member(actor=district.admin, membership=membership, at=BEFORE)
    assert not Membership.objects.filter(user=user_of(district.head)).exists()
    assert trail() == [("member.removed", f"{district.head.name}不再任单位负责人")]


@pytest.mark.parametrize("who", OTHERS)
def test_only_administrators_remove_members(district: District, who: str) -> None:
    membership = Membership.objects.get(user=user_of(district.head))
    with pytest.raises(NotAllowed):
        services.remove_member(actor=getattr(district, who), membership=membership, at=BEFORE)
    assert Membership.objects.filter(pk=membership.pk).exists()


@pytest.mark.django_db
def test_password_is_changed_and_no_longer_demanded() -> None:
    user = make_user("wang", "chushi-mima-1", must_change_password=True)
    services.change_password(user=user, old="chushi-mima-1", new="zheshi-xinde-9")
    user.refresh_from_db()
    assert user.check_password("zheshi-xinde-9")
    assert not user.must_change_password


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("cuowu-mima-1", "zheshi-xinde-9", "原密码不对"),
        ("chushi-mima-1", "chushi-mima-1", "不能与原密码相同"),
        ("chushi-mima-1", "short-9ab", "不够安全"),
        ("chushi-mima-1", "1029384756", "不够安全"),
        ("chushi-mima-1", "password123", "不够安全"),
        ("chushi-mima-1", "licheng.wang1", "不够安全"),
        ("chushi-mima-1", "", "不够安全"),
    ],
)
@pytest.mark.django_db
def test_bad_new_password_is_refused_with_its_reason(old: str, new: str, words: str) -> None:
    user = make_user("licheng.wang", "chushi-mima-1", must_change_password=True)
    with pytest.raises(Invalid, match=words):
        services.change_password(user=user, old=old, new=new)
    user.refresh_from_db()
    assert user.check_password("chushi-mima-1")
    assert user.must_change_password
