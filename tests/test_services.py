"""The database that tests run on is like the product's: unprivileged, walled, and clean each time (I3)."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import ProgrammingError, connection, connections

from config.embedded import roles
from tests.services import with_path, worker_number
from units.models import Tenant

BOTH = ["default", "owner"]


def ask(alias: str, query: str) -> object:
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
        return row[0] if row else None


@pytest.mark.django_db
def test_I3_tests_run_as_the_application_role() -> None:
    assert ask("default", "SELECT current_user") == roles.APP
    assert (
        ask("default", "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user") is False
    )


@pytest.mark.django_db
def test_I3_application_role_owns_no_table() -> None:
    assert ask("default", "SELECT count(*) FROM pg_tables WHERE tableowner = current_user") == 0
    with pytest.raises(ProgrammingError, match="must be owner"):
        ask("default", "ALTER TABLE units_unit DISABLE ROW LEVEL SECURITY")


@pytest.mark.django_db
def test_I3_rows_of_a_tenant_are_invisible_without_its_scope() -> None:
    assert ask("default", "SELECT count(*) FROM units_unit") == 0
    assert ask("default", "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'units_unit'") is True


@pytest.mark.django_db(databases=BOTH)
def test_owner_is_there_for_those_who_ask() -> None:
    assert ask("owner", "SELECT current_user") == roles.OWNER
    assert ask("owner", "SELECT current_database()") == ask("default", "SELECT current_database()")


@pytest.mark.django_db
def test_owner_is_kept_from_those_who_do_not() -> None:
    with pytest.raises(AssertionError, match="not allowed"):
        ask("owner", "SELECT 1")


@pytest.mark.django_db(databases=BOTH)
def test_aliases_do_not_see_each_others_open_work() -> None:
    Tenant.objects.create(slug="mine", name="我", office="办")
    assert ask("owner", "SELECT count(*) FROM units_tenant WHERE slug = 'mine'") == 0


@pytest.mark.parametrize("attempt", ["first", "second"])
@pytest.mark.django_db(transaction=True, databases=BOTH)
def test_transactional_test_may_change_anything_and_leaves_nothing(attempt: str) -> None:
    """Rows, even tables: the next test gets a fresh copy of the migrated database."""
    assert not Tenant.objects.exists()
    assert ask("default", "SELECT to_regclass('left_behind')") is None
    assert ask("default", "SELECT count(*) > 0 FROM django_migrations") is True
    Tenant.objects.create(slug=attempt, name="甲", office="办")
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE left_behind (id integer)")
    assert ask("owner", "SELECT slug FROM units_tenant") == attempt
    assert ask("default", "SELECT count(*) FROM left_behind") == 0


@pytest.mark.django_db(transaction=True)
def test_sequences_start_anew_for_each_transactional_test() -> None:
    """A fresh copy also gives the numbers that a first run gives."""
    first = Tenant.objects.create(slug="first", name="乙", office="办")
    assert first.pk == 1


@pytest.mark.django_db
def test_each_worker_has_a_database_and_a_redis_number_of_its_own() -> None:
    assert connection.settings_dict["NAME"] == f"test_{roles.DATABASE}_{worker_number()}"
    assert settings.REDIS_URL.endswith(f"/{worker_number()}")
    cache.set("key", "value")
    assert cache.get("key") == "value"


@pytest.mark.parametrize(
    ("url", "path", "changed"),
    [
        ("redis://:p@h:1/0", "5", "redis://:p@h:1/5"),
        ("postgresql://u:p@h:1/a?x=y", "b", "postgresql://u:p@h:1/b?x=y"),
    ],
)
def test_path_of_a_url_is_replaced(url: str, path: str, changed: str) -> None:
    assert with_path(url, path) == changed
