"""Names as templates write them."""

import pytest

from notices.templatetags.templates import place
from notices.templating.parts import PLACE


@pytest.mark.parametrize(
    ("name", "mark", "written"),
    [("major.found.total", "", "{major.found.total}"), ("period", "@", "{@period}")],
)
def test_place_is_what_the_reader_of_templates_finds(name: str, mark: str, written: str) -> None:
    assert place(name, mark) == written
    assert PLACE.findall(written) == [mark + name]
