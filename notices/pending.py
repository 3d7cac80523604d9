"""What waits for the writer after a circular was written again; kept beside what the machine wrote last. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from notices.block_words import by_id, same
from notices.content import CircularContent
from notices.regenerating import Merged

FIGURES = "@figures"
"""What the page sends instead of a block's id once renewed and lost figures were seen."""
_NAME = "pending"


@dataclass(frozen=True, slots=True)
class Pending:
    """Decisions nobody has taken yet.

    `changed` are blocks the machine writes differently now (its wording stands in the base), `vanished` those it
    no longer writes, `renewed` figures by key with the text they had before, `lost` texts of figures that are gone.
    """

    changed: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    renewed: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.vanished or self.renewed or self.lost)

    @classmethod
    def of(cls, base: Mapping[str, Any]) -> "Pending":
        """What is kept beside a base."""
        kept = base.get(_NAME, {})
        return cls(
            tuple(kept.get("changed", ())),
            tuple(kept.get("vanished", ())),
            dict(kept.get("renewed", {})),
            tuple(kept.get("lost", ())),
        )

    def beside(self, base: CircularContent) -> dict[str, Any]:
        """The base as it is stored, with these decisions; `CircularContent.from_json` reads the base alone."""
        if not self:
            return base.to_json()
        kept = {
            "changed": list(self.changed),
            "vanished": list(self.vanished),
            "renewed": dict(self.renewed),
            "lost": list(self.lost),
        }
        return {**base.to_json(), _NAME: kept}

    def joined_by(self, merged: Merged) -> "Pending":
        """With what another writing brought; a figure that changed twice keeps its first text."""
        return Pending(
            tuple(dict.fromkeys((*self.changed, *merged.changed))),
            tuple(dict.fromkeys((*self.vanished, *merged.vanished))),
            {**merged.renewed, **self.renewed},
            tuple(dict.fromkeys((*self.lost, *merged.lost))),
        )

    def left(self, settled: Collection[str], content: CircularContent, base: CircularContent) -> "Pending":
        """Without those settled, and without what the text itself has settled since."""
        standing, machine = by_id(content), by_id(base)
        cited = set(content.figure_keys)

        def open_(name: str) -> bool:
            return name in standing and name not in settled

        seen = FIGURES in settled
        return Pending(
            tuple(
                name
                for name in self.changed
                if open_(name) and name in machine and not same(standing[name], machine[name])
            ),
            tuple(name for name in self.vanished if open_(name) and name not in machine),
            {} if seen else {key: text for key, text in self.renewed.items() if key in cited},
            () if seen else self.lost,
        )
