"""What the Excel templates of a period hold when they are downloaded."""

from reports import policies
from reports.models import Period
from reports.selectors import periods, submissions
from reports.selectors.held import held_values
from reports.snapshot import SOURCE_LABELS, Source, values_from
from reports.workbook_keys import Mark
from reports.workbook_template import TemplateLine, TemplateRow, matrix_template, unit_template
from units.actors import Actor
from units.errors import NotAllowed
from units.models import Unit


def of_all_units(actor: Actor, period: Period) -> bytes:
    """The template of all units with what is stored so far (.xlsx)."""
    if not policies.may_review(actor):
        raise NotAllowed("全部单位的模板由安委办使用。本单位的模板请在填报页下载。")
    stored = {each.unit_id: each.values for each in submissions.visible_submissions(actor, period)}
    rows = [
        TemplateRow(unit.pk, unit.name, unit.kind, values_from(stored.get(unit.pk, {})))
        for unit in periods.owing_units(period)
    ]
    mark = Mark(period.tenant.slug, period.label, period.form.version)
    title = f"{period.tenant.name}{period.title}专项行动进展情况调度表"
    return matrix_template(mark, title=title, indicators=period.form.specs(), rows=rows)


def of_unit(actor: Actor, period: Period, unit: Unit) -> bytes:
    """One unit's template: last period's values, what is stored so far, and the ledger's counts where it is empty."""
    if not policies.may_fill(actor, unit.pk):
        raise NotAllowed(f"您不是{unit.name}的填报人员，不能下载它的填报模板。如需代填，请管理员授权。")
    submission = submissions.submission_of(period, unit)
    stored = values_from(submission.values) if submission else {}
    before = submissions.last_filed_values(period, unit)
    counted = held_values(actor, period, unit)
    lines = [
        TemplateLine(
            spec,
            before.get(spec.code),
            stored.get(spec.code, counted.get(spec.code)),
            unit.kind not in spec.not_for,
            SOURCE_LABELS[Source(spec.source)],
        )
        for spec in period.form.specs()
    ]
    mark = Mark(period.tenant.slug, period.label, period.form.version, unit.pk)
    return unit_template(mark, unit=unit.name, title=period.title, lines=lines)
