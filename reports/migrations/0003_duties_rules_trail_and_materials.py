"""Both duties of a period, extensions, rules as data, the trail of a filing, corrections and materials."""

import django.db.models.deletion
import units.scoping
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0002_walls'),
        ('units', '0004_keeper_of_the_library'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='obligation',
            options={'ordering': ['period', 'unit', 'duty']},
        ),
        migrations.RemoveConstraint(
            model_name='obligation',
            name='obligation_once',
        ),
        migrations.AddField(
            model_name='dispatchform',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='dispatchform',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='indicator',
            name='cumulative',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='indicator',
            name='evidence',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='indicator',
            name='source',
            field=models.CharField(choices=[('typed', '填报'), ('ledger', '台账'), ('enforcement', '执法记录')], default='typed', max_length=12),
        ),
        migrations.AddField(
            model_name='obligation',
            name='duty',
            field=models.CharField(choices=[('ledger', '台账'), ('form', '调度表')], default='form', max_length=6),
        ),
        migrations.AddField(
            model_name='obligation',
            name='extended_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='obligation',
            name='extension_reason',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='obligation',
            name='nil',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='period',
            name='cycle',
            field=models.CharField(choices=[('monthly', '月调度'), ('weekly', '周调度'), ('irregular', '临时调度')], default='monthly', max_length=10),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='changes',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='submission',
            name='comments',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='submission',
            name='reasons',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='indicator',
            name='not_for',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name='obligation',
            name='timeliness',
            field=models.CharField(choices=[('on_time', '按时'), ('extended', '延期内报送'), ('late', '迟报'), ('missing', '缺报')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['typed', 'ledger', 'enforcement'])), name='indicator_source_known'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.UniqueConstraint(fields=('tenant', 'period', 'unit', 'duty'), name='obligation_once'),
        ),
        migrations.AddConstraint(
            model_name='period',
            constraint=models.CheckConstraint(condition=models.Q(('cycle__in', ['monthly', 'weekly', 'irregular'])), name='period_cycle_known'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='submission_tenant_and_id'),
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=60)),
                ('kinds', models.JSONField(blank=True, default=list)),
                ('subject', models.CharField(choices=[('form', '整张表'), ('each', '逐项指标')], default='form', max_length=6)),
                ('expression', models.CharField(max_length=300)),
                ('severity', models.CharField(choices=[('block', '不改正不能报送'), ('reason', '要说明原因'), ('hint', '提示核对')], max_length=8)),
                ('office_only', models.BooleanField(default=False)),
                ('message', models.CharField(max_length=200)),
                ('basis', models.CharField(blank=True, max_length=120)),
                ('is_on', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
            ],
            options={
                'ordering': ['order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='rule_code_once'), models.CheckConstraint(condition=models.Q(('office_only', False), ('severity', 'hint'), _connector='OR'), name='rule_office_only_is_a_hint')],
            },
        ),
        migrations.CreateModel(
            name='DutyExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('reason', models.CharField(max_length=200)),
                ('granted_at', models.DateTimeField()),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='reports.period')),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'ordering': ['period', 'unit'],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'period', 'unit'), name='duty_extension_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='duty_extension_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='LedgerStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nil', models.BooleanField(default=False)),
                ('records', models.PositiveIntegerField()),
                ('first_stated_at', models.DateTimeField()),
                ('stated_at', models.DateTimeField()),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledger_statements', to='reports.period')),
                ('stated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'ordering': ['period', 'unit'],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'period', 'unit'), name='ledger_statement_once'), models.CheckConstraint(condition=models.Q(('nil', False), ('records', 0), _connector='OR'), name='ledger_statement_nil_is_none')],
            },
        ),
        migrations.CreateModel(
            name='FilingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('action', models.CharField(max_length=20)),
                ('verb', models.CharField(max_length=20)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('changes', models.JSONField(blank=True, default=dict)),
                ('comments', models.JSONField(blank=True, default=dict)),
                ('values', models.JSONField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=60)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='reports.submission')),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'ordering': ['submission', 'id'],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'submission', 'number'), name='filing_event_number_once')],
            },
        ),
        migrations.CreateModel(
            name='FieldEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('stored', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('uploader_name', models.CharField(max_length=60)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('remover_name', models.CharField(blank=True, max_length=60)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='reports.submission')),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('uploader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['tenant', 'submission', 'code'], name='field_evidence_by_field')],
                'constraints': [models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), models.Q(('remover_name', ''), _negated=True), _connector='OR'), name='field_evidence_removed_by')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', '待审批'), ('granted', '已更正'), ('refused', '未同意')], default='asked', max_length=8)),
                ('changes', models.JSONField()),
                ('reason', models.CharField(max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.period')),
                ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.snapshot')),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('tenant', 'period', 'unit'), name='correction_one_at_a_time'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='correction_decided_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'granted'), _negated=True), ('snapshot__isnull', False), _connector='OR'), name='correction_granted_has_snapshot')],
            },
        ),
        migrations.CreateModel(
            name='MaterialTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('demand', models.CharField(blank=True, max_length=300)),
                ('kinds', models.JSONField(blank=True, default=list)),
                ('due_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='reports.campaign')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
            ],
            options={
                'ordering': ['-due_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'campaign', 'name'), name='material_task_once'), models.UniqueConstraint(fields=('tenant', 'id'), name='material_task_tenant_and_id')],
            },
        ),
        migrations.CreateModel(
            name='MaterialFiling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('filed', '已报送'), ('returned', '已退回')], default='filed', max_length=8)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('stored', models.CharField(max_length=100)),
                ('first_filed_at', models.DateTimeField()),
                ('filed_at', models.DateTimeField()),
                ('return_reason', models.CharField(blank=True, max_length=300)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('filed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(default=units.scoping.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='reports.materialtask')),
            ],
            options={
                'ordering': ['task', 'unit__order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'task', 'unit'), name='material_filing_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='material_returned_has_reason')],
            },
        ),
    ]
