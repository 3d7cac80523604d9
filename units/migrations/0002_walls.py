"""Row-level security: the functions every later migration calls, and the walls of this app's tables.

`qinghuan_protect(table, kind)` forces row-level security on a table with a `tenant_id` column:
    tenant  rows of the open tenant;
    unit    rows of the open tenant whose unit is visible (column `unit_id`);
    whole   rows of the open tenant, only for those who see all its units (snapshots, circulars).
`qinghuan_same_tenant(child, column, parent)` adds a foreign key over (tenant_id, id): a row can never
refer to another tenant's row, even with a guessed number.
`qinghuan_append_only(table)` refuses updates and deletions, whoever asks.
"""

from django.db import migrations

FUNCTIONS = r"""
CREATE FUNCTION qinghuan_tenant() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('qinghuan.tenant', true), '')::bigint $$;

CREATE FUNCTION qinghuan_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('qinghuan.person', true), '')::bigint $$;

CREATE FUNCTION qinghuan_whole() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('qinghuan.units', true), '') = '*' $$;

CREATE FUNCTION qinghuan_units() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(nullif(current_setting('qinghuan.units', true), '*'), ''), ',')::bigint[] $$;

CREATE FUNCTION qinghuan_protect(wall regclass, kind text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    visible text := 'tenant_id = (SELECT qinghuan_tenant())';
BEGIN
    IF kind = 'unit' THEN
        visible := visible || ' AND ((SELECT qinghuan_whole()) OR unit_id = ANY ((SELECT qinghuan_units())::bigint[]))';
    ELSIF kind = 'whole' THEN
        visible := visible || ' AND (SELECT qinghuan_whole())';
    ELSIF kind <> 'tenant' THEN
        RAISE EXCEPTION 'unknown kind of wall: %', kind;
    END IF;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', wall);
    EXECUTE format('CREATE POLICY walls ON %s USING (%s) WITH CHECK (%s)', wall, visible, visible);
END $$;

CREATE FUNCTION qinghuan_same_tenant(child regclass, col name, parent regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'ALTER TABLE %s ADD FOREIGN KEY (tenant_id, %I) REFERENCES %s (tenant_id, id) DEFERRABLE INITIALLY DEFERRED',
        child, col, parent);
END $$;

CREATE FUNCTION qinghuan_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION qinghuan_append_only(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION qinghuan_refuse_change()',
        target);
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION qinghuan_append_only(regclass);
DROP FUNCTION qinghuan_refuse_change();
DROP FUNCTION qinghuan_same_tenant(regclass, name, regclass);
DROP FUNCTION qinghuan_protect(regclass, text);
DROP FUNCTION qinghuan_units();
DROP FUNCTION qinghuan_whole();
DROP FUNCTION qinghuan_person();
DROP FUNCTION qinghuan_tenant();
"""

WALLS = """
SELECT qinghuan_protect('units_unit', 'tenant');
SELECT qinghuan_protect('units_membership', 'tenant');
SELECT qinghuan_protect('units_unitgrant', 'tenant');
SELECT qinghuan_protect('units_auditentry', 'tenant');
-- A person may learn in which tenants they serve, before any of them is open.
CREATE POLICY own_roles ON units_membership FOR SELECT USING (user_id = (SELECT qinghuan_person()));
SELECT qinghuan_same_tenant('units_unit', 'parent_id', 'units_unit');
SELECT qinghuan_same_tenant('units_membership', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('units_unitgrant', 'content_object_id', 'units_unit');
SELECT qinghuan_append_only('units_auditentry');
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0001_organisation")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
