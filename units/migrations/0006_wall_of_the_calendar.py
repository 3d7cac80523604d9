"""Wall of the calendar."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("units", "0005_working_calendar")]

    operations = [
        migrations.RunSQL("SELECT qinghuan_protect('units_calendarday', 'tenant');", migrations.RunSQL.noop)
    ]
