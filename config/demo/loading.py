"""Loads the demonstration once, each tenant whole or not at all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from config.demo import licheng, people, shifan
from units import services
from units.errors import NotAllowed
from units.models import Tenant, Unit
from units.scoping import scope

TENANTS: tuple[tuple[str, str, str, Callable[[datetime], None]], ...] = (
    (licheng.SLUG, "荔城区", "荔城区人民政府安全生产委员会办公室", licheng.load),
    (shifan.SLUG, "示范县（演示）", "示范县安全生产委员会办公室（演示）", shifan.load),
)


def load(at: datetime) -> tuple[list[str], Path]:
    """Load what is missing; returns the names of the tenants loaded now and where the accounts are.

    NotAllowed unless this server is set up as a demonstration.
    """
    if not settings.DEMO:
        raise NotAllowed("这不是演示环境（settings.DEMO 未开启），不能载入演示数据。")
    loaded = [name for slug, name, office, job in TENANTS if _load_tenant(slug, name, office, job, at)]
    accounts = Path(settings.DATA_DIR) / people.ACCOUNTS_FILE
    if loaded or not accounts.exists():
        accounts = people.write_accounts(Path(settings.DATA_DIR), _accounts())
    return loaded, accounts


@transaction.atomic
def _load_tenant(slug: str, name: str, office: str, job: Callable[[datetime], None], at: datetime) -> bool:
    if Tenant.objects.filter(slug=slug).exists():
        return False
    tenant = services.create_tenant(slug=slug, name=name, office=office, is_demo=True)
    with scope(tenant.pk):
        job(at)
    return True


@transaction.atomic
def _accounts() -> list[people.Account]:
    accounts: list[people.Account] = []
    for tenant in Tenant.objects.filter(is_demo=True, slug__in=[slug for slug, *_ in TENANTS]):
        with scope(tenant.pk):
            accounts += people.give_passwords(tenant, Unit.objects.earliest("order"))
    return accounts
