"""Walls of the circulars: a draft holds every unit's figures (I3)."""

from django.db import migrations

WALLS = """
SELECT qinghuan_protect('notices_circular', 'whole');
SELECT qinghuan_same_tenant('notices_circular', 'period_id', 'reports_period');
SELECT qinghuan_same_tenant('notices_circular', 'snapshot_id', 'reports_snapshot');
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_circulars"), ("reports", "0002_walls")]

    operations = [migrations.RunSQL(WALLS, migrations.RunSQL.noop)]
