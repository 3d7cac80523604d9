"""Tenants, units, people and their roles."""

import re
import zoneinfo
from datetime import time
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase

from units.enums import TENANT_ROLES, UNIT_ROLES, Role, UnitKind
from units.scoping import TenantModel, current_tenant_id

# First parts of site-wide addresses: a tenant of that name could never be reached.
RESERVED_SLUGS = frozenset(
    {"api", "healthz", "readyz", "metrics", "static", "login", "logout", "password", "me"}
)
PHONE = re.compile(r"1\d{10}")


def validate_slug(value: str) -> None:
    """Refuse the first parts of addresses that belong to the site itself."""
    if value in RESERVED_SLUGS:
        raise ValidationError(f"“{value}”是系统自用的网址，请换一个。")


def validate_timezone(value: str) -> None:
    """Refuse names that are not IANA time zones."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(f"“{value}”不是有效的时区名称，例如 Asia/Shanghai。")


class Tenant(models.Model):
    """安委会辖区: a district, or the city above it. `office` is the name that signs circulars.

    `opens_at` … `closes_at` are its working hours, local time: reminders keep to them (I11).
    The administrators of the one that `keeps_library` keep the judgment standards, which all have in common.
    """

    slug = models.SlugField(max_length=40, unique=True, validators=[validate_slug])
    name = models.CharField(max_length=60)
    office = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    opens_at = models.TimeField(default=time(9))
    closes_at = models.TimeField(default=time(17, 30))
    timezone = models.CharField(max_length=40, default="Asia/Shanghai", validators=[validate_timezone])
    is_demo = models.BooleanField(default=False)
    keeps_library = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["keeps_library"], condition=Q(keeps_library=True), name="tenant_one_keeps_library"
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="tenant_not_its_own_parent"),
            models.CheckConstraint(condition=Q(opens_at__lt=models.F("closes_at")), name="tenant_has_hours"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone in which deadlines are computed (I10)."""
        return zoneinfo.ZoneInfo(self.timezone)


class UserManager(BaseUserManager["User"]):
    """Creates people."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person; without a password the account cannot be signed in to."""
        user = self.model(username=self.model.normalize_username(username).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. One person may serve several units, roles and tenants."""

    username = models.CharField(
        "用户名",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9._-]{2,59}$", "用户名由小写字母、数字和 . _ - 组成，至少3位。")
        ],
    )
    phone = models.CharField(
        "手机号",
        max_length=11,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^1\d{10}$", "手机号应为11位数字。")],
    )
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A user name shaped like a mobile number could be another person's, who would be locked out."""
        super().clean()
        if PHONE.fullmatch(self.username):
            raise ValidationError(
                {"username": "用户名不能是手机号的样子，请另取一个；手机号请填在“手机号”一栏。"}
            )


class Unit(TenantModel):
    """单位: who files. `order` is the place in printed tables; `obliged` units owe each period's filing."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=UnitKind.choices)
    order = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    obliged = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    @property
    def owes(self) -> bool:
        """Whether the unit owes a filing each period."""
        return self.obliged and self.is_active

    class Meta:
        ordering = ["order", "id"]
        permissions = [("file_for_unit", "代为填报"), ("sign_for_unit", "代为签发")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="unit_name_once_per_tenant"),
            models.UniqueConstraint(fields=["tenant", "id"], name="unit_tenant_and_id"),
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(TenantModel):
    """A role a person holds: in a unit (filer, head) or in the whole tenant."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "user", "role", "unit"], name="membership_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(UNIT_ROLES), unit__isnull=False)
                | Q(role__in=sorted(TENANT_ROLES), unit__isnull=True),
                name="membership_role_fits_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {Role(self.role).label}"


class UnitGrant(UserObjectPermissionBase):
    """An exceptional right of one person on one unit, kept by django-guardian (see `units/grants.py`)."""

    tenant = models.ForeignKey(
        Tenant, on_delete=models.PROTECT, default=current_tenant_id, editable=False, related_name="+"
    )
    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together = ["tenant", "user", "permission", "content_object"]


class CalendarDay(TenantModel):
    """A day on which the tenant's calendar differs from what is published: worked, or not, and why (I11)."""

    day = models.DateField()
    works = models.BooleanField()
    note = models.CharField(max_length=60)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["tenant", "day"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.note}"


class AuditEntry(TenantModel):
    """One line of the trail: who did what to which record, when and from where. Append-only."""

    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    summary = models.CharField(max_length=300)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["tenant", "object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return self.summary
