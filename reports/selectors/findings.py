"""What the rules say about filings: of one unit, or of all units of a period at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reports.cumulation import cumulated
from reports.facts import Facts, Values
from reports.models import FieldEvidence, Period, Submission
from reports.rules import findings
from reports.selectors.ledger_columns import COLUMNS, column_counts
from reports.selectors.office_facts import office_facts
from reports.selectors.past import past
from reports.selectors.rules import switched_on
from reports.snapshot import IndicatorSpec, Source, values_from, values_json
from reports.transitions import State
from reports.validation import Finding
from units.actors import Actor
from units.models import Unit
from units.scoping import current_tenant_id


def of_filing(
    period: Period, unit: Unit, submission: Submission | None, *, office: bool = False
) -> tuple[Finding, ...]:
    """Everything found in one unit's filing, that of an empty table when it was not begun.

    `office` adds the hints that only 安委办 may see; they need a scope over all units.
    """
    if office:
        return by_unit(period)[unit.pk] if submission is not None and submission.pk else ()
    filing = submission or Submission(period=period, unit=unit)
    facts = facts_of(period, [(unit, filing)])
    return findings(switched_on(office=False), facts[unit.pk])


def by_unit(period: Period) -> Mapping[int, tuple[Finding, ...]]:
    """What was found in every filing of the period, by unit id, 安委办's hints included.

    Constant queries; needs a scope over all units.
    """
    filings = list(Submission.objects.filter(period=period).select_related("unit"))
    facts = facts_of(period, [(filing.unit, filing) for filing in filings])
    filed = {filing.unit_id for filing in filings if filing.state == State.FILED}
    hints = office_facts(period, facts, filed)
    rules = switched_on(office=True)
    return {unit_id: findings(rules, replace(each, office=hints[unit_id])) for unit_id, each in facts.items()}


def of_table(period: Period, rows: Sequence[tuple[Unit, Values]]) -> Mapping[int, tuple[Finding, ...]]:
    """What would be found if 安委办 took in these rows (values as typed), by unit id, without its own hints."""
    imported = Submission.Origin.IMPORTED
    filings = [
        (unit, Submission(period=period, unit=unit, values=values_json(values), origin=imported))
        for unit, values in rows
    ]
    rules = switched_on(office=False)
    return {unit_id: findings(rules, facts) for unit_id, facts in facts_of(period, filings).items()}


def facts_of(period: Period, filings: Sequence[tuple[Unit, Submission]]) -> Mapping[int, Facts]:
    """What rules may ask of these filings, by unit id. At most five queries, however many they are.

    Rows that 安委办 took in from a table are not asked for evidence: it stays with the unit.
    """
    specs = period.form.specs()
    earlier = past(period, [unit.pk for unit, _ in filings] if len(filings) == 1 else None)
    counted = _ledger(period, specs)
    proved = _proved(filing.pk for _, filing in filings if filing.pk)
    found = {}
    for unit, filing in filings:
        history = earlier.get(unit.pk, ())
        found[unit.pk] = Facts(
            indicators=specs,
            unit_kind=unit.kind,
            now=cumulated(values_from(filing.values), specs, history[-1] if history else {}),
            past=history,
            ledger={code: counted.get((unit.pk, code), Decimal(0)) for code in _counted(specs)},
            nil=filing.nil,
            proved=None if filing.origin == Submission.Origin.IMPORTED else proved[filing.pk],
        )
    return found


def _counted(specs: Iterable[IndicatorSpec]) -> Collection[str]:
    return [spec.code for spec in specs if spec.source is Source.LEDGER and spec.code in COLUMNS]


def _ledger(period: Period, specs: Sequence[IndicatorSpec]) -> Mapping[tuple[int, str], Decimal]:
    if not _counted(specs):
        return {}
    counts = column_counts(Actor.system(current_tenant_id()), period.campaign, period)
    return {key: Decimal(count) for key, count in counts.items()}


def _proved(filings: Iterable[int]) -> Mapping[int | None, frozenset[str]]:
    """The columns of filings with evidence that was not taken out, by the filing's id."""
    found: dict[int | None, set[str]] = defaultdict(set)
    kept = FieldEvidence.objects.filter(submission__in=list(filings), removed_at__isnull=True)
    for filing, code in kept.values_list("submission_id", "code"):
        found[filing].add(code)
    return defaultdict(frozenset, {filing: frozenset(codes) for filing, codes in found.items()})
