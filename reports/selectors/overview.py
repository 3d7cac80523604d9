"""All periods at a glance: how many units owe a filing in each, and how many have filed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from reports import policies
from reports.models import Duty, Obligation, Period, Submission
from reports.selectors import periods
from reports.snapshot import Timeliness
from reports.transitions import State
from units.actors import Actor
from units.errors import NotAllowed
from units.models import Unit


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period with its counts of units: owing, filed so far, and of these late."""

    period: Period
    owing: int
    filed: int
    late: int

    @property
    def missing(self) -> int:
        """Units whose filing is not in."""
        return self.owing - self.filed


def overview(actor: Actor) -> Sequence[PeriodLine]:
    """The periods with their counts, the latest first: four queries, however many periods.

    Closed periods are counted over the frozen list of obliged units, open ones over those owing today.
    """
    return _lines(actor, periods.periods())


def line(actor: Actor, period: Period) -> PeriodLine:
    """One period with its counts."""
    return _lines(actor, [period])[0]


def _lines(actor: Actor, wanted: Sequence[Period]) -> Sequence[PeriodLine]:
    if not policies.may_see_closed_figures(actor):
        raise NotAllowed("期次总览由安委办、管理员和领导查看。您可以在“本单位”页查看自己的往期报送。")
    ids = [period.pk for period in wanted]
    frozen = {
        row["period_id"]: row
        for row in Obligation.objects.filter(period__in=ids, duty=Duty.FORM)
        .order_by()
        .values("period_id")
        .annotate(
            owing=Count("id"),
            missing=Count("id", filter=Q(timeliness=Timeliness.MISSING)),
            late=Count("id", filter=Q(timeliness=Timeliness.LATE)),
        )
    }
    filed = {
        row["period_id"]: row
        for row in Submission.objects.filter(period__in=ids, state=State.FILED)
        .order_by()
        .values("period_id")
        .annotate(
            filed=Count("id"),
            late=Count("id", filter=Q(first_filed_at__gte=F("period__cutoff_at"))),
            merged=Count("id", filter=Q(unit__obliged=False) | Q(unit__is_active=False)),
        )
    }
    obliged = Unit.objects.filter(obliged=True, is_active=True).count()
    return [_line(period, frozen.get(period.pk), filed.get(period.pk), obliged) for period in wanted]


def _line(
    period: Period, frozen: Mapping[str, Any] | None, filed: Mapping[str, Any] | None, obliged: int
) -> PeriodLine:
    if frozen is not None:
        return PeriodLine(period, frozen["owing"], frozen["owing"] - frozen["missing"], frozen["late"])
    if filed is None:
        return PeriodLine(period, obliged, 0, 0)
    # Who filed and was merged away since still belongs to the period (see `periods.owing_units`).
    return PeriodLine(period, obliged + filed["merged"], filed["filed"], filed["late"])
