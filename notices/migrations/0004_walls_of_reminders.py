"""Wall of the reminders (I3)."""

from django.db import migrations

WALLS = """
SELECT qinghuan_protect('notices_reminder', 'unit');
SELECT qinghuan_same_tenant('notices_reminder', 'period_id', 'reports_period');
SELECT qinghuan_same_tenant('notices_reminder', 'unit_id', 'units_unit');
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_reminders")]

    operations = [migrations.RunSQL(WALLS, migrations.RunSQL.noop)]
