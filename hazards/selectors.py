"""Reads of the hazard register."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from hazards.models import Standard


def standards_in_force(*, on: date, sector: str | None = None) -> QuerySet[Standard]:
    """The standards in force on a day (I2), of one sector or of all.

    A sector may have several at once: supplements apply beside what they supplement (非煤矿山 2022 and
    2024).
    """
    found = Standard.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=on), effective_from__lte=on
    )
    return found if sector is None else found.filter(sector=sector)


def standard_in_force(*, code: str, on: date) -> Standard | None:
    """Of a standard and the versions before and after it, the one in force on a day (I2).

    None when no version was in force, or when the one that was is not in the library.
    """
    versions = _versions(code)
    return standards_in_force(on=on).filter(code__in=versions).order_by("-effective_from", "code").first()


def _versions(code: str) -> Sequence[str]:
    """The codes of all versions that follow each other, whichever of them is asked for."""
    links = list(Standard.objects.exclude(superseded_by="").values_list("code", "superseded_by"))
    versions = {code}
    while True:
        joined = {end for link in links if versions & set(link) for end in link} - versions
        if not joined:
            return sorted(versions)
        versions |= joined
