"""Reads of the tenant's register of enterprises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from hazards.entries import plain
from hazards.life import OPEN
from hazards.models import Enterprise, EnterpriseKind, Hazard
from hazards.selectors import ledger as ledger_reads
from units.actors import Actor
from units.errors import NotFound

FOUND = 20
"""How many entries a search shows at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the register is narrowed to; "" and None leave it open. `busiest` puts those with most records first."""

    text: str = ""
    kind: EnterpriseKind | None = None
    sector: str = ""
    regulator: int | None = None
    busiest: bool = False


EVERYTHING = Asked()


def search(*, text: str) -> Sequence[Enterprise]:
    """At most 20 entries whose name contains the text or whose code begins with it; names that begin so first.

    One query; nothing for an empty text.
    """
    asked = plain(text)
    if not asked:
        return []
    first = Case(When(name__istartswith=asked, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(standing().filter(_named(asked)).order_by(first, "name", "id")[:FOUND])


def register(actor: Actor, asked: Asked = EVERYTHING) -> QuerySet[Any]:
    """The register, narrowed, by name, with regulators and `records`, `open_records`.

    These count the records this person may see (条): a unit's people only their own (I3).
    """
    exact = {"kind": asked.kind, "sector": asked.sector, "regulators": asked.regulator}
    found = counted(actor, standing()).filter(**{name: value for name, value in exact.items() if value})
    if text := plain(asked.text):
        found = found.filter(_named(text))
    order = ("-records", "name", "id") if asked.busiest else ("name", "id")
    return found.prefetch_related("regulators").order_by(*order)


def counted(actor: Actor, enterprises: QuerySet[Enterprise]) -> QuerySet[Any]:
    """Enterprises with how many records of each this person may see, and how many of those are being rectified."""
    records = ledger_reads.ledger(actor).filter(enterprise=OuterRef("pk"))
    found: QuerySet[Any] = enterprises.annotate(
        records=_number(records), open_records=_number(records.filter(status__in=sorted(OPEN)))
    )
    return found


def sectors() -> Sequence[str]:
    """The sectors that occur in the register."""
    return list(standing().exclude(sector="").order_by("sector").values_list("sector", flat=True).distinct())


def enterprise(enterprise_id: int) -> Enterprise:
    """One entry, or the one it was merged into; NotFound otherwise."""
    found = Enterprise.objects.select_related("merged_into").filter(pk=enterprise_id).first()
    if found is None:
        raise NotFound("企业名录里没有这家企业，请重新查找。")
    return found.merged_into or found


def merged_names(enterprise: Enterprise) -> Sequence[str]:
    """Under which names the enterprise stood in the register a second time."""
    return list(Enterprise.objects.filter(merged_into=enterprise).values_list("name", flat=True))


def counted_list(actor: Actor, enterprises: Sequence[Enterprise]) -> Sequence[Any]:
    """These entries in the same order, with regulators and the numbers of `counted`."""
    ids = [each.pk for each in enterprises]
    found = counted(actor, Enterprise.objects.filter(pk__in=ids)).prefetch_related("regulators").in_bulk()
    return [found[pk] for pk in ids]


def standing() -> QuerySet[Enterprise]:
    """The entries that were not merged into another."""
    return Enterprise.objects.filter(merged_into__isnull=True)


def _named(text: str) -> Q:
    return Q(name__icontains=text) | Q(uscc__istartswith=text)


def _number(records: QuerySet[Hazard]) -> Coalesce:
    """How many rows a correlated query has."""
    totals = records.order_by().values("enterprise").annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(totals, output_field=IntegerField()), Value(0))
