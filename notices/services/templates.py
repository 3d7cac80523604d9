"""Keeping the templates of circulars and letters: each save is a version of its own."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from notices import policies
from notices.models import CircularKind, CircularTemplate
from notices.selectors import template_samples
from notices.selectors import templates as selectors
from notices.templating import Problem
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed
from units.models import Tenant

NOTE = 200
"""Characters of the note on a version."""


class UnfitTemplate(Invalid):
    """A template that cannot be kept, with what is wrong in which line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"模板有{len(problems)}处问题，没有保存。请按各行的提示修改。")
        self.faults = tuple(problems)


@transaction.atomic
def save(
    *,
    actor: Actor,
    tenant: Tenant,
    kind: CircularKind,
    source: str,
    version: int,
    at: datetime,
    note: str = "",
) -> CircularTemplate:
    """Keep a text as the next version after `version`, which holds for what is drafted from now on.

    It is tried on the newest closed period and on no figures at all. NotAllowed for everybody but 安委办;
    UnfitTemplate with every fault; Conflict when somebody was quicker or nothing was changed; Invalid for a note
    that is too long.
    """
    if not policies.may_draft(actor):
        raise NotAllowed("模板由安委办修改。您可以查看，需要改动的请告诉安委办。")
    words = " ".join(note.split())
    if len(words) > NOTE or not words.isprintable():
        raise Invalid(f"修改说明最多{NOTE}字，不能有控制字符。请写短一些。")
    text = "\n".join(line.rstrip() for line in source.splitlines()).strip("\n") + "\n"
    held, now = selectors.current(kind)
    _require_fresh(kind, version, now)
    if text == held:
        raise Conflict("模板没有改动，不用保存。")
    sample = template_samples.newest_sample(actor, tenant, kind, at)
    if problems := template_samples.tried(kind, text, sample).problems:
        raise UnfitTemplate(problems)
    return _kept(actor, kind, text, now + 1, words, at)


@transaction.atomic
def restore(
    *, actor: Actor, tenant: Tenant, kind: CircularKind, number: int, version: int, at: datetime
) -> CircularTemplate:
    """Go back to an earlier version, 0 being the shipped text, as the next one; refusals as for `save`."""
    source = selectors.source_of(kind, number)
    note = f"恢复到第{number}版" if number else "恢复自带模板"
    return save(actor=actor, tenant=tenant, kind=kind, source=source, version=version, at=at, note=note)


def _require_fresh(kind: CircularKind, version: int, now: int) -> None:
    if version == now:
        return
    newest = selectors.newest_of(kind)
    who = newest.by.name if newest and newest.by else "系统"
    raise Conflict(f"{who}刚刚保存了{kind.label}模板第{now}版。请先复制您的改动，刷新页面后再改一次。")


def _kept(
    actor: Actor, kind: CircularKind, source: str, number: int, note: str, at: datetime
) -> CircularTemplate:
    made, created = CircularTemplate.objects.get_or_create(
        kind=kind,
        version=number,
        defaults={"source": source, "note": note, "at": at, "by_id": actor.user_id},
    )
    if not created:
        _require_fresh(kind, number - 1, number)
    audit.record(
        actor=actor,
        at=at,
        action="template.saved",
        about=made,
        summary=f"修改{kind.label}模板（第{number}版）" + (f"：{note}" if note else ""),
    )
    return made
