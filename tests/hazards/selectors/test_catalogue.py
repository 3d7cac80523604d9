"""The library as its pages show it: states on a day (I2), search, versions, coverage."""

from datetime import date, timedelta

import pytest

from hazards import library
from hazards.models import Standard
from hazards.selectors import catalogue
from hazards.selectors.catalogue import State
from hazards.services.standards import load_standards
from hazards.standards import Confidence
from units.errors import NotFound

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CHANGE = date(2023, 5, 15)
# The day from which 消防 follows a standard whose text the library does not hold.
FIRE = date(2025, 11, 1)


@pytest.fixture(autouse=True)
def loaded() -> None:
    load_standards(standards=library.criteria())


def states(on: date, sector: str = "工贸") -> dict[str, State]:
    return {entry.standard.code: entry.state for entry in catalogue.entries(on=on, sector=sector)}


@pytest.mark.parametrize(
    ("on", "older", "newer"),
    [
        (date(2017, 11, 29), State.COMING, State.COMING),
        (date(2017, 11, 30), State.IN_FORCE, State.COMING),
        (CHANGE - DAY, State.IN_FORCE, State.COMING),
        (CHANGE, State.ENDED, State.IN_FORCE),
        (date(2099, 1, 1), State.ENDED, State.IN_FORCE),
    ],
)
def test_I2_state_follows_the_day(on: date, older: State, newer: State) -> None:
    assert states(on) == {"gongmao-2017": older, "gongmao-2023": newer}


def test_those_in_force_come_first() -> None:
    found = [entry.state for entry in catalogue.entries(on=date(2024, 12, 12))]
    assert found == sorted(found, key=list(State).index)
    assert catalogue.counts(catalogue.entries(on=date(2024, 12, 12))) == {
        State.IN_FORCE: 14,
        State.ENDED: 1,
        State.COMING: 3,
    }


def test_clauses_are_counted() -> None:
    held = {standard.code: len(standard.criteria) for standard in library.criteria()}
    assert {entry.standard.code: entry.clauses for entry in catalogue.entries(on=CHANGE)} == held


def found(query: str) -> dict[str, list[str]]:
    return {
        entry.standard.code: [criterion.code for criterion in entry.found]
        for entry in catalogue.entries(on=CHANGE, query=query, sector="工贸")
    }


@pytest.mark.parametrize(
    "query", ["台账", "未建立有限空间安全管理台账", "第十三条第（一）项", "单纯缺氧窒息"]
)
def test_wording_condition_article_and_notes_are_searched(query: str) -> None:
    assert "gongmao-2023-13-1" in found(query)["gongmao-2023"]


def test_words_of_title_and_clause_may_be_mixed() -> None:
    assert found("工贸企业 有限空间 台账") == {"gongmao-2023": ["gongmao-2023-13-1"]}


def test_title_alone_names_no_clause() -> None:
    assert found("应急管理部令第10号") == {"gongmao-2023": []}


@pytest.mark.parametrize("query", ["condition", "all", "any", "%", "曲率引擎"])
def test_what_is_not_wording_is_not_found(query: str) -> None:
    assert found(query) in ({}, {"gongmao-2023": []})
    assert not any(found(query).values())


def test_only_the_first_clauses_are_shown() -> None:
    entry = next(e for e in catalogue.entries(on=CHANGE, query="粉尘") if e.standard.code == "gongmao-2023")
    assert len(entry.shown) == catalogue.SHOWN
    assert entry.more == len(entry.found) - catalogue.SHOWN > 0


def test_number_of_queries_does_not_grow(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        catalogue.entries(on=CHANGE)
    with django_assert_num_queries(2):  # type: ignore[operator]
        catalogue.entries(on=CHANGE, query="粉尘")
    with django_assert_num_queries(1):  # type: ignore[operator]
        catalogue.coverage(on=CHANGE)


def line(sector: str, on: date) -> tuple[int, list[str]]:
    found = next(line for line in catalogue.coverage(on=on) if line.sector == sector)
    return found.held, [known.number for known in found.missing]


def test_I2_coverage_ends_with_the_last_day_of_what_is_held() -> None:
    assert line("消防（火灾）", FIRE - DAY) == (1, [])
    assert line("消防（火灾）", FIRE) == (0, ["GB 35181-2025"])


def test_coverage_names_every_sector_once_and_the_empty_ones_last() -> None:
    lines = catalogue.coverage(on=CHANGE)
    assert sorted(line.sector for line in lines) == sorted(catalogue.sectors())
    assert catalogue.WITHOUT not in catalogue.sectors()
    assert [bool(line.held) for line in lines] == sorted([bool(line.held) for line in lines], reverse=True)


def test_every_standard_has_a_sector_to_be_filtered_by() -> None:
    assert set(Standard.objects.values_list("sector", flat=True)) <= set(catalogue.sectors())


def test_versions_next_to_a_standard_are_found() -> None:
    newer = catalogue.versions(catalogue.standard_by_code("gongmao-2023"))
    older = catalogue.versions(catalogue.standard_by_code("gongmao-2017"))
    assert [standard.code for standard in newer.before] == ["gongmao-2017"]
    assert (newer.after, newer.unheld) == (None, None)
    assert older.after is not None
    assert older.after.code == "gongmao-2023"


def test_follower_without_text_is_named() -> None:
    after = catalogue.versions(catalogue.standard_by_code("xiaofang-2017"))
    assert after.after is None
    assert str(after.unheld) == "《重大火灾隐患判定规则》（GB 35181-2025）"


def test_follower_nobody_knows_is_left_out() -> None:
    last = Standard.objects.create(
        code="x-1", title="甲", issuer="乙", number="丙", effective_from=CHANGE, sector="工贸",
        superseded_by="x-2", confidence=Confidence.HIGH,
    )  # fmt: skip
    assert catalogue.versions(last).unheld is None


def test_unknown_standard_is_refused_in_words() -> None:
    with pytest.raises(NotFound, match="标准库里没有这部标准"):
        catalogue.standard_by_code("nope")
