"""Putting a version of the form in force, from a period on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from reports.form_design import flaws
from reports.models import DispatchForm, Period, Submission
from reports.selectors import forms as selectors
from reports.selectors import periods
from reports.selectors.form_plan import Affected, Loss, affected, require_free
from reports.services import filing_trail
from reports.services.forms import UnsoundForm, locked_draft
from units import audit
from units.actors import Actor


@transaction.atomic
def publish(*, actor: Actor, version: int, seen: str, from_period: str | None, at: datetime) -> DispatchForm:
    """Put a draft in force: the open periods of the campaign from this one on (by label) go over to it.

    Without a period it waits for those created from now on. `seen` is the mark of the draft that the person
    read. Conflict when a period concerned is closed, or when somebody has signed or filed by the old form.
    Filings under way keep the values that still mean the same; the others are taken out, and the trail says so.
    """
    form = locked_draft(actor, version, seen)
    if found := flaws(form.specs(), selectors.allowed()):
        raise UnsoundForm(found)
    plan: Sequence[Affected] = ()
    if from_period is not None:
        plan = affected(form, periods.period_by_label(from_period), lock=True)
        require_free(plan)
    form.published_at, form.published_by_id = at, actor.user_id
    form.save(update_fields=["published_at", "published_by"])
    for each in plan:
        _go_over(each, form, actor, at)
    start = f"从{plan[0].period.title}起启用" if plan else "以后新建的期次启用"
    audit.record(
        actor=actor,
        at=at,
        action="form.published",
        about=form,
        summary=f"发布{form}，{start}（共{len(plan)}期改用）",
        detail={"periods": [each.period.label for each in plan]},
    )
    return form


def _go_over(each: Affected, form: DispatchForm, actor: Actor, at: datetime) -> None:
    """One period gets the new form; whoever has its page open meets a conflict instead of a half-old table."""
    Period.objects.filter(pk=each.period.pk).update(form=form)
    for loss in each.begun:
        _cut(loss, form, actor, at)
    if each.period.starts_on <= at.astimezone(each.period.tenant.zone).date():
        _begin_for_the_others(each.period)


def _cut(loss: Loss, form: DispatchForm, actor: Actor, at: datetime) -> None:
    filing = loss.submission
    filing.values = dict(loss.kept)
    filing.version += 1
    filing.save(update_fields=["values", "version"])
    if loss.changes:
        filing_trail.note(
            filing,
            actor=actor,
            at=at,
            action="form",
            verb="改用新表式",
            changes=loss.changes,
            note=f"改用{form}，原来填的{len(loss.changes)}项不再适用，已清空",
        )


def _begin_for_the_others(period: Period) -> None:
    """Units that have not saved anything may have the page open too: an empty filing makes theirs stale."""
    waiting = periods.owing_units(period).exclude(submissions__period=period)
    Submission.objects.bulk_create(
        [Submission(period=period, unit=unit, version=1) for unit in waiting], ignore_conflicts=True
    )
