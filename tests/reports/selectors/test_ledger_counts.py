"""The matrix of the counts page: every filed hazard in one column, totals the sums of the rows (I1, I9)."""

import random
from datetime import date, datetime, timedelta

import pytest

from hazards.counting import PENDING, Count, Reason
from hazards.life import Status
from hazards.models import FoundBy
from reports.selectors import ledger, ledger_counts
from reports.selectors.ledger import Counted, Line
from reports.selectors.ledger_counts import COLUMNS, Matrix, Narrowed
from tests.factories import CUTOFF, ZONE, District, make_campaign, make_previous, make_unit
from tests.ledgers import drafted, standing, step
from tests.reports.selectors.test_ledger import populate
from units.actors import Actor
from units.models import Unit

REASONS = [reason.value for reason in Reason]


def matrix(district: District, actor: Actor | None = None, **narrowed: object) -> Matrix:
    who = actor or district.reviewer
    counted = ledger.counted(who, district.campaign)
    return ledger_counts.matrix(who, counted, Narrowed(**narrowed))  # type: ignore[arg-type]


def values(found: Matrix, unit: Unit) -> dict[str, int]:
    """A unit's numbers by column, zeros left out."""
    row = next(row for row in found.rows if row.unit == unit)
    return {cell.column.key: cell.value for cell in row.cells if cell.value}


@pytest.mark.parametrize("seed", range(4))
def test_I1_reported_is_the_sum_of_what_counts_the_reasons_and_what_waits(
    district: District, seed: int
) -> None:
    make_previous(district)
    populate(district, seed)
    found = matrix(district)
    for row in (*(row.cells for row in found.rows), found.total):
        numbers = {cell.column.key: cell.value for cell in row}
        reasons = sum(numbers[reason] for reason in REASONS)
        assert numbers["reported"] == numbers["accepted"] + reasons + numbers["pending"]
        assert numbers["accepted"] == numbers["department"] + numbers["enterprise"]
        assert numbers["closed"] <= numbers["accepted"]


@pytest.mark.parametrize("seed", range(2))
def test_I9_totals_are_sums_of_the_rows(district: District, seed: int) -> None:
    populate(district, seed)
    found = matrix(district, sector="工贸")
    for at, cell in enumerate(found.total):
        assert cell.value == sum(row.cells[at].value for row in found.rows)
    assert found.sums["left_out"] == sum(found.sums[reason] for reason in REASONS)


def test_I1_each_status_stands_in_its_column(district: District) -> None:
    for status in Status:
        standing(district, status)
    standing(district, Status.CLOSED, found_by="enterprise")
    late = step(district.filer, drafted(district), "file", at=CUTOFF)
    step(district.reviewer, late, "accept", at=CUTOFF)
    found = matrix(district)
    assert values(found, district.town) == {
        "reported": 9,
        "accepted": 4,
        "department": 3,
        "enterprise": 1,
        "closed": 2,
        "criterion_not_met": 1,
        "after_cutoff": 1,
        "withdrawn": 1,
        "pending": 2,
    }
    assert values(found, district.bureau) == {}
    assert found.silent == 2


def test_I1_sentence_stands_with_each_unit(district: District) -> None:
    for _ in range(3):
        standing(district, Status.EXCLUDED)
    assert [row.words for row in matrix(district).rows] == [
        "报送3条，均不符合判定标准",
        "未报送",
        "未报送",
    ]


def test_filters_narrow_rows_and_words_alike(district: District) -> None:
    make_previous(district)
    august = datetime(2023, 8, 1, 9, tzinfo=ZONE)
    standing(district, Status.EXCLUDED, discovered_at=august)
    standing(district, Status.CLOSED, sector="消防")
    found = matrix(district, window="2023-08")
    assert values(found, district.town) == {"reported": 1, "criterion_not_met": 1}
    assert found.rows[0].words == "报送1条，不符合判定标准"
    assert values(matrix(district, window="2023-09"), district.town)["closed"] == 1
    assert values(matrix(district, sector="工贸"), district.town) == {"reported": 1, "criterion_not_met": 1}
    assert values(matrix(district, status=Status.CLOSED), district.town)["accepted"] == 1
    assert values(matrix(district, window="2023-08", status=Status.CLOSED), district.town) == {}


def test_nothing_is_said_of_the_whole_while_a_part_is_looked_at(district: District) -> None:
    standing(district, Status.EXCLUDED)
    for narrowed in ({"sector": "工贸"}, {"status": Status.EXCLUDED}):
        words = [row.words for row in matrix(district, **narrowed).rows]
        assert words == ["符合条件的1条", "没有符合条件的", "没有符合条件的"]


def test_choices_tell_what_each_would_leave(district: District) -> None:
    make_previous(district)
    standing(district, Status.EXCLUDED, discovered_at=datetime(2023, 8, 1, 9, tzinfo=ZONE))
    standing(district, Status.CLOSED, sector="消防")
    standing(district, Status.CLOSED)
    standing(district, Status.RECTIFYING, discovered_at=datetime(2023, 5, 16, 9, tzinfo=ZONE))
    found = matrix(district, sector="工贸", status=Status.CLOSED)
    assert dict(found.windows) == {"2023-09": 1}
    assert dict(found.sectors) == {"消防": 1, "工贸": 1}
    assert dict(found.statuses) == {Status.EXCLUDED: 1, Status.CLOSED: 1, Status.RECTIFYING: 1}
    assert dict(matrix(district).windows) == {"2023-08": 1, "2023-09": 2, None: 1}


def test_I3_unit_sees_its_own_line_only(district: District) -> None:
    standing(district, Status.CLOSED)
    theirs = drafted(district, district.other_town, district.other_filer)
    step(district.other_filer, theirs, "file")
    own = matrix(district, district.filer)
    assert [row.unit for row in own.rows] == [district.town]
    assert own.sums["reported"] == 1
    assert [row.unit for row in matrix(district, district.leader).rows] == list(district.units)
    assert matrix(district, district.leader).sums["reported"] == 2


def test_unit_that_owes_nothing_is_listed_once_it_has_reported(district: District) -> None:
    make_unit("不报送的", order=9, obliged=False)
    Unit.objects.filter(pk=district.town.pk).update(is_active=False)
    assert [row.unit for row in matrix(district).rows] == [district.other_town, district.bureau]
    standing(district, Status.CLOSED)
    assert [row.unit for row in matrix(district).rows] == list(district.units)


def line(status: Status, finder: FoundBy, count: Count, total: int = 1) -> Line:
    return Line(1, "工贸", finder, status, "2023-09", count, total)


IN = Count("2023-09")
DEPARTMENT, ENTERPRISE = FoundBy.DEPARTMENT, FoundBy.ENTERPRISE


@pytest.mark.parametrize(
    ("lines", "column", "records"),
    [
        ([line(Status.CLOSED, DEPARTMENT, IN)], "reported", {}),
        ([line(Status.CLOSED, DEPARTMENT, IN)], "closed", {}),
        (
            [line(Status.CLOSED, DEPARTMENT, IN), line(Status.FILED, DEPARTMENT, PENDING)],
            "closed",
            {"status": "closed"},
        ),
        (
            [line(Status.CLOSED, DEPARTMENT, IN), line(Status.CLOSED, ENTERPRISE, IN)],
            "enterprise",
            {"found_by": "enterprise"},
        ),
        (
            [
                line(Status.CLOSED, DEPARTMENT, IN),
                line(Status.CLOSED, ENTERPRISE, IN),
                line(Status.FILED, ENTERPRISE, PENDING),
            ],
            "enterprise",
            {"status": "closed", "found_by": "enterprise"},
        ),
        (
            [
                line(Status.RECTIFYING, DEPARTMENT, IN),
                line(Status.RECTIFYING, DEPARTMENT, Count(reason=Reason.AFTER_CUTOFF)),
            ],
            "after_cutoff",
            None,
        ),
    ],
)
def test_number_leads_to_exactly_its_records_or_nowhere(
    lines: list[Line], column: str, records: dict[str, str] | None
) -> None:
    found = {cell.column.key: cell.records for cell in ledger_counts.cells(lines, all_filed=True)}
    assert found[column] == records


def test_unit_with_drafts_is_not_led_to_them(district: District) -> None:
    lines = [
        line(Status.CLOSED, DEPARTMENT, IN),
        line(Status.WITHDRAWN, DEPARTMENT, Count(reason=Reason.WITHDRAWN)),
    ]
    found = {cell.column.key: cell.records for cell in ledger_counts.cells(lines, all_filed=False)}
    assert found["reported"] is None
    assert found["closed"] == {"status": "closed"}
    assert found["withdrawn"] is None


def test_links_and_numbers_agree_with_the_ledger(district: District) -> None:
    populate(district, 11)
    counted = ledger.counted(district.reviewer, district.campaign)
    chance, tried = random.Random(3), 0
    for row in ledger_counts.matrix(district.reviewer, counted, Narrowed()).rows:
        for cell in chance.sample(row.cells, 6):
            if cell.records is not None:
                tried += 1
                left = [
                    each.total
                    for each in counted.lines
                    if each.unit_id == row.unit.pk
                    and each.status == cell.records.get("status", each.status)
                    and each.found_by == cell.records.get("found_by", each.found_by)
                ]
                assert sum(left) == cell.value
    assert tried


def test_numbers_without_records_lead_nowhere() -> None:
    assert all(cell.records is None for cell in ledger_counts.cells([], all_filed=True))
    assert len(ledger_counts.cells([], all_filed=True)) == len(COLUMNS)
    assert Counted(()).words(1) == "未报送"


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("一", None, date(2023, 12, 31)),
        ("二", date(2024, 1, 1), date(2024, 8, 31)),
        ("三", date(2024, 9, 1), None),
    ],
)
def test_campaign_answers_for_the_gap_before_it(
    district: District, name: str, first: date | None, last: date | None
) -> None:
    district.campaign.name = "一"
    two = make_campaign("二", starts_on=date(2024, 6, 1), ends_on=date(2024, 8, 31))
    three = make_campaign("三", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    all_three = [district.campaign, two, three]
    found = {each.name: ledger_counts.days_of(each, all_three) for each in all_three}
    assert found[name] == (first, last)


def test_single_campaign_answers_for_every_day(district: District) -> None:
    assert ledger_counts.days_of(district.campaign, [district.campaign]) == (None, None)


def test_periods_come_with_the_earliest_first(district: District) -> None:
    august = make_previous(district)
    assert list(ledger_counts.periods_of(district.campaign)) == [august, district.period]
    assert august.cutoff_at + timedelta(days=1) < district.period.cutoff_at
