"""安委办's desk: standings, flags, what is owed."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from hazards.life import Status
from reports.models import MaterialTask
from reports.selectors.desk import Desk, DeskRow, Flags, desk, form_status, ledger_status
from reports.services import submissions
from tests.factories import (
    BEFORE,
    CUTOFF,
    ENTRIES,
    INSTANT,
    District,
    close,
    file_for,
    make_campaign,
    make_unit,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.ledgers import standing
from tests.reports.duties import UNTIL, extended, stated
from units.errors import NotAllowed


def seen(district: District, now: object = BEFORE) -> Desk:
    return desk(district.reviewer, district.period, now=now)  # type: ignore[arg-type]


def town(district: District, now: object = BEFORE) -> DeskRow:
    return next(row for row in seen(district, now).rows if row.unit == district.town)


def owed(district: District, now: object = BEFORE) -> list[str]:
    return [each.name for each in town(district, now).owes]


def test_all_obliged_units_stand_in_printed_order(district: District) -> None:
    assert [row.unit for row in seen(district).rows] == list(district.units)


def test_nothing_begun_owes_both_duties(district: District) -> None:
    row = town(district)
    assert (row.form, row.ledger) == ("untouched", "untouched")
    assert owed(district) == ["台账", "调度表"]
    assert {each.due_at for each in row.owes} == {CUTOFF}


def test_one_duty_met_leaves_the_other_owed(district: District) -> None:
    file_for(district, district.town)
    assert (town(district).form, town(district).ledger) == ("on_time", "untouched")
    assert owed(district) == ["台账"]
    stated(district)
    assert town(district).ledger == "on_time"
    assert owed(district) == []


def test_records_without_a_word_are_told_from_silence(district: District) -> None:
    standing(district, Status.FILED)
    assert town(district).ledger == "unstated"


def test_form_on_its_way_is_named_by_its_state(district: District) -> None:
    saved = save_draft(district)
    assert town(district).form == "draft"
    submissions.move(
        actor=district.head, period=district.period, unit=district.town, name="sign",
        version=saved.version, at=BEFORE,
    )  # fmt: skip
    assert town(district).form == "signed"
    assert owed(district) == ["台账", "调度表"]


def test_returned_table_is_owed_again(district: District) -> None:
    send_back(district, sign_and_file(district))
    row = town(district)
    assert row.form == "returned"
    assert [(each.name, each.returned) for each in row.owes] == [("台账", False), ("调度表", True)]
    assert not row.is_filed


@pytest.mark.parametrize(
    ("now", "form"), [(UNTIL - INSTANT, "untouched"), (UNTIL, "missing"), (UNTIL + INSTANT, "missing")]
)
def test_I10_extension_moves_the_deadline(district: District, now: object, form: str) -> None:
    extended(district)
    row = town(district, now)
    assert (row.form, {each.due_at for each in row.owes}) == (form, {UNTIL})


def test_filed_within_the_extension_is_said_so(district: District) -> None:
    extended(district)
    file_for(district, district.town, at=CUTOFF)
    assert town(district, CUTOFF).form == "extended"


@pytest.mark.parametrize(
    ("due", "names"), [(CUTOFF, ["台账", "调度表", "工作方案"]), (CUTOFF + INSTANT, ["台账", "调度表"])]
)
def test_papers_due_by_the_cutoff_are_owed_too(district: District, due: datetime, names: list[str]) -> None:
    MaterialTask.objects.create(campaign=district.campaign, name="工作方案", due_at=due, created_at=BEFORE)
    assert owed(district) == names
    assert [each.task.name for each in town(district).materials] == ["工作方案"]


@pytest.mark.parametrize(("own", "names"), [(True, ["工作方案"]), (False, [])])
def test_closed_period_stands_beside_papers_of_its_own_campaign(
    district: District, own: bool, names: list[str]
) -> None:
    campaign = district.campaign if own else make_campaign("治本攻坚行动", ends_on=date(2026, 12, 31))
    MaterialTask.objects.create(campaign=campaign, name="工作方案", due_at=CUTOFF, created_at=BEFORE)
    assert [each.task.name for each in town(district).materials] == ["工作方案"]
    close(district)
    district.period.refresh_from_db()
    assert [each.task.name for each in town(district).materials] == names


def test_overdue_paper_comes_first(district: District) -> None:
    MaterialTask.objects.create(
        campaign=district.campaign, name="工作方案", due_at=BEFORE - timedelta(days=9), created_at=BEFORE
    )
    assert owed(district)[0] == "工作方案"


def test_counts_add_up_to_all_units(district: District) -> None:
    file_for(district, district.town)
    stated(district, district.bureau)
    found = seen(district)
    assert sum(found.forms.values()) == sum(found.ledgers.values()) == len(found.rows)
    assert (found.filed, found.stated) == (1, 1)


def test_findings_are_counted_by_gravity(district: District) -> None:
    save_draft(district, {**ENTRIES, "general_rectified": "11"})
    assert town(district).flags.blocks == 1


def test_draft_is_not_flagged_for_what_is_still_empty(district: District) -> None:
    save_draft(district, {"general_found": "10"})
    assert town(district).flags == Flags()


@pytest.mark.parametrize(
    ("graver", "lighter"),
    [
        (Flags(blocks=1), Flags(wanted=9)),
        (Flags(wanted=1), Flags(hints=9)),
        (Flags(hints=1), Flags(explained=9)),
    ],
)
def test_gravest_weighs_most(graver: Flags, lighter: Flags) -> None:
    assert graver.weight > lighter.weight


def test_I4_closed_period_stands_as_frozen_and_owes_nothing(district: District) -> None:
    file_for(district, district.town)
    close(district)
    district.period.refresh_from_db()
    found = seen(district, CUTOFF + timedelta(days=9))
    assert [row.form for row in found.rows] == ["on_time", "missing", "missing"]
    assert {row.owes for row in found.rows} == {()}


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_I3_desk_denied_to_everybody_else(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="调度看板由安委办和管理员使用"):
        desk(getattr(district, who), district.period, now=BEFORE)


def test_queries_do_not_grow_with_units(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    file_for(district, district.town)
    with CaptureQueriesContext(connection) as few:
        seen(district)
    for number in range(9):
        file_for(district, make_unit(f"{number}号镇", order=20 + number))
    with django_assert_num_queries(len(few)):
        assert len(seen(district).rows) == 12


def test_statuses_are_those_of_the_row(district: District) -> None:
    row = town(district)
    assert (form_status(row.duties), ledger_status(row.duties)) == (row.form, row.ledger)
