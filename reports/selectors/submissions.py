"""Reads of one unit's filing: what stands in the form, what stood there last time, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet

from reports import policies, transitions
from reports.models import Period, Submission
from reports.selectors import findings, periods
from reports.selectors.filed import filed, values_now
from reports.snapshot import IndicatorSpec, decimal_text, values_from
from reports.transitions import Move, State
from reports.validation import Finding
from units.actors import Actor
from units.errors import NotAllowed, NotFound
from units.models import Unit
from units.policies import may_see_unit


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the form page. Texts are as shown; None is an empty field."""

    spec: IndicatorSpec
    value: Decimal | None
    previous: Decimal | None
    filled_by_kind: bool

    @property
    def text(self) -> str:
        return "" if self.value is None else decimal_text(self.value)

    @property
    def previous_text(self) -> str:
        return "" if self.previous is None else decimal_text(self.previous)

    @property
    def change(self) -> Decimal | None:
        """This period's value less the last one's."""
        return None if self.value is None or self.previous is None else self.value - self.previous

    @property
    def change_text(self) -> str:
        if self.change is None:
            return ""
        return ("+" if self.change > 0 else "") + decimal_text(self.change)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one outer header group."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything the form page shows about one unit's filing."""

    submission: Submission
    period: Period
    unit: Unit
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    moves: tuple[Move, ...]
    may_edit: bool

    @property
    def filled(self) -> int:
        """How many fields have a value."""
        return sum(field.value is not None for section in self.sections for field in section.fields)

    @property
    def total(self) -> int:
        return sum(len(section.fields) for section in self.sections)


def submission_of(period: Period, unit: Unit) -> Submission | None:
    """The unit's filing in this period with the people who signed it; None when not begun."""
    return (
        Submission.objects.filter(period=period, unit=unit)
        .select_related("filled_by", "signed_by", "filed_by", "returned_by")
        .first()
    )


def visible_unit(actor: Actor, unit_id: int) -> Unit:
    """A unit this person may look into; NotFound otherwise, without telling whether it exists."""
    unit = Unit.objects.filter(pk=unit_id).first() if may_see_unit(actor, unit_id) else None
    if unit is None:
        raise NotFound("没有这个单位，或者它不归您填报。请从“本单位”页重新进入。")
    return unit


def previous_values(period: Period, unit: Unit) -> Mapping[str, Decimal] | None:
    """What the unit had filed in the period before, as corrected since; None when nothing was."""
    before = periods.preceding(period)
    if before is None:
        return None
    found = filed().filter(period=before, unit=unit).first()
    return None if found is None else values_from(values_now(found))


def visible_submissions(actor: Actor, period: Period) -> QuerySet[Submission]:
    """The filings of a period that this person may read, in printed order (the walls apply besides)."""
    found = Submission.objects.filter(period=period).select_related("unit")
    if period.is_open and not policies.may_see_everything(actor):
        found = found.filter(unit__in=actor.own_units)
    return found


def last_filed_values(period: Period, unit: Unit) -> Mapping[str, Decimal]:
    """What the unit filed last before this period in its campaign, however long ago; empty if it never did."""
    found = (
        filed()
        .filter(
            unit=unit,
            period__campaign=period.campaign_id,
            period__cutoff_at__lt=period.cutoff_at,
        )
        .order_by("-period__cutoff_at")
        .first()
    )
    return {} if found is None else values_from(values_now(found))


def filing(actor: Actor, period: Period, unit: Unit) -> Filing:
    """The form page's content; a filing not yet begun is shown empty without being stored."""
    if not policies.may_see_filing(actor, unit.pk, period_is_open=period.is_open):
        raise NotAllowed(f"{period.title}还没有关账，各单位填报中的数据暂不公开。关账后可以查看。")
    submission = submission_of(period, unit) or Submission(period=period, unit=unit)
    submission.period = period
    specs = period.form.specs()
    values = values_from(submission.values)
    previous = previous_values(period, unit)
    hands = policies.hands(actor, unit.pk)
    return Filing(
        submission=submission,
        period=period,
        unit=unit,
        sections=_sections(specs, values, previous, unit.kind),
        findings=findings.of_filing(period, unit, submission),
        moves=transitions.permitted(State(submission.state), hands) if period.is_open and unit.owes else (),
        may_edit=submission.is_editable and unit.owes and policies.may_fill(actor, unit.pk),
    )


def _sections(
    specs: Sequence[IndicatorSpec],
    values: Mapping[str, Decimal],
    previous: Mapping[str, Decimal] | None,
    kind: str,
) -> tuple[Section, ...]:
    return tuple(
        Section(
            title,
            tuple(
                Field(spec, values.get(spec.code), (previous or {}).get(spec.code), kind not in spec.not_for)
                for spec in group
            ),
        )
        for title, group in groupby(specs, key=lambda spec: spec.group[0] if spec.group else spec.label)
    )
