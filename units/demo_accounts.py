"""The accounts of a demonstration, as its loader left them beside the data. Never read elsewhere."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from units.enums import Role
from units.models import Tenant

FILE = "demo-accounts.json"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account anybody may use; `role` and `unit` in words, `unit` empty for the whole tenant."""

    tenant: str
    username: str
    password: str
    role: str
    unit: str


def demo_accounts() -> Sequence[DemoAccount]:
    """The accounts to show on the sign-in page; none unless this server is a demonstration."""
    path = Path(settings.DATA_DIR) / FILE
    if not settings.DEMO or not path.exists():
        return []
    rows = json.loads(path.read_text(encoding="utf-8"))
    names = dict(Tenant.objects.filter(slug__in={row["tenant"] for row in rows}).values_list("slug", "name"))
    return [
        DemoAccount(
            tenant=names.get(row["tenant"], row["tenant"]),
            username=row["username"],
            password=row["password"],
            role=row.get("title") or Role(row["role"]).label,
            unit=row["unit"] or "",
        )
        for row in rows
    ]
