"""Keeping the rules that filings are checked by."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.db.models import Max

from reports.models import Rule
from reports.rules import RuleSpec
from reports.selectors.rules import require_fit, require_keeper, spec_of
from reports.shipped_rules import shipped
from units import audit
from units.actors import Actor
from units.errors import Conflict, NotFound

_KEPT = ("title", "expression", "severity", "message", "subject", "kinds", "office_only", "basis")


def columns_of(rule: RuleSpec) -> dict[str, object]:
    """The rule as it is stored, but for its code."""
    fields = asdict(rule)
    return {
        **{name: fields[name] for name in _KEPT},
        "severity": rule.severity.value,
        "subject": rule.subject.value,
        "kinds": list(rule.kinds),
    }


@transaction.atomic
def load_shipped(*, actor: Actor, at: datetime) -> int:
    """Switch on the shipped rules the tenant does not have yet; how many. What was edited or switched off stays."""
    require_keeper(actor)
    known = set(Rule.objects.values_list("code", flat=True))
    missing = [(order, rule) for order, rule in enumerate(shipped(), start=1) if rule.code not in known]
    if not missing:
        return 0
    Rule.objects.bulk_create(
        Rule(
            **columns_of(rule),
            code=rule.code,
            order=order,
            is_on=True,
            changed_at=at,
            changed_by_id=actor.user_id,
        )
        for order, rule in missing
    )
    first = Rule.objects.get(code=missing[0][1].code)
    _record(actor, at, first, "rules.loaded", f"载入{len(missing)}条自带的校验规则", {})
    return len(missing)


@transaction.atomic
def create(*, actor: Actor, rule: RuleSpec, at: datetime) -> Rule:
    """A new rule, switched off until it was tried; UnfitRule when it cannot be kept. Its `code` is drawn here."""
    require_keeper(actor)
    require_fit(rule)
    last = Rule.objects.aggregate(last=Max("order"))["last"] or 0
    made = Rule.objects.create(
        **columns_of(rule),
        code=f"own-{token_hex(4)}",
        order=last + 1,
        changed_at=at,
        changed_by_id=actor.user_id,
    )
    _record(actor, at, made, "rule.created", f"新建校验规则“{made.title}”（未启用）", columns_of(rule))
    return made


@transaction.atomic
def edit(*, actor: Actor, rule: RuleSpec, version: int, at: datetime) -> Rule:
    """Change a rule. Conflict when somebody has changed it since `version`; UnfitRule when it cannot be kept."""
    require_keeper(actor)
    kept = _locked(rule.code, version)
    require_fit(rule)
    before, after = columns_of(spec_of(kept)), columns_of(rule)
    changes = {name: [before[name], after[name]] for name in _KEPT if before[name] != after[name]}
    if not changes:
        return kept
    for name, value in after.items():
        setattr(kept, name, value)
    _keep(kept, actor, at)
    _record(actor, at, kept, "rule.edited", f"修改校验规则“{kept.title}”", changes)
    return kept


@transaction.atomic
def switch(*, actor: Actor, code: str, on: bool, version: int, at: datetime) -> Rule:
    """Switch a rule on or off; Conflict when somebody has changed it since `version`."""
    require_keeper(actor)
    kept = _locked(code, version)
    if kept.is_on is on:
        return kept
    if on:
        require_fit(spec_of(kept))
    kept.is_on = on
    _keep(kept, actor, at)
    verb = "启用" if on else "停用"
    _record(actor, at, kept, "rule.switched", f"{verb}校验规则“{kept.title}”", {"is_on": on})
    return kept


def _locked(code: str, version: int) -> Rule:
    kept: Rule | None = (
        Rule.objects.select_related("changed_by").select_for_update(of=("self",)).filter(code=code).first()
    )
    if kept is None:
        raise NotFound("没有这条校验规则，可能已经改过。请从“规则”页重新进入。")
    if kept.version != version:
        by = kept.changed_by.name if kept.changed_by else "他人"
        raise Conflict(f"规则“{kept.title}”刚被{by}改过，您看到的不是最新内容。请刷新页面，核对后再改。")
    return kept


def _keep(rule: Rule, actor: Actor, at: datetime) -> None:
    rule.version += 1
    rule.changed_at, rule.changed_by_id = at, actor.user_id
    rule.save()


def _record(
    actor: Actor, at: datetime, rule: Rule, action: str, summary: str, detail: Mapping[str, object]
) -> None:
    audit.record(actor=actor, at=at, action=action, about=rule, summary=summary, detail=detail)
