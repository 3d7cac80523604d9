"""Reads of the standards, as one asks for them by day and as the rules take them. Drafts are left out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from hazards.models import Criterion, Standard
from hazards.standards import Confidence, CriterionData, StandardData


def standards_in_force(*, on: date, sector: str | None = None) -> QuerySet[Standard]:
    """The standards in force on a day (I2), of one sector or of all.

    A sector may have several at once: supplements apply beside what they supplement (非煤矿山 2022 and
    2024).
    """
    found = Standard.objects.published().filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=on), effective_from__lte=on
    )
    return found if sector is None else found.filter(sector=sector)


def standard_in_force(*, code: str, on: date) -> Standard | None:
    """Of a standard and the versions before and after it, the one in force on a day (I2).

    None when no version was in force, or when the one that was is not in the library.
    """
    versions = _versions(code)
    return standards_in_force(on=on).filter(code__in=versions).order_by("-effective_from", "code").first()


def published() -> QuerySet[Standard]:
    """All standards but drafts, each with its clauses, in the order of their codes."""
    return Standard.objects.published().prefetch_related("criteria").order_by("code")


def state_of_library() -> Sequence[tuple[str, datetime]]:
    """Code and last change of every published standard: differs as soon as any of them does. One query."""
    return list(Standard.objects.published().order_by("code").values_list("code", "changed_at"))


def as_data(standard: Standard) -> StandardData:
    """A standard with its clauses as the rules take it."""
    clauses = tuple(_clause(criterion) for criterion in standard.criteria.all())
    return replace(without_clauses(standard), criteria=clauses)


def without_clauses(standard: Standard) -> StandardData:
    """The same for rules that ask for no clause; nothing is read."""
    return StandardData(
        code=standard.code,
        title=standard.title,
        issuer=standard.issuer,
        number=standard.number,
        effective_from=standard.effective_from,
        effective_to=standard.effective_to,
        sector=standard.sector,
        superseded_by=standard.superseded_by,
        confidence=Confidence(standard.confidence),
        criteria=(),
        reference_only=standard.reference_only,
    )


def _clause(criterion: Criterion) -> CriterionData:
    return CriterionData(
        code=criterion.code,
        article=criterion.article,
        scope=criterion.scope,
        text=criterion.text,
        logic=criterion.logic,
        notes=criterion.notes,
        order=criterion.order,
    )


def _versions(code: str) -> Sequence[str]:
    """The codes of all versions that follow each other, whichever of them is asked for."""
    links = list(Standard.objects.published().exclude(superseded_by="").values_list("code", "superseded_by"))
    versions = {code}
    while True:
        joined = {end for link in links if versions & set(link) for end in link} - versions
        if not joined:
            return sorted(versions)
        versions |= joined
