"""What is checked before anybody is served (I3)."""

import pytest
from django.apps import apps
from django.core.checks import CheckMessage, run_checks
from django.db import connections, models

from config import checks
from units.models import Unit


def ids(found: list[CheckMessage]) -> list[str]:
    return [str(message.msg) for message in found]


def test_I3_models_of_tenants_have_the_manager_that_fails_closed() -> None:
    assert checks.tenant_models_are_scoped(None) == []


def test_I3_tenants_model_with_a_plain_manager_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = models.Manager[Unit]()
    monkeypatch.setattr(Unit._meta, "default_manager", plain)
    assert ids(checks.tenant_models_are_scoped(None)) == [
        "units.Unit belongs to a tenant but its default manager is not a TenantManager"
    ]


@pytest.mark.django_db
def test_I3_walls_of_the_migrated_database_stand() -> None:
    assert checks.database_walls_stand(None, databases=["default"]) == []


@pytest.mark.parametrize("databases", [None, [], ["owner"]])
def test_database_is_asked_only_when_it_is_named(databases: list[str] | None) -> None:
    """Without the mark of a database test any query would fail this one."""
    assert checks.database_walls_stand(None, databases=databases) == []


@pytest.fixture
def as_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check as it would run if the application connected as the tables' owner."""
    monkeypatch.setattr(checks, "connection", connections["owner"])


@pytest.mark.django_db(databases=["default", "owner"])
def test_I3_connecting_as_owner_is_reported(as_owner: None) -> None:
    (message,) = ids(checks.database_walls_stand(None, databases=["default"]))
    assert "超级用户或表的所有者" in message


@pytest.mark.parametrize(
    "breach",
    [
        "ALTER TABLE reports_submission DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE reports_submission NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY walls ON reports_submission",
        "CREATE TABLE hoard (id int, tenant_id bigint)",
    ],
)
@pytest.mark.django_db(databases=["default", "owner"])
def test_I3_table_without_walls_is_reported(as_owner: None, breach: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(breach)
    name = "hoard" if "hoard" in breach else "reports_submission"
    found = ids(checks.database_walls_stand(None, databases=["default"]))
    assert f"表 {name} 没有行级隔离策略，不能提供服务。" in found


def test_checks_are_registered() -> None:
    assert apps.is_installed("config")
    assert [message for message in run_checks(tags=["models"]) if message.is_serious()] == []
