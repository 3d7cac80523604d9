"""What the page for asking a correction shows."""

from collections.abc import Mapping

import pytest

from reports.selectors.corrections import of_unit
from reports.views.correction_page import Line, sections
from tests.factories import ENTRIES, VALUES, District, close, file_for
from tests.reports.corrected import ask, two_closed


def lines(
    district: District, entries: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> dict[str, Line]:
    """The columns shown for the first town in September, by code."""
    found = of_unit(district.reviewer, district.period, district.town)
    made = sections(found, entries or {}, problems or {})
    return {line.spec.code: line for section in made for line in section.lines}


@pytest.fixture
def closed(district: District) -> District:
    """September closed, the first town has filed."""
    file_for(district, district.town)
    close(district)
    district.period.refresh_from_db()
    return district


def test_columns_stand_as_filed(closed: District) -> None:
    found = lines(closed)
    assert {code: (line.stored, line.text) for code, line in found.items()} == {
        code: (text, text) for code, text in ENTRIES.items() if code != "towns_assisted"
    }
    assert not any(line.changed or line.problem for line in found.values())


def test_typed_text_stays_beside_what_stands(closed: District) -> None:
    found = lines(closed, {"general_found": "十"}, {"general_found": "应填整数"})["general_found"]
    assert (found.stored, found.text, found.problem, found.changed) == ("10", "十", "应填整数", True)


def test_column_of_another_kind_is_shown_where_it_was_filled(district: District) -> None:
    file_for(district, district.town, {**VALUES, "towns_assisted": VALUES["general_found"]})
    close(district)
    district.period.refresh_from_db()
    assert lines(district)["towns_assisted"].stored == "10"


def test_columns_stand_under_their_outer_heading(closed: District) -> None:
    found = of_unit(closed.reviewer, closed.period, closed.town)
    made = sections(found, {}, {})
    assert [section.title for section in made] == list(
        dict.fromkeys(line.spec.path[0] for section in made for line in section.lines)
    )
    assert all(not line.name.startswith(section.title + "·") for section in made for line in section.lines)


def test_nothing_is_offered_while_a_request_waits(district: District) -> None:
    august = two_closed(district)
    ask(district, august)
    assert sections(of_unit(district.filer, august, district.town), {}, {}) == ()


def test_nothing_is_offered_to_who_may_not_ask(closed: District) -> None:
    assert sections(of_unit(closed.leader, closed.period, closed.town), {}, {}) == ()


def test_nothing_is_offered_where_nothing_was_filed(closed: District) -> None:
    assert sections(of_unit(closed.reviewer, closed.period, closed.bureau), {}, {}) == ()
