"""What hinders a table from being handed on: what must be put right, and what has no reason yet."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from reports import standing
from reports.models import Period
from reports.selectors import deadlines, findings
from reports.services import extensions, handing_on
from reports.snapshot import Timeliness
from reports.transitions import State
from reports.validation import Severity
from tests.factories import (
    BEFORE,
    CUTOFF,
    ENTRIES,
    INSTANT,
    VALUES,
    District,
    close,
    file_for,
    make_previous,
    save_draft,
)
from tests.reports.duties import AROUND_AN_EXTENSION, UNTIL
from tests.reports.steps import move, stored
from units.errors import Conflict, Invalid

FEWER = {**ENTRIES, "general_found": "9"}


@pytest.fixture
def august(district: District) -> Period:
    """The period before, in which ten were found."""
    period = make_previous(district)
    file_for(district, district.town, period=period)
    return period


def explain(district: District, text: str = "上期多报一条") -> None:
    """Give the reason that is asked for."""
    submission = stored(district)
    found = findings.of_filing(district.period, district.town, submission)
    submission.reasons = {
        each.key: {"about": each.message, "text": text} for each in found if each.severity is Severity.REASON
    }
    submission.save()


@pytest.mark.usefixtures("august")
@pytest.mark.parametrize("name", ["submit", "sign"])
def test_doubt_without_a_reason_hinders(district: District, name: str) -> None:
    save_draft(district, FEWER)
    with pytest.raises(Invalid, match=r"还有 1 处要说明原因，改正或写明原因后才能报送：.*一般隐患/排查"):
        move(district, name, district.head, 1)
    assert stored(district).state == State.DRAFT


@pytest.mark.usefixtures("august")
def test_doubt_with_its_reason_does_not_hinder(district: District) -> None:
    save_draft(district, FEWER)
    explain(district)
    assert move(district, "sign", district.head, 1).state == State.SIGNED


@pytest.mark.usefixtures("august")
def test_reason_answers_only_the_figures_it_was_given_for(district: District) -> None:
    save_draft(district, FEWER)
    explain(district)
    save_draft(district, {"general_found": "8"}, version=1)
    with pytest.raises(Invalid, match="要说明原因"):
        move(district, "sign", district.head, 2)


def test_doubt_that_arose_after_signing_hinders_filing(district: District) -> None:
    """What 安委办 took in for the period before makes these figures fall."""
    save_draft(district)
    move(district, "sign", district.head, 1)
    higher = {**VALUES, "general_found": Decimal(99)}
    file_for(district, district.town, higher, period=make_previous(district))
    with pytest.raises(Invalid, match="要说明原因"):
        move(district, "file", district.filer, 2)
    assert stored(district).state == State.SIGNED


def test_what_must_be_put_right_is_told_first(district: District, august: Period) -> None:
    save_draft(district, {**FEWER, "general_rectified": "10"})
    with pytest.raises(Invalid, match="处问题，改好后才能报送"):
        move(district, "sign", district.head, 1)
    assert august.is_open


def test_sound_table_is_not_hindered(district: District) -> None:
    save_draft(district)
    handing_on.require_sound(stored(district), district.period, district.town)


def filed_at(district: District, at: datetime) -> Timeliness | None:
    """File a sound table at this instant; how it then stands."""
    save_draft(district)
    move(district, "sign", district.head, 1)
    move(district, "file", district.head, 2, at=at)
    submission, extension = stored(district), deadlines.extension_of(district.period, district.town.pk)
    assert submission.first_filed_at == at
    until = extension.until if extension else None
    return standing.timeliness(submission.first_filed_at, district.period.cutoff_at, until, at)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (CUTOFF - INSTANT, Timeliness.ON_TIME),
        (CUTOFF, Timeliness.LATE),
        (CUTOFF + INSTANT, Timeliness.LATE),
        (CUTOFF + timedelta(seconds=1), Timeliness.LATE),
    ],
)
def test_I10_filing_around_the_cutoff_is_taken_while_the_period_is_open(
    district: District, at: datetime, expected: Timeliness
) -> None:
    assert filed_at(district, at) is expected


@pytest.mark.parametrize(("at", "expected"), AROUND_AN_EXTENSION)
def test_I10_filing_around_the_end_of_an_extension(
    district: District, at: datetime, expected: Timeliness
) -> None:
    grant_extension(district)
    assert filed_at(district, at) is expected


def test_I4_extension_does_not_open_a_closed_period(district: District) -> None:
    grant_extension(district)
    save_draft(district)
    close(district, at=UNTIL)
    with pytest.raises(Conflict, match="关账"):
        move(district, "sign", district.head, 1, at=UNTIL + INSTANT)


def grant_extension(district: District) -> None:
    """Three days more for the first town."""
    extensions.grant(
        actor=district.reviewer,
        period=district.period,
        unit=district.town,
        until=UNTIL,
        reason="停电",
        at=BEFORE,
    )


@pytest.mark.parametrize("name", ["submit", "sign"])
def test_I4_once_closed_the_refusal_says_since_when_and_whom_to_ask(district: District, name: str) -> None:
    save_draft(district)
    close(district)
    with pytest.raises(Conflict, match=r"关账.*安委办"):
        move(district, name, district.head, 1, at=CUTOFF + timedelta(seconds=1))
    assert (stored(district).state, stored(district).filled_at) == (State.DRAFT, BEFORE)
