"""Drafting quarterly and yearly circulars, compiled from the snapshots of a campaign's months."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from notices import policies, spans
from notices.models import Circular, CircularState
from notices.selectors import drawn
from notices.selectors import spans as reads
from notices.services import drafting
from notices.spans import Complete, Span
from reports.models import Campaign, Period
from units.actors import Actor
from units.errors import Conflict, NotAllowed


def draft_quarter(*, actor: Actor, period: Period, at: datetime) -> Circular:
    """Draft the circular of the quarter in which the period ends; refusals as for `draft_span`."""
    return draft_span(actor=actor, period=period, span=spans.quarter_of(period.ends_on), at=at)


def draft_year(*, actor: Actor, period: Period, at: datetime) -> Circular:
    """Draft the circular of the year in which the period ends; refusals as for `draft_span`."""
    return draft_span(actor=actor, period=period, span=spans.year_of(period.ends_on), at=at)


@transaction.atomic
def draft_span(*, actor: Actor, period: Period, span: Span, at: datetime) -> Circular:
    """Draft the circular of a quarter or year of the period's campaign; once, whatever is corrected later (I6).

    What is corrected is taken over by writing the draft anew, or by replacing what was issued. NotAllowed for
    everybody but 安委办; Conflict while the span is not complete.
    """
    if not policies.may_draft(actor):
        raise NotAllowed("通报由安委办起草。")
    # Of rivals the second waits here, and finds the first one's draft.
    Campaign.objects.select_for_update(no_key=True).get(pk=period.campaign_id)
    complete = _require_complete(period, span)
    held = Circular.objects.filter(
        kind=reads.kind_of(span), span=span.title, period__campaign=period.campaign_id
    ).exclude(state=CircularState.WITHDRAWN)
    return held.first() or _draft(actor, complete, at)


def draft_due_spans(*, actor: Actor, at: datetime) -> Sequence[Circular]:
    """Draft what is missing for complete quarters and years; doing it twice changes nothing."""
    due = reads.undrafted()
    periods = Period.objects.in_bulk([each.period_ids[-1] for each in due])
    return [
        draft_span(actor=actor, period=periods[each.period_ids[-1]], span=each.span, at=at) for each in due
    ]


def _require_complete(period: Period, span: Span) -> Complete:
    found = next((each for each in reads.complete_spans(period.campaign_id) if each.span == span), None)
    if found is None:
        raise Conflict(
            f"{period.campaign.name}的{span.title}还没有结束，或其中有的期次还没有关账，"
            "不能起草。请在最后一期关账以后再起草。"
        )
    return found


def _draft(actor: Actor, complete: Complete, at: datetime) -> Circular:
    compiled = reads.compiled(complete)
    found = drawn.of_compiled(compiled)
    return drafting.written(
        actor=actor,
        at=at,
        kind=reads.kind_of(complete.span),
        period=compiled.snapshot.period,
        snapshot=compiled.snapshot,
        span=complete.span.title,
        figures=found.figures,
        facts=found.facts,
        summary=f"起草{complete.span.title}通报（{compiled.data.campaign}，{len(complete.period_ids)}期汇总）",
    )
