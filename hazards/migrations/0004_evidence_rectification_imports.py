import django.db.models.deletion
import django.utils.timezone
import units.scoping
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hazards', '0003_ledger_walls'),
        ('units', '0003_grants_once_per_tenant'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('drawer_name', models.CharField(max_length=60)),
                ('closed_from', models.DateField()),
                ('closed_to', models.DateField()),
                ('population', models.PositiveIntegerField()),
                ('wanted', models.PositiveSmallIntegerField()),
                ('seed', models.CharField(max_length=32)),
                ('drawer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('found', '发现时'), ('rectified', '整改后'), ('reinspected', '复查时')], max_length=12)),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('original', models.CharField(max_length=100)),
                ('shown', models.CharField(blank=True, max_length=100)),
                ('thumbnail', models.CharField(blank=True, max_length=100)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=16)),
                ('taken_at', models.DateTimeField(null=True)),
                ('recorded', models.JSONField(blank=True, default=dict)),
                ('at', models.DateTimeField()),
                ('uploader_name', models.CharField(max_length=60)),
                ('removed_at', models.DateTimeField(null=True)),
                ('remover_name', models.CharField(blank=True, max_length=60)),
                ('hazard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='hazards.hazard')),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('uploader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('wanted_on', models.DateField()),
                ('reason', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('asker_name', models.CharField(max_length=60)),
                ('decision', models.CharField(choices=[('pending', '待批'), ('granted', '同意'), ('refused', '不同意')], default='pending', max_length=8)),
                ('answer', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decider_name', models.CharField(blank=True, max_length=60)),
                ('asker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hazard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='hazards.hazard')),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='LedgerImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('stored', models.CharField(max_length=100)),
                ('uploader_name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('checking', '核对中'), ('checked', '待确认'), ('storing', '导入中'), ('done', '已导入'), ('failed', '未能完成')], default='checking', max_length=8)),
                ('files_them', models.BooleanField(default=False)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('failure', models.CharField(blank=True, max_length=300)),
                ('finished_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('uploader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('new', '新增'), ('changed', '修改'), ('unchanged', '无变化'), ('bad', '有问题')], max_length=9)),
                ('values', models.JSONField(default=dict)),
                ('changes', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=dict)),
                ('stored', models.BooleanField(default=False)),
                ('hazard', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hazards.hazard')),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='hazards.ledgerimport')),
            ],
            options={
                'ordering': ['batch', 'number'],
            },
        ),
        migrations.CreateModel(
            name='SecondLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('finding', models.CharField(choices=[('pending', '待核查'), ('held', '整改到位'), ('relapsed', '整改不到位')], default='pending', max_length=8)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('looked_at', models.DateTimeField(null=True)),
                ('looker_name', models.CharField(blank=True, max_length=60)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='hazards.draw')),
                ('hazard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_looks', to='hazards.hazard')),
                ('looker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'ordering': ['draw', 'order'],
            },
        ),
        migrations.AddField(
            model_name='standard',
            name='changed_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='standard',
            name='entered',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='standard',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='standard',
            constraint=models.CheckConstraint(condition=models.Q(('entered', True), ('published_at__isnull', True), _connector='OR'), name='standard_published_if_entered'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='draw_tenant_and_id'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(('closed_to__gte', models.F('closed_from'))), name='draw_ends_after_it_starts'),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(fields=['tenant', 'hazard', 'id'], name='evidence_by_hazard'),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(fields=['tenant', 'digest'], name='evidence_by_digest'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['found', 'rectified', 'reinspected'])), name='evidence_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), models.Q(('remover_name', ''), _negated=True), _connector='OR'), name='evidence_removed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('decision', 'pending')), fields=('tenant', 'hazard'), name='extension_one_pending'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['pending', 'granted', 'refused'])), name='extension_decision_known'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('wanted_on__gt', models.F('due_on'))), name='extension_is_later'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decision', 'pending')), models.Q(models.Q(('decision', 'pending'), _negated=True), ('decided_at__isnull', False), models.Q(('decider_name', ''), _negated=True)), _connector='OR'), name='extension_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='ledgerimport',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='ledger_import_tenant_and_id'),
        ),
        migrations.AddConstraint(
            model_name='ledgerimport',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'checked', 'storing', 'done', 'failed'])), name='ledger_import_state_known'),
        ),
        migrations.AddConstraint(
            model_name='ledgerimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('failure', ''), _negated=True), _connector='OR'), name='ledger_import_fails_with_words'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['tenant', 'batch', 'kind', 'number'], name='import_row_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.UniqueConstraint(fields=('tenant', 'batch', 'number'), name='import_row_once'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['new', 'changed', 'unchanged', 'bad'])), name='import_row_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.UniqueConstraint(fields=('tenant', 'draw', 'hazard'), name='second_look_once_a_draw'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.CheckConstraint(condition=models.Q(('finding__in', ['pending', 'held', 'relapsed'])), name='second_look_finding_known'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding', 'pending'), ('looked_at__isnull', True)), models.Q(models.Q(('finding', 'pending'), _negated=True), ('looked_at__isnull', False), models.Q(('looker_name', ''), _negated=True)), _connector='OR'), name='second_look_by_somebody'),
        ),
    ]
