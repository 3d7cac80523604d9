"""Reads for a period's page: its circulars and letters by kind, how far each is, and what may be drafted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notices.models import Circular, CircularKind, CircularState
from notices.selectors import spans
from notices.spans import Complete
from reports.models import Cycle, Period, Snapshot

_GONE = (CircularState.WITHDRAWN, CircularState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Paper:
    """One circular of the period. `is_outdated`: the data have a newer revision than it was written with."""

    circular: Circular
    is_outdated: bool

    @property
    def number(self) -> str:
        """Its 发文字号 once issued, else empty."""
        return next((each.document_number for each in self.circular.publications.all()), "")


@dataclass(frozen=True, slots=True)
class Papers:
    """The circulars of one kind, the latest first; `name` says which: 月度调度通报, 2023年第三季度通报."""

    kind: CircularKind
    name: str
    found: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Letters:
    """How many letters of a kind there are in a period, and how many of them were issued."""

    kind: CircularKind
    total: int
    issued: int


@dataclass(frozen=True, slots=True)
class Documents:
    """All that is written about a closed period, or can be."""

    papers: Sequence[Papers]
    letters: Sequence[Letters]


def documents(period: Period, newest: Snapshot) -> Documents:
    """The circulars of a closed period by kind, those that there may be included, and its letters counted.

    `newest` is the newest revision of its snapshot. A constant number of queries, whatever was drafted.
    """
    found = Circular.objects.filter(period=period).select_related("snapshot", "created_by", "period")
    drafted = [each for each in found.prefetch_related("publications") if each.state not in _GONE]
    ends = spans.of_period(period)
    papers = [
        Papers(kind, name, tuple(_paper(each, newest, ends) for each in drafted if each.kind == kind))
        for kind, name in _kinds(period, ends).items()
    ]
    return Documents(papers, _letters(drafted))


def _kinds(period: Period, ends: Sequence[Complete]) -> Mapping[CircularKind, str]:
    """What can be written about a period: of a weekly one or one called for by hand no quarter is made."""
    names = {
        CircularKind.MONTHLY: "月度调度通报" if period.cycle == Cycle.MONTHLY else "本期调度通报",
        CircularKind.PROGRESS: CircularKind.PROGRESS.label,
    }
    return names | {spans.kind_of(each.span): f"{each.span.title}通报" for each in ends}


def _paper(circular: Circular, newest: Snapshot, ends: Sequence[Complete]) -> Paper:
    if circular.span:
        return Paper(circular, spans.is_outdated(circular))
    return Paper(circular, circular.snapshot is not None and circular.snapshot.revision < newest.revision)


def _letters(drafted: Sequence[Circular]) -> Sequence[Letters]:
    total = Counter(each.kind for each in drafted)
    issued = Counter(each.kind for each in drafted if each.state == CircularState.ISSUED)
    return [
        Letters(kind, total[kind], issued[kind]) for kind in CircularKind if kind.is_letter and total[kind]
    ]
