"""安委办's desk: how every unit stands in every duty of a period, what the rules say, and what it still owes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reports import policies, standing
from reports.findings_answered import unanswered
from reports.models import Period, Submission
from reports.owed import Owed
from reports.selectors import findings, materials, standing_board
from reports.selectors.materials import MaterialStanding
from reports.selectors.standing_board import UnitDuties
from reports.snapshot import Timeliness
from reports.standing import STATUS_LABELS, UNTOUCHED, on_its_way
from reports.transitions import State
from reports.validation import Finding, Severity
from units.actors import Actor
from units.errors import NotAllowed
from units.models import Unit

UNSTATED, NOT_OWED = "unstated", "not_owed"
LEDGER_LABELS: Mapping[str, str] = {
    **{each.value: STATUS_LABELS[each.value] for each in Timeliness},
    UNSTATED: "未报齐",
    UNTOUCHED: STATUS_LABELS[UNTOUCHED],
    NOT_OWED: "不需报",
}
EMPTY = "empty"
"""The rule that a column is not filled in: of a draft that says no more than that it is one."""


@dataclass(frozen=True, slots=True)
class Flags:
    """How many findings a filing has: blocking, reasons still wanted, reasons given, hints."""

    blocks: int = 0
    wanted: int = 0
    explained: int = 0
    hints: int = 0

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """For sorting: the gravest count most."""
        return self.blocks, self.wanted, self.hints, self.explained


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One unit: its two duties, the papers (材料) asked of it, what the rules say, what it owes."""

    duties: UnitDuties
    materials: tuple[MaterialStanding, ...]
    findings: tuple[Finding, ...]
    flags: Flags
    owes: tuple[Owed, ...]

    @property
    def unit(self) -> Unit:
        return self.duties.unit

    @property
    def submission(self) -> Submission | None:
        return self.duties.submission

    @property
    def is_filed(self) -> bool:
        """Whether its table is in and not returned."""
        return self.submission is not None and self.submission.state == State.FILED

    @property
    def form(self) -> str:
        """How the table stands, a key of `STATUS_LABELS`."""
        return form_status(self.duties)

    @property
    def ledger(self) -> str:
        """How the ledger stands, a key of `LEDGER_LABELS`."""
        return ledger_status(self.duties)


@dataclass(frozen=True, slots=True)
class Desk:
    """All units of a period, in printed order."""

    period: Period
    rows: tuple[DeskRow, ...]

    @property
    def forms(self) -> Mapping[str, int]:
        """How many tables stand so, by key of `STATUS_LABELS`."""
        return Counter(row.form for row in self.rows)

    @property
    def ledgers(self) -> Mapping[str, int]:
        """How many ledgers stand so, by key of `LEDGER_LABELS`."""
        return Counter(row.ledger for row in self.rows)

    @property
    def filed(self) -> int:
        """Units whose table is in."""
        return sum(row.is_filed for row in self.rows)

    @property
    def stated(self) -> int:
        """Units whose ledger is in."""
        return sum(row.duties.statement is not None for row in self.rows)


def desk(actor: Actor, period: Period, *, now: datetime) -> Desk:
    """The desk of a period; the number of queries does not depend on the number of units.

    NotAllowed for everybody but 安委办 and administrators (I3).
    """
    if not policies.may_see_everything(actor):
        raise NotAllowed("调度看板由安委办和管理员使用。您可以在“本单位”页查看自己的报送情况。")
    found = findings.by_unit(period)
    papers = materials.by_unit(now)
    return Desk(
        period,
        tuple(
            _row(period, each, _papers_of(period, papers.get(each.unit.pk, ())), found.get(each.unit.pk, ()))
            for each in standing_board.duties(period, now=now)
        ),
    )


def _papers_of(period: Period, papers: Sequence[MaterialStanding]) -> tuple[MaterialStanding, ...]:
    """All that a unit is asked for now; beside a closed period only papers of its own campaign."""
    return tuple(each for each in papers if period.is_open or each.task.campaign_id == period.campaign_id)


def owed(period: Period, duties: UnitDuties, papers: Sequence[MaterialStanding] = ()) -> tuple[Owed, ...]:
    """What a unit still has to hand in, the first due first.

    Of a closed period neither ledger nor table; of the papers those due by the period's cutoff.
    """
    until = standing.deadline(period.cutoff_at, duties.extension.until if duties.extension else None)
    submission = duties.submission
    wanted = []
    if period.is_open and duties.owes_ledger and duties.statement is None:
        wanted.append(Owed("ledger", "台账", until))
    if period.is_open and (submission is None or submission.state != State.FILED):
        returned = submission is not None and submission.state == State.RETURNED
        wanted.append(Owed("form", "调度表", until, returned))
    wanted += [
        Owed(f"paper{each.task.pk}", each.task.name, each.task.due_at, each.paper.returned)
        for each in papers
        if each.owed and each.task.due_at <= period.cutoff_at
    ]
    return tuple(sorted(wanted, key=lambda each: each.due_at))


def form_status(duties: UnitDuties) -> str:
    """How a unit's table stands: its timeliness once that is decided, until then where it is on its way."""
    if duties.form is not None:
        return duties.form.value
    submission = duties.submission
    return on_its_way(State(submission.state), submission.values) if submission else on_its_way(None, {})


def ledger_status(duties: UnitDuties) -> str:
    """How a unit's ledger stands; until that is decided, whether anything was reported at all."""
    if duties.ledger is not None:
        return duties.ledger.value
    if not duties.owes_ledger:
        return NOT_OWED
    return UNSTATED if duties.ledger_records else UNTOUCHED


def _row(
    period: Period, duties: UnitDuties, papers: tuple[MaterialStanding, ...], found: tuple[Finding, ...]
) -> DeskRow:
    shown = found
    if duties.submission is None or duties.submission.state == State.DRAFT:
        shown = tuple(each for each in found if each.code != EMPTY)
    flags = _flags(shown, duties.submission)
    return DeskRow(duties, papers, shown, flags, owed(period, duties, papers))


def _flags(found: Sequence[Finding], submission: Submission | None) -> Flags:
    of = Counter(each.severity for each in found)
    wanted = len(unanswered(found, submission.reasons if submission else {}))
    return Flags(of[Severity.BLOCK], wanted, of[Severity.REASON] - wanted, of[Severity.HINT])
