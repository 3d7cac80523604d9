"""What a template is tried on: a closed period of the tenant, or a letter that might be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from notices import letter_facts, templating
from notices.content import CircularContent
from notices.letter_facts import Grounds, Record
from notices.models import CircularKind
from notices.selectors import drawn
from notices.selectors.templates import names
from notices.templating import BrokenTemplate, Problem
from notices.templating.trial import trial
from reports.figures import Figure, by_key
from reports.models import Period
from reports.owed import Owed
from reports.selectors.figures import closed_periods
from units.actors import Actor
from units.models import Tenant


@dataclass(frozen=True, slots=True)
class Sample:
    """Figures and facts to fill a template with; `title` says whose they are."""

    title: str
    figures: Mapping[str, Figure]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """How a text would come out; None where it cannot be composed."""

    problems: tuple[Problem, ...]
    content: CircularContent | None


def sample(
    actor: Actor,
    tenant: Tenant,
    kind: CircularKind,
    now: datetime,
    periods: Sequence[Period],
    label: str = "",
) -> Sample:
    """What to try a template of this kind on: the period of this label, or the newest closed one.

    Where nothing was closed yet there are no figures, and facts stand for themselves.
    """
    if kind.is_letter:
        return _letter(tenant, now)
    period = next((each for each in periods if each.label == label), next(iter(periods), None))
    if period is None:
        facts = {name: f"〔{title}〕" for name, title in names(kind).facts.items()}
        return Sample("还没有关账的期次", {}, {**facts, "revised": "", "corrected": "", "corrected_to": ""})
    found = drawn.of_period(actor, period)
    return Sample(period.title, by_key(found.figures), found.facts)


def newest_sample(actor: Actor, tenant: Tenant, kind: CircularKind, now: datetime) -> Sample:
    """The sample a template has to pass before it is kept."""
    return sample(actor, tenant, kind, now, closed_periods())


def tried(kind: CircularKind, source: str, given: Sample) -> Tried:
    """Everything wrong with a text, and how it would come out. What can be read is composed whatever is wrong."""
    known = names(kind)
    problems = tuple(templating.problems(source, figures=known.figures, facts=known.facts))
    try:
        template = templating.parse(source)
    except BrokenTemplate:
        return Tried(problems, None)
    content = templating.compose(template, given.figures, given.facts)
    return Tried(problems or tuple(trial(template, given.figures, given.facts)), content)


def _letter(tenant: Tenant, now: datetime) -> Sample:
    """A letter to a unit that does not exist."""
    today = now.astimezone(tenant.zone).date()
    grounds = Grounds(
        owed=(Owed("ledger", "台账", now), Owed("table", "调度表", now)),
        records=(
            Record("示例", today - timedelta(days=40), today - timedelta(days=10), "（隐患描述）", today),
        ),
    )
    facts = letter_facts.facts(
        unit="（受文单位）",
        office=tenant.office,
        period="（本期）",
        campaign="（专项行动）",
        day=today,
        reply_by=_in_a_week(today),
        meeting={"reason": "（约谈事由）", "time": "（约谈时间）", "place": "（约谈地点）"},
        grounds=grounds,
        owed=grounds.owed,
        zone=tenant.zone,
    )
    return Sample("示例单位", by_key(letter_facts.figures(grounds, grounds.owed, now, tenant.zone)), facts)


def _in_a_week(day: date) -> date:
    return day + timedelta(days=7)
