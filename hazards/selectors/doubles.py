"""Which entries of the register may mean the same enterprise, and two of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hazards.models import Enterprise
from hazards.selectors import enterprises
from hazards.similarity import likeness
from units.actors import Actor

ALIKE = 0.8
"""From here on two names may mean one enterprise: 东关化工 and 西关化工 do not."""
MOST = 8
"""How many likely duplicates are proposed at most."""
_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "分公司", "公司", "经营部", "商行", "厂", "店")
"""What ends the names of enterprises of every trade: the longer before what it contains."""
_PIECE = 3
"""Names alike share a run of so many characters."""


def likely(enterprise: Enterprise) -> Sequence[Enterprise]:
    """Entries that may mean the same enterprise by their name, the most alike first; at most eight.

    Two different codes are two enterprises: then names prove nothing.
    """
    core = _core(enterprise.name)
    pieces = [core[at : at + _PIECE] for at in range(max(len(core) - _PIECE + 1, 1))]
    shares_one = Q()
    for piece in pieces:
        shares_one |= Q(name__contains=piece)
    others = enterprises.standing().filter(shares_one).exclude(pk=enterprise.pk)
    if enterprise.uscc:
        others = others.filter(uscc="")
    alike = {pk: _likeness(core, name) for pk, name in others.values_list("pk", "name")}
    best = sorted((pk for pk in alike if alike[pk] >= ALIKE), key=lambda pk: (-alike[pk], pk))[:MOST]
    found = Enterprise.objects.in_bulk(best)
    return [found[pk] for pk in best]


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of two entries side by side, as shown."""

    label: str
    texts: tuple[str, str]

    @property
    def differs(self) -> bool:
        return self.texts[0] != self.texts[1]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may mean one enterprise. `mergeable` is false when their codes tell them apart.

    `better` is the one to keep: that with a code, else with more records, else the older one.
    """

    entries: tuple[Any, Any]
    facts: tuple[Compared, ...]
    mergeable: bool
    better: Any


def pair(actor: Actor, first: Enterprise, second: Enterprise) -> Pair:
    """Two entries compared: two queries."""
    one, two = enterprises.counted_list(actor, [first, second])
    rows = (
        ("企业名称", lambda each: each.name),
        ("统一社会信用代码", lambda each: each.uscc),
        ("类别", lambda each: each.get_kind_display()),
        ("行业领域", lambda each: each.sector),
        ("地址", lambda each: each.address),
        ("监管单位", lambda each: "、".join(unit.name for unit in each.regulators.all())),
        ("隐患", lambda each: f"{each.records} 条"),
    )
    facts = tuple(Compared(label, (text(one), text(two))) for label, text in rows)
    better = max((one, two), key=lambda each: (bool(each.uscc), each.records, -each.pk))
    return Pair((one, two), facts, not (one.uscc and two.uscc), better)


def _likeness(core: str, name: str) -> float:
    """How alike two names are without their legal forms; one that holds the other counts as alike."""
    other = _core(name)
    if min(len(core), len(other)) > _PIECE and (core in other or other in core):
        return max(likeness(core, other), ALIKE)
    return likeness(core, other)


def _core(name: str) -> str:
    """A name without blanks, brackets and its legal form: 演示机械 of 演示机械有限公司."""
    bare = "".join(character for character in name if character.isalnum())
    ending = next((form for form in _FORMS if bare.endswith(form) and len(bare) > len(form)), "")
    return bare.removesuffix(ending)
