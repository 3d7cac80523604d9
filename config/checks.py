"""Checks at start: what must be true before anybody is served."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from units.scoping import TenantManager, TenantModel


@register(Tags.models)
def tenant_models_are_scoped(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every model of a tenant has the manager that fails closed."""
    owned = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    managers: list[tuple[str, object]] = [(model._meta.label, model._default_manager) for model in owned]
    return [
        Error(f"{label} belongs to a tenant but its default manager is not a TenantManager")
        for label, manager in managers
        if not isinstance(manager, TenantManager)
    ]


UNWALLED = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE a.attname = 'tenant_id' AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
      AND c.relnamespace = 'public'::regnamespace
      AND (NOT c.relrowsecurity OR NOT c.relforcerowsecurity
           OR NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
"""
ROLE = """
    SELECT rolsuper OR rolbypassrls,
           EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid AND relkind = 'r'
                   AND relnamespace = 'public'::regnamespace)
    FROM pg_roles r WHERE rolname = current_user
"""


@register(Tags.database)
def database_walls_stand(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The application's role is subject to row-level security, and no tenant's table lacks a policy (I3)."""
    if "default" not in (kwargs.get("databases") or ()):
        return []
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        mighty, owner = cursor.fetchone()
        if mighty or owner:
            found.append(
                Error(
                    "数据库账号是超级用户或表的所有者，行级隔离对它不起作用；请改用普通账号（DATABASE_URL）。"
                )
            )
        cursor.execute(UNWALLED)
        found += [Error(f"表 {name} 没有行级隔离策略，不能提供服务。") for (name,) in cursor.fetchall()]
    return found
