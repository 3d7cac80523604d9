"""Who keeps the library, what they are writing, and how two versions differ (标准维护)."""

from collections.abc import Sequence
from dataclasses import dataclass

from hazards.models import Criterion, Standard
from hazards.selectors import catalogue
from hazards.selectors.standards import as_data
from hazards.standard_diff import Comparison, compare
from units.actors import Actor
from units.days import full_day
from units.enums import Role
from units.errors import Conflict, NotAllowed, NotFound
from units.models import Tenant


def keeper() -> Tenant | None:
    """The tenant whose administrators keep the library for all."""
    return Tenant.objects.filter(keeps_library=True).first()


def is_keeper(actor: Actor) -> bool:
    """Whether this person may add and revise standards: an administrator of the tenant that keeps them."""
    return actor.holds(Role.ADMIN) and Tenant.objects.filter(pk=actor.tenant_id, keeps_library=True).exists()


def require_keeper(actor: Actor) -> None:
    """NotAllowed, in words that say who keeps the library."""
    if is_keeper(actor):
        return
    keeps = keeper()
    if keeps is None:
        raise NotAllowed("还没有指定由哪个辖区维护标准库，请联系系统运维人员。")
    if keeps.pk == actor.tenant_id:
        raise NotAllowed("标准库由本辖区管理员维护，您不能改动。发现错漏，请告诉管理员。")
    raise NotAllowed(
        f"标准库各辖区共用，由{keeps.name}的管理员统一维护，您不能改动。发现错漏，请告诉{keeps.office}。"
    )


def drafts() -> Sequence[Standard]:
    """What is being written, the latest change first."""
    return list(Standard.objects.drafts().select_related("revises").order_by("-changed_at", "pk"))


def draft(actor: Actor, code: str) -> Standard:
    """A draft with its clauses; NotAllowed for others, Conflict in words for what is published."""
    require_keeper(actor)
    return require_draft(Standard.objects.prefetch_related("criteria").filter(code=code).first())


def require_draft(standard: Standard | None) -> Standard:
    """The standard itself; NotFound where there is none, Conflict where it is in use."""
    if standard is None:
        raise NotFound("没有这份标准草稿，可能已被发布或者放弃。请回到“标准库”页查看。")
    if not standard.is_draft:
        raise Conflict(f"《{standard.title}》已发布，不能改；请修订为新版本。")
    return standard


def clause_of(standard: Standard, clause_id: int) -> Criterion:
    """A clause of this standard; NotFound in words."""
    found = next((clause for clause in standard.criteria.all() if clause.pk == clause_id), None)
    if found is None:
        raise NotFound("这份草稿里没有这一条，可能刚被删去。请回到草稿页查看。")
    return found


def revision_of(standard: Standard) -> Standard | None:
    """The draft that revises a standard, if one is being written."""
    return Standard.objects.drafts().filter(revises=standard).first()


@dataclass(frozen=True, slots=True)
class Heading:
    """One line about a standard in both versions."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Difference:
    """A version and the one before it, line by line and clause by clause."""

    before: Standard
    after: Standard
    headings: Sequence[Heading]
    comparison: Comparison


def difference(code: str, *, drafts: bool) -> Difference:
    """What a version changes; NotFound where the library holds no version before it."""
    after = catalogue.standard_by_code(code, drafts=drafts)
    earlier = catalogue.versions(after).before
    if not earlier:
        raise NotFound(f"标准库里没有《{after.title}》的前一版，没有可以对照的。")
    before = max(earlier, key=lambda standard: standard.effective_from)
    follows = {clause.code: clause.follows for clause in after.criteria.all()}
    return Difference(
        before, after, _headings(before, after), compare(as_data(before), as_data(after), follows)
    )


def _headings(before: Standard, after: Standard) -> list[Heading]:
    said = [
        ("名称", before.title, after.title),
        ("文号", before.number, after.number),
        ("发布机关", before.issuer, after.issuer),
        ("领域", before.sector, after.sector),
        ("施行", _span(before), _span(after)),
        ("用途", _use(before), _use(after)),
    ]
    return [Heading(*each) for each in said]


def _span(standard: Standard) -> str:
    first, last = standard.effective_from, standard.effective_to
    return full_day(first) + (f"至{full_day(last)}" if last else "起")


def _use(standard: Standard) -> str:
    return "只作检查参考" if standard.reference_only else "判定重大事故隐患"
