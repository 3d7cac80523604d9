"""Loading the standards that come as files."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, Q
from django.db.models.functions import Now

from hazards.models import Criterion, Standard
from hazards.standards import StandardData
from units.errors import Conflict

_STANDARD_FIELDS = (
    "title", "issuer", "number", "effective_from", "effective_to", "sector", "superseded_by", "confidence",
    "reference_only",
)  # fmt: skip
_SET_BY_REVISION = frozenset({"effective_to", "superseded_by"})
_CRITERION_UPDATES = ("standard_id", "article", "scope", "text", "logic", "notes", "order")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load came to: standards (部) and criteria (条) given, and standards by what became of them."""

    standards: int
    criteria: int
    created: int
    updated: int
    unchanged: int


@transaction.atomic
def load_standards(*, standards: Sequence[StandardData]) -> Loaded:
    """Make the tables hold exactly these versions of these standards; others are left alone.

    Loading the same again changes nothing. A criterion that a file no longer has is removed; Conflict, by
    name, when a hazard refers to it. Standards entered by administrators are never touched, and one of the
    files that has been revised by them keeps its end and its follower.
    """
    _one_load_at_a_time()
    wanted = Q(code__in=[data.code for data in standards])
    held = list(Standard.objects.filter(wanted | Q(entered=True)))
    _refuse_collisions(standards, [item for item in held if item.entered])
    stored = {item.code: item for item in held if not item.entered}
    revised = {item.revises_id for item in held if item.entered and not item.is_draft}
    created = {data.code for data in standards} - set(stored)
    changed = _save_standards(standards, stored, revised)
    changed |= _save_criteria(standards, stored)
    if changed - created:
        Standard.objects.filter(code__in=changed - created).update(changed_at=Now())
    return Loaded(
        standards=len(standards),
        criteria=sum(len(data.criteria) for data in standards),
        created=len(created),
        updated=len(changed - created),
        unchanged=len(standards) - len(created | changed),
    )


def _one_load_at_a_time() -> None:
    """Loads started at once wait for each other; readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE hazards_standard IN SHARE ROW EXCLUSIVE MODE")


def _refuse_collisions(standards: Sequence[StandardData], entered: Sequence[Standard]) -> None:
    theirs = {item.code: item for item in entered}
    for data in standards:
        if data.code in theirs:
            raise Conflict(
                f"《{data.title}》的编码 {data.code} 与管理员录入的《{theirs[data.code].title}》相同，"
                "没有导入。请给文件里的标准换一个编码。"
            )


def _save_standards(
    standards: Sequence[StandardData], stored: dict[str, Standard], revised: Collection[int | None]
) -> set[str]:
    """Write new and changed standards and add them to `stored`; the codes written."""
    new: list[Standard] = []
    changed: list[Standard] = []
    for data in standards:
        values = {name: getattr(data, name) for name in _STANDARD_FIELDS}
        if data.code in stored and stored[data.code].pk in revised:
            values = {name: values[name] for name in values if name not in _SET_BY_REVISION}
        if data.code not in stored:
            new.append(Standard(code=data.code, **values))
        elif _assign(stored[data.code], values):
            changed.append(stored[data.code])
    stored |= {item.code: item for item in Standard.objects.bulk_create(new)}
    Standard.objects.bulk_update(changed, _STANDARD_FIELDS)
    return {item.code for item in (*new, *changed)}


def _save_criteria(standards: Sequence[StandardData], stored: dict[str, Standard]) -> set[str]:
    """Write new and changed criteria and remove the others; the codes of the standards touched."""
    wanted = {item.code: (data.code, item) for data in standards for item in data.criteria}
    ids = {stored[data.code].pk: data.code for data in standards}
    present = {item.code: item for item in Criterion.objects.filter(Q(standard__in=ids) | Q(code__in=wanted))}
    touched: set[str] = set()
    new: list[Criterion] = []
    changed: list[Criterion] = []
    for code, (standard, data) in wanted.items():
        values = {**asdict(data), "standard_id": stored[standard].pk}
        if code not in present:
            new.append(Criterion(**values))
        elif _assign(present[code], values):
            changed.append(present[code])
        else:
            continue
        touched.add(standard)
    gone = [item for code, item in present.items() if code not in wanted]
    Criterion.objects.bulk_create(new)
    Criterion.objects.bulk_update(changed, _CRITERION_UPDATES)
    _remove(gone)
    return touched | {ids[item.standard_id] for item in gone}


def _remove(gone: Sequence[Criterion]) -> None:
    """Delete criteria; Conflict, by standard and article, for those that hazards refer to."""
    if not gone or _deleted([item.pk for item in gone]):
        return
    used = [item for item in gone if not _deleted([item.pk])]
    named = "、".join(f"《{item.standard.title}》{item.article}" for item in used)
    raise Conflict(f"{named}已有隐患引用，不能从标准库删去。请在文件里保留；条文有变化的，另立新版本。")


def _deleted(keys: Sequence[int]) -> bool:
    """Whether nothing referred to these criteria. The walls hide who does; the database itself knows."""
    try:
        with transaction.atomic():
            Criterion.objects.filter(pk__in=keys).delete()
            connection.check_constraints()
    except (IntegrityError, ProtectedError):
        return False
    return True


def _assign(item: Standard | Criterion, values: dict[str, Any]) -> bool:
    """Put the values into the row; whether any differs."""
    differing = {name: value for name, value in values.items() if getattr(item, name) != value}
    for name, value in differing.items():
        setattr(item, name, value)
    return bool(differing)
