"""Reads of a record's photos and documents: the gallery, and one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from hazards import evidence_policy, evidence_storage, filetypes, policies
from hazards.models import Evidence, Hazard, Stage
from hazards.selectors import ledger, repeats
from hazards.selectors.repeats import Use
from units.actors import Actor
from units.errors import NotAllowed, NotFound

GONE = "没有这个文件，或者您不能查看它。请从隐患页面重新进入。"
SIZES = ("thumbnail", "shown", "original")


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the gallery and the other uses of its photo."""

    evidence: Evidence
    uses: tuple[Use, ...] = ()

    @property
    def reused(self) -> tuple[str, ...]:
        """The other uses in words; empty when there are none."""
        return tuple(use.words for use in self.uses)

    def reused_as_told_to(self, unit_id: int) -> tuple[str, ...]:
        """The same as a unit's people may read it."""
        return tuple(dict.fromkeys(use.told_to(unit_id) for use in self.uses))


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one stage, in the order they came."""

    stage: Stage
    items: Sequence[Item]

    @property
    def pictures(self) -> Sequence[Item]:
        """Those that can be shown."""
        return [item for item in self.items if item.evidence.is_picture]

    @property
    def documents(self) -> Sequence[Item]:
        """Those that can only be downloaded."""
        return [item for item in self.items if not item.evidence.is_picture]


@dataclass(frozen=True, slots=True)
class Gallery:
    """All files of a record that were not taken out, by stage; stages without files are left out."""

    hazard: Hazard
    groups: Sequence[Group]

    @property
    def items(self) -> Sequence[Item]:
        """All files."""
        return [item for group in self.groups for item in group.items]

    @property
    def reused(self) -> Sequence[Item]:
        """The photos that stand elsewhere too."""
        return [item for item in self.items if item.uses]

    def of(self, stage: Stage) -> Sequence[Item]:
        """The files of one stage."""
        return [item for item in self.items if item.evidence.stage == stage]


@dataclass(frozen=True, slots=True)
class File:
    """A stored file on its way to somebody's browser."""

    evidence: Evidence
    content: IO[bytes]
    media_type: str
    name: str


def gallery(hazard: Hazard) -> Gallery:
    """The files of a record; the record was fetched, so they may be seen. Two queries, however many files."""
    found = list(Evidence.objects.filter(hazard=hazard, removed_at__isnull=True).order_by("id"))
    others = repeats.alike(hazard, found)
    items = [Item(each, repeats.uses(each, others)) for each in found]
    groups = [Group(stage, [item for item in items if item.evidence.stage == stage]) for stage in Stage]
    return Gallery(hazard, [group for group in groups if group.items])


def evidence(actor: Actor, evidence_id: int) -> Evidence:
    """One file's row; NotFound unless this person may know of its record, or when it was taken out."""
    found = Evidence.objects.filter(pk=evidence_id, removed_at__isnull=True).select_related("hazard").first()
    if found is None or not policies.may_see(actor, found.unit_id, filed=bool(found.hazard.number)):
        raise NotFound(GONE)
    return found


def file(actor: Actor, evidence_id: int, size: str) -> File:
    """A file to send: `thumbnail` or `shown` (photos without what the camera wrote), or `original`.

    NotAllowed for originals of photos to whom they are not shown.
    """
    found = evidence(actor, evidence_id)
    if size not in SIZES or (size != "original" and not found.is_picture):
        raise NotFound(GONE)
    if size == "original":
        if not evidence_policy.may_see_original(actor, found):
            raise NotAllowed("原图含有拍摄地点和设备，只有本单位和安委办可以查看。其他人请看普通图。")
        return File(found, evidence_storage.opened(found.original), found.media_type, found.name)
    content = evidence_storage.opened(found.shown if size == "shown" else found.thumbnail)
    return File(found, content, filetypes.JPEG.media_type, filetypes.proper_name(found.name, filetypes.JPEG))


def takes(actor: Actor, hazard: Hazard, stage: Stage) -> bool:
    """Whether this person can add files of a stage to the record as it stands."""
    if not evidence_policy.is_open(hazard, stage) or not evidence_policy.may_add(
        actor, hazard.unit_id, stage
    ):
        return False
    return stage is not Stage.REINSPECTED or not ledger.rectified(actor, hazard)
