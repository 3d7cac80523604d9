"""Predicates: who may do what with hazard records and the register. Small, pure, composed by services."""

from collections.abc import Collection

from hazards.life import Hand
from units.actors import FILE_FOR_UNIT, Actor
from units.enums import Role

GONE = "没有这条隐患，或者您不能查看它。请从台账重新进入。"
"""What is said of a record that is not there or may not be seen: the two are not told apart (I3)."""


def may_report(actor: Actor, unit_id: int) -> bool:
    """Write a unit's records: its filers and head, and whoever was granted it."""
    return actor.holds_in(unit_id, Role.FILER, Role.HEAD) or actor.granted(unit_id, FILE_FOR_UNIT)


def may_review(actor: Actor) -> bool:
    """Accept, return and exclude records: 安委办 and the system."""
    return actor.is_system or actor.holds(Role.REVIEWER)


def may_import(actor: Actor, unit_id: int | None) -> bool:
    """Take in a ledger from Excel: for a unit who reports for it; for one or all of them 安委办."""
    return may_review(actor) or (unit_id is not None and may_report(actor, unit_id))


def may_see(actor: Actor, unit_id: int, *, filed: bool) -> bool:
    """See a record: the unit's own people always; who serves the whole tenant once it was filed (I3)."""
    return actor.is_system or unit_id in actor.own_units or (filed and actor.is_tenant_wide)


def may_register(actor: Actor) -> bool:
    """Add an enterprise to the register: whoever reports for some unit, 安委办 and administrators."""
    return may_administer_register(actor) or any(may_report(actor, unit_id) for unit_id in actor.own_units)


def may_maintain(actor: Actor, regulator_ids: Collection[int]) -> bool:
    """Change an enterprise's entry: who reports for a unit that regulates it, 安委办 and administrators."""
    return may_administer_register(actor) or any(may_report(actor, unit_id) for unit_id in regulator_ids)


def may_administer_register(actor: Actor) -> bool:
    """Change any entry, and merge two: records of every unit follow, so all must be visible."""
    return may_review(actor) or actor.holds(Role.ADMIN)


def hands(actor: Actor, unit_id: int) -> frozenset[Hand]:
    """Which hands a person has on a unit's records."""
    found = set()
    if actor.holds_in(unit_id, Role.FILER) or actor.granted(unit_id, FILE_FOR_UNIT):
        found.add(Hand.FILER)
    if actor.holds_in(unit_id, Role.HEAD):
        found.add(Hand.HEAD)
    if may_review(actor):
        found.add(Hand.REVIEWER)
    return frozenset(found)
