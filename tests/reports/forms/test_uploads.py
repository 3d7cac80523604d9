"""The upload form refuses what no table can be; the reader judges the rest."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from reports.forms.uploads import MAX_BYTES, TableUploadForm


def form(upload: SimpleUploadedFile | None) -> TableUploadForm:
    return TableUploadForm({}, MultiValueDict({"table": [upload]} if upload else {}))


def test_no_file_asks_for_one() -> None:
    assert form(None).errors["table"] == ["请先选择要导入的文件。"]


def test_empty_file_is_refused() -> None:
    assert form(SimpleUploadedFile("a.csv", b"")).errors["table"] == ["这个文件是空的，请重新选择。"]


@pytest.mark.parametrize(("size", "fits"), [(1, True), (MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_size_limit_is_exact(size: int, fits: bool) -> None:
    upload = SimpleUploadedFile("a.xlsx", b"x")
    upload.size = size
    found = form(upload)
    assert found.is_valid() is fits
    if not fits:
        assert "超过10MB" in found.errors["table"][0]
