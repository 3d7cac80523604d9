"""People of a tenant: adding them, taking roles away, looking after their accounts.

Accounts are the site's, roles are a tenant's. An administrator may touch an account — its password, whether
it can be used — only while all its roles are in their own tenant. Otherwise a role given here and a password
reset here would open every other tenant in which that person serves (I3).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from units import audit, grants, policies, selectors, services
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed
from units.models import Membership, Unit, User

# Without what is mistaken for another when read out or copied by hand: i l o 0 1.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_LENGTH = 12
TAKEN = {
    "username": "刚刚有人用了这个用户名，请另取一个。",
    "phone": "这个手机号已登记在别的账号上，请核对；暂时没有也可以不填。",
}


class InvalidPerson(Invalid):
    """What was entered about a person cannot be accepted; `problems` maps fields to messages."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("".join(problems.values()))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Added:
    """A person with a new role; `password` is the first one of a new account, None for an existing one."""

    user: User
    password: str | None


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    name: str,
    username: str,
    role: Role,
    unit: Unit | None,
    at: datetime,
    phone: str = "",
    email: str = "",
    same_person: bool = False,
) -> Added:
    """Give a new person an account and a role; whoever has an account elsewhere gets only the role.

    That nobody of the same user name is let in by mistake, an existing account must be confirmed with
    `same_person`. InvalidPerson names the fields at fault; then nothing is stored.
    """
    _begin(actor)
    username = User.normalize_username(username).strip().lower()
    user, password = User.objects.filter(username=username).first(), None
    if user is None:
        password = _random_password()
        user = _create(username, password, name=name.strip(), phone=phone or None, email=email)
        audit.record(
            actor=actor,
            at=at,
            action="person.created",
            about=user,
            summary=f"建立账号{username}（{user.name}）",
        )
    else:
        _require_newcomer(user, same_person)
    services.add_member(actor=actor, user=user, role=role, unit=unit, at=at)
    return Added(user, password)


@transaction.atomic
def take_role(*, actor: Actor, membership: Membership, at: datetime) -> bool:
    """Take a role away; with the last one go the grants. Whether the person still serves in the tenant.

    Conflict for one's own administrator role: whoever is left could not be sure that anybody is.
    """
    _begin(actor)
    user = membership.user
    if membership.role == Role.ADMIN and user.pk == actor.user_id:
        raise Conflict(
            "自己的管理员岗位不能自己收回，以免本辖区没有管理员。请先让另一人任管理员，再由他来收回。"
        )
    services.remove_member(actor=actor, membership=membership, at=at)
    if Membership.objects.filter(user=user).exists():
        return True
    # Left behind, they would come back to life with the next role.
    for held in selectors.grants_of(user):
        grants.revoke(
            actor=actor, user=user, unit=held.content_object, permission=held.permission.codename, at=at
        )
    return False


@transaction.atomic
def reset_password(*, actor: Actor, user: User, at: datetime) -> str:
    """Set and return a random password, to be changed at the next sign-in; the person's sessions end."""
    _begin(actor)
    if user.pk == actor.user_id:
        raise Conflict("自己的密码不用重置，请在右上角姓名下点“修改密码”。")
    held = _held(user, "重置密码")
    password = _random_password()
    # Sessions carry a hash of the password: changing it ends them all.
    held.set_password(password)
    held.must_change_password = True
    held.save(update_fields=["password", "must_change_password"])
    audit.record(
        actor=actor, at=at, action="person.password_reset", about=held, summary=f"重置{held.name}的密码"
    )
    return password


@transaction.atomic
def set_active(*, actor: Actor, user: User, active: bool, at: datetime) -> None:
    """Close an account, or open it again; roles and what the person signed stay. Never one's own."""
    _begin(actor)
    verb = "启用" if active else "停用"
    if user.pk == actor.user_id:
        raise Conflict(f"不能{verb}自己的账号，以免本辖区没有管理员。请由另一名管理员办理。")
    held = _held(user, f"{verb}账号")
    if held.is_active == active:
        return
    held.is_active = active
    held.save(update_fields=["is_active"])
    action = "person.activated" if active else "person.deactivated"
    audit.record(actor=actor, at=at, action=action, about=held, summary=f"{verb}{held.name}的账号")


def _begin(actor: Actor) -> None:
    """Refuse others. Administrators act one after another, so that two cannot remove each other at once."""
    if not policies.may_administer(actor):
        raise NotAllowed("只有管理员可以维护人员，请联系本辖区管理员。")
    administrators = Membership.objects.filter(role=Role.ADMIN).select_for_update(of=("self",))
    # Asked under the lock: the request may have begun before another administrator's act was done.
    active = User.objects.filter(id__in=[each.user_id for each in administrators], is_active=True)
    if not actor.is_system and actor.user_id not in set(active.values_list("pk", flat=True)):
        raise NotAllowed("您的管理员岗位刚刚被收回或停用，这一步没有办成。请联系本辖区其他管理员。")


def _held(user: User, what: str) -> User:
    """The account, locked against new roles elsewhere; Conflict unless all its roles are here."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if not selectors.serves_only_here(held):
        raise Conflict(f"{held.name}在本辖区以外也有岗位，本辖区不能{what}，只能收回他在本辖区的岗位。")
    return held


def _require_newcomer(user: User, same_person: bool) -> None:
    if Membership.objects.filter(user=user).exists():
        raise InvalidPerson(
            {"username": f"用户名“{user.username}”已是本辖区的{user.name}。要加岗位，请到他的页面办理。"}
        )
    if not same_person:
        raise InvalidPerson({"confirmed": f"用户名“{user.username}”已有账号，但不在本辖区。"})


def _create(username: str, password: str, *, name: str, phone: str | None, email: str) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(username, password, name=name, phone=phone, email=email)
    except ValidationError as error:
        raise InvalidPerson(_problems(error)) from error
    except IntegrityError:
        raise Conflict("刚刚有人登记了同样的用户名或手机号，这次没有存入。请核对后再试。") from None


def _problems(error: ValidationError) -> dict[str, str]:
    return {
        field: "".join(TAKEN[field] if each.code == "unique" else "".join(each.messages) for each in errors)
        for field, errors in error.error_dict.items()
    }


def _random_password() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_LENGTH))
