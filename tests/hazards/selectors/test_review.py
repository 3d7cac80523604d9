"""The queue of the review desk: order, parts, flags, and what comes next."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.life import Status
from hazards.models import EnterpriseKind, Hazard
from hazards.selectors import review
from hazards.selectors.review import EVERYTHING, Age, Asked, Queue
from tests.factories import ZONE, District
from tests.hazards.reviewing import MISREADINGS, OTHERWISE, advise_by_the_files, waiting
from tests.ledgers import FILED_AT, FOUND_AT, make_enterprise, standing, step
from units.errors import NotAllowed

DAY = timedelta(days=1)
NOW = FILED_AT + DAY


def queue(district: District, asked: Asked = EVERYTHING, at: datetime = NOW) -> Queue:
    return review.queue(district.reviewer, asked, at=at)


def shown(found: Queue) -> list[Hazard]:
    return [row.hazard for row in found.rows]


def test_longest_waiting_is_first_and_days_are_of_the_calendar(district: District) -> None:
    late = datetime(2023, 9, 11, 23, 59, tzinfo=ZONE)
    second, first = waiting(district, late + timedelta(minutes=1)), waiting(district, late)
    found = queue(district, at=late + timedelta(minutes=2))
    assert [(row.hazard, row.days) for row in found.rows] == [(first, 1), (second, 0)]
    assert (found.total, found.waiting) == (2, 2)


def test_only_what_waits_is_in_the_queue(district: District) -> None:
    record = waiting(district)
    for status in (Status.DRAFT, Status.RETURNED, Status.EXCLUDED, Status.RECTIFYING, Status.WITHDRAWN):
        standing(district, status)
    assert shown(queue(district)) == [record]


def test_sectors_narrow_the_rows_and_not_the_counts(district: District) -> None:
    fire, trade = waiting(district, sector="消防"), waiting(district)
    for sector, rows in (("", [fire, trade]), ("消防", [fire]), ("矿山", [])):
        found = queue(district, Asked(sector=sector))
        assert (shown(found), found.total, found.waiting) == (rows, len(rows), 2)
        assert found.sectors == [("工贸", 1), ("消防", 1)]


@pytest.mark.parametrize(
    ("days", "age"),
    [(0, Age.FRESH), (2, Age.FRESH), (3, Age.WAITING), (7, Age.WAITING), (8, Age.OLD), (400, Age.OLD)],
)
def test_ages_follow_each_other_without_a_gap(district: District, days: int, age: Age) -> None:
    """At both ends of the day, in the tenant's zone."""
    today = datetime(2024, 12, 1, 12, tzinfo=ZONE)
    start = datetime(2024, 12, 1, tzinfo=ZONE) - days * DAY
    both = [waiting(district, start), waiting(district, start + DAY - timedelta(microseconds=1))]
    found = queue(district, Asked(age=age), today)
    assert (shown(found), {row.days for row in found.rows}) == (both, {days})
    assert found.ages == {each: 2 if each is age else 0 for each in Age}
    for other in set(Age) - {age}:
        assert shown(queue(district, Asked(age=other), today)) == []


def test_part_of_the_queue_may_be_of_sector_and_age(district: District) -> None:
    waiting(district, sector="消防")
    asked = Asked(sector="消防", age=Age.OLD)
    assert len(queue(district, asked, NOW + 30 * DAY).rows) == 1
    assert len(queue(district, asked).rows) == 0


def test_long_queue_shows_its_head_and_says_how_long_it_is(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "LIMIT", 2)
    records = [waiting(district) for _ in range(3)]
    found = queue(district)
    assert (shown(found), found.total, found.waiting) == (records[:2], 3, 3)


def test_record_filed_again_is_marked(district: District) -> None:
    returned = step(district.reviewer, waiting(district), "return", reason="照片不清")
    step(district.filer, returned, "file")
    waiting(district)
    assert [row.again for row in queue(district).rows] == [True, False]


@pytest.mark.parametrize(
    ("words", "days", "double"),
    [
        ("污水池入口未设置有限空间安全警示标志", 0, True),
        ("污水池入口未设置有限空间安全警示标志", 60, True),
        ("污水池入口未设置有限空间安全警示标志", 61, False),
        (OTHERWISE, 0, False),
    ],
)
def test_double_is_marked_as_on_the_record(district: District, words: str, days: int, double: bool) -> None:
    enterprise = make_enterprise("北关酱厂")
    standing(
        district, Status.CLOSED, enterprise=enterprise, description="污水池入口没有设置有限空间安全警示标志"
    )
    later = FOUND_AT + days * DAY
    again = waiting(
        district, FILED_AT + days * DAY, enterprise=enterprise, description=words,
        discovered_at=later,
        due_on=later.date(),
    )  # fmt: skip
    (row,) = queue(district, at=NOW + days * DAY).rows
    assert (row.hazard, row.double) == (again, double)


def test_record_is_no_double_of_itself_or_of_a_withdrawn_one(district: District) -> None:
    enterprise = make_enterprise("北关酱厂")
    standing(district, Status.WITHDRAWN, enterprise=enterprise, description=OTHERWISE)
    waiting(district, enterprise=enterprise)
    assert [row.double for row in queue(district).rows] == [False]


@pytest.mark.parametrize("words", MISREADINGS)
def test_three_misreadings_of_the_circular_are_marked(
    district: District, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    advise_by_the_files(monkeypatch)
    misread, sound = waiting(district, description=words), waiting(district)
    rows = {row.hazard: row for row in queue(district).rows}
    assert (rows[misread].misjudged, rows[misread].doubtful) == (True, True)
    assert (rows[sound].misjudged, rows[sound].doubtful) == (False, False)
    assert "误判" in review.doubtful(district.reviewer, misread)
    assert review.doubtful(district.reviewer, sound) == ""


def test_place_that_is_no_enterprise_must_be_opened(district: District) -> None:
    school = make_enterprise("某小学", kind=EnterpriseKind.OTHER)
    assert "不是生产经营单位" in review.doubtful(district.reviewer, waiting(district, enterprise=school))


def test_double_must_be_opened(district: District) -> None:
    enterprise = make_enterprise("北关酱厂")
    for _ in range(2):
        double = waiting(district, enterprise=enterprise)
    assert "重复" in review.doubtful(district.reviewer, double)


def test_next_is_the_one_after_then_the_first_then_none(district: District) -> None:
    first, second, third = (waiting(district, FILED_AT + n * DAY) for n in range(3))

    def following(hazard: Hazard) -> int | None:
        return review.following(district.reviewer, EVERYTHING, hazard, at=NOW)

    assert [following(each) for each in (first, second, third)] == [second.pk, third.pk, first.pk]
    step(district.reviewer, second, "accept")
    assert following(second) == third.pk
    for each in (first, third):
        step(district.reviewer, each, "accept")
    assert following(third) is None


def test_of_records_filed_at_the_same_instant_each_has_its_turn(district: District) -> None:
    records = [waiting(district) for _ in range(3)]
    turns = [review.following(district.reviewer, EVERYTHING, each, at=NOW) for each in records]
    assert turns == [records[1].pk, records[2].pk, records[0].pk]


def test_next_is_of_the_same_part(district: District) -> None:
    fire, _, other_fire = (waiting(district, sector=sector) for sector in ("消防", "工贸", "消防"))
    asked = Asked(sector="消防")
    assert review.following(district.reviewer, asked, fire, at=NOW) == other_fire.pk


@pytest.mark.parametrize("name", ["filer", "head", "leader", "admin", "other_filer"])
def test_only_who_reviews_is_shown_the_queue(district: District, name: str) -> None:
    record = waiting(district)
    with pytest.raises(NotAllowed, match="审核由安委办办理"):
        review.queue(getattr(district, name), EVERYTHING, at=NOW)
    with pytest.raises(NotAllowed):
        review.following(getattr(district, name), EVERYTHING, record, at=NOW)


def test_empty_queue_is_empty(district: District) -> None:
    found = queue(district)
    assert (found.rows, found.total, found.waiting, found.sectors) == ([], 0, 0, [])
    assert set(found.ages.values()) == {0}


@pytest.mark.parametrize("count", [1, 4])
def test_queue_takes_as_many_queries_however_long(
    district: District, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    advise_by_the_files(monkeypatch)
    for _ in range(count):
        waiting(district)
    with CaptureQueriesContext(connection) as captured:
        found = queue(district)
        words = [(str(row.hazard.unit), str(row.hazard.enterprise)) for row in found.rows]
    assert (len(words), len(captured)) == (count, 5)
