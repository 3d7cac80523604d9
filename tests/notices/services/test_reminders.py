"""催报: who may, of what, once a day."""

from datetime import timedelta

import pytest

from notices.models import Reminder
from notices.services.reminders import Reminded, remind
from tests.factories import (
    BEFORE,
    CUTOFF,
    INSTANT,
    District,
    close,
    file_for,
    make_unit,
    send_back,
    sign_and_file,
)
from tests.reports.duties import UNTIL, extended, stated
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry, Unit


def press(district: District, *units: Unit, actor: Actor | None = None, at: object = BEFORE) -> Reminded:
    return remind(
        actor=actor or district.reviewer,
        period=district.period,
        unit_ids={unit.pk for unit in units},
        at=at,  # type: ignore[arg-type]
    )


def test_reminder_says_what_is_owed_and_by_whom_it_was_made(district: District) -> None:
    assert press(district, district.town) == Reminded(("东关镇",), ())
    made = Reminder.objects.get()
    assert made.text == "2023年9月调度：请于9月24日24:00前报送台账、调度表。"
    assert (made.unit, made.period, made.by_id) == (district.town, district.period, district.reviewer.user_id)
    assert (made.at, made.sent_at) == (BEFORE, None)


def test_what_was_filed_is_not_asked_for(district: District) -> None:
    file_for(district, district.town)
    press(district, district.town)
    assert Reminder.objects.get().text == "2023年9月调度：请于9月24日24:00前报送台账。"


def test_returned_table_is_asked_for_again(district: District) -> None:
    send_back(district, sign_and_file(district))
    press(district, district.town)
    assert "调度表（已退回，请改正后重报）" in Reminder.objects.get().text


def test_I6_pressing_twice_makes_it_once(district: District) -> None:
    press(district, district.town)
    again = press(district, district.town, at=BEFORE + timedelta(hours=1))
    assert again == Reminded((), ("东关镇",))
    assert Reminder.objects.count() == 1
    assert AuditEntry.objects.filter(action="period.reminded").count() == 1


@pytest.mark.parametrize(("later", "made"), [(timedelta(days=1) - INSTANT, 1), (timedelta(days=1), 2)])
def test_I10_next_day_of_the_tenant_may_remind_again(district: District, later: timedelta, made: int) -> None:
    press(district, district.town, at=BEFORE)
    press(district, district.town, at=BEFORE + later)
    assert Reminder.objects.count() == made


def test_same_day_reminds_again_when_something_else_is_owed(district: District) -> None:
    press(district, district.town)
    file_for(district, district.town)
    assert press(district, district.town).made == ("东关镇",)


def test_all_that_owe_are_reminded_at_once(district: District) -> None:
    done = press(district, *district.units)
    assert done.made == ("东关镇", "西关街道", "区试验局")
    entry = AuditEntry.objects.get(action="period.reminded")
    assert entry.summary == "催报2023年9月3家：东关镇、西关街道、区试验局"


def test_unit_that_has_filed_meanwhile_is_left_out(district: District) -> None:
    file_for(district, district.town)
    stated(district)
    assert press(district, *district.units).made == ("西关街道", "区试验局")


def test_nobody_left_to_remind_is_told(district: District) -> None:
    file_for(district, district.town)
    stated(district)
    with pytest.raises(Conflict, match="东关镇已经报齐，不用催报"):
        press(district, district.town)


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_reminding_denied_to_everybody_but_the_office(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="催报由安委办办理"):
        press(district, district.town, actor=getattr(district, who))
    assert not Reminder.objects.exists()


def test_I4_closed_period_is_not_reminded_of(district: District) -> None:
    close(district)
    district.period.refresh_from_db()
    with pytest.raises(Conflict, match="2023年9月已经关账"):
        press(district, district.town, at=CUTOFF)


def test_unit_that_does_not_owe_here_is_not_found(district: District) -> None:
    with pytest.raises(NotFound, match="没有要催报的单位"):
        press(district, make_unit("无关公司", order=9, obliged=False))


def test_nobody_chosen_is_refused(district: District) -> None:
    with pytest.raises(Invalid, match="没有选中"):
        press(district)


def test_extension_is_the_deadline_that_is_named(district: District) -> None:
    extended(district)
    press(district, district.town, at=UNTIL - INSTANT)
    assert Reminder.objects.get().text == "2023年9月调度：请于9月26日24:00前报送台账、调度表。"
