"""The walls as the database keeps them, whatever the code above forgets (I3, I4)."""

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, transaction
from psycopg2.errors import InsufficientPrivilege

from config.embedded.roles import OWNER
from tests.factories import make_district
from tests.walls import Two, columns_of, execute, fill_tables, rows, seen, tables_with, tenant_tables
from units.scoping import TenantModel, scope

# Who serves in which unit, or regulates which enterprise, is no figure: walled by tenant only.
NOT_FIGURES = frozenset({"units_membership", "hazards_regulation"})
WHOLE_ONLY = frozenset(
    {
        "reports_snapshot",
        "notices_circular",
        "notices_circularevent",
        "notices_circulartemplate",
        "notices_circularversion",
        "notices_documentseries",
        "notices_letterhead",
        "notices_numberacceptance",
        "notices_outboxmail",
    }
)
APPEND_ONLY = frozenset(
    {
        "reports_snapshot",
        "reports_obligation",
        "reports_filingevent",
        "units_auditentry",
        "hazards_hazardevent",
        "notices_circularevent",
        "notices_circulartemplate",
        "notices_circularversion",
    }
)


@pytest.fixture
def two(db: None) -> Two:
    """Two tenants with rows in every table; no scope is open."""
    made = Two(make_district(), make_district("hanjiang"))
    for district in (made.one, made.other):
        with scope(district.tenant.pk):
            fill_tables(district)
    return made


def refused(statement: str, *values: object) -> bool:
    """Whether the database refuses for want of a right, leaving the transaction usable."""
    try:
        with transaction.atomic():
            execute(statement, *values)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        return True
    return False


def test_I3_rows_exist_that_could_leak(two: Two) -> None:
    for district in (two.one, two.other):
        with scope(district.tenant.pk):
            found = seen("tenant_id", tenant_tables())
        assert found == {table: {district.tenant.pk} for table in tenant_tables()}


def test_I3_without_scope_every_table_is_empty(two: Two) -> None:
    assert seen("tenant_id", tenant_tables()) == {table: set() for table in tenant_tables()}


def test_I3_forgotten_manager_yields_nothing_without_scope(two: Two) -> None:
    models = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    assert {model: model._base_manager.count() for model in models} == dict.fromkeys(models, 0)


def test_I3_forgotten_manager_yields_only_the_open_tenant(two: Two) -> None:
    models = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    with scope(two.other.tenant.pk):
        found = {model: set(model._base_manager.values_list("tenant_id", flat=True)) for model in models}
    assert found == {model: {two.other.tenant.pk} for model in models}


def test_I3_asking_for_the_other_tenant_yields_nothing(two: Two) -> None:
    with scope(two.one.tenant.pk):
        for table in tenant_tables():
            assert rows(f"SELECT count(*) FROM {table} WHERE tenant_id = %s", two.other.tenant.pk) == [(0,)]


def test_I3_unit_scope_shows_only_its_unit(two: Two) -> None:
    walled = [table for table in tables_with("unit_id") if table not in NOT_FIGURES | WHOLE_ONLY]
    with scope(two.one.tenant.pk, units={two.one.town.pk}):
        found = seen("unit_id", walled)
    assert found == {table: {two.one.town.pk} for table in walled}


def test_I3_scope_without_units_shows_no_figures(two: Two) -> None:
    walled = [table for table in tables_with("unit_id") if table not in NOT_FIGURES | WHOLE_ONLY]
    with scope(two.one.tenant.pk, units=()):
        found = seen("unit_id", walled)
    assert found == {table: set() for table in walled}


def test_I3_unit_of_another_tenant_opens_nothing(two: Two) -> None:
    walled = [table for table in tables_with("unit_id") if table not in NOT_FIGURES | WHOLE_ONLY]
    with scope(two.one.tenant.pk, units={two.other.town.pk}):
        assert seen("unit_id", walled) == {table: set() for table in walled}


def test_I3_whole_tables_are_invisible_to_units(two: Two) -> None:
    with scope(two.one.tenant.pk, units={unit.pk for unit in two.one.units}):
        assert seen("tenant_id", sorted(WHOLE_ONLY)) == {table: set() for table in WHOLE_ONLY}


def test_I3_insert_naming_another_tenant_is_refused(two: Two) -> None:
    def copied(table: str) -> bool:
        others = ", ".join(f'"{name}"' for name in columns_of(table) if name != "tenant_id")
        copy = f"INSERT INTO {table} (tenant_id, {others}) SELECT %s, {others} FROM {table} LIMIT 1"
        return not refused(copy, two.other.tenant.pk)

    with scope(two.one.tenant.pk):
        assert [table for table in tenant_tables() if copied(table)] == []


def test_I3_update_naming_another_tenant_is_refused(two: Two) -> None:
    def moved(table: str) -> bool:
        return not refused(f"UPDATE {table} SET tenant_id = %s", two.other.tenant.pk)

    with scope(two.one.tenant.pk):
        assert [table for table in tenant_tables() if moved(table)] == []


def test_I3_rows_of_another_tenant_cannot_be_changed_or_deleted(two: Two) -> None:
    other = two.other.tenant.pk
    with scope(two.one.tenant.pk):
        touched = {
            table: (
                execute(f"UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = %s", other),
                execute(f"DELETE FROM {table} WHERE tenant_id = %s", other),
            )
            for table in tenant_tables()
        }
    assert touched == dict.fromkeys(tenant_tables(), (0, 0))


def test_I3_unit_scope_cannot_write_for_another_unit(two: Two) -> None:
    with scope(two.one.tenant.pk, units={two.one.town.pk}):
        assert execute("UPDATE reports_submission SET nil = true WHERE unit_id = %s", two.one.bureau.pk) == 0
        assert refused("UPDATE reports_submission SET unit_id = %s", two.one.bureau.pk)


def test_I3_unit_sees_only_what_was_delivered_to_it(two: Two) -> None:
    with scope(two.one.tenant.pk, units={two.one.town.pk}):
        assert len(rows("SELECT id FROM notices_publication")) == 1
        assert refused("UPDATE notices_publication SET note = 'x'")
    with scope(two.one.tenant.pk, units={two.one.bureau.pk}):
        assert rows("SELECT id FROM notices_publication") == []


def test_I4_issued_text_stays_as_it_was(two: Two) -> None:
    with scope(two.one.tenant.pk):
        assert refused("UPDATE notices_publication SET title = 'x'")
        assert refused("DELETE FROM notices_publication")
        assert refused("UPDATE notices_circular SET content = '[]' WHERE number IS NOT NULL")
        assert execute("UPDATE notices_publication SET state = 'withdrawn', note = 'x'") == 1
        assert execute("UPDATE notices_circular SET state = 'withdrawn' WHERE number IS NOT NULL") == 1


CROSS_REFERENCES = """
    SELECT child.relname, a.attname
    FROM pg_constraint f
    JOIN pg_class child ON child.oid = f.conrelid
    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
    WHERE f.contype = 'f' AND cardinality(f.conkey) = 1
      AND child.relname = ANY (%s) AND f.confrelid::regclass::text = ANY (%s)
      AND NOT EXISTS (
          SELECT 1 FROM pg_constraint pair
          JOIN pg_attribute t ON t.attrelid = pair.conrelid AND t.attname = 'tenant_id'
          WHERE pair.contype = 'f' AND pair.conrelid = f.conrelid AND pair.confrelid = f.confrelid
            AND pair.conkey = ARRAY[t.attnum, a.attnum])
"""


@pytest.mark.django_db
def test_I3_every_reference_between_tenant_tables_carries_the_tenant() -> None:
    tables = list(tenant_tables())
    assert rows(CROSS_REFERENCES, tables, tables) == []


UNIQUE_WITHOUT_TENANT = """
    SELECT i.indexrelid::regclass::text FROM pg_index i
    JOIN pg_attribute t ON t.attrelid = i.indrelid AND t.attname = 'tenant_id'
    WHERE i.indisunique AND NOT i.indisprimary AND i.indrelid::regclass::text = ANY (%s)
      AND NOT t.attnum = ANY (i.indkey::int2[])
"""


@pytest.mark.django_db
def test_I3_every_unique_constraint_carries_the_tenant() -> None:
    """A clash with another tenant's row would tell that it exists."""
    assert rows(UNIQUE_WITHOUT_TENANT, list(tenant_tables())) == []


@pytest.mark.parametrize(
    ("table", "column", "target"),
    [
        ("units_membership", "unit_id", "bureau"),
        ("units_unitgrant", "content_object_id", "town"),
        ("units_unit", "parent_id", "town"),
        ("reports_period", "campaign_id", "campaign"),
        ("reports_period", "form_id", "form"),
        ("reports_submission", "unit_id", "bureau"),
        ("reports_submission", "period_id", "period"),
        ("hazards_hazard", "unit_id", "bureau"),
        ("hazards_regulation", "unit_id", "bureau"),
    ],
)
def test_I3_row_cannot_refer_to_another_tenants_row(two: Two, table: str, column: str, target: str) -> None:
    foreign = getattr(two.other, target).pk
    row = f"(SELECT max(id) FROM {table} WHERE {column} IS NOT NULL OR '{table}' = 'units_unit')"

    def refer() -> None:
        with scope(two.one.tenant.pk):
            assert execute(f"UPDATE {table} SET {column} = %s WHERE id = {row}", foreign) == 1
            execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="foreign key"):
        refer()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE reports_submission DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE reports_submission NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE reports_snapshot DISABLE TRIGGER append_only",
        "ALTER TABLE reports_submission OWNER TO CURRENT_USER",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "DROP POLICY walls ON reports_submission",
        "CREATE POLICY hole ON reports_submission USING (true)",
        "DROP TRIGGER append_only ON reports_snapshot",
        "DROP TABLE reports_submission CASCADE",
        "TRUNCATE reports_snapshot CASCADE",
        "CREATE TABLE hoard (id int)",
        "CREATE FUNCTION hole() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION qinghuan_whole() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "SELECT qinghuan_protect('reports_submission', 'tenant')",
        f"SET ROLE {OWNER}",
        f"SET SESSION AUTHORIZATION {OWNER}",
        "SET session_replication_role = replica",
        "SET row_security = off; SELECT * FROM reports_submission",
    ],
)
@pytest.mark.django_db
def test_I3_application_role_cannot_take_down_the_walls(statement: str) -> None:
    assert refused(statement)


@pytest.mark.django_db
def test_I3_application_role_is_neither_superuser_nor_owner() -> None:
    owner = "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
    assert rows(owner) == [(0,)]
    assert rows("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [
        (False, False)
    ]


@pytest.mark.django_db
def test_I3_walls_bind_the_owner_too() -> None:
    assert rows("SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity") == []


@pytest.mark.django_db
def test_I4_append_only_tables_are_these() -> None:
    found = rows(
        "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only' AND tgenabled = 'O'"
    )
    assert {name for (name,) in found} == APPEND_ONLY


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
def test_I4_append_only_rows_can_be_neither_changed_nor_deleted(two: Two, table: str) -> None:
    with scope(two.one.tenant.pk):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
                execute(statement)
        assert rows(f"SELECT count(*) > 0 FROM {table}") == [(True,)]
