"""Whose ledger may be uploaded, and which files are not even read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hazards.forms import imports
from hazards.forms.imports import LedgerUploadForm
from tests.factories import District
from units.actors import Actor
from units.models import Unit


def form(actor: Actor, unit: Unit | str = "", content: bytes = b"x") -> LedgerUploadForm:
    said: dict[str, Any] = {"unit": unit if isinstance(unit, str) else str(unit.pk)}
    return LedgerUploadForm(said, {"ledger": SimpleUploadedFile("台账.xlsx", content)}, actor=actor)


def test_one_unit_need_not_be_chosen(district: District) -> None:
    empty = LedgerUploadForm(actor=district.filer)
    assert empty["unit"].is_hidden
    assert f'value="{district.town.pk}"' in str(empty["unit"])
    filled = form(district.filer, district.town)
    assert filled.is_valid()
    assert filled.chosen == district.town


def test_office_chooses_one_or_all(district: District) -> None:
    everything, one = form(district.reviewer), form(district.reviewer, district.bureau)
    assert everything.is_valid()
    assert one.is_valid()
    assert (everything.chosen, one.chosen) == (None, district.bureau)
    assert not everything["unit"].is_hidden


def test_I3_other_units_are_not_offered(district: District) -> None:
    for unit in ("", str(district.other_town.pk)):
        filled = form(district.filer, unit)
        assert not filled.is_valid()
        assert "unit" in filled.errors


def test_leaders_import_nothing(district: District) -> None:
    assert not LedgerUploadForm(actor=district.leader).is_open
    assert LedgerUploadForm(actor=district.filer).is_open


def test_file_is_needed(district: District) -> None:
    filled = LedgerUploadForm({"unit": str(district.town.pk)}, {}, actor=district.filer)
    assert filled.errors == {"ledger": ["请先选择台账文件。"]}
    assert form(district.filer, district.town, b"").errors == {"ledger": ["这个文件是空的，请重新选择。"]}


def test_large_file_is_refused_unread(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MAX_BYTES", 3)
    assert form(district.filer, district.town, b"abc").is_valid()
    assert form(district.filer, district.town, b"abcd").errors == {
        "ledger": ["文件超过20MB，请去掉图片，或分成几个文件上传。"]
    }
