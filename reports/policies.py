"""Predicates: who may do what with periods and filings. Small, pure, composed by services."""

from reports.transitions import Hand
from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.enums import Role


def may_fill(actor: Actor, unit_id: int) -> bool:
    """Enter figures for a unit: its filers and head, and whoever was granted it."""
    return actor.holds_in(unit_id, Role.FILER, Role.HEAD) or actor.granted(unit_id, FILE_FOR_UNIT)


def may_sign(actor: Actor, unit_id: int) -> bool:
    """Sign for a unit: its head, and whoever was granted it (汇报单位领导审核把关)."""
    return actor.holds_in(unit_id, Role.HEAD) or actor.granted(unit_id, SIGN_FOR_UNIT)


def may_review(actor: Actor) -> bool:
    """Return filings, import tables, close periods, draft circulars: 安委办 and the system."""
    return actor.is_system or actor.holds(Role.REVIEWER)


def may_see_everything(actor: Actor) -> bool:
    """See all units' filings and figures of a period that is still open."""
    return actor.is_system or actor.holds(Role.REVIEWER, Role.ADMIN)


def may_see_filing(actor: Actor, unit_id: int, *, period_is_open: bool) -> bool:
    """See one unit's filing: its own people always, 安委办 and administrators too, leaders once closed (I3)."""
    if unit_id in actor.own_units or may_see_everything(actor):
        return True
    return actor.is_tenant_wide and not period_is_open


def may_see_closed_figures(actor: Actor) -> bool:
    """See rankings and figures of closed periods: everybody who serves the whole tenant (I3)."""
    return actor.is_tenant_wide


def may_set_up(actor: Actor) -> bool:
    """Create campaigns, periods and forms."""
    return actor.is_system or actor.holds(Role.REVIEWER, Role.ADMIN)


def hands(actor: Actor, unit_id: int) -> frozenset[Hand]:
    """Which hands a person has on a unit's filing."""
    found = set()
    if may_fill(actor, unit_id):
        found.add(Hand.FILLER)
    if may_sign(actor, unit_id):
        found.add(Hand.SIGNER)
    if may_review(actor):
        found.add(Hand.REVIEWER)
    return frozenset(found)


def may_ask_correction(actor: Actor, unit_id: int) -> bool:
    """Ask for 更正 of a unit's closed figures: its own people, and 安委办 for any."""
    return may_fill(actor, unit_id) or may_sign(actor, unit_id) or may_review(actor)


def may_see_corrections(actor: Actor, unit_id: int) -> bool:
    """See what was asked to be corrected, and the answer: the unit's own people, and who serves the whole tenant."""
    return unit_id in actor.own_units or may_see_closed_figures(actor)


def may_decide_correction(actor: Actor, asked_by_id: int | None) -> bool:
    """Grant or refuse: 安委办, but not the person who asked (I8)."""
    return may_review(actor) and (asked_by_id is None or actor.user_id != asked_by_id)
