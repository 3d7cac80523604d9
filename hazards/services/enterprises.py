"""The tenant's register of enterprises: adding, changing, and merging what stands there twice."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from hazards import policies
from hazards.codes import BadCode, normal_code
from hazards.entries import InvalidFields, longest, plain
from hazards.models import Enterprise, EnterpriseKind, Hazard, HazardEvent, Regulation
from hazards.services import trail
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import Unit

MERGED = "企业合并"
LABELS = {"name": "企业名称", "sector": "行业领域", "address": "地址"}


class CodeTaken(Conflict):
    """The code stands in the register already; `problems` names its field."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.problems = {"uscc": message}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is known of an enterprise. `uscc` as typed, "" when unknown; `regulators` are the units in charge."""

    name: str
    uscc: str = ""
    kind: EnterpriseKind = EnterpriseKind.COMPANY
    sector: str = ""
    address: str = ""
    regulators: Sequence[Unit] = ()


@transaction.atomic
def register(*, actor: Actor, entry: Entry, at: datetime) -> Enterprise:
    """Add an enterprise. InvalidFields for a code that cannot be right, CodeTaken for one registered already."""
    if not policies.may_register(actor):
        raise NotAllowed("您不能登记企业，请联系本单位填报员或安委办。")
    enterprise = Enterprise()
    _fill(enterprise, entry)
    _store(enterprise)
    _set_regulators(enterprise, entry.regulators)
    _record(actor, at, "registered", enterprise, f"登记企业{enterprise.name}")
    return enterprise


@transaction.atomic
def update(
    *, actor: Actor, enterprise_id: int, entry: Entry, at: datetime, seen: str | None = None
) -> Enterprise:
    """Replace an entry. By 安委办, administrators, and who reports for a unit that regulates the enterprise.

    `seen` is the `fingerprint` of what the page showed: Conflict when somebody has changed the entry since.
    """
    (enterprise,) = _locked(enterprise_id)
    if seen is not None and seen != fingerprint(enterprise):
        raise Conflict(
            f"{enterprise.name}的登记刚被别人改过，您的改动还没有存。请对照下面列出的现在的内容，再保存一次。"
        )
    regulators = list(Regulation.objects.filter(enterprise=enterprise).values_list("unit_id", flat=True))
    if not policies.may_maintain(actor, regulators):
        raise NotAllowed(f"{enterprise.name}由它的监管单位或安委办维护，请联系他们更正。")
    before = _facts(enterprise)
    _fill(enterprise, entry)
    _store(enterprise)
    _set_regulators(enterprise, entry.regulators)
    after = _facts(enterprise)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    _record(actor, at, "updated", enterprise, f"更正企业{enterprise.name}", changes)
    return enterprise


def fingerprint(enterprise: Enterprise) -> str:
    """A mark of an entry's content, the same as long as nobody changes it."""
    facts = json.dumps(_facts(enterprise), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


@transaction.atomic
def merge(*, actor: Actor, duplicate_id: int, into_id: int, at: datetime) -> Enterprise:
    """Make one entry of two that mean the same enterprise; hazards and regulators follow. The one kept.

    A code only the duplicate has passes over. Invalid when both have one: then they are two enterprises.
    """
    if not policies.may_administer_register(actor):
        raise NotAllowed("合并企业由安委办或管理员办理，请联系他们。")
    if duplicate_id == into_id:
        raise Invalid("这是同一条登记，不用合并。请选择另一条。")
    duplicate, kept = _locked(duplicate_id, into_id)
    if duplicate.uscc and kept.uscc:
        raise Invalid(
            f"{duplicate.name}和{kept.name}的统一社会信用代码不同，不是同一家企业，不能合并。请先核对代码。"
        )
    Enterprise.objects.filter(Q(pk=duplicate.pk) | Q(merged_into=duplicate)).update(merged_into=kept)
    if duplicate.uscc:
        kept.uscc = duplicate.uscc
        kept.save(update_fields=["uscc"])
    held = Regulation.objects.filter(enterprise=kept).values("unit_id")
    Regulation.objects.filter(enterprise=duplicate).exclude(unit_id__in=held).update(enterprise=kept)
    Regulation.objects.filter(enterprise=duplicate).delete()
    moved = _move_hazards(actor, duplicate, kept, at)
    summary = f"企业{duplicate.name}并入{kept.name}，随同转移隐患{moved}条"
    _record(actor, at, "merged", kept, summary, {"duplicate": duplicate.pk, "hazards": moved})
    return kept


def _fill(enterprise: Enterprise, entry: Entry) -> None:
    """Put a checked entry into the row; InvalidFields names what is wrong."""
    problems: dict[str, str] = {}
    for name, label in LABELS.items():
        text = plain(getattr(entry, name))
        limit = longest(Enterprise, name)
        if len(text) > limit:
            problems[name] = f"{label}最多{limit}字，现有{len(text)}字，请写短一些。"
        setattr(enterprise, name, text)
    if not enterprise.name:
        problems["name"] = "企业名称还没有填。"
    if entry.kind not in EnterpriseKind.values:
        problems["kind"] = "企业类别不在可选范围内，请重新选择。"
    enterprise.kind = entry.kind
    try:
        enterprise.uscc = normal_code(plain(entry.uscc))
    except BadCode as error:
        problems["uscc"] = str(error)
    if problems:
        raise InvalidFields(problems)


def _store(enterprise: Enterprise) -> None:
    """Save; CodeTaken when the code stands in the register already, even if only just now."""
    try:
        with transaction.atomic():
            enterprise.save()
    except IntegrityError as error:
        if "enterprise_uscc_once" not in str(error):
            raise
        other = Enterprise.objects.filter(uscc=enterprise.uscc, merged_into__isnull=True).first()
        named = f"“{other.name}”" if other else "另一家企业"
        raise CodeTaken(
            f"统一社会信用代码{enterprise.uscc}已登记为{named}，请直接选用，或核对代码。"
        ) from error


def _set_regulators(enterprise: Enterprise, units: Sequence[Unit]) -> None:
    wanted = {unit.pk for unit in units}
    stored = Regulation.objects.filter(enterprise=enterprise)
    stored.exclude(unit_id__in=wanted).delete()
    missing = wanted - set(stored.values_list("unit_id", flat=True))
    Regulation.objects.bulk_create(
        Regulation(enterprise=enterprise, unit_id=unit_id) for unit_id in sorted(missing)
    )


def _locked(*ids: int) -> list[Enterprise]:
    """These entries, locked in one order whatever the order asked; none of them merged already."""
    rows = Enterprise.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("id")
    found = {row.pk: row for row in rows}
    if set(found) != set(ids):
        raise NotFound("企业名录里没有这家企业，请重新查找。")
    for row in found.values():
        if row.merged_into_id is not None:
            raise Conflict(f"{row.name}已并入另一家企业，不能再改。请重新查找。")
    return [found[each] for each in ids]


def _move_hazards(actor: Actor, duplicate: Enterprise, kept: Enterprise, at: datetime) -> int:
    """Let the duplicate's records follow, each with a line in its trail; how many."""
    moved: list[Hazard] = list(
        Hazard.objects.filter(enterprise=duplicate).select_for_update(of=("self",)).order_by("id")
    )
    for hazard in moved:
        hazard.enterprise = kept
        hazard.version += 1
    Hazard.objects.bulk_update(moved, ["enterprise", "version"])
    changes = {"enterprise": (duplicate.name, kept.name)}
    HazardEvent.objects.bulk_create(
        trail.event(hazard, actor=actor, at=at, verb=MERGED, changes=changes) for hazard in moved
    )
    return len(moved)


def _facts(enterprise: Enterprise) -> dict[str, object]:
    regulators = Regulation.objects.filter(enterprise=enterprise).order_by("unit_id")
    return {
        **{name: getattr(enterprise, name) for name in ("name", "uscc", "kind", "sector", "address")},
        "regulators": list(regulators.values_list("unit__name", flat=True)),
    }


def _record(
    actor: Actor,
    at: datetime,
    what: str,
    enterprise: Enterprise,
    summary: str,
    detail: Mapping[str, object] | None = None,
) -> None:
    audit.record(
        actor=actor, at=at, action=f"enterprise.{what}", about=enterprise, summary=summary, detail=detail
    )
