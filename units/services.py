"""Writes of the organisation: tenants, units, people, roles."""

from datetime import date, datetime, time

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from units import audit, policies, selectors
from units.actors import Actor
from units.days import full_day
from units.enums import UNIT_ROLES, Role, UnitKind
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import CalendarDay, Membership, Tenant, Unit, User


@transaction.atomic
def create_tenant(
    *, slug: str, name: str, office: str, parent: Tenant | None = None, is_demo: bool = False
) -> Tenant:
    """Open a district (or city); the first one keeps the library. Invalid when the address is taken or reserved."""
    keeps = not Tenant.objects.filter(keeps_library=True).exists()
    tenant = Tenant(slug=slug, name=name, office=office, parent=parent, is_demo=is_demo, keeps_library=keeps)
    try:
        tenant.full_clean()
    except ValidationError as error:
        raise Invalid(f"不能建立辖区“{name}”：{'；'.join(error.messages)}") from error
    tenant.save()
    return tenant


@transaction.atomic
def create_unit(
    *,
    actor: Actor,
    name: str,
    kind: UnitKind,
    order: int,
    at: datetime,
    parent: Unit | None = None,
    obliged: bool = True,
) -> Unit:
    """Add a unit to the open tenant; Conflict when the name is taken."""
    _require_administrator(actor)
    try:
        with transaction.atomic():
            unit = Unit.objects.create(name=name, kind=kind, order=order, parent=parent, obliged=obliged)
    except IntegrityError:
        raise Conflict(f"已有名为“{name}”的单位，请换一个名称，或在原单位上修改。") from None
    audit.record(actor=actor, at=at, action="unit.created", about=unit, summary=f"新增单位{name}")
    return unit


@transaction.atomic
def move_unit(*, actor: Actor, unit: Unit, parent: Unit | None, at: datetime) -> Unit:
    """Put a unit under another one; Invalid when that would close a circle."""
    _require_administrator(actor)
    if parent is not None and parent.pk in selectors.subtrees([unit.pk])[unit.pk]:
        raise Invalid(f"{parent.name}在{unit.name}之下，不能再作它的上级。请另选上级单位。")
    unit.parent = parent
    unit.save(update_fields=["parent"])
    audit.record(
        actor=actor,
        at=at,
        action="unit.moved",
        about=unit,
        summary=f"{unit.name}调整到{parent.name if parent else '本级'}之下",
    )
    return unit


@transaction.atomic
def add_member(*, actor: Actor, user: User, role: Role, unit: Unit | None, at: datetime) -> Membership:
    """Give a person a role; doing it twice changes nothing."""
    _require_administrator(actor)
    if (role in UNIT_ROLES) != (unit is not None):
        raise Invalid(
            f"“{role.label}”{'要指定单位' if role in UNIT_ROLES else '属于整个辖区，不能指定单位'}。"
        )
    membership, created = Membership.objects.get_or_create(user=user, role=role, unit=unit)
    if created:
        where = unit.name if unit else "本辖区"
        audit.record(
            actor=actor,
            at=at,
            action="member.added",
            about=membership,
            summary=f"{user.name}任{where}{role.label}",
        )
    return membership


@transaction.atomic
def remove_member(*, actor: Actor, membership: Membership, at: datetime) -> None:
    """Take a role away."""
    _require_administrator(actor)
    audit.record(
        actor=actor,
        at=at,
        action="member.removed",
        about=membership,
        summary=f"{membership.user.name}不再任{Role(membership.role).label}",
    )
    membership.delete()


@transaction.atomic
def change_password(*, user: User, old: str, new: str) -> None:
    """Set one's own password; Invalid says which rule the new one breaks."""
    if not user.check_password(old):
        raise Invalid("原密码不对，请重新输入。")
    if old == new:
        raise Invalid("新密码不能与原密码相同，请另设一个。")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise Invalid("新密码不够安全：" + "".join(error.messages)) from error
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def correct_day(*, actor: Actor, day: date, works: bool, note: str, at: datetime) -> CalendarDay:
    """Say that a day is worked, or not, whatever is published (I11); saying it again replaces what was said."""
    _require_keeper(actor)
    if not note.strip():
        raise Invalid("请写明原因，例如“台风停工”或“补班”，各单位会问到。")
    corrected, _ = CalendarDay.objects.update_or_create(
        day=day, defaults={"works": works, "note": note.strip()}
    )
    audit.record(
        actor=actor,
        at=at,
        action="calendar.corrected",
        about=corrected,
        summary=f"工作日历：{full_day(day)}{'上班' if works else '休息'}（{note.strip()}）",
    )
    return corrected


@transaction.atomic
def forget_correction(*, actor: Actor, day: date, at: datetime) -> None:
    """Let what is published hold for a day again; NotFound when nothing was said of it."""
    _require_keeper(actor)
    corrected = CalendarDay.objects.select_for_update().filter(day=day).first()
    if corrected is None:
        raise NotFound(f"{full_day(day)}没有本辖区的更正，可能已被别人取消。请刷新页面。")
    audit.record(
        actor=actor,
        at=at,
        action="calendar.restored",
        about=corrected,
        summary=f"工作日历：取消{full_day(day)}的更正",
    )
    corrected.delete()


@transaction.atomic
def set_hours(*, actor: Actor, tenant: Tenant, opens_at: time, closes_at: time, at: datetime) -> Tenant:
    """Change the working hours; Invalid when they end before they begin."""
    _require_keeper(actor)
    if opens_at >= closes_at:
        raise Invalid("下班时间要晚于上班时间，请核对。")
    tenant.opens_at, tenant.closes_at = opens_at, closes_at
    tenant.save(update_fields=["opens_at", "closes_at"])
    audit.record(
        actor=actor,
        at=at,
        action="calendar.hours",
        about=tenant,
        summary=f"工作时间改为{opens_at:%H:%M}–{closes_at:%H:%M}",
    )
    return tenant


def _require_keeper(actor: Actor) -> None:
    if not policies.may_administer(actor):
        raise NotAllowed("工作日历由管理员更正，请联系本辖区管理员。")


def _require_administrator(actor: Actor) -> None:
    if not policies.may_administer(actor):
        raise NotAllowed("只有管理员可以维护单位和人员，请联系本辖区管理员。")
