"""Walls of drafts, publications and mail (I3); what was issued stays as it was (I4)."""

from django.db import migrations

WALLS = r"""
SELECT qinghuan_protect('notices_circulartemplate', 'whole');
SELECT qinghuan_protect('notices_circularversion', 'whole');
SELECT qinghuan_protect('notices_circularevent', 'whole');
SELECT qinghuan_protect('notices_numberacceptance', 'whole');
SELECT qinghuan_protect('notices_letterhead', 'whole');
SELECT qinghuan_protect('notices_documentseries', 'whole');
SELECT qinghuan_protect('notices_outboxmail', 'whole');
SELECT qinghuan_protect('notices_delivery', 'unit');

-- A unit sees what was delivered to it; the deliveries have the unit's wall themselves.
ALTER TABLE notices_publication ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY walls ON notices_publication
    USING (
        tenant_id = (SELECT qinghuan_tenant())
        AND ((SELECT qinghuan_whole()) OR id IN (SELECT publication_id FROM notices_delivery))
    )
    WITH CHECK (tenant_id = (SELECT qinghuan_tenant()) AND (SELECT qinghuan_whole()));

SELECT qinghuan_same_tenant('notices_circular', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('notices_circular', 'supersedes_id', 'notices_circular');
SELECT qinghuan_same_tenant('notices_circularversion', 'circular_id', 'notices_circular');
SELECT qinghuan_same_tenant('notices_circularevent', 'circular_id', 'notices_circular');
SELECT qinghuan_same_tenant('notices_numberacceptance', 'circular_id', 'notices_circular');
SELECT qinghuan_same_tenant('notices_publication', 'circular_id', 'notices_circular');
SELECT qinghuan_same_tenant('notices_delivery', 'publication_id', 'notices_publication');
SELECT qinghuan_same_tenant('notices_delivery', 'unit_id', 'units_unit');

SELECT qinghuan_append_only('notices_circulartemplate');
SELECT qinghuan_append_only('notices_circularversion');
SELECT qinghuan_append_only('notices_circularevent');

CREATE FUNCTION qinghuan_refuse_change_but() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - TG_ARGV::text[] <> to_jsonb(OLD) - TG_ARGV::text[] THEN
        RAISE EXCEPTION 'rows of % do not change once issued', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER issued_stays BEFORE UPDATE OR DELETE ON notices_publication
    FOR EACH ROW EXECUTE FUNCTION qinghuan_refuse_change_but('state', 'note');
CREATE TRIGGER issued_stays BEFORE UPDATE OR DELETE ON notices_circular
    FOR EACH ROW WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION qinghuan_refuse_change_but('state');
"""

DOWN = """
DROP TRIGGER issued_stays ON notices_circular;
DROP TRIGGER issued_stays ON notices_publication;
DROP FUNCTION qinghuan_refuse_change_but();
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_circulars_issued")]

    operations = [migrations.RunSQL(WALLS, DOWN)]
