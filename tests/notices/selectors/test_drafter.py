"""What waits for the drafter."""

from collections.abc import Sequence

import pytest

from notices.models import Circular, CircularKind, CircularState
from notices.selectors.drafter import office_people, waiting
from notices.services.automatic import draft_due
from notices.services.letters import draft_letters
from tests.factories import BEFORE, District, user_of
from tests.notices.dispatches import closed, months
from tests.reports.corrected import LATER
from units.errors import NotAllowed


@pytest.fixture
def drafted(district: District) -> District:
    """August and September closed, their circulars and the quarter's drafted by the system."""
    closed(district, months(district, [8, 9]))
    draft_due(actor=district.system, at=LATER)
    return district


def words(district: District) -> Sequence[str]:
    return [each.words.split("，")[0] for each in waiting(district.reviewer)]


def test_newest_draft_of_each_kind_is_told_of(drafted: District) -> None:
    assert words(drafted) == ["2023年9月月度调度通报草稿已备好", "2023年第三季度通报草稿已备好"]


def test_note_says_how_many_numbers_are_to_be_settled(drafted: District) -> None:
    assert all("数字" in each.words for each in waiting(drafted.reviewer))


@pytest.mark.parametrize(
    "touched",
    [
        {"edit": 2, "edited_at": LATER},
        {"state": CircularState.SUBMITTED},
        {"state": CircularState.WITHDRAWN},
    ],
)
def test_note_goes_when_somebody_has_taken_it_up(drafted: District, touched: dict[str, object]) -> None:
    Circular.objects.filter(kind="monthly", period=drafted.period).update(**touched)
    assert words(drafted) == ["2023年第三季度通报草稿已备好"]


def test_draft_made_by_hand_needs_no_note(drafted: District) -> None:
    Circular.objects.filter(kind="monthly").update(created_by_id=drafted.reviewer.user_id)
    assert words(drafted) == ["2023年第三季度通报草稿已备好"]


def test_letters_need_no_note(district: District) -> None:
    draft_letters(
        actor=district.system,
        kind=CircularKind.CHASE,
        period=district.period,
        unit_ids=[district.town.pk],
        at=BEFORE,
    )
    assert words(district) == []


@pytest.mark.parametrize("who", ["filer", "leader", "admin"])
def test_denied_to_others(drafted: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        waiting(getattr(drafted, who))


def test_office_people_are_those_who_can_be_written_to(district: District) -> None:
    assert office_people() == []
    person = user_of(district.reviewer)
    person.email = "office@example.gov.cn"
    person.save()
    assert office_people() == [person]


def test_I3_other_tenants_office_is_not_among_them(district: District, neighbour: District) -> None:
    person = user_of(neighbour.reviewer)
    person.email = "other@example.gov.cn"
    person.save()
    assert office_people() == []
