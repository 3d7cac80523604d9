"""The frozen state of a closed period: what a circular is computed from (I4).

Pure data, no Django. A snapshot is self-contained: it carries the form's indicators, the obliged units
with their filings, and each unit's values in the period before, so that the increments of a period can
be computed from its snapshot alone.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from reports.ledger_part import LedgerCount, Misjudged

SCHEMA = 1


class Timeliness(StrEnum):
    """How an obliged unit stood when the period was closed."""

    ON_TIME = "on_time"
    EXTENDED = "extended"
    LATE = "late"
    MISSING = "missing"


TIMELINESS_LABELS = {
    Timeliness.ON_TIME: "按时",
    Timeliness.EXTENDED: "延期内报送",
    Timeliness.LATE: "迟报",
    Timeliness.MISSING: "缺报",
}


class Source(StrEnum):
    """Where a column's value comes from: typed in, or counted from records the product holds."""

    TYPED = "typed"
    LEDGER = "ledger"
    ENFORCEMENT = "enforcement"


SOURCE_LABELS = {Source.TYPED: "填报", Source.LEDGER: "台账", Source.ENFORCEMENT: "执法记录"}


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """One column of a dispatch form (调度表指标).

    `group` is the path of header groups from the outside in, `measure` the unit of measure (条, 家次,
    万元 …), `decimals` how many places a value may have, `note` the filling rule in short words,
    `not_for` the unit kinds that do not fill this column. `cumulative` tells whether units type the total since
    the campaign began or what the period added; `source` where the value comes from; `evidence` what has to be
    kept as proof (佐证材料), empty when nothing has.
    """

    code: str
    order: int
    group: tuple[str, ...]
    label: str
    measure: str
    decimals: int = 0
    note: str = ""
    not_for: tuple[str, ...] = ()
    cumulative: bool = True
    source: Source = Source.TYPED
    evidence: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Header path as printed, the indicator's own label last."""
        return (*self.group, self.label)

    @property
    def full_label(self) -> str:
        """One-line name for messages and exports: 重大隐患/部门排查/排查."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class UnitFiling:
    """One obliged unit in a closed period.

    `values` maps indicator codes to exact decimals; None when nothing was filed (silence is not a zero,
    I12). `previous` are the unit's values in the preceding closed period of the campaign, None when there
    is no such period or the unit did not file in it. Both are cumulative, whatever the form asks for. `unit_id` is
    the unit's record, None for a table read without a database.

    `timeliness` and `nil` are those of the dispatch table, `ledger` and `ledger_nil` those of the ledger, None
    where no ledger was owed. `extension` tells of an extension granted (until when, why), empty without one.
    """

    name: str
    kind: str
    order: int
    timeliness: Timeliness
    nil: bool = False
    values: Mapping[str, Decimal] | None = None
    previous: Mapping[str, Decimal] | None = None
    unit_id: int | None = None
    ledger: Timeliness | None = None
    ledger_nil: bool = False
    extension: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotData:
    """A closed period of one tenant, one revision of it.

    `covers_from` … `covers_to` is the statistical interval (both days included), `cutoff_at` and
    `closed_at` are aware instants. `first_of_campaign` tells that no period precedes this one, so that
    everything filed counts as new. `synthetic` marks demonstration data. `ledger` counts the records of the
    campaign up to this period, `misjudged` the clauses they were wrongly held to meet; None and empty in snapshots
    made before the ledger was frozen, and for a table read without a database.
    """

    tenant: str
    tenant_name: str
    campaign: str
    period: str
    period_title: str
    covers_from: date
    covers_to: date
    cutoff_at: datetime
    closed_at: datetime
    revision: int
    first_of_campaign: bool
    synthetic: bool
    indicators: tuple[IndicatorSpec, ...]
    units: tuple[UnitFiling, ...]
    ledger: tuple[LedgerCount, ...] | None = None
    misjudged: tuple[Misjudged, ...] = ()

    @property
    def filed(self) -> tuple[UnitFiling, ...]:
        """The units that filed, in printed order."""
        return tuple(unit for unit in self.units if unit.values is not None)

    def indicator(self, code: str) -> IndicatorSpec:
        """The indicator named `code`; KeyError when the form has none."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready mapping: decimals and instants as strings, so that the hash is reproducible."""
        return {
            "schema": SCHEMA,
            "tenant": self.tenant,
            "tenant_name": self.tenant_name,
            "campaign": self.campaign,
            "period": self.period,
            "period_title": self.period_title,
            "covers_from": self.covers_from.isoformat(),
            "covers_to": self.covers_to.isoformat(),
            "cutoff_at": self.cutoff_at.isoformat(),
            "closed_at": self.closed_at.isoformat(),
            "revision": self.revision,
            "first_of_campaign": self.first_of_campaign,
            "synthetic": self.synthetic,
            "indicators": [_indicator_json(indicator) for indicator in self.indicators],
            "units": [_unit_json(unit) for unit in self.units],
            **_ledger_json(self),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "SnapshotData":
        """Rebuild a snapshot from `to_json`; ValueError on an unknown schema."""
        if data["schema"] != SCHEMA:
            raise ValueError(f"unknown snapshot schema {data['schema']}")
        return cls(
            tenant=data["tenant"],
            tenant_name=data["tenant_name"],
            campaign=data["campaign"],
            period=data["period"],
            period_title=data["period_title"],
            covers_from=date.fromisoformat(data["covers_from"]),
            covers_to=date.fromisoformat(data["covers_to"]),
            cutoff_at=datetime.fromisoformat(data["cutoff_at"]),
            closed_at=datetime.fromisoformat(data["closed_at"]),
            revision=data["revision"],
            first_of_campaign=data["first_of_campaign"],
            synthetic=data["synthetic"],
            indicators=tuple(_indicator_from(item) for item in data["indicators"]),
            units=tuple(_unit_from(item) for item in data["units"]),
            ledger=_ledger_from(data),
            misjudged=tuple(Misjudged(**item) for item in data.get("misjudged", ())),
        )


def canonical(content: Mapping[str, Any]) -> str:
    """The one text form of a snapshot's JSON that is hashed."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: 114.438, 26, 0."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def values_json(values: Mapping[str, Decimal]) -> dict[str, str]:
    """Values as exact strings, the form in which they are stored."""
    return {code: decimal_text(value) for code, value in values.items()}


def values_from(data: Mapping[str, str]) -> dict[str, Decimal]:
    """Values back from their stored strings."""
    return {code: Decimal(text) for code, text in data.items()}


def _indicator_json(indicator: IndicatorSpec) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "order": indicator.order,
        "group": list(indicator.group),
        "label": indicator.label,
        "measure": indicator.measure,
        "decimals": indicator.decimals,
        "note": indicator.note,
        "not_for": list(indicator.not_for),
        "cumulative": indicator.cumulative,
        "source": indicator.source.value,
        "evidence": indicator.evidence,
    }


def _indicator_from(data: Mapping[str, Any]) -> IndicatorSpec:
    return IndicatorSpec(
        code=data["code"],
        order=data["order"],
        group=tuple(data["group"]),
        label=data["label"],
        measure=data["measure"],
        decimals=data["decimals"],
        note=data["note"],
        not_for=tuple(data["not_for"]),
        cumulative=data.get("cumulative", True),
        source=Source(data.get("source", Source.TYPED)),
        evidence=data.get("evidence", ""),
    )


def _ledger_json(data: SnapshotData) -> dict[str, Any]:
    """Nothing where there is no ledger part: the hash of snapshots made without one must stay."""
    if data.ledger is None:
        return {}
    return {
        "ledger": [row.to_json() for row in data.ledger],
        "misjudged": [clause.to_json() for clause in data.misjudged],
    }


def _ledger_from(data: Mapping[str, Any]) -> tuple[LedgerCount, ...] | None:
    rows = data.get("ledger")
    return None if rows is None else tuple(LedgerCount.from_json(row) for row in rows)


def _unit_json(unit: UnitFiling) -> dict[str, Any]:
    return {
        "name": unit.name,
        "kind": unit.kind,
        "order": unit.order,
        "timeliness": unit.timeliness.value,
        "nil": unit.nil,
        "values": None if unit.values is None else values_json(unit.values),
        "previous": None if unit.previous is None else values_json(unit.previous),
        "unit_id": unit.unit_id,
        "ledger": None if unit.ledger is None else unit.ledger.value,
        "ledger_nil": unit.ledger_nil,
        "extension": unit.extension,
    }


def _unit_from(data: Mapping[str, Any]) -> UnitFiling:
    return UnitFiling(
        name=data["name"],
        kind=data["kind"],
        order=data["order"],
        timeliness=Timeliness(data["timeliness"]),
        nil=data["nil"],
        values=None if data["values"] is None else values_from(data["values"]),
        previous=None if data["previous"] is None else values_from(data["previous"]),
        unit_id=data["unit_id"],
        ledger=None if data.get("ledger") is None else Timeliness(data["ledger"]),
        ledger_nil=data.get("ledger_nil", False),
        extension=data.get("extension", ""),
    )
