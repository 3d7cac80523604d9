"""What one unit's form shows, and who may look."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.selectors import submissions as selectors
from reports.snapshot import IndicatorSpec
from reports.transitions import State
from reports.validation import Severity
from tests.factories import (
    CUTOFF,
    ENTRIES,
    VALUES,
    District,
    act_as,
    close,
    file_for,
    join,
    make_form,
    make_period,
    make_previous,
    make_unit,
    make_user,
    save_draft,
    send_back,
    sign_and_file,
    user_of,
)
from tests.reports.steps import put
from units import grants
from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT
from units.enums import Role
from units.errors import NotAllowed, NotFound
from units.models import Unit


def moves(filing: selectors.Filing) -> list[str]:
    return [move.name for move in filing.moves]


def field(filing: selectors.Filing, code: str) -> selectors.Field:
    return next(f for section in filing.sections for f in section.fields if f.spec.code == code)


def test_filing_not_begun_is_shown_empty_and_not_stored(district: District) -> None:
    filing = selectors.filing(district.filer, district.period, district.town)
    assert (filing.filled, filing.total) == (0, len(ENTRIES))
    assert filing.may_edit
    assert selectors.submission_of(district.period, district.town) is None


def test_sections_follow_the_printed_form(district: District) -> None:
    filing = selectors.filing(district.filer, district.period, district.town)
    assert [section.title for section in filing.sections] == ["一般隐患", "部门检查", "部门精准严格执法情况"]
    assert [f.spec.code for section in filing.sections for f in section.fields] == [
        "general_found", "general_rectified", "towns_assisted", "penalty_count", "penalty_amount",
    ]  # fmt: skip


def test_all_28_columns_have_their_place(district: District) -> None:
    period = make_period(district.campaign, make_form((), version=2), "全表")
    filing = selectors.filing(district.filer, period, district.town)
    assert filing.total == 28
    assert [len(section.fields) for section in filing.sections] == [2, 6, 3, 11, 6]


def test_column_without_group_is_a_section_of_its_own() -> None:
    specs = (IndicatorSpec("a", 1, (), "甲", "条"), IndicatorSpec("b", 2, (), "乙", "条"))
    sections = selectors._sections(specs, {}, None, "town")
    assert [section.title for section in sections] == ["甲", "乙"]


def test_columns_not_for_this_kind_are_marked(district: District) -> None:
    town = selectors.filing(district.filer, district.period, district.town)
    assert not field(town, "towns_assisted").filled_by_kind
    bureau = selectors.filing(district.reviewer, district.period, district.bureau)
    assert field(bureau, "towns_assisted").filled_by_kind


def test_fields_show_value_last_periods_value_and_the_change(district: District) -> None:
    file_for(district, district.town, period=make_previous(district))
    save_draft(district, {"general_found": "12", "penalty_amount": "1.438", "penalty_count": "2"})
    filing = selectors.filing(district.filer, district.period, district.town)
    shown = {
        code: (f.text, f.previous_text, f.change_text)
        for code in ("general_found", "penalty_amount", "penalty_count", "general_rectified")
        for f in [field(filing, code)]
    }
    assert shown == {
        "general_found": ("12", "10", "+2"),
        "penalty_amount": ("1.438", "1.5", "-0.062"),
        "penalty_count": ("2", "2", "0"),
        "general_rectified": ("", "8", ""),
    }
    assert (filing.filled, field(filing, "general_found").change) == (3, Decimal(2))


def test_first_period_has_nothing_to_compare_with(district: District) -> None:
    save_draft(district)
    shown = field(selectors.filing(district.filer, district.period, district.town), "general_found")
    assert (shown.previous, shown.previous_text, shown.change, shown.change_text) == (None, "", None, "")


def test_previous_values_are_those_filed_in_the_period_before(district: District) -> None:
    august = make_previous(district)
    assert selectors.previous_values(district.period, district.town) is None
    filed = file_for(district, district.town, period=august)
    assert selectors.previous_values(district.period, district.town) == VALUES
    send_back(district, filed)
    assert selectors.previous_values(district.period, district.town) is None


def test_values_last_filed_may_be_older_than_one_period(district: District) -> None:
    july = make_period(district.campaign, district.form, "2023-07", CUTOFF - timedelta(days=60))
    make_previous(district)
    assert selectors.last_filed_values(district.period, district.town) == {}
    file_for(district, district.town, period=july)
    assert selectors.last_filed_values(district.period, district.town) == VALUES
    assert selectors.last_filed_values(july, district.town) == {}, "a period is not its own past"


def test_findings_tell_what_blocks(district: District) -> None:
    save_draft(district, {**ENTRIES, "general_rectified": "11", "penalty_amount": "0"})
    filing = selectors.filing(district.filer, district.period, district.town)
    assert [f.code for f in filing.findings if f.severity == "block"] == ["general_rectified_above_found"]
    assert {finding.severity for finding in filing.findings} == {Severity.BLOCK, Severity.REASON}


@pytest.mark.parametrize(
    ("state", "filer", "head", "reviewer"),
    [
        (State.DRAFT, ["submit"], ["submit", "sign"], []),
        (State.READY, ["reopen"], ["sign", "reopen"], []),
        (State.SIGNED, ["file", "reopen"], ["file", "reopen"], []),
        (State.FILED, [], [], ["return"]),
        (State.RETURNED, ["submit"], ["submit", "sign"], []),
    ],
)
def test_I8_form_offers_each_person_their_moves(
    district: District, state: State, filer: list[str], head: list[str], reviewer: list[str]
) -> None:
    put(district, state)
    for actor, expected in ((district.filer, filer), (district.head, head), (district.reviewer, reviewer)):
        filing = selectors.filing(actor, district.period, district.town)
        assert moves(filing) == expected
        assert filing.may_edit is (actor is not district.reviewer and state in {State.DRAFT, State.RETURNED})


def test_I4_closed_period_offers_nothing(district: District) -> None:
    sign_and_file(district)
    close(district)
    district.period.refresh_from_db()
    for actor in (district.filer, district.head, district.reviewer):
        filing = selectors.filing(actor, district.period, district.town)
        assert (moves(filing), filing.may_edit) == ([], False)


def test_unit_that_owes_nothing_is_offered_nothing(district: District) -> None:
    Unit.objects.filter(pk=district.town.pk).update(obliged=False)
    filing = selectors.filing(district.head, district.period, Unit.objects.get(pk=district.town.pk))
    assert (moves(filing), filing.may_edit) == ([], False)


@pytest.mark.parametrize(
    ("permission", "fills", "offered"), [(FILE_FOR_UNIT, True, ["submit"]), (SIGN_FOR_UNIT, False, ["sign"])]
)
def test_I8_grant_opens_another_units_form(
    district: District, permission: str, fills: bool, offered: list[str]
) -> None:
    user = user_of(district.other_filer)
    grants.grant(actor=district.admin, user=user, unit=district.town, permission=permission, at=CUTOFF)
    filing = selectors.filing(act_as(user), district.period, district.town)
    assert (filing.may_edit, moves(filing)) == (fills, offered)


@pytest.mark.parametrize(
    ("who", "while_open", "when_closed"),
    [
        ("filer", True, True),
        ("reviewer", True, True),
        ("admin", True, True),
        ("leader", False, True),
        ("other_head", False, False),
    ],
)
def test_I3_who_reads_a_filing(district: District, who: str, while_open: bool, when_closed: bool) -> None:
    sign_and_file(district)
    actor = getattr(district, who)

    def readable() -> bool:
        try:
            selectors.filing(actor, district.period, district.town)
        except NotAllowed:
            assert not selectors.visible_submissions(actor, district.period).exists()
            return False
        return selectors.visible_submissions(actor, district.period).count() == 1

    assert readable() is while_open
    close(district)
    district.period.refresh_from_db()
    if who != "other_head":
        assert readable() is when_closed


def test_I3_unit_is_visible_to_its_people_and_the_office(district: District, neighbour: District) -> None:
    assert selectors.visible_unit(district.filer, district.town.pk) == district.town
    assert selectors.visible_unit(district.leader, district.town.pk) == district.town
    for actor, unit_id in (
        (district.filer, district.bureau.pk),
        (district.filer, 10**18),
        (district.admin, neighbour.town.pk),
        (district.admin, 0),
        (district.admin, 10**30),
    ):
        with pytest.raises(NotFound, match="没有这个单位，或者它不归您填报"):
            selectors.visible_unit(actor, unit_id)


def test_head_of_a_town_reads_the_villages_below(district: District) -> None:
    village = make_unit("阔口村", order=9, parent=district.town)
    user = make_user("wang")
    join(user, Role.HEAD, district.town)
    assert selectors.visible_unit(act_as(user), village.pk) == village


LEDGER = ("major_enterprise_found",)


@pytest.mark.parametrize(
    ("columns", "queries"),
    [(("general_found",), 7), (("general_found", "closed_down"), 7), (LEDGER, 8), ((), 8)],
)
def test_form_asks_as_many_queries_for_many_columns_and_one_more_for_the_ledger(
    district: District,
    columns: tuple[str, ...],
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    period = make_period(district.campaign, make_form(columns, version=2), "别的表")
    with django_assert_num_queries(queries):
        selectors.filing(district.filer, period, district.town)


def test_I3_visible_submissions_of_a_unit_are_its_own(district: District) -> None:
    for unit in district.units:
        file_for(district, unit)
    assert [s.unit for s in selectors.visible_submissions(district.filer, district.period)] == [district.town]
    everything = selectors.visible_submissions(district.reviewer, district.period)
    assert [s.unit for s in everything] == list(district.units)
    assert not selectors.visible_submissions(district.leader, district.period).exists()
