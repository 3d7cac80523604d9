"""Walls of the campaign's tables; a snapshot can be neither changed nor deleted (I3, I4)."""

from django.db import migrations

WALLS = """
SELECT qinghuan_protect('reports_campaign', 'tenant');
SELECT qinghuan_protect('reports_phase', 'tenant');
SELECT qinghuan_protect('reports_dispatchform', 'tenant');
SELECT qinghuan_protect('reports_indicator', 'tenant');
SELECT qinghuan_protect('reports_period', 'tenant');
SELECT qinghuan_protect('reports_obligation', 'unit');
SELECT qinghuan_protect('reports_submission', 'unit');
SELECT qinghuan_protect('reports_snapshot', 'whole');
SELECT qinghuan_same_tenant('reports_phase', 'campaign_id', 'reports_campaign');
SELECT qinghuan_same_tenant('reports_indicator', 'form_id', 'reports_dispatchform');
SELECT qinghuan_same_tenant('reports_period', 'campaign_id', 'reports_campaign');
SELECT qinghuan_same_tenant('reports_period', 'form_id', 'reports_dispatchform');
SELECT qinghuan_same_tenant('reports_obligation', 'period_id', 'reports_period');
SELECT qinghuan_same_tenant('reports_obligation', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('reports_submission', 'period_id', 'reports_period');
SELECT qinghuan_same_tenant('reports_submission', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('reports_snapshot', 'period_id', 'reports_period');
SELECT qinghuan_append_only('reports_snapshot');
SELECT qinghuan_append_only('reports_obligation');
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_campaigns_and_filings"), ("units", "0002_walls")]

    operations = [migrations.RunSQL(WALLS, migrations.RunSQL.noop)]
