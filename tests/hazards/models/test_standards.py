"""What the database itself refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from hazards.models import Criterion, Standard

pytestmark = pytest.mark.django_db
START = date(2023, 5, 15)


def make(code: str = "gm-2023", ends: date | None = None, confidence: str = "verbatim") -> Standard:
    return Standard.objects.create(
        code=code, title="判定标准", issuer="应急管理部", number="第10号", effective_from=START,
        effective_to=ends, sector="工贸", confidence=confidence,
    )  # fmt: skip


@pytest.mark.parametrize("ends", [None, START, START + timedelta(days=1)])
def test_standard_may_end_on_its_first_day_or_later(ends: date | None) -> None:
    assert make(ends=ends).effective_to == ends


def test_standard_cannot_end_before_it_starts() -> None:
    with pytest.raises(IntegrityError, match="standard_ends_after_it_starts"):
        make(ends=START - timedelta(days=1))


def test_confidence_is_one_of_the_known() -> None:
    with pytest.raises(IntegrityError, match="standard_confidence_known"):
        make(confidence="sure")


def test_code_of_a_standard_is_unique() -> None:
    make()
    with pytest.raises(IntegrityError, match="code"):
        make()


def test_code_of_a_criterion_is_unique_across_standards() -> None:
    for standard in (make("a"), make("b")):
        if Criterion.objects.exists():
            with pytest.raises(IntegrityError, match="code"):
                Criterion.objects.create(standard=standard, code="x-1", article="一", logic={}, order=1)
        else:
            Criterion.objects.create(standard=standard, code="x-1", article="一", logic={}, order=1)


def test_names_as_shown() -> None:
    standard = make()
    assert str(standard) == "判定标准（第10号）"
    assert str(Criterion(standard=standard, code="gm-2023-1")) == "gm-2023-1"
