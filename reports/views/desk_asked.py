"""What the address of the desk asks for: which units, in which order. Its pages and their workbooks share it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from reports.selectors.desk import LEDGER_LABELS, Desk, DeskRow
from reports.standing import STATUS_LABELS
from units.enums import UnitKind

# What is in comes first, then what is on its way, then what is not there.
FORMS = ("on_time", "extended", "late", "signed", "ready", "returned", "draft", "untouched", "missing")
LEDGERS = tuple(LEDGER_LABELS)
FLAGS: Mapping[str, tuple[str, Callable[[DeskRow], bool]]] = {
    "owing": ("还有未报", lambda row: bool(row.owes)),
    "block": ("有必须改正的", lambda row: row.flags.blocks > 0),
    "reason": ("待说明原因", lambda row: row.flags.wanted > 0),
    "hint": ("有核对提示", lambda row: row.flags.hints > 0),
    "returned": ("已退回", lambda row: row.form == "returned"),
    "extended": ("有延期", lambda row: row.duties.extension is not None),
}
SORTS: Mapping[str, tuple[str, Callable[[DeskRow], Any]]] = {
    "order": ("印发顺序", lambda row: row.unit.order),
    "ledger": (
        "台账时间",
        lambda row: _instant(row.duties.statement and row.duties.statement.first_stated_at),
    ),
    "form": ("调度表时间", lambda row: _instant(row.submission and row.submission.first_filed_at)),
    "flags": ("疑点多少", lambda row: tuple(-each for each in row.flags.weight)),
    "owes": ("未报多少", lambda row: -len(row.owes)),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter or an order, with how many units it leaves; `query` is its address's end."""

    value: str
    label: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters and the order, each empty when not asked for."""

    state: str = ""
    ledger: str = ""
    kind: str = ""
    flag: str = ""
    sort: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether any unit may be left out."""
        return bool(self.state or self.ledger or self.kind or self.flag)

    def query(self, **changed: str) -> str:
        """The address's end with these changed; ? alone for everything."""
        chosen = asdict(replace(self, **changed))
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    def rows(self, desk: Desk) -> Sequence[DeskRow]:
        """The rows asked for, in the order asked for; equals stay in printed order."""
        kept = [row for row in desk.rows if self._keeps(row)]
        return sorted(kept, key=SORTS[self.sort][1]) if self.sort else kept

    def _keeps(self, row: DeskRow) -> bool:
        return (
            self.state in ("", row.form)
            and self.ledger in ("", row.ledger)
            and self.kind in ("", row.unit.kind)
            and (not self.flag or FLAGS[self.flag][1](row))
        )


def asked_for(given: QueryDict) -> Asked:
    """What the address asks for; what it does not know is not asked for."""
    known = {
        "state": FORMS,
        "ledger": LEDGERS,
        "kind": UnitKind.values,
        "flag": FLAGS,
        "sort": SORTS,
    }
    return Asked(
        **{name: value for name, values in known.items() if (value := given.get(name, "")) in values}
    )


def choices(asked: Asked, desk: Desk) -> Mapping[str, Sequence[Choice]]:
    """The filters by what they narrow; each counts over all units, and chosen again is taken away."""
    forms, ledgers, rows = desk.forms, desk.ledgers, desk.rows
    kinds = [(each.value, str(each.label), sum(row.unit.kind == each for row in rows)) for each in UnitKind]
    flags = [(key, label, sum(map(test, rows))) for key, (label, test) in FLAGS.items()]
    return {
        "state": _choices(asked, "state", [(key, STATUS_LABELS[key], forms[key]) for key in FORMS]),
        "ledger": _choices(asked, "ledger", [(key, LEDGER_LABELS[key], ledgers[key]) for key in LEDGERS]),
        "kind": _choices(asked, "kind", kinds),
        "flag": _choices(asked, "flag", flags),
    }


def sorts(asked: Asked) -> Mapping[str, Choice]:
    """The orders a heading offers; chosen again gives printed order back."""
    return {
        key: Choice(key, label, 0, asked.query(sort="" if key == asked.sort else key), key == asked.sort)
        for key, (label, _) in SORTS.items()
    }


def _choices(asked: Asked, name: str, found: Sequence[tuple[str, str, int]]) -> Sequence[Choice]:
    now = getattr(asked, name)
    return [
        Choice(value, label, count, asked.query(**{name: "" if value == now else value}), value == now)
        for value, label, count in found
        if count or value == now
    ]


def _instant(at: Any) -> tuple[bool, Any]:
    """Earliest first; what has no time comes last."""
    return (True, 0) if not at else (False, at)
