"""Predicates: who may act on the organisation. Small, pure, composed by services."""

from units.actors import Actor
from units.enums import Role


def may_administer(actor: Actor) -> bool:
    """Units, people and grants are the administrator's."""
    return actor.is_system or actor.holds(Role.ADMIN)


def may_see_unit(actor: Actor, unit_id: int) -> bool:
    """A unit's own people and those who serve the whole tenant see its rows (I3)."""
    return actor.is_tenant_wide or unit_id in actor.own_units
