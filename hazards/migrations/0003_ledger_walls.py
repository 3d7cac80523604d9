"""Walls of the ledger: the register is the tenant's, records and their trail the unit's (I3, I8)."""

from django.db import migrations

WALLS = """
SELECT qinghuan_protect('hazards_enterprise', 'tenant');
SELECT qinghuan_protect('hazards_regulation', 'tenant');
SELECT qinghuan_protect('hazards_numberseries', 'tenant');
SELECT qinghuan_protect('hazards_hazard', 'unit');
SELECT qinghuan_protect('hazards_hazardevent', 'unit');
SELECT qinghuan_same_tenant('hazards_enterprise', 'merged_into_id', 'hazards_enterprise');
SELECT qinghuan_same_tenant('hazards_regulation', 'enterprise_id', 'hazards_enterprise');
SELECT qinghuan_same_tenant('hazards_regulation', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('hazards_hazard', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('hazards_hazard', 'enterprise_id', 'hazards_enterprise');
SELECT qinghuan_same_tenant('hazards_hazardevent', 'hazard_id', 'hazards_hazard');
SELECT qinghuan_same_tenant('hazards_hazardevent', 'unit_id', 'units_unit');
SELECT qinghuan_append_only('hazards_hazardevent');
"""


class Migration(migrations.Migration):
    dependencies = [("hazards", "0002_ledger"), ("units", "0002_walls")]

    operations = [migrations.RunSQL(WALLS, migrations.RunSQL.noop)]
