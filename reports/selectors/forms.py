"""Reads of the versions of the dispatch form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from reports import policies
from reports.form_changes import Comparison, compare
from reports.form_design import Allowed
from reports.models import DispatchForm, Indicator, Period
from reports.selectors.ledger_columns import COLUMNS
from units.actors import Actor
from units.enums import UnitKind
from units.errors import Conflict, NotAllowed, NotFound

KINDS: Mapping[str, str] = {kind.value: kind.label for kind in UnitKind}
"""Names of the kinds of unit."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version in the list: how many columns it has, and the periods it applies to, the latest first."""

    form: DispatchForm
    columns: int
    periods: tuple[Period, ...]

    @property
    def is_draft(self) -> bool:
        return self.form.published_at is None and not self.periods


def require_may_see(actor: Actor) -> None:
    """NotAllowed for those who have nothing to do with the design of forms."""
    if not policies.may_see_everything(actor):
        raise NotAllowed("表式由安委办和管理员设置。各单位要填的内容，请在“填报”页查看。")


def versions(actor: Actor) -> Sequence[Version]:
    """All versions, the newest first (two queries)."""
    require_may_see(actor)
    used: dict[int, list[Period]] = {}
    for period in Period.objects.all():
        used.setdefault(period.form_id, []).append(period)
    forms = (
        DispatchForm.objects.select_related("published_by")
        .annotate(columns=Count("indicators"))
        .order_by("-version")
    )
    return [Version(form, form.columns, tuple(used.get(form.pk, ()))) for form in forms]


def form_of(version: int, *, lock: bool = False) -> DispatchForm:
    """The form of this version; NotFound for one that the tenant does not have."""
    found = DispatchForm.objects.filter(version=version)
    form = (found.select_for_update() if lock else found).first()
    if form is None:
        raise NotFound(f"没有第{version}版调度表。请从“表式”页重新进入。")
    return form


def draft_of(version: int) -> DispatchForm:
    """The draft of this version; Conflict once it is in force."""
    form = form_of(version)
    if not is_draft(form):
        raise Conflict(f"{form}已经发布，不能再改。需要改动的，请照它新建一版草稿。")
    return form


def is_draft(form: DispatchForm) -> bool:
    """Whether a form may still be edited: not published, and no period uses it."""
    return form.published_at is None and not Period.objects.filter(form=form).exists()


def draft() -> DispatchForm | None:
    """The version being written; None when there is none."""
    return DispatchForm.objects.exclude(_in_force()).first()


def latest() -> DispatchForm | None:
    """The newest version in force, for periods to come; None before the first one."""
    return DispatchForm.objects.filter(_in_force()).first()


def before(form: DispatchForm) -> DispatchForm | None:
    """The version that a form replaces: the newest in force below it."""
    return DispatchForm.objects.filter(_in_force(), version__lt=form.version).first()


def difference(older: DispatchForm, newer: DispatchForm) -> Comparison:
    """What the newer version changes."""
    return compare(older.specs(), newer.specs(), KINDS)


def allowed() -> Allowed:
    """What columns may refer to."""
    return Allowed(kinds=frozenset(KINDS), countable=frozenset(COLUMNS))


def _in_force() -> Q:
    """Published, or used by a period though nobody published it expressly."""
    return Q(published_at__isnull=False) | Q(Exists(Period.objects.filter(form=OuterRef("pk"))))


def codes_ever() -> frozenset[str]:
    """The codes of the columns of all versions."""
    return frozenset(Indicator.objects.values_list("code", flat=True))
