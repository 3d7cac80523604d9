"""What rules may ask of a unit's filing: its figures now, before, newly added, and those of the ledger.

The names in an expression are looked up here. A name without value is absent, so that whatever asks for it
stays undecided: a field not filled in, no earlier filing, a column the ledger knows nothing of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from statistics import median

from reports.snapshot import IndicatorSpec

Values = Mapping[str, Decimal]
"""Values by indicator code; an empty field is absent."""

BEFORE, NEW, LEDGER = "before_", "new_", "ledger_"
"""Put before an indicator's code: its value when last filed, what was added since, the ledger's number."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A unit's filing as rules see it.

    `now` and each of `past` (the unit's earlier filings, the oldest first) are cumulative since the campaign
    began, each value in its column's measure. `ledger` has the columns counted from the ledger. `proved` are the
    columns with evidence, None where none is asked for. `office` are values by the names of `OFFICE_NAMES`.
    """

    indicators: Sequence[IndicatorSpec]
    unit_kind: str
    now: Values
    past: Sequence[Values] = ()
    ledger: Values = field(default_factory=dict)
    nil: bool = False
    proved: frozenset[str] | None = None
    office: Values = field(default_factory=dict)

    @property
    def before(self) -> Values:
        """The values last filed; empty when the unit never filed in the campaign."""
        return self.past[-1] if self.past else {}

    def new(self, code: str) -> Decimal | None:
        """What a column gained since the last filing: all of it where there is none, None where it is empty."""
        value = self.now.get(code)
        return None if value is None else value - self.before.get(code, Decimal(0))

    def due(self) -> Sequence[IndicatorSpec]:
        """The columns that this kind of unit fills."""
        return [spec for spec in self.indicators if self.unit_kind not in spec.not_for]

    def general(self) -> dict[str, Decimal]:
        """The names that every rule may use."""
        return {
            "periods_filed": Decimal(len(self.past)),
            "is_nil": Decimal(int(self.nil)),
            **self.office,
        }

    def of_form(self) -> dict[str, Decimal]:
        """The names of rules over the whole table."""
        names = self.general()
        for spec in self.indicators:
            self._put(names, spec.code, self.now.get(spec.code))
            self._put(names, BEFORE + spec.code, self.before.get(spec.code))
            self._put(names, NEW + spec.code, self.new(spec.code))
            self._put(names, LEDGER + spec.code, self.ledger.get(spec.code))
        return names

    def of_column(self, spec: IndicatorSpec) -> dict[str, Decimal]:
        """The names of rules over each column, for one of them."""
        names = self.general()
        gained = [
            after.get(spec.code, Decimal(0)) - past.get(spec.code, Decimal(0))
            for past, after in pairwise(self.past)
        ]
        self._put(names, "now", self.now.get(spec.code))
        self._put(names, "before", self.before.get(spec.code))
        self._put(names, "increment", self.new(spec.code))
        self._put(names, "ledger", self.ledger.get(spec.code))
        self._put(names, "usual", median(gained) if gained else None)
        self._put(names, "most", max(gained) if gained else None)
        names["is_cumulative"] = Decimal(int(spec.cumulative))
        return names

    @staticmethod
    def _put(names: dict[str, Decimal], name: str, value: Decimal | None) -> None:
        if value is not None:
            names[name] = value
