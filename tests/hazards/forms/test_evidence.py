"""What the upload form takes."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from pytest_django import Settings

from hazards.forms.evidence import EvidenceForm
from hazards.forms.fields import first_problem


def form(count: int, stage: str = "found") -> EvidenceForm:
    """The form as posted with so many files."""
    data = QueryDict(mutable=True)
    data["stage"] = stage
    files: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict()
    for number in range(count):
        files.appendlist("files", SimpleUploadedFile(f"{number}.jpg", b"x" * number))
    return EvidenceForm(data, files)


def test_files_come_in_the_order_they_were_chosen() -> None:
    given = form(3)
    assert given.is_valid(), given.errors
    assert [file.name for file in given.cleaned_data["files"]] == ["0.jpg", "1.jpg", "2.jpg"]


def test_empty_file_is_left_to_the_service_which_names_it() -> None:
    given = form(1)
    assert given.is_valid()
    assert given.cleaned_data["files"][0].size == 0


def test_no_file_is_refused_in_words() -> None:
    given = form(0)
    assert not given.is_valid()
    assert first_problem(given) == "还没有选择文件，请先选择照片或文档。"


def test_limit_of_files_is_exact(settings: Settings) -> None:
    settings.EVIDENCE_MAX_FILES = 2
    assert form(2).is_valid()
    given = form(3)
    assert not given.is_valid()
    assert first_problem(given) == "一次最多上传2个文件，现选了3个，请分几次上传。"


@pytest.mark.parametrize("stage", ["", "elsewhere"])
def test_stage_must_be_known(stage: str) -> None:
    given = form(1, stage)
    assert not given.is_valid()
    assert first_problem(given) == "页面不完整，请刷新后再试。"
