"""Walls of what 0003 added; the trail of a filing cannot be rewritten (I3, I8)."""

from django.db import migrations

WALLS = """
SELECT qinghuan_protect('reports_rule', 'tenant');
SELECT qinghuan_protect('reports_dutyextension', 'unit');
SELECT qinghuan_protect('reports_ledgerstatement', 'unit');
SELECT qinghuan_protect('reports_filingevent', 'unit');
SELECT qinghuan_protect('reports_fieldevidence', 'unit');
SELECT qinghuan_protect('reports_correction', 'unit');
SELECT qinghuan_protect('reports_materialtask', 'tenant');
SELECT qinghuan_protect('reports_materialfiling', 'unit');
SELECT qinghuan_same_tenant('reports_dutyextension', 'period_id', 'reports_period');
SELECT qinghuan_same_tenant('reports_dutyextension', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('reports_ledgerstatement', 'period_id', 'reports_period');
SELECT qinghuan_same_tenant('reports_ledgerstatement', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('reports_filingevent', 'submission_id', 'reports_submission');
SELECT qinghuan_same_tenant('reports_filingevent', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('reports_fieldevidence', 'submission_id', 'reports_submission');
SELECT qinghuan_same_tenant('reports_fieldevidence', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('reports_correction', 'period_id', 'reports_period');
SELECT qinghuan_same_tenant('reports_correction', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('reports_correction', 'snapshot_id', 'reports_snapshot');
SELECT qinghuan_same_tenant('reports_materialtask', 'campaign_id', 'reports_campaign');
SELECT qinghuan_same_tenant('reports_materialfiling', 'task_id', 'reports_materialtask');
SELECT qinghuan_same_tenant('reports_materialfiling', 'unit_id', 'units_unit');
SELECT qinghuan_append_only('reports_filingevent');
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_duties_rules_trail_and_materials")]

    operations = [migrations.RunSQL(WALLS, migrations.RunSQL.noop)]
