"""All that 安委办 looks at before it lets a filing stand: the table, what speaks against it, its trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports import policies
from reports.cell_changes import Changes
from reports.findings_answered import unanswered
from reports.models import DutyExtension, FilingEvent, Period
from reports.selectors import field_evidence, filing_history, findings
from reports.selectors import submissions as selectors
from reports.selectors.field_evidence import ByField
from reports.selectors.submissions import Filing
from reports.transitions import State
from reports.validation import Finding
from units.actors import Actor
from units.errors import NotAllowed
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The filings that were handed over, in printed order: the units before and after, and where this one stands.

    `place` counts from 1; 0 when this unit's filing is not among them.
    """

    before: Unit | None
    after: Unit | None
    place: int
    total: int


@dataclass(frozen=True, slots=True)
class Review:
    """A filing as 安委办 reads it.

    `asked` are the comments of the latest return by indicator code, `since` the cells changed since it.
    """

    filing: Filing
    findings: tuple[Finding, ...]
    unanswered: tuple[Finding, ...]
    trail: Sequence[FilingEvent]
    returned: FilingEvent | None
    asked: Mapping[str, str]
    since: Changes
    evidence: ByField
    extension: DutyExtension | None
    neighbours: Neighbours
    may_return: bool

    @property
    def disregarded(self) -> tuple[str, ...]:
        """Codes of the cells commented on that stand as they stood."""
        return tuple(code for code in self.asked if code not in self.since)


def review(actor: Actor, period: Period, unit: Unit) -> Review:
    """The filing of one unit, read in a constant number of queries. NotAllowed but for 安委办 and administrators."""
    if not policies.may_see_everything(actor):
        raise NotAllowed("审阅页由安委办和管理员使用。本单位的调度表请在填报页查看。")
    filing = selectors.filing(actor, period, unit)
    submission = filing.submission
    found = findings.of_filing(period, unit, submission if submission.pk else None, office=True)
    trail = filing_history.events(submission)
    returned = filing_history.last_return(trail)
    return Review(
        filing=filing,
        findings=found,
        unanswered=unanswered(found, submission.reasons),
        trail=trail,
        returned=returned,
        asked=returned.comments if returned else {},
        since=filing_history.changed_since_return(submission, trail),
        evidence=field_evidence.by_field(submission),
        extension=DutyExtension.objects.filter(period=period, unit=unit).first(),
        neighbours=neighbours(period, unit),
        may_return=any(move.name == "return" for move in filing.moves),
    )


def neighbours(period: Period, unit: Unit) -> Neighbours:
    """Whose filing comes before and after this unit's among those handed over (one query)."""
    filed = Unit.objects.filter(submissions__period=period, submissions__state=State.FILED)
    units = list(filed.order_by("order", "id"))
    here = (unit.order, unit.pk)
    earlier = [each for each in units if (each.order, each.pk) < here]
    later = [each for each in units if (each.order, each.pk) > here]
    is_filed = len(earlier) + len(later) < len(units)
    return Neighbours(
        before=earlier[-1] if earlier else None,
        after=later[0] if later else None,
        place=len(earlier) + 1 if is_filed else 0,
        total=len(units),
    )
