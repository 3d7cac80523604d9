"""Uploads at the same moment, and files of transactions that commit or do not. These tests commit."""

from functools import partial

import pytest
from django.core.files.storage import storages
from django.db import transaction
from pytest_django import Settings

from hazards.life import Status
from hazards.models import Evidence, Hazard, Stage
from hazards.services import evidence
from tests import photos
from tests.factories import District, make_district
from tests.ledgers import FILED_AT, standing, step
from tests.photos import jpeg, stored
from tests.rivals import at_once
from units.errors import Conflict, Invalid
from units.scoping import scope

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_storage")]


def attach(district: District, hazard: Hazard, content: bytes, name: str) -> Evidence:
    with scope(district.tenant.pk):
        return evidence.attach(
            actor=district.filer,
            hazard_id=hazard.pk,
            stage=Stage.FOUND,
            name=name,
            content=content,
            at=FILED_AT,
        )


def started() -> tuple[District, Hazard]:
    district = make_district()
    with scope(district.tenant.pk):
        return district, standing(district, Status.DRAFT)


def test_same_photo_sent_twice_at_once_is_stored_once() -> None:
    """A phone that sends again because the answer was slow."""
    district, hazard = started()
    results = at_once(*[partial(attach, district, hazard, jpeg(), f"{n}.jpg") for n in range(3)])
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Conflict", "Evidence"]
    with scope(district.tenant.pk):
        row = Evidence.objects.get()
    assert stored() == {row.original, row.shown, row.thumbnail}


def test_limit_of_files_holds_under_rivals(settings: Settings) -> None:
    settings.EVIDENCE_MAX_FILES = 2
    district, hazard = started()
    contents = [photos.PDF + bytes([n]) for n in range(4)]
    results = at_once(*[partial(attach, district, hazard, each, "a.pdf") for each in contents])
    assert sum(isinstance(result, Invalid) for result in results) == 2
    with scope(district.tenant.pk):
        assert Evidence.objects.count() == 2
    assert len(stored()) == 2


def test_photo_and_filing_at_once_leave_no_photo_behind_the_filing() -> None:
    """Whichever is first: a photo is stored with the draft, or refused by what is filed."""
    district, hazard = started()

    def file() -> Hazard:
        with scope(district.tenant.pk):
            return step(district.filer, hazard, "file")

    _, photo = at_once(file, partial(attach, district, hazard, photos.PDF, "a.pdf"))
    with scope(district.tenant.pk):
        rows = Evidence.objects.count()
        assert Hazard.objects.get().status == Status.FILED
    assert rows == (0 if isinstance(photo, Conflict) else 1)
    assert len(stored()) == rows


class Undone(Exception):
    """Something that went wrong later."""


def test_I7_file_of_a_committed_row_stays_and_of_an_undone_one_goes() -> None:
    district, hazard = started()
    row = attach(district, hazard, photos.PDF, "a.pdf")

    def undone() -> None:
        with transaction.atomic():
            attach(district, hazard, jpeg(), "b.jpg")
            assert len(stored()) == 4
            raise Undone

    with pytest.raises(Undone):
        undone()
    assert stored() == {row.original}
    with storages["evidence"].open(row.original) as file:
        assert file.read() == photos.PDF
