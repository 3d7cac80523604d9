"""What publishing a new version of the form comes to: the periods it applies to, and what becomes of their filings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from reports.cell_changes import Changes, differences
from reports.form_changes import kept
from reports.models import DispatchForm, Period, PeriodState, Submission
from reports.snapshot import IndicatorSpec, values_from, values_json
from reports.transitions import State
from units.errors import Conflict

_HANDED_ON = frozenset({State.SIGNED, State.FILED})
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """A filing under way with the values that the new form has no place for."""

    submission: Submission
    kept: Mapping[str, str]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Affected:
    """An open period that goes over to the new form: who has signed or filed already, and who is writing."""

    period: Period
    handed_on: tuple[Submission, ...]
    begun: tuple[Loss, ...]

    @property
    def is_held(self) -> bool:
        """Whether the period cannot change its form any more."""
        return bool(self.handed_on) or not self.period.is_open

    @property
    def losing(self) -> tuple[Loss, ...]:
        return tuple(each for each in self.begun if each.changes)


def open_periods() -> Sequence[Period]:
    """The periods that a new form can start from, the next one due first."""
    return list(_periods().filter(state=PeriodState.OPEN).order_by("cutoff_at", "id"))


def affected(form: DispatchForm, first: Period, *, lock: bool = False) -> tuple[Affected, ...]:
    """The periods of the campaign from `first` on, in order, with their filings (constant queries).

    With `lock` periods and filings stay as they are until the transaction ends.
    """
    later = _periods().filter(campaign=first.campaign_id, cutoff_at__gte=first.cutoff_at)
    periods = later.select_for_update(of=("self",)) if lock else later
    found = sorted(periods.order_by("id"), key=lambda period: (period.cutoff_at, period.pk))
    filings = Submission.objects.filter(period__in=found).select_related("unit").order_by("id")
    by_period: dict[int, list[Submission]] = {}
    for filing in filings.select_for_update(of=("self",)) if lock else filings:
        by_period.setdefault(filing.period_id, []).append(filing)
    new = form.specs()
    return tuple(_affected(period, by_period.get(period.pk, ()), new) for period in found)


def first_free(form: DispatchForm, offered: Sequence[Period]) -> Period | None:
    """The first period of the campaign due next from which on nobody stands in the way; None when there is none."""
    if not offered:
        return None
    plan = affected(form, offered[0])
    held = [place for place, each in enumerate(plan) if each.is_held]
    place = held[-1] + 1 if held else 0
    return plan[place].period if place < len(plan) else None


def require_free(plan: Sequence[Affected]) -> None:
    """Conflict where a period is closed, or somebody has signed or filed by the old form."""
    for each in plan:
        if not each.period.is_open:
            raise Conflict(f"{each.period.title}已经关账，它的表式不能再换。请从关账以后的一期起启用新版。")
        if each.handed_on:
            units = [filing.unit.name for filing in each.handed_on]
            named = "、".join(units[:_NAMED]) + ("等" if len(units) > _NAMED else "")
            raise Conflict(
                f"{each.period.title}已有{len(units)}家按原表式签字或报送（{named}），不能换表式。"
                "请从以后的一期起启用，或者先把这些报送退回。"
            )


def _periods() -> QuerySet[Period]:
    return Period.objects.select_related("form", "campaign", "tenant").prefetch_related("form__indicators")


def _affected(period: Period, filings: Sequence[Submission], new: Sequence[IndicatorSpec]) -> Affected:
    old = period.form.specs()
    handed_on = tuple(filing for filing in filings if State(filing.state) in _HANDED_ON)
    begun = tuple(_loss(filing, old, new) for filing in filings if filing not in handed_on)
    return Affected(period, handed_on, begun)


def _loss(filing: Submission, old: Sequence[IndicatorSpec], new: Sequence[IndicatorSpec]) -> Loss:
    stay = values_json(kept(values_from(filing.values), old, new, filing.unit.kind))
    return Loss(filing, stay, differences(filing.values, stay))
