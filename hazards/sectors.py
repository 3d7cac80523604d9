"""Sectors (行业领域) as people write them, and the sectors of the standards that go with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SectorTable:
    """`names` holds for each sector of the standards what it is called; `everywhere` those of any enterprise.

    A boiler or a gas bottle is found in every sector, so standards of `everywhere` apply beside the sector's
    own.
    """

    names: Mapping[str, Sequence[str]]
    broader: Mapping[str, Sequence[str]]
    everywhere: frozenset[str]

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "SectorTable":
        return cls(data["sectors"], data["broader"], frozenset(data["everywhere"]))

    def of(self, name: str) -> frozenset[str]:
        """The sectors a name stands for; none when it is missing or not known.

        The longest name found inside it wins: 公路水运工程 is not 公路, 建筑施工（市政） is one sector.
        """
        name = name.strip()
        if name in self.names:
            return frozenset({name})
        if name in self.broader:
            return frozenset(self.broader[name])
        longest = {
            sector: max((len(called) for called in names if called in name), default=0)
            for sector, names in self.names.items()
        }
        most = max(longest.values())
        return frozenset(sector for sector, length in longest.items() if length == most > 0)
