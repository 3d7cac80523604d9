"""Reads of templates: which one holds, its versions, and what a template may be filled with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from notices import facts, letter_facts, policies, presets, templating
from notices.letter_facts import Grounds
from notices.models import CircularKind, CircularTemplate
from reports.figure_catalogue import CATALOGUE, TOTAL_KEYS
from reports.figure_names import ENTRIES
from reports.figure_names import known as known_figures
from reports.selectors.rules import known_indicators
from units.actors import Actor
from units.errors import NotAllowed, NotFound

PRESET = 0
"""The version of the shipped text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A kind with the template that holds for it; None is the shipped one."""

    kind: CircularKind
    template: CircularTemplate | None

    @property
    def version(self) -> int:
        """Its version."""
        return self.template.version if self.template else PRESET

    @property
    def is_shipped(self) -> bool:
        """Whether it reads as the product brought it, be it by going back to that."""
        return self.template is None or self.template.source == presets.source(self.kind)


@dataclass(frozen=True, slots=True)
class Names:
    """All that a template of a kind may name, with labels."""

    figures: Mapping[str, str]
    facts: Mapping[str, str]


def require_reader(actor: Actor) -> None:
    """NotAllowed for all but 安委办 and administrators."""
    if not policies.may_read_templates(actor):
        raise NotAllowed("通报和函件的模板由安委办和管理员查看。")


def current(kind: CircularKind) -> tuple[str, int]:
    """The text that holds for a kind and its version; the shipped one while the tenant keeps none of its own."""
    newest = newest_of(kind)
    return (presets.source(kind), PRESET) if newest is None else (newest.source, newest.version)


def newest_of(kind: CircularKind) -> CircularTemplate | None:
    """The tenant's newest version, None while the shipped text holds."""
    return CircularTemplate.objects.filter(kind=kind).select_related("by").order_by("-version").first()


def lines() -> Sequence[Line]:
    """Every kind with the template that holds (one query)."""
    newest = CircularTemplate.objects.order_by("kind", "-version").distinct("kind").select_related("by")
    found = {template.kind: template for template in newest}
    return [Line(kind, found.get(kind)) for kind in CircularKind]


def kind_of(name: str) -> CircularKind:
    """The kind of this name; NotFound for another."""
    if name not in CircularKind.values:
        raise NotFound("没有这种通报或函件的模板。请从模板列表重新选择。")
    return CircularKind(name)


def versions(kind: CircularKind) -> Sequence[CircularTemplate]:
    """The tenant's versions, the newest first, without their texts."""
    found = CircularTemplate.objects.filter(kind=kind).defer("source").select_related("by")
    return list(found.order_by("-version"))


def source_of(kind: CircularKind, version: int) -> str:
    """The text of one version, 0 being the shipped one; NotFound when there is none of this number."""
    if version == PRESET:
        return presets.source(kind)
    found = CircularTemplate.objects.filter(kind=kind, version=version).first()
    if found is None:
        raise NotFound(f"{kind.label}模板没有第{version}版。请从版本列表重新选择。")
    return found.source


def names(kind: CircularKind) -> Names:
    """What a template of this kind may name (one query); of a column that no form has nothing will be said."""
    if kind.is_letter:
        letter = letter_facts.figures(Grounds(), (), datetime(1970, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))
        return Names({each.key: each.label for each in letter}, facts.known(kind))
    own = known_figures(known_indicators())
    return Names(
        {**own, **{key: label for key, label in _shipped().items() if key not in own}}, facts.known(kind)
    )


def _shipped() -> Mapping[str, str]:
    """Figures the product defines, or names in its own templates, whatever columns the tenant's forms have."""
    named = (
        place
        for kind in CircularKind
        if not kind.is_letter
        for clause in templating.parse(presets.source(kind)).clauses
        for place in clause.places
        if not place.startswith("@")
    )
    found = {key: f"{key}（本地表式没有这一列）" for key in named}
    found |= {each.key: each.label for each in CATALOGUE}
    found |= {each.key: each.label for entry in ENTRIES for each in entry.all()}
    return found | dict(TOTAL_KEYS.values())
