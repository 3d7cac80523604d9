"""What circulars and letters are drawn from, as it stands now."""

import pytest

from notices.models import Circular, CircularKind
from notices.selectors import drawn
from notices.services.drafting import written
from reports.figures import by_key
from reports.models import Period
from tests.factories import CUTOFF, District
from tests.notices.drafted import drafted
from tests.reports.corrected import ask, grant, two_closed
from units.errors import Conflict, NotAllowed

FACTS = {"unit": "东关镇", "office": "某安委办", "period": "2023年9月", "reply_by": ""}


def letter(district: District) -> Circular:
    return written(
        actor=district.reviewer, at=CUTOFF, kind=CircularKind.REMIND, period=district.period, unit=district.town,
        figures=(), facts=FACTS, summary="起草提醒函",
    )  # fmt: skip


def test_circular_is_drawn_from_its_newest_snapshot(district: District) -> None:
    august = two_closed(district)
    first = drawn.of_period(district.reviewer, august)
    assert (first.revision, first.facts["period"]) == (1, "2023年8月")
    grant(district, ask(district, august))
    second = drawn.of_period(district.reviewer, Period.objects.get(pk=august.pk))
    assert (second.revision, second.facts["revised"]) == (2, "2023年8月")
    assert by_key(first.figures)["general.found"] != by_key(second.figures)["general.found"]


def test_I4_correction_of_the_period_before_is_named(district: District) -> None:
    august = two_closed(district)
    assert drawn.of_period(district.reviewer, district.period).facts["corrected"] == ""
    grant(district, ask(district, august))
    facts = drawn.of_period(district.reviewer, district.period).facts
    assert (facts["corrected"], facts["corrected_to"]) == ("2023年8月", "2023年8月第2版")


def test_letter_keeps_the_facts_it_states(district: District) -> None:
    found = drawn.of_circular(letter(district))
    assert (found.snapshot, found.revision, found.figures) == (None, 0, ())
    assert found.facts["unit"] == "东关镇"


def test_circular_of_a_span_that_is_not_complete_cannot_be_drawn(district: District) -> None:
    circular = drafted(district)
    circular.span = "2023年第四季度"
    with pytest.raises(Conflict, match="还没有关账"):
        drawn.of_circular(circular)


def test_I3_units_draw_nothing(district: District) -> None:
    drafted(district)
    with pytest.raises(NotAllowed):
        drawn.of_period(district.filer, district.period)
    with pytest.raises(NotAllowed):
        drawn.of_period(district.head, district.period)


def test_open_period_has_nothing_to_draw(district: District) -> None:
    with pytest.raises(Conflict):
        drawn.of_period(district.reviewer, district.period)
