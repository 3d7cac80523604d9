"""Invented people of the demonstration, and the accounts one may sign in with."""

import json
import os
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from units import selectors, services
from units.actors import Actor
from units.enums import Role
from units.errors import Invalid
from units.models import Membership, Tenant, Unit, User

ACCOUNTS_FILE = "demo-accounts.json"
SECOND_TITLE = "复查员"
CHECKER_TITLE = "核稿员"


@dataclass(frozen=True, slots=True)
class Account:
    """A sign-in of the demonstration; `unit` is empty for roles of the whole tenant.

    `title` says what the person does where the role does not tell, and is empty otherwise.
    """

    tenant: str
    username: str
    password: str
    role: str
    unit: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """The invented people of the whole tenant who write, check and sign."""

    reviewer: Actor
    checker: Actor
    leader: Actor


@dataclass(frozen=True, slots=True)
class Hands:
    """The invented filer and head of one unit."""

    filer: Actor
    head: Actor


def create_person(
    actor: Actor, username: str, role: Role, unit: Unit | None, at: datetime, title: str = ""
) -> User:
    """A person whose name says that it is invented; the account has no password yet."""
    place = unit.name if unit else ""
    name = f"演示{place}{title or role.label}"
    user = User.objects.create_user(username, name=name, must_change_password=False)
    services.add_member(actor=actor, user=user, role=role, unit=unit, at=at)
    return user


def staff(actor: Actor, tenant: Tenant, units: Collection[Unit], at: datetime) -> Mapping[int, Hands]:
    """A filer and a head for each unit, by unit id; the first unit has somebody to re-inspect besides (I8)."""
    first = min(units, key=lambda unit: unit.order)
    create_person(actor, _second(tenant, first), Role.FILER, first, at, SECOND_TITLE)
    return {
        unit.pk: Hands(
            filer=_acting(create_person(actor, f"{tenant.slug}.filer{unit.order:02}", Role.FILER, unit, at)),
            head=_acting(create_person(actor, f"{tenant.slug}.head{unit.order:02}", Role.HEAD, unit, at)),
        )
        for unit in units
    }


def officers(actor: Actor, tenant: Tenant, at: datetime) -> Office:
    """One person for each role of the whole tenant, and who checks what the reviewer drafts (I8)."""
    for role in (Role.REVIEWER, Role.LEADER, Role.ADMIN):
        create_person(actor, f"{tenant.slug}.{role}", role, None, at)
    create_person(actor, _checker(tenant), Role.REVIEWER, None, at, CHECKER_TITLE)
    names = (f"{tenant.slug}.{Role.REVIEWER}", _checker(tenant), f"{tenant.slug}.{Role.LEADER}")
    return Office(*(_acting(User.objects.get(username=name)) for name in names))


def sign_ins(tenant: Tenant, unit: Unit) -> Sequence[tuple[str, Role, Unit | None, str]]:
    """Which accounts of a tenant get a password: one for each role, who re-inspects, and who checks drafts."""
    return [
        (f"{tenant.slug}.filer{unit.order:02}", Role.FILER, unit, ""),
        (f"{tenant.slug}.head{unit.order:02}", Role.HEAD, unit, ""),
        (_second(tenant, unit), Role.FILER, unit, SECOND_TITLE),
        (f"{tenant.slug}.{Role.REVIEWER}", Role.REVIEWER, None, ""),
        (_checker(tenant), Role.REVIEWER, None, CHECKER_TITLE),
        (f"{tenant.slug}.{Role.LEADER}", Role.LEADER, None, ""),
        (f"{tenant.slug}.{Role.ADMIN}", Role.ADMIN, None, ""),
    ]


def give_passwords(tenant: Tenant, unit: Unit) -> list[Account]:
    """Set a fresh random password for each sign-in of the tenant."""
    accounts = []
    for username, role, place, title in sign_ins(tenant, unit):
        password = f"yanshi-{secrets.token_hex(3)}"
        user = User.objects.get(username=username)
        user.set_password(password)
        user.save(update_fields=["password"])
        named = place.name if place else ""
        accounts.append(Account(tenant.slug, username, password, role.value, named, title))
    return accounts


def write_accounts(data_dir: Path, accounts: Sequence[Account]) -> Path:
    """Leave the accounts beside the data, readable by the owner only, whole or not at all."""
    target = data_dir / ACCOUNTS_FILE
    draft = target.with_suffix(".new")
    text = json.dumps([asdict(account) for account in accounts], ensure_ascii=False, indent=1)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        # A draft left by a broken start might be open to others.
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(target)
    except OSError as error:
        raise Invalid(f"演示账号写不进“{target}”（{error.strerror}），请检查目录权限和磁盘空间。") from error
    return target


def _checker(tenant: Tenant) -> str:
    return f"{tenant.slug}.checker"


def _second(tenant: Tenant, unit: Unit) -> str:
    return f"{tenant.slug}.second{unit.order:02}"


def _acting(user: User) -> Actor:
    actor = selectors.actor_for(user)
    if actor is None:
        raise Membership.DoesNotExist(user.username)
    return actor
