"""What the rows of a chunk refer to (units, enterprises, clauses, records), found with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from hazards.codes import BadCode, normal_code
from hazards.life import Status
from hazards.models import Criterion, Enterprise, Hazard
from units.models import Unit

Values = Mapping[str, Any]
"""Values of a row by column, as `hazards.ledger_sheet.parse` gives them."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the rows name, by what they name it with."""

    units: Mapping[str, Unit]
    by_code: Mapping[str, Enterprise]
    by_name: Mapping[str, Sequence[Enterprise]]
    clauses: Mapping[str, Sequence[Criterion]]
    by_number: Mapping[str, Hazard]
    by_id: Mapping[int, Hazard]


def find(rows: Sequence[Values], *, lock: bool) -> Found:
    """What these rows refer to. With `lock` enterprises and records stay locked, in the order of merging."""
    by_code, by_name = _enterprises(rows, lock=lock)
    records = _records(rows, lock=lock)
    return Found(
        units={unit.name: unit for unit in Unit.objects.filter(is_active=True).select_related("tenant")},
        by_code=by_code,
        by_name=by_name,
        clauses=_clauses(_said(rows, "criterion")),
        by_number={record.number: record for record in records if record.number},
        by_id={record.pk: record for record in records},
    )


def twins(rows: Iterable[Hazard]) -> Mapping[tuple[object, ...], Hazard]:
    """Standing records with the same content as these, by `content`; of several the oldest."""
    asked = [row for row in rows if row.enterprise_id is not None]
    if not asked:
        return {}
    near = _complete(Hazard.objects.all()).filter(
        unit_id__in={row.unit_id for row in asked},
        discovered_on__in={row.discovered_on for row in asked},
        description__in={row.description for row in asked},
    )
    found = near.exclude(status=Status.WITHDRAWN).order_by("-id")
    return {content(record): record for record in found}


def content(record: Hazard) -> tuple[object, ...]:
    """What makes two records the same hazard: unit, enterprise, day and the very same words."""
    return (record.unit_id, record.enterprise_id, record.discovered_on, record.description)


def draft_id(values: Values) -> int | None:
    """The draft a row names, if what stands there can be one."""
    said = str(values.get("draft", ""))
    return int(said) if said.isdecimal() and len(said) < 19 else None


def _said(rows: Sequence[Values], name: str) -> set[str]:
    return {row[name] for row in rows if row.get(name)}


def _enterprises(
    rows: Sequence[Values], *, lock: bool
) -> tuple[Mapping[str, Enterprise], Mapping[str, Sequence[Enterprise]]]:
    """The entries of the register with these codes and with these names; none that was merged away."""
    codes = set(_normal(_said(rows, "uscc")))
    entries = Enterprise.objects.filter(
        Q(uscc__in=codes) | Q(name__in=_said(rows, "enterprise")), merged_into__isnull=True
    ).order_by("id")
    by_name: dict[str, list[Enterprise]] = defaultdict(list)
    found = list(entries.select_for_update(of=("self",)) if lock else entries)
    for entry in found:
        by_name[entry.name].append(entry)
    return {entry.uscc: entry for entry in found if entry.uscc}, by_name


def _normal(codes: Iterable[str]) -> Iterable[str]:
    for code in codes:
        try:
            yield normal_code(code)
        except BadCode:
            continue


def _clauses(named: set[str]) -> Mapping[str, Sequence[Criterion]]:
    """Published clauses by article and by code."""
    draft = Q(standard__entered=True, standard__published_at__isnull=True)
    clauses: dict[str, list[Criterion]] = defaultdict(list)
    found = Criterion.objects.filter(Q(article__in=named) | Q(code__in=named)).exclude(draft)
    for criterion in found.select_related("standard").order_by("id"):
        clauses[criterion.article].append(criterion)
        clauses[criterion.code].append(criterion)
    return clauses


def _records(rows: Sequence[Values], *, lock: bool) -> Sequence[Hazard]:
    drafts = {named for row in rows if (named := draft_id(row)) is not None}
    numbers = _said(rows, "number")
    if not drafts and not numbers:
        return []
    found = _complete(Hazard.objects.filter(Q(number__in=numbers) | Q(pk__in=drafts))).order_by("id")
    return list(found.select_for_update(of=("self",)) if lock else found)


def _complete(records: QuerySet[Hazard]) -> QuerySet[Hazard]:
    return records.select_related("tenant", "unit__tenant", "enterprise", "criterion__standard")
