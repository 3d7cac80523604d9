"""Predicates: who may add, take out and see what of a record's photos and documents."""

from collections.abc import Mapping

from hazards import policies
from hazards.life import EDITABLE, Status
from hazards.models import Evidence, Hazard, Stage
from units.actors import Actor

OPEN: Mapping[Stage, frozenset[Status]] = {
    Stage.FOUND: EDITABLE,
    Stage.RECTIFIED: frozenset({Status.RECTIFYING}),
    Stage.REINSPECTED: frozenset({Status.AWAITING}),
}
"""Where a record stands while files of a stage can be added and taken out."""


def is_open(hazard: Hazard, stage: Stage) -> bool:
    """Whether the record stands where files of this stage belong."""
    return Status(hazard.status) in OPEN[stage]


def may_add(actor: Actor, unit_id: int, stage: Stage) -> bool:
    """Add files of a stage: the unit's reporters; at the re-inspection 安委办 too.

    Who reported the rectification done may not re-inspect it (I8): that is asked of the trail, not here.
    """
    if policies.may_report(actor, unit_id):
        return True
    return stage is Stage.REINSPECTED and policies.may_review(actor)


def may_remove(actor: Actor, hazard: Hazard, evidence: Evidence) -> bool:
    """Take a file out again: whoever put it in, as long as the record has not gone on."""
    own = actor.user_id is not None and evidence.uploader_id == actor.user_id
    return own and evidence.round == hazard.round and is_open(hazard, Stage(evidence.stage))


def may_see_original(actor: Actor, evidence: Evidence) -> bool:
    """See a file as it came: of photos, with place and device in them, 安委办 and the unit itself alone."""
    if not evidence.is_picture:
        return True
    return policies.may_review(actor) or evidence.unit_id in actor.own_units
