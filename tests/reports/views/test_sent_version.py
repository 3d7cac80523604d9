"""The version a page sends back."""

import pytest

from reports.views.sent_version import sent_version
from units.errors import Invalid


@pytest.mark.parametrize(("text", "version"), [("0", 0), ("17", 17), ("999999999", 999999999)])
def test_number_is_read(text: str, version: int) -> None:
    assert sent_version(text) == version


@pytest.mark.parametrize("text", ["", " ", "-1", "1.5", "x", "1e3", "9999999999", "\0"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="请刷新页面"):
        sent_version(text)
