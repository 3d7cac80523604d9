"""Who acts: a person with the roles they hold in one tenant, or the system itself.

Pure: policies are predicates over an Actor, so they can be tested as tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

FILE_FOR_UNIT = "file_for_unit"
SIGN_FOR_UNIT = "sign_for_unit"


@dataclass(frozen=True, slots=True)
class Actor:
    """`unit_roles` maps a unit role to the ids of the units it covers (sub-units included).

    `grants` maps an exceptional permission to unit ids. `user_id` is None for the system, which may do
    everything a deadline or a command demands and is named as such in the trail.
    """

    user_id: int | None
    name: str
    tenant_id: int
    tenant_roles: frozenset[str] = frozenset()
    unit_roles: Mapping[str, frozenset[int]] = field(default_factory=dict)
    grants: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def system(cls, tenant_id: int, name: str = "系统") -> "Actor":
        """The actor of scheduled jobs and management commands."""
        return cls(user_id=None, name=name, tenant_id=tenant_id)

    @property
    def is_system(self) -> bool:
        return self.user_id is None

    @property
    def is_tenant_wide(self) -> bool:
        """Sees every unit's rows: 安委办, leaders, administrators and the system."""
        return self.is_system or bool(self.tenant_roles)

    @property
    def roles(self) -> frozenset[str]:
        """All roles held, whatever the unit."""
        return self.tenant_roles | frozenset(self.unit_roles)

    def holds(self, *roles: str) -> bool:
        """Whether one of the tenant-wide `roles` is held."""
        return bool(self.tenant_roles.intersection(roles))

    def holds_in(self, unit_id: int, *roles: str) -> bool:
        """Whether one of the unit `roles` is held for this unit."""
        return any(unit_id in self.unit_roles.get(role, frozenset()) for role in roles)

    def granted(self, unit_id: int, permission: str) -> bool:
        """Whether the exceptional `permission` was granted for this unit."""
        return unit_id in self.grants.get(permission, frozenset())

    @property
    def served_units(self) -> frozenset[int]:
        """Ids of the units in which this person holds a role."""
        return _union(self.unit_roles.values())

    @property
    def own_units(self) -> frozenset[int]:
        """Ids of all units this person serves or was granted."""
        return self.served_units | _union(self.grants.values())

    @property
    def visible_units(self) -> frozenset[int] | None:
        """What the row-level walls let through; None means the whole tenant."""
        return None if self.is_tenant_wide else self.own_units


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)
