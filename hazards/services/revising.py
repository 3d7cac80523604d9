"""Adding and revising standards in the browser: drafts, their clauses, publication.

What is published is never edited: a new version follows it from its first day on, in one transaction.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hazards.entries import InvalidFields, plain
from hazards.models import Criterion, Standard
from hazards.selectors.revisions import clause_of, require_draft, require_keeper
from hazards.standards import LONG, SHORT, BadStandard, Confidence, Logic, check_logic
from units import audit
from units.actors import Actor
from units.days import full_day
from units.errors import Conflict, Invalid, NotFound

DAY = timedelta(days=1)
_LABELS: Mapping[str, str] = {
    "title": "名称", "issuer": "发布机关", "number": "文号", "sector": "领域",
    "article": "条号", "scope": "适用范围", "text": "条文", "notes": "说明",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What a standard says of itself. Not `verbatim`: wordings are summaries and shown as such."""

    title: str
    issuer: str
    number: str
    effective_from: date
    sector: str
    verbatim: bool = True
    reference_only: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause; `place` counts from 1, beyond the last it is put at the end."""

    article: str
    logic: Logic
    scope: str = ""
    text: str = ""
    notes: str = ""
    place: int = 10_000


@transaction.atomic
def start(*, actor: Actor, head: Head, at: datetime) -> Standard:
    """Begin a standard the library does not have in any version."""
    require_keeper(actor)
    standard = Standard(code=_code(), entered=True)
    _assign_head(standard, head)
    _save(standard, at)
    _record(actor, standard, at, "standard.drafted", f"新建标准草稿《{standard.title}》")
    return standard


@transaction.atomic
def revise(*, actor: Actor, code: str, at: datetime) -> Standard:
    """Begin a new version as a copy of the one before. Conflict where one is being written already."""
    require_keeper(actor)
    before = _locked(code)
    if before is None or before.is_draft:
        raise NotFound("标准库里没有这部标准，或者它还是草稿。请回到“标准库”页查看。")
    _require_latest(before)
    draft = Standard(
        code=_code(), entered=True, revises=before, title=before.title, issuer=before.issuer,
        number=before.number, sector=before.sector, confidence=before.confidence,
        reference_only=before.reference_only, effective_from=_next_start(before, at),
    )  # fmt: skip
    _save(draft, at)
    Criterion.objects.bulk_create(_copied(clause, draft) for clause in before.criteria.all())
    _record(actor, draft, at, "standard.drafted", f"开始修订《{before.title}》（{before.number}）")
    return draft


@transaction.atomic
def save_head(*, actor: Actor, code: str, version: str, head: Head, at: datetime) -> Standard:
    """Change what a draft says of itself; Conflict when somebody else has saved since `version`."""
    draft = _draft(actor, code, version)
    _assign_head(draft, head)
    _save(draft, at)
    _record(actor, draft, at, "standard.edited", f"修改标准草稿《{draft.title}》")
    return draft


@transaction.atomic
def save_clause(
    *, actor: Actor, code: str, version: str, clause: Clause, at: datetime, clause_id: int | None = None
) -> Criterion:
    """Change a clause of a draft, or add one where no `clause_id` is given; the others move over for it."""
    draft = _draft(actor, code, version)
    row = _new_clause(draft) if clause_id is None else clause_of(draft, clause_id)
    _assign_clause(row, clause)
    row.save()
    _number(draft, row, clause.place)
    _save(draft, at)
    said = "增加" if clause_id is None else "修改"
    _record(actor, draft, at, "standard.edited", f"标准草稿《{draft.title}》{said}{row.article}")
    return row


@transaction.atomic
def drop_clause(*, actor: Actor, code: str, version: str, clause_id: int, at: datetime) -> Criterion:
    """Take a clause out of a draft."""
    draft = _draft(actor, code, version)
    row = clause_of(draft, clause_id)
    Criterion.objects.filter(pk=row.pk).delete()
    _number(draft)
    _save(draft, at)
    _record(actor, draft, at, "standard.edited", f"标准草稿《{draft.title}》删去{row.article}")
    return row


@transaction.atomic
def publish(*, actor: Actor, code: str, version: str, at: datetime) -> Standard:
    """Make a draft the law from its first day on; the version before it ends the day before."""
    draft = _draft(actor, code, version)
    if not draft.criteria.exists():
        raise Invalid(f"《{draft.title}》还没有条款，不能发布。请先增加条款。")
    before = draft.revises and _locked(draft.revises.code)
    if before:
        _end(before, draft, at)
    draft.published_at = at
    _save(draft, at)
    said = f"《{draft.title}》（{draft.number}），{full_day(draft.effective_from)}起施行"
    _record(actor, draft, at, "standard.published", f"发布标准{said}")
    return draft


@transaction.atomic
def discard(*, actor: Actor, code: str, at: datetime) -> Standard:
    """Give a draft up; nothing published changes."""
    require_keeper(actor)
    draft = require_draft(_locked(code))
    _record(actor, draft, at, "standard.discarded", f"放弃标准草稿《{draft.title}》")
    Standard.objects.filter(pk=draft.pk).delete()
    return draft


def _end(before: Standard, draft: Standard, at: datetime) -> None:
    """All that a published standard ever has changed: its last day and its follower."""
    _require_later_start(before, draft.effective_from)
    # One that had ended of itself before is not brought back to life.
    before.effective_to = min(before.effective_to or date.max, draft.effective_from - DAY)
    before.superseded_by = draft.code
    before.changed_at = at
    before.save(update_fields=["effective_to", "superseded_by", "changed_at"])


def _locked(code: str) -> Standard | None:
    return (
        Standard.objects.select_for_update(of=("self",)).select_related("revises").filter(code=code).first()
    )


def _draft(actor: Actor, code: str, version: str) -> Standard:
    """The draft, locked, as the person's page showed it."""
    require_keeper(actor)
    draft = require_draft(_locked(code))
    if draft.version != version:
        raise Conflict("这份草稿刚被别人改过，您看到的不是最新内容。请另开一页核对，再把您的改动填上去。")
    return draft


def _require_latest(before: Standard) -> None:
    follower = Standard.objects.published().filter(code=before.superseded_by).first()
    if before.superseded_by and follower is not None:
        raise Conflict(
            f"《{before.title}》（{before.number}）已经有后一版（{follower.number}），请修订后一版。"
        )
    if before.revisions.exists():
        raise Conflict(f"《{before.title}》已经有一份修订草稿，请在“标准库”页打开那一份接着改。")


def _require_later_start(before: Standard, starts: date) -> None:
    if starts <= before.effective_from:
        raise InvalidFields(
            {
                "effective_from": f"施行日期要晚于前一版的{full_day(before.effective_from)}，"
                "否则那一版一天也没有施行过。请核对日期。"
            }
        )


def _next_start(before: Standard, at: datetime) -> date:
    """A first guess: the day after the version before ends, else today."""
    if before.effective_to is not None:
        return before.effective_to + DAY
    return max(timezone.localdate(at), before.effective_from + DAY)


def _assign_head(standard: Standard, head: Head) -> None:
    _require_words({name: getattr(head, name) for name in ("title", "issuer", "number", "sector")})
    if standard.revises is not None:
        _require_later_start(standard.revises, head.effective_from)
    standard.title, standard.issuer = plain(head.title), plain(head.issuer)
    standard.number, standard.sector = plain(head.number), plain(head.sector)
    standard.effective_from = head.effective_from
    standard.confidence = Confidence.VERBATIM if head.verbatim else Confidence.MEDIUM
    standard.reference_only = head.reference_only


def _assign_clause(row: Criterion, clause: Clause) -> None:
    _require_words({"article": clause.article})
    _require_words({"scope": clause.scope}, empty=True)
    _require_words({"text": clause.text, "notes": clause.notes}, empty=True, limit=LONG)
    try:
        check_logic(clause.logic, "条件")
    except BadStandard as error:
        raise InvalidFields({"conditions": f"{error}。"}) from error
    row.article, row.scope = plain(clause.article), plain(clause.scope)
    row.text, row.notes, row.logic = plain(clause.text), plain(clause.notes), clause.logic


def _require_words(said: Mapping[str, str], *, empty: bool = False, limit: int = SHORT) -> None:
    """InvalidFields for what is missing or too long."""
    problems = {}
    for name, value in said.items():
        length = len(plain(value))
        if not length and not empty:
            problems[name] = f"{_LABELS[name]}还没有填。"
        elif length > limit:
            problems[name] = f"{_LABELS[name]}最多{limit}字，现有{length}字，请写短一些。"
    if problems:
        raise InvalidFields(problems)


def _new_clause(draft: Standard) -> Criterion:
    return Criterion(standard=draft, code=f"{draft.code}-{secrets.token_hex(4)}", order=0)


def _copied(clause: Criterion, draft: Standard) -> Criterion:
    copy = _new_clause(draft)
    for name in ("article", "scope", "text", "logic", "notes", "order"):
        setattr(copy, name, getattr(clause, name))
    copy.follows = clause.code
    return copy


def _number(draft: Standard, moved: Criterion | None = None, place: int = 0) -> None:
    """Count the clauses from 1 again, with one of them at a place."""
    rows = list(draft.criteria.exclude(pk=moved.pk) if moved else draft.criteria.all())
    if moved:
        rows.insert(max(place, 1) - 1, moved)
    for order, row in enumerate(rows, start=1):
        row.order = order
    Criterion.objects.bulk_update(rows, ["order"])


def _code() -> str:
    """A code for an address; nobody reads it."""
    return f"lr-{secrets.token_hex(5)}"


def _save(standard: Standard, at: datetime) -> None:
    standard.changed_at = at
    standard.save()


def _record(actor: Actor, standard: Standard, at: datetime, action: str, summary: str) -> None:
    audit.record(actor=actor, at=at, action=action, about=standard, summary=summary)
