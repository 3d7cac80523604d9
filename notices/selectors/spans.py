"""Reads for quarterly and yearly circulars: which spans are complete, and what they are compiled from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notices import spans
from notices.models import Circular, CircularEvent, CircularKind
from notices.spans import Complete, Month, Span
from reports import figures as catalogue
from reports.figures import Figure
from reports.models import Cycle, Period, Snapshot
from reports.snapshot import SnapshotData
from reports.spans import span as compile_span

KINDS: Mapping[bool, CircularKind] = {True: CircularKind.QUARTERLY, False: CircularKind.YEARLY}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A span as its circular reads it: the months' newest revisions as one, the span before, and the figures.

    `snapshot` is the last month's, which the circular cites.
    """

    span: Span
    snapshot: Snapshot
    data: SnapshotData
    previous: SnapshotData | None
    figures: tuple[Figure, ...]


def kind_of(span: Span) -> CircularKind:
    """季度通报 of a quarter, 年度通报 of a year."""
    return KINDS[bool(span.quarter)]


def complete_spans(campaign_id: int | None = None) -> Sequence[Complete]:
    """The complete quarters and years of the open tenant, or of one campaign (one query)."""
    found = Period.objects.filter(cycle=Cycle.MONTHLY).select_related("campaign").order_by()
    if campaign_id is not None:
        found = found.filter(campaign=campaign_id)
    return spans.complete(
        Month(each.pk, each.campaign_id, each.ends_on, each.campaign.ends_on, not each.is_open)
        for each in found
    )


def of_period(period: Period) -> Sequence[Complete]:
    """The complete spans that this period was the last of: none, a quarter, or a quarter and a year."""
    return [each for each in complete_spans(period.campaign_id) if each.period_ids[-1] == period.pk]


def undrafted() -> Sequence[Complete]:
    """The complete spans that no circular was ever drafted for, campaign by campaign."""
    drafted = set(
        Circular.objects.filter(kind__in=KINDS.values()).values_list("period__campaign", "kind", "span")
    )
    return [
        each
        for each in complete_spans()
        if (each.campaign_id, kind_of(each.span).value, each.span.title) not in drafted
    ]


def compiled(found: Complete) -> Compiled:
    """A complete span with its figures, compared with the complete span before it in its campaign.

    Two queries: the periods, and the newest snapshot of each.
    """
    whole = complete_spans(found.campaign_id)
    earlier = [each for each in whole if _comes_before(each, found)]
    newest = _newest([*(pk for each in earlier for pk in each.period_ids), *found.period_ids])
    before = [_data(each, newest) for each in earlier]
    follows = bool(earlier) and earlier[-1].span == found.span.before
    data, previous = _data(found, newest), before[-1] if follows else None
    return Compiled(
        span=found.span,
        snapshot=newest[found.period_ids[-1]],
        data=data,
        previous=previous,
        figures=catalogue.compute(data, previous, before),
    )


def of_circular(circular: Circular) -> Complete | None:
    """The span a circular is about, as it is by now; None for one that is about none."""
    span = spans.titled(circular.span)
    if span is None or circular.period is None:
        return None
    found = complete_spans(circular.period.campaign_id)
    return next((each for each in found if each.span == span), None)


def is_outdated(circular: Circular) -> bool:
    """Whether a month of the span, or of the one before, was corrected or closed since this was written."""
    span = spans.titled(circular.span)
    if span is None or circular.period is None:
        return False
    whole = complete_spans(circular.period.campaign_id)
    ids = [pk for each in whole if each.span in {span, span.before} for pk in each.period_ids]
    written = (CircularEvent.Action.DRAFTED, CircularEvent.Action.REGENERATED)
    last = CircularEvent.objects.filter(circular=circular, action__in=written).order_by("id").last()
    return last is not None and Snapshot.objects.filter(period__in=ids, created_at__gt=last.at).exists()


def _comes_before(each: Complete, found: Complete) -> bool:
    alike = bool(each.span.quarter) == bool(found.span.quarter)
    return alike and each.span < found.span


def _newest(period_ids: Sequence[int]) -> Mapping[int, Snapshot]:
    found = Snapshot.objects.filter(period__in=period_ids).order_by("period_id", "-revision")
    return {each.period_id: each for each in found.distinct("period_id").select_related("period__campaign")}


def _data(found: Complete, newest: Mapping[int, Snapshot]) -> SnapshotData:
    months = [newest[pk].data for pk in found.period_ids]
    return compile_span(months, found.span.title, found.span.label, found.span.since)
