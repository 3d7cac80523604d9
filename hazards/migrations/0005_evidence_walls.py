"""Walls of evidence, extensions, second looks and imports: like the records they belong to (I3)."""

from django.db import migrations

WALLS = """
SELECT qinghuan_protect('hazards_evidence', 'unit');
SELECT qinghuan_protect('hazards_extension', 'unit');
SELECT qinghuan_protect('hazards_draw', 'tenant');
SELECT qinghuan_protect('hazards_secondlook', 'unit');
SELECT qinghuan_protect('hazards_ledgerimport', 'unit');
SELECT qinghuan_protect('hazards_importrow', 'unit');
SELECT qinghuan_same_tenant('hazards_evidence', 'hazard_id', 'hazards_hazard');
SELECT qinghuan_same_tenant('hazards_evidence', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('hazards_extension', 'hazard_id', 'hazards_hazard');
SELECT qinghuan_same_tenant('hazards_extension', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('hazards_secondlook', 'draw_id', 'hazards_draw');
SELECT qinghuan_same_tenant('hazards_secondlook', 'hazard_id', 'hazards_hazard');
SELECT qinghuan_same_tenant('hazards_secondlook', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('hazards_ledgerimport', 'unit_id', 'units_unit');
SELECT qinghuan_same_tenant('hazards_importrow', 'batch_id', 'hazards_ledgerimport');
SELECT qinghuan_same_tenant('hazards_importrow', 'hazard_id', 'hazards_hazard');
SELECT qinghuan_same_tenant('hazards_importrow', 'unit_id', 'units_unit');
"""


class Migration(migrations.Migration):
    dependencies = [("hazards", "0004_evidence_rectification_imports"), ("units", "0002_walls")]

    operations = [migrations.RunSQL(WALLS, migrations.RunSQL.noop)]
