"""The active tenant: which rows exist for the code that runs now (I3).

`scope()` opens a transaction, tells PostgreSQL with `SET LOCAL` which tenant and which units are visible,
and remembers the same for the ORM. Row-level security is the wall; the manager is the bell: a query on a
tenant's table outside any scope raises instead of returning nothing unnoticed.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar

from django.db import connection, models, transaction

ALL_UNITS = "*"


class NoActiveScope(RuntimeError):
    """A tenant's rows were asked for without saying which tenant. A programming error, never a user's."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`units` are the ids of the visible units; None means the whole tenant."""

    tenant_id: int
    units: frozenset[int] | None

    @property
    def units_setting(self) -> str:
        if self.units is None:
            return ALL_UNITS
        return ",".join(str(unit) for unit in sorted(self.units))


_active: ContextVar[Scope | None] = ContextVar("active_scope", default=None)


def current() -> Scope:
    """The active scope; NoActiveScope when there is none."""
    active = _active.get()
    if active is None:
        raise NoActiveScope("no tenant scope is open: use units.scoping.scope(tenant_id)")
    return active


def current_tenant_id() -> int:
    """The active tenant's id; default of every `tenant` column, so that a row cannot name another one."""
    return current().tenant_id


@contextmanager
def scope(tenant_id: int, *, units: Collection[int] | None = None) -> Iterator[Scope]:
    """Make one tenant's rows visible inside one transaction; nested scopes restore the outer one.

    `units` narrows the view to those units' rows; None opens the whole tenant and is for people and jobs
    that serve the whole tenant.
    """
    opened = Scope(tenant_id, None if units is None else frozenset(units))
    outer = _active.get()
    with transaction.atomic():
        _apply(opened)
        token = _active.set(opened)
        try:
            yield opened
        finally:
            _active.reset(token)
        # After an exception the rollback restores the settings; after success we do.
        if not transaction.get_rollback():
            _apply(outer)


def narrow(units: Collection[int] | None) -> None:
    """Set the visible units of the scope already open (known only once the person's roles were read)."""
    narrowed = Scope(current().tenant_id, None if units is None else frozenset(units))
    _apply(narrowed)
    _active.set(narrowed)


def _apply(active: Scope | None) -> None:
    tenant, units = ("", "") if active is None else (str(active.tenant_id), active.units_setting)
    with connection.cursor() as cursor:
        # SET LOCAL rather than set_config(): a sharding proxy forwards only the former.
        cursor.execute("SET LOCAL qinghuan.tenant = %s; SET LOCAL qinghuan.units = %s", [tenant, units])


M = TypeVar("M", bound=models.Model)


class TenantQuerySet(models.QuerySet[M]):
    """Queryset of a tenant's table."""

    def locked(self) -> Self:
        """Lock the rows until the transaction ends (only these rows, not what they refer to)."""
        return self.select_for_update(of=("self",))


class TenantManager(models.Manager[M]):
    """Default manager of every tenant's table: fails closed without a scope, filters by tenant within."""

    def get_queryset(self) -> TenantQuerySet[M]:
        return TenantQuerySet[M](self.model, using=self._db).filter(tenant_id=current_tenant_id())


class TenantModel(models.Model):
    """Base of every row that belongs to a tenant. The column is filled from the scope."""

    tenant = models.ForeignKey(
        "units.Tenant", on_delete=models.PROTECT, default=current_tenant_id, editable=False, related_name="+"
    )

    objects: ClassVar[TenantManager[Self]] = TenantManager()

    class Meta:
        abstract = True
