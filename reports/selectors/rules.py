"""Reads of the rules that filings are checked by."""

from collections.abc import Mapping, Sequence

from reports import policies
from reports.models import Indicator, Rule
from reports.rules import RuleSpec, Subject, problems
from reports.snapshot import IndicatorSpec
from reports.validation import Severity
from units.actors import Actor
from units.errors import Invalid, NotAllowed, NotFound


class UnfitRule(Invalid):
    """A rule that cannot be kept or tried; `problems` are messages by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("".join(problems.values()))
        self.problems = dict(problems)


def require_keeper(actor: Actor) -> None:
    """NotAllowed unless this person keeps the rules."""
    if not policies.may_set_up(actor):
        raise NotAllowed("校验规则由安委办和管理员维护。如觉得某条规则不对，请联系安委办。")


def require_fit(rule: RuleSpec) -> None:
    """UnfitRule unless the rule can be kept."""
    if found := problems(rule, known_indicators()):
        raise UnfitRule(found)


def spec_of(rule: Rule) -> RuleSpec:
    """A stored rule as the checks take it."""
    return RuleSpec(
        code=rule.code,
        title=rule.title,
        expression=rule.expression,
        severity=Severity(rule.severity),
        message=rule.message,
        subject=Subject(rule.subject),
        kinds=tuple(rule.kinds),
        office_only=rule.office_only,
        basis=rule.basis,
    )


def switched_on(*, office: bool) -> Sequence[RuleSpec]:
    """The rules that are on, in their order; `office` includes those for 安委办's eyes only. One query."""
    found = Rule.objects.filter(is_on=True)
    return [spec_of(rule) for rule in (found if office else found.filter(office_only=False))]


def rules() -> Sequence[Rule]:
    """All rules of the open tenant in their order, with who changed them last."""
    return list(Rule.objects.select_related("changed_by"))


def rule_by_code(code: str) -> Rule:
    """The rule of this code; NotFound otherwise."""
    found = Rule.objects.select_related("changed_by").filter(code=code).first()
    if found is None:
        raise NotFound("没有这条校验规则，可能已经改过。请从“规则”页重新进入。")
    return found


def known_indicators() -> Sequence[IndicatorSpec]:
    """The columns of all versions of the form, each once as it stands in its latest version: what rules may name."""
    found = Indicator.objects.order_by("form__version", "order")
    latest = {indicator.code: indicator.spec for indicator in found}
    return sorted(latest.values(), key=lambda spec: spec.order)
