"""The files of a drafted circular."""

import io
import json

import docx
import openpyxl
import pytest

from notices.models import Circular
from notices.services import circular_files
from tests.factories import District, close
from tests.notices.drafted import AFTER, drafted
from units.errors import Conflict, NotAllowed


def test_files_are_of_the_one_draft(district: District) -> None:
    circular = drafted(district)
    files = circular_files(actor=district.reviewer, period=district.period, at=AFTER)
    assert files.circular.pk == circular.pk
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(files.docx())).paragraphs]
    assert "一、工作成效" in words
    assert openpyxl.load_workbook(io.BytesIO(files.xlsx())).worksheets
    keys = {figure["key"] for figure in json.loads(json.dumps(files.closed.to_json()))["figures"]}
    assert set(circular.document.figure_keys) <= keys


def test_files_draft_what_is_missing(district: District) -> None:
    close(district)
    made = circular_files(actor=district.system, period=district.period, at=AFTER).circular
    assert Circular.objects.get() == made


def test_open_period_has_no_files(district: District) -> None:
    with pytest.raises(Conflict):
        circular_files(actor=district.reviewer, period=district.period, at=AFTER)


def test_units_get_no_files(district: District) -> None:
    drafted(district)
    with pytest.raises(NotAllowed):
        circular_files(actor=district.filer, period=district.period, at=AFTER)
