"""Two tenants with rows in every table that belongs to a tenant, and the SQL to look at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from hazards.life import Status
from hazards.models import Draw, Evidence, Extension, ImportRow, LedgerImport, RowKind, SecondLook, Stage
from notices.models import (
    Circular,
    CircularEvent,
    CircularTemplate,
    CircularVersion,
    Delivery,
    DocumentSeries,
    LetterHead,
    NumberAcceptance,
    OutboxMail,
    Publication,
    Reminder,
)
from reports.models import (
    Correction,
    DutyExtension,
    FieldEvidence,
    FilingEvent,
    LedgerStatement,
    MaterialFiling,
    MaterialTask,
    Phase,
    Rule,
    Submission,
)
from tests.factories import BEFORE, District, close, file_for, make_actor, make_previous, user_of
from tests.ledgers import drafted, registered, standing
from units import grants
from units.actors import FILE_FOR_UNIT
from units.enums import Role
from units.models import CalendarDay

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE a.attname = %s AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
      AND c.relnamespace = 'public'::regnamespace
    ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Two:
    """Two tenants with rows everywhere."""

    one: District
    other: District


def fill_tables(district: District) -> None:
    """Rows in every table of the open tenant: what could leak."""
    Phase.objects.create(campaign=district.campaign, order=1, name="集中排查", ends_on=date(2023, 8, 31))
    august = make_previous(district)
    for unit in district.units:
        file_for(district, unit, period=august, at=august.cutoff_at)
        file_for(district, unit)
    snapshot = close(district, august)
    circular = Circular.objects.create(
        period=august,
        snapshot=snapshot,
        title="通报",
        content={},
        created_at=august.cutoff_at,
        state="issued",
        year=2023,
        number=1,
        issued_at=BEFORE,
    )
    fill_circular(district, circular)
    fill_ledger(district)
    fill_dispatch(district)
    CalendarDay.objects.create(day=date(2023, 9, 23), works=True, note="补班")
    grants.grant(
        actor=district.admin,
        user=user_of(district.other_filer),
        unit=district.town,
        permission=FILE_FOR_UNIT,
        at=BEFORE,
    )


def fill_circular(district: District, circular: Circular) -> None:
    """What belongs to an issued circular: versions, trail, acceptance, publication to one town, mail, letterhead."""
    by = {"circular": circular, "at": BEFORE, "by_name": "甲"}
    CircularTemplate.objects.create(kind="monthly", version=1, source="标题：通报", at=BEFORE)
    CircularVersion.objects.create(**by, number=1, content={}, what="起草")
    CircularEvent.objects.create(**by, action="drafted")
    NumberAcceptance.objects.create(**by, key="一", text="三条", reason="口径不同")
    LetterHead.objects.create(mark="荔安办")
    DocumentSeries.objects.create(year=2023, last=1)
    publication = Publication.objects.create(
        circular=circular,
        kind="monthly",
        document_number="荔安办〔2023〕1号",
        title="通报",
        content={},
        sha256="0",
        issued_at=BEFORE,
    )
    Delivery.objects.create(publication=publication, unit=district.town, at=BEFORE)
    OutboxMail.objects.create(
        key="一",
        to="jia@example.com",
        subject="通报",
        text="请签收",
        message_id="<1@example.com>",
        created_at=BEFORE,
        next_at=BEFORE,
    )


def fill_dispatch(district: District) -> None:
    """What belongs to the filing of the first town in the open period: rules, trail, proof, papers, a correction."""
    unit = {"unit": district.town}
    owed = {**unit, "period": district.period}
    filing = {**unit, "submission": Submission.objects.get(**owed)}
    file = {"name": "方案.pdf", "media_type": "application/pdf", "size": 1, "digest": "0", "stored": "一"}
    Rule.objects.create(
        code="no_more",
        title="不大于",
        expression="1 > 0",
        severity="block",
        message="请改正",
        changed_at=BEFORE,
    )
    DutyExtension.objects.create(**owed, until=district.period.cutoff_at, reason="停电", granted_at=BEFORE)
    LedgerStatement.objects.create(**owed, records=1, first_stated_at=BEFORE, stated_at=BEFORE)
    FilingEvent.objects.create(**filing, number=1000, action="file", verb="报送", at=BEFORE, by_name="甲")
    FieldEvidence.objects.create(**filing, **file, code="accountability", at=BEFORE, uploader_name="甲")
    Correction.objects.create(
        **owed, changes={"general_found": ["10", "11"]}, reason="多录一条", asked_at=BEFORE
    )
    task = MaterialTask.objects.create(
        campaign=district.campaign, name="工作方案", due_at=BEFORE, created_at=BEFORE
    )
    MaterialFiling.objects.create(**unit, **file, task=task, first_filed_at=BEFORE, filed_at=BEFORE)
    Reminder.objects.create(**owed, key="一", text="请报送台账", at=BEFORE)


def fill_ledger(district: District) -> None:
    """An enterprise and, for every unit, a record; the first town's is numbered."""
    registered(district, regulators=[district.town])
    hazard = standing(district, Status.FILED)
    for unit in (district.other_town, district.bureau):
        drafted(district, unit, make_actor(f"{district.tenant.slug}.{unit.pk}", Role.FILER, unit))
    belongs = {"hazard": hazard, "unit": district.town}
    Evidence.objects.create(
        **belongs, stage=Stage.FOUND, name="现场.jpg", media_type="image/jpeg", size=1, digest="0", at=BEFORE
    )
    Extension.objects.create(
        **belongs, due_on=date(2023, 9, 30), wanted_on=date(2023, 10, 7), reason="等配件", asked_at=BEFORE
    )
    draw = Draw.objects.create(
        at=BEFORE, closed_from=BEFORE, closed_to=BEFORE, population=1, wanted=1, seed="一"
    )
    SecondLook.objects.create(**belongs, draw=draw, order=1)
    batch = LedgerImport.objects.create(unit=district.town, name="台账.xlsx", stored="一", at=BEFORE)
    ImportRow.objects.create(**belongs, batch=batch, number=4, kind=RowKind.NEW)


def tables_with(column: str) -> Sequence[str]:
    """Names of the tables that have this column."""
    return [name for (name,) in rows(TABLES, column)]


def tenant_tables() -> Sequence[str]:
    """Every table with a `tenant_id`: a new one is covered by the tests without being named in them."""
    return tables_with("tenant_id")


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a raw query finds as the application's role, past every manager."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def execute(statement: str, *values: Any) -> int:
    """Run a raw statement as the application's role; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def seen(column: str, tables: Sequence[str]) -> Mapping[str, set[object]]:
    """The distinct values of a column that can be seen, by table."""
    return {table: {value for (value,) in rows(f"SELECT DISTINCT {column} FROM {table}")} for table in tables}


def columns_of(table: str) -> Sequence[str]:
    """The table's columns but for its generated key."""
    found = rows(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attname <> 'id'",
        table,
    )
    return [name for (name,) in found]
