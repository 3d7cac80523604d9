"""Predicates: who may draft, check, sign and read circulars, who receives them, and who may remind units."""

from collections.abc import Collection

from reports.policies import may_review, may_see_closed_figures, may_set_up
from units.actors import Actor
from units.enums import Role
from units.policies import may_administer


def may_draft(actor: Actor) -> bool:
    """安委办 drafts, and the system after each closing."""
    return may_review(actor)


def may_read_draft(actor: Actor) -> bool:
    """A draft holds every unit's figures: only for those who serve the whole tenant (I3)."""
    return may_see_closed_figures(actor)


def may_remind(actor: Actor) -> bool:
    """催报 is 安委办's, and the system's where a deadline demands it."""
    return may_review(actor)


def may_check(actor: Actor) -> bool:
    """Send a circular on or back: 安委办 and leaders."""
    return may_review(actor) or actor.holds(Role.LEADER)


def may_review_circular(actor: Actor, hands: Collection[int | None]) -> bool:
    """Approve a circular: 安委办 or a leader, but nobody whose hand is in it (I8)."""
    return may_check(actor) and not actor.is_system and actor.user_id not in hands


def may_sign_circular(actor: Actor, hands: Collection[int | None]) -> bool:
    """Sign (签发): a leader who did not write it (I8)."""
    return actor.holds(Role.LEADER) and actor.user_id not in hands


def may_withdraw(actor: Actor) -> bool:
    """Withdraw what was issued: leaders and 安委办."""
    return may_check(actor)


def may_set_letterhead(actor: Actor) -> bool:
    """Set 机关代字 and what else stands on every document: administrators and 安委办."""
    return may_set_up(actor)


def may_receive(actor: Actor, unit_id: int) -> bool:
    """Sign for what was sent to a unit (签收), and reply: its filers and head."""
    return actor.holds_in(unit_id, Role.FILER, Role.HEAD)


def may_see_mail(actor: Actor) -> bool:
    """See the mails on their way, and send them again: administrators."""
    return may_administer(actor)


def may_read_templates(actor: Actor) -> bool:
    """Read how circulars and letters are worded: 安委办, who writes the wording, and administrators."""
    return may_draft(actor) or may_administer(actor)
