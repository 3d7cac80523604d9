"""Versions of the dispatch form: stored, drafted, edited while they are drafts. Publishing: `form_publishing`."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from reports import policies
from reports.form_design import Flaw, flaws, mark, numbered
from reports.models import DispatchForm, Indicator
from reports.selectors import forms as selectors
from reports.snapshot import IndicatorSpec
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed

MAX_NAME = 80


class UnsoundForm(Invalid):
    """Columns that make no form; `flaws` says which and why. Nothing was stored."""

    def __init__(self, found: Sequence[Flaw]) -> None:
        super().__init__(f"表里还有{len(found)}处问题，改好后才能保存：{found[0].message}")
        self.flaws = tuple(found)


@transaction.atomic
def create_form(
    *, actor: Actor, name: str, indicators: Sequence[IndicatorSpec], at: datetime, publish: bool = True
) -> DispatchForm:
    """Store a new version of the dispatch form with its columns: in force at once, or a draft to work on."""
    require_set_up(actor)
    form = DispatchForm.objects.create(version=_next_version(), name=name)
    if publish:
        form.published_at, form.published_by_id = at, actor.user_id
        form.save(update_fields=["published_at", "published_by"])
    _store(form, indicators)
    verb = "启用" if publish else "新建草稿"
    _record(actor, form, at, "form.created", f"{verb}{name}第{form.version}版（{len(indicators)}项指标）")
    return form


@transaction.atomic
def start_draft(*, actor: Actor, version: int, at: datetime) -> DispatchForm:
    """Begin a new version as a copy of this one. Conflict where one is being written already."""
    require_set_up(actor)
    model = selectors.form_of(version)
    if draft := selectors.draft():
        raise Conflict(f"已有一份草稿（第{draft.version}版），请打开那一份接着改，或者先放弃它。")
    form = DispatchForm.objects.create(version=_next_version(), name=model.name)
    _store(form, model.specs())
    _record(actor, form, at, "form.drafted", f"照第{model.version}版新建{form}草稿")
    return form


@transaction.atomic
def save_draft(
    *, actor: Actor, version: int, seen: str, name: str, columns: Sequence[IndicatorSpec], at: datetime
) -> DispatchForm:
    """Replace a draft's name and columns, all at once.

    `seen` is the mark of what the person's page showed; Conflict when somebody else has saved since.
    Columns are numbered in the order given; those without a code are given one. UnsoundForm for flaws.
    """
    form = locked_draft(actor, version, seen)
    name = name.strip()
    if not name or len(name) > MAX_NAME:
        raise Invalid(f"表名要填写，最多{MAX_NAME}字，现有{len(name)}字。")
    sound = numbered(columns, selectors.codes_ever())
    if found := flaws(sound, selectors.allowed()):
        raise UnsoundForm(found)
    form.name = name
    form.save(update_fields=["name"])
    Indicator.objects.filter(form=form).delete()
    _store(form, sound)
    _record(actor, form, at, "form.edited", f"修改{form}草稿（{len(sound)}项指标）")
    return form


@transaction.atomic
def discard_draft(*, actor: Actor, version: int, at: datetime) -> DispatchForm:
    """Give a draft up; nothing published changes."""
    form = locked_draft(actor, version)
    _record(actor, form, at, "form.discarded", f"放弃{form}草稿")
    Indicator.objects.filter(form=form).delete()
    DispatchForm.objects.filter(pk=form.pk).delete()
    return form


def locked_draft(actor: Actor, version: int, seen: str | None = None) -> DispatchForm:
    """The draft, locked, as the person's page showed it. Conflict once it is published or was changed meanwhile."""
    require_set_up(actor)
    form = selectors.form_of(version, lock=True)
    if not selectors.is_draft(form):
        raise Conflict(f"{form}已经发布，不能再改。需要改动的，请照它新建一版草稿。")
    if seen is not None and seen != mark(form.name, form.specs()):
        raise Conflict(
            f"{form}的草稿刚被别人改过，您看到的不是最新内容，没有保存。请另开一页核对，再把您的改动填上去。"
        )
    return form


def require_set_up(actor: Actor) -> None:
    """NotAllowed for whoever does not set up forms."""
    if not policies.may_set_up(actor):
        raise NotAllowed("调度表的表式由安委办或管理员设置，请与他们联系。")


def _next_version() -> int:
    last = DispatchForm.objects.order_by("-version").values_list("version", flat=True).first()
    return (last or 0) + 1


def _store(form: DispatchForm, indicators: Sequence[IndicatorSpec]) -> None:
    Indicator.objects.bulk_create(Indicator.of(form, spec) for spec in indicators)


def _record(actor: Actor, form: DispatchForm, at: datetime, action: str, summary: str) -> None:
    audit.record(actor=actor, at=at, action=action, about=form, summary=summary)
