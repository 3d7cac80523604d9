"""Closed lists of the organisation: kinds of unit and roles of people."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What a unit is; rules of a dispatch form may differ by kind (towns do not assist towns)."""

    TOWN = "town", "镇街"
    BUREAU = "bureau", "部门"
    SOE = "soe", "区属国有公司"
    PARK = "park", "园区"


class Role(TextChoices):
    """What a person does. Filer and head belong to a unit, the others to the whole tenant."""

    FILER = "filer", "填报员"
    HEAD = "head", "单位负责人"
    REVIEWER = "reviewer", "安委办"
    LEADER = "leader", "领导"
    ADMIN = "admin", "管理员"


UNIT_ROLES = frozenset({Role.FILER, Role.HEAD})
TENANT_ROLES = frozenset({Role.REVIEWER, Role.LEADER, Role.ADMIN})
