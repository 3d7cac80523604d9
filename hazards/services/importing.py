"""Taking in a ledger from Excel: received, checked row by row, confirmed by who sent it, stored in chunks.

Each step locks the import's row and looks where it stands, so that doubled or resumed jobs change nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Count

from hazards import evidence_storage, policies
from hazards.entries import longest
from hazards.ledger_workbook_in import SheetRow, UnreadableFile, open_ledger
from hazards.models import ImportRow, ImportState, LedgerImport, RowKind
from hazards.services import import_rows, import_storing
from hazards.services.import_rows import Given, Line
from hazards.services.import_storing import Errand
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import Tenant, Unit
from units.scoping import current_tenant_id

CHUNK = 500
STORED = (RowKind.NEW, RowKind.CHANGED)
GONE = "没有这次导入，或者您不能查看它。请从“导入台账”页重新进入。"


@transaction.atomic
def receive(*, actor: Actor, unit: Unit | None, name: str, content: bytes, at: datetime) -> LedgerImport:
    """Keep an uploaded ledger to be checked; for one unit, or for all of them by 安委办.

    Invalid when the file cannot be read as a ledger at all.
    """
    if not policies.may_import(actor, unit.pk if unit else None):
        raise NotAllowed("您不能导入这个单位的台账。单位的台账由本单位填报员或安委办导入。")
    try:
        with open_ledger(BytesIO(content), name) as ledger:
            columns, total = dict(ledger.columns), ledger.rows_at_most
    except UnreadableFile as error:
        raise Invalid(f"“{name}”读不了：{error.words}。") from error
    if unit is None and "unit" not in columns:
        raise Invalid(f"“{name}”没有“报送单位”这一栏，不知道各行是哪个单位的。请补上，或选定一个单位再上传。")
    return LedgerImport.objects.create(
        unit=unit,
        name=name[-longest(LedgerImport, "name") :],
        stored=evidence_storage.Batch().write(content, ".xlsx"),
        uploader_id=actor.user_id,
        uploader_name=actor.name,
        at=at,
        columns=columns,
        total=total,
    )


@transaction.atomic
def check_chunk(*, actor: Actor, batch_id: int, first: int, rows: Sequence[SheetRow], at: datetime) -> bool:
    """Check the rows that follow the `first` ones already checked; False when somebody else has done so."""
    batch = _held(batch_id, ImportState.CHECKING)
    if batch is None or batch.done != first:
        return False
    lines = [import_rows.line(row.number, row.texts, row.faults) for row in rows]
    import_rows.compare(lines, Given(actor, batch.unit, at))
    ImportRow.objects.bulk_create(_fill(ImportRow(batch=batch, unit=batch.unit), line) for line in lines)
    batch.done += len(lines)
    batch.total = max(batch.total, batch.done)
    batch.save(update_fields=["done", "total"])
    return True


@transaction.atomic
def finish_check(*, actor: Actor, batch_id: int, checked: int) -> None:
    """All rows are checked: name those that mean the same record, and wait for the decision."""
    batch = _held(batch_id, ImportState.CHECKING)
    if batch is None or batch.done != checked:
        return
    _refuse_repeats(batch)
    batch.state, batch.total = ImportState.CHECKED, batch.done
    batch.save(update_fields=["state", "total"])
    _drop_file(batch)


@transaction.atomic
def confirm(*, actor: Actor, batch_id: int, files_them: bool, at: datetime) -> LedgerImport:
    """Have the good rows stored, as drafts or filed where they are sound. By who uploaded it: it is their name
    that stands in the trail. Conflict when it was decided already, Invalid when nothing can be stored.
    """
    batch = LedgerImport.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None or not policies.may_import(actor, batch.unit_id):
        raise NotFound(GONE)
    if batch.uploader_id != actor.user_id:
        raise NotAllowed(f"这份台账由{batch.uploader_name}上传，请本人确认导入，或由您重新上传。")
    if batch.state != ImportState.CHECKED:
        raise Conflict(f"“{batch.name}”现在是“{batch.get_state_display()}”，不用再确认。请刷新页面。")
    batch.total = ImportRow.objects.filter(batch=batch, kind__in=STORED).count()
    if not batch.total:
        raise Invalid("没有可以导入的行：没有新增，也没有修改。请下载有问题的行，改好再上传。")
    batch.state, batch.done = ImportState.STORING, 0
    batch.files_them, batch.confirmed_at = files_them, at
    batch.save(update_fields=["state", "done", "total", "files_them", "confirmed_at"])
    how = "并报送" if files_them else "为草稿"
    summary = f"从“{batch.name}”导入{batch.total}条隐患{how}"
    audit.record(actor=actor, at=at, action="ledger.imported", about=batch, summary=summary)
    return batch


@transaction.atomic
def store_chunk(*, actor: Actor, batch_id: int, at: datetime) -> int:
    """Store the next rows, as at the time of the confirmation; how many were dealt with, 0 when none is left.

    A row that is no longer what was shown when it was confirmed is not stored, but named as faulty.
    """
    batch = _held(batch_id, ImportState.STORING)
    if batch is None or batch.confirmed_at is None:
        return 0
    _one_at_a_time()
    rows = list(
        ImportRow.objects.filter(batch=batch, kind__in=STORED, stored=False).order_by("number")[:CHUNK]
    )
    if not rows:
        batch.state, batch.finished_at = ImportState.DONE, at
        batch.save(update_fields=["state", "finished_at"])
        return 0
    columns = [*batch.columns]
    lines = [
        import_rows.line(row.number, {name: row.values.get(name, "") for name in columns}) for row in rows
    ]
    import_rows.compare(lines, Given(actor, batch.unit, batch.confirmed_at), lock=True)
    for row, line in zip(rows, lines, strict=True):
        _refuse_moved(row, line)
    import_storing.store(lines, Errand(actor, batch.confirmed_at, batch.name, batch.files_them))
    _note_stored(rows, lines)
    batch.done += len(rows)
    batch.save(update_fields=["done"])
    return len(rows)


@transaction.atomic
def fail(*, actor: Actor, batch_id: int, words: str, at: datetime) -> None:
    """Give up an import that cannot go on; what was stored before stays."""
    batch = LedgerImport.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.state in {ImportState.CHECKING, ImportState.STORING}:
        batch.state, batch.finished_at = ImportState.FAILED, at
        batch.failure = words[: longest(LedgerImport, "failure")]
        batch.save(update_fields=["state", "failure", "finished_at"])
        _drop_file(batch)


def _held(batch_id: int, state: ImportState) -> LedgerImport | None:
    """The import, locked, if it stands in this state and nobody else works on it now."""
    found = LedgerImport.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "unit__tenant"
    )
    return found.filter(pk=batch_id, state=state).first()


def _one_at_a_time() -> None:
    """Of two imports of a tenant the second waits: there is nothing yet to lock that would stand there twice.

    Whoever only refers to the tenant is not held up.
    """
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())


def _fill(row: ImportRow, line: Line) -> ImportRow:
    """Keep what a row says and comes to."""
    row.number, row.kind, row.key = line.number, line.kind, line.key
    row.values = {name: text for name, text in line.texts.items() if text}
    row.hazard = line.standing
    row.version = line.standing.version if line.standing else None
    row.problems, row.gaps = line.problems, line.gaps
    row.changes = {name: list(pair) for name, pair in line.changes.items()}
    return row


def _refuse_repeats(batch: LedgerImport) -> None:
    """Several rows that mean one record are all faulty: nobody can tell which holds."""
    mine = ImportRow.objects.filter(batch=batch)
    grouped = mine.exclude(key="").order_by().values("key").annotate(rows=Count("id")).filter(rows__gt=1)
    # Two plain queries: as one, the database would count anew for every row.
    keys = list(grouped.values_list("key", flat=True))
    repeated: dict[str, list[ImportRow]] = {}
    for row in mine.filter(key__in=keys).order_by("number"):
        repeated.setdefault(row.key, []).append(row)
    for rows in repeated.values():
        named = "、".join(f"第{row.number}行" for row in rows[:10]) + ("等" if len(rows) > 10 else "")
        for row in rows:
            row.kind = RowKind.BAD
            column = next((name for name in ("number", "draft") if name in row.values), "description")
            row.problems = {**row.problems, column: f"{named}是同一条隐患，请只留一行。"}
    ImportRow.objects.bulk_update(
        [row for rows in repeated.values() for row in rows], ["kind", "problems"], batch_size=CHUNK
    )


def _refuse_moved(row: ImportRow, line: Line) -> None:
    """A record or register that changed since the check takes the row out."""
    version = line.standing.version if line.standing else None
    if line.kind is RowKind.BAD or (line.kind == row.kind and version == row.version):
        return
    line.kind = RowKind.BAD
    which = f"{line.standing}" if line.standing else "台账"
    line.problems[""] = f"核对之后{which}又有变动，这一行没有导入。请重新上传核对。"


def _note_stored(rows: Sequence[ImportRow], lines: Sequence[Line]) -> None:
    """What became of the rows, written in one statement."""
    for row, line in zip(rows, lines, strict=True):
        row.kind, row.problems = line.kind, line.problems
        row.stored = line.kind is not RowKind.BAD
        row.hazard = line.target if row.stored else row.hazard
        # What does not change need not travel again.
        row.values, row.changes, row.gaps = {}, {}, {}
    ImportRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["kind", "problems", "stored", "hazard"],
    )


def _drop_file(batch: LedgerImport) -> None:
    """The rows say all there is to know; the file goes once that is certain."""
    transaction.on_commit(lambda: storages[evidence_storage.ALIAS].delete(batch.stored), robust=True)
