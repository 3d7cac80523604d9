"""A rule tried on what was filed before, without switching it on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef

from reports.models import Period, Submission
from reports.rules import RuleSpec, broken
from reports.selectors.findings import facts_of
from reports.selectors.office_facts import office_facts
from reports.selectors.rules import require_fit, require_keeper
from reports.transitions import State
from units.actors import Actor
from units.models import Unit

PERIODS = 6
"""So many of the latest periods are looked at."""


@dataclass(frozen=True, slots=True)
class Caught:
    """A unit in which the rule would have found something, and what it would have read there."""

    unit: Unit
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have found in one period, among so many `filings`; units in printed order."""

    period: Period
    filings: int
    caught: tuple[Caught, ...]

    @property
    def words(self) -> str:
        """在2023年9月的27家中会查出3家."""
        found = f"会查出{len(self.caught)}家" if self.caught else "不会查出任何一家"
        return f"在{self.period.title}的{self.filings}家中{found}"


def try_out(actor: Actor, rule: RuleSpec) -> Sequence[Trial]:
    """The rule evaluated against the filed tables of the latest periods, the latest first.

    NotAllowed unless this person keeps the rules; UnfitRule when it cannot be kept. Stores nothing.
    """
    require_keeper(actor)
    require_fit(rule)
    filed = Submission.objects.filter(period=OuterRef("pk"), state=State.FILED)
    latest = Period.objects.filter(Exists(filed)).select_related("form", "campaign")[:PERIODS]
    return [_trial(period, rule) for period in latest]


def _trial(period: Period, rule: RuleSpec) -> Trial:
    filings = Submission.objects.filter(period=period, state=State.FILED).select_related("unit")
    by_unit = {filing.unit_id: filing for filing in filings.order_by("unit__order", "unit_id")}
    facts = facts_of(period, [(filing.unit, filing) for filing in by_unit.values()])
    if rule.office_only:
        hints = office_facts(period, facts, set(by_unit))
        facts = {unit_id: replace(each, office=hints[unit_id]) for unit_id, each in facts.items()}
    found = {unit_id: tuple(each.message for each in broken(rule, facts[unit_id])) for unit_id in by_unit}
    caught = [Caught(by_unit[unit_id].unit, messages) for unit_id, messages in found.items() if messages]
    return Trial(period, len(by_unit), tuple(caught))
