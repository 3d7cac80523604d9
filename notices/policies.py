"""Predicates: who may draft and read circulars, and who may remind units."""

from reports.policies import may_review, may_see_closed_figures
from units.actors import Actor


def may_draft(actor: Actor) -> bool:
    """安委办 drafts, and the system after each closing."""
    return may_review(actor)


def may_read_draft(actor: Actor) -> bool:
    """A draft holds every unit's figures: only for those who serve the whole tenant (I3)."""
    return may_see_closed_figures(actor)


def may_remind(actor: Actor) -> bool:
    """催报 is 安委办's, and the system's where a deadline demands it."""
    return may_review(actor)
