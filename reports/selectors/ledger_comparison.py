"""The ledger beside the dispatch form's 重大隐患 columns of the same period, unit by unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from reports import policies
from reports.models import Campaign, Period, PeriodState, Submission
from reports.selectors import submissions
from reports.selectors.ledger_columns import COLUMNS, column_counts
from reports.snapshot import decimal_text, values_from
from reports.transitions import State
from units.actors import Actor
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Difference:
    """A column in which form and ledger do not agree (条). `form` is None where the field was left empty."""

    label: str
    form: Decimal | None
    ledger: int

    @property
    def words(self) -> str:
        form = "未填" if self.form is None else decimal_text(self.form)
        return f"{self.label} 调度表 {form}、台账 {self.ledger}"


@dataclass(frozen=True, slots=True)
class Differing:
    """A unit whose form and ledger do not agree."""

    unit: Unit
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cumulative numbers up to a period's end: of the units whose form was filed (I12).

    `form` and `ledger` are sums by column, of those columns the form has.
    """

    period: Period
    compared: int
    form: Mapping[str, Decimal]
    ledger: Mapping[str, int]
    differing: tuple[Differing, ...]

    @property
    def sides(self) -> tuple[str, str]:
        """Both sums in words: 企业自查 81、部门检查 74, once for the form and once for the ledger."""
        form = "、".join(f"{COLUMNS[code][1]} {decimal_text(total)}" for code, total in self.form.items())
        return form, "、".join(f"{COLUMNS[code][1]} {total}" for code, total in self.ledger.items())


def comparable(actor: Actor, campaign: Campaign) -> Sequence[Period]:
    """The campaign's periods for which this person may see filed forms, the latest first."""
    filed = Submission.objects.filter(period=OuterRef("pk"), state=State.FILED)
    if not actor.is_tenant_wide:
        filed = filed.filter(unit__in=actor.own_units)
    found = Period.objects.filter(Exists(filed), campaign=campaign).select_related("form")
    if actor.is_tenant_wide and not policies.may_see_everything(actor):
        found = found.exclude(state=PeriodState.OPEN)
    return list(found.order_by("-cutoff_at", "-id"))


def comparison(actor: Actor, campaign: Campaign, period: Period) -> Comparison | None:
    """The period's forms beside the ledger: three queries. None when the form has no such column."""
    codes = [spec.code for spec in period.form.specs() if spec.code in COLUMNS]
    if not codes:
        return None
    kept = column_counts(actor, campaign, period)
    filed = submissions.visible_submissions(actor, period).filter(state=State.FILED)
    form, sums = dict.fromkeys(codes, Decimal(0)), dict.fromkeys(codes, 0)
    differing, compared = [], 0
    for submission in filed:
        values = values_from(submission.values)
        compared += 1
        for code in codes:
            form[code] += values.get(code, Decimal(0))
            sums[code] += kept.get((submission.unit_id, code), 0)
        differences = tuple(
            Difference(COLUMNS[code][1], values.get(code), kept.get((submission.unit_id, code), 0))
            for code in codes
            if values.get(code) != kept.get((submission.unit_id, code), 0)
        )
        if differences:
            differing.append(Differing(submission.unit, differences))
    return Comparison(period, compared, form, sums, tuple(differing))
