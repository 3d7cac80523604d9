"""Reads of ledger imports: the list, one with its figures, its rows by what they come to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from hazards import policies
from hazards.ledger_sheet import BY_NAME
from hazards.models import ImportRow, ImportState, LedgerImport, RowKind
from units.actors import Actor
from units.errors import NotFound
from units.models import Unit

RECENT = 100
GONE = "没有这次导入，或者您不能查看它。请从“导入台账”页重新进入。"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a row: the cell, and why it cannot be taken. The words name its heading."""

    cell: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what is wrong with it, what it would change (heading, old, new), and what it still lacks."""

    row: ImportRow
    flaws: Sequence[Flaw]
    changes: Sequence[tuple[str, str, str]]
    gaps: Sequence[str]

    @property
    def newcomer(self) -> str:
        """The enterprise that would be registered along with a new record."""
        return str(self.row.changes["enterprise"][1]) if self._registers else ""

    @property
    def _registers(self) -> bool:
        return self.row.kind == RowKind.NEW and "enterprise" in self.row.changes


@dataclass(frozen=True, slots=True)
class Figures:
    """How many rows come to what. `incomplete` ones can be stored as drafts only; `newcomers` register an
    enterprise; `stored` are in the ledger by now.
    """

    new: int
    changed: int
    unchanged: int
    bad: int
    incomplete: int
    newcomers: int
    stored: int

    @property
    def storable(self) -> int:
        return self.new + self.changed

    @property
    def sound(self) -> int:
        return self.storable - self.incomplete


def importing_units(actor: Actor) -> Sequence[Unit]:
    """Active units whose ledger this person may take in, in printed order."""
    units = Unit.objects.filter(is_active=True)
    if not policies.may_review(actor):
        own = [unit_id for unit_id in actor.own_units if policies.may_import(actor, unit_id)]
        units = units.filter(id__in=own)
    return list(units)


def imports(actor: Actor) -> Sequence[LedgerImport]:
    """The latest imports this person may see, the last first."""
    found = LedgerImport.objects.select_related("unit")
    if not policies.may_review(actor):
        found = found.filter(unit__in=importing_units(actor))
    return list(found.order_by("-id")[:RECENT])


def batch(actor: Actor, batch_id: int) -> LedgerImport:
    """One import; NotFound unless this person may take in that unit's ledger."""
    found = LedgerImport.objects.select_related("unit").filter(pk=batch_id).first()
    if found is None or not policies.may_import(actor, found.unit_id):
        raise NotFound(GONE)
    return found


def figures(batch: LedgerImport) -> Figures:
    """The import's rows counted, in one query."""
    stands = Q(kind__in=[RowKind.NEW, RowKind.CHANGED])
    counted = ImportRow.objects.filter(batch=batch).aggregate(
        **{kind.value: Count("id", filter=Q(kind=kind)) for kind in RowKind},
        incomplete=Count("id", filter=stands & ~Q(gaps={})),
        newcomers=Count(
            "values__enterprise", filter=Q(kind=RowKind.NEW, changes__has_key="enterprise"), distinct=True
        ),
        stored=Count("id", filter=Q(stored=True)),
    )
    return Figures(**counted)


def rows(batch: LedgerImport, kind: RowKind | None, *, incomplete: bool = False) -> QuerySet[ImportRow]:
    """The rows of one kind or all, in the order of the sheet; with `incomplete` those that lack something."""
    found = ImportRow.objects.filter(batch=batch).select_related("hazard").order_by("number")
    if incomplete:
        found = found.filter(kind__in=[RowKind.NEW, RowKind.CHANGED]).exclude(gaps={})
    return found.filter(kind=kind) if kind else found


def bad_rows(batch: LedgerImport) -> Iterator[ImportRow]:
    """The faulty rows, without keeping them all in memory."""
    return rows(batch, RowKind.BAD).iterator(chunk_size=500)


def line(batch: LedgerImport, row: ImportRow) -> Line:
    """A row as its page shows it; what is wrong with the whole row names no cell."""
    return Line(
        row=row,
        flaws=[
            _flaw(batch, row, name, row.problems[name]) for name in ("", *BY_NAME) if name in row.problems
        ],
        changes=[
            (column.label, *row.changes[name]) for name, column in BY_NAME.items() if name in row.changes
        ],
        gaps=list(row.gaps.values()),
    )


def is_under_way(batch: LedgerImport) -> bool:
    """Whether a worker has still to do with it."""
    return batch.state in {ImportState.CHECKING, ImportState.STORING}


def may_confirm(actor: Actor, batch: LedgerImport) -> bool:
    """Whether this person decides what becomes of the rows: who uploaded the file."""
    return batch.state == ImportState.CHECKED and batch.uploader_id == actor.user_id


def _flaw(batch: LedgerImport, row: ImportRow, name: str, words: str) -> Flaw:
    letters = batch.columns.get(name, "")
    label = BY_NAME[name].label if name in BY_NAME else ""
    place = f"{letters}{row.number}" if letters else f"第{row.number}行"
    return Flaw(place, words if label in words else f"{label}：{words}")
