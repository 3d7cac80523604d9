"""Finding the clauses that speak of a description: by day, sector and how far their conditions are said."""

from datetime import date
from itertools import pairwise

import pytest

from hazards.clause_index import ClauseIndex
from hazards.judgment import Verdict
from hazards.library import criteria, sector_table, vocabulary
from hazards.standards import Confidence, CriterionData, Logic, StandardData

INDEX = ClauseIndex(criteria(), vocabulary(), sector_table())
DAY = date(2025, 3, 1)
TRADE, FIRE, EQUIPMENT = frozenset({"工贸"}), frozenset({"消防（火灾）"}), frozenset({"特种设备"})


def codes(description: str, on: date = DAY, sectors: frozenset[str] = frozenset()) -> list[str]:
    return [match.clause.criterion.code for match in INDEX.search(INDEX.say(description), on, sectors)]


def standard(code: str, *trees: Logic, sector: str = "工贸", reference_only: bool = False) -> StandardData:
    return StandardData(
        code=code,
        title=code,
        issuer="",
        number="",
        effective_from=date(2024, 1, 1),
        effective_to=None,
        sector=sector,
        superseded_by="",
        confidence=Confidence.VERBATIM,
        criteria=tuple(
            CriterionData(f"{code}-{order}", f"第{order}条", "", "", tree, "", order)
            for order, tree in enumerate(trees, start=1)
        ),
        reference_only=reference_only,
    )


def index(*standards: StandardData) -> ClauseIndex:
    return ClauseIndex(standards, vocabulary(), sector_table())


def test_every_clause_of_the_library_is_found_first_by_its_own_wording() -> None:
    """Same sector, some day in force; clauses that share their wording with another may come second."""
    late = []
    for clause in INDEX.clauses:
        wording = clause.criterion.text or "；".join(leaf.condition.text for leaf in clause.leaves)
        found = codes(wording, clause.standard.effective_from, frozenset({clause.standard.sector}))
        if clause.criterion.code not in found[:3]:
            late.append(clause.criterion.code)
    assert len(late) <= 3, late


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2023, 5, 14), "gongmao-2017-zx2-2"),
        (date(2023, 5, 15), "gongmao-2023-12-2"),
    ],
)
def test_I2_version_in_force_on_the_day_is_found(day: date, code: str) -> None:
    found = codes("速冻装置没有设在单独的作业间", day, TRADE)
    assert found[0] == code
    assert not [other for other in found if other.startswith("gongmao") and other[:12] != code[:12]]


def test_known_sector_keeps_other_sectors_out_but_not_what_is_found_everywhere() -> None:
    found = codes("叉车刹车失灵，还在使用", DAY, TRADE)
    assert found[0] == "tezhong-shebei-2024-4.10-3"
    assert {code.split("-")[0] for code in found} <= {"gongmao", "tezhong", "xiaofang", "ranqi"}


def test_sector_of_its_own_comes_before_what_is_found_everywhere() -> None:
    """The same words, once in the sector's standard and once in that of any enterprise."""
    tree: Logic = {"condition": "报警装置失效"}
    both = index(standard("甲", tree), standard("乙", tree, sector="特种设备"))
    said = both.say("报警器坏了")
    assert [match.clause.standard.code for match in both.search(said, DAY, TRADE)] == ["甲", "乙"]
    assert [match.clause.standard.code for match in both.search(said, DAY, EQUIPMENT)] == ["乙"]
    first, second = both.search(said, DAY, frozenset())
    assert first.score == second.score


def test_clause_whose_conditions_are_said_comes_before_one_that_shares_a_word() -> None:
    ranked = index(standard("甲", {"condition": "报警装置未与通风设施联锁"}, {"condition": "未设置报警装置"}))
    said = ranked.say("没装报警器")
    assert [match.clause.criterion.order for match in ranked.search(said, DAY, TRADE)] == [2, 1]


def test_counted_elements_come_after_a_single_one_that_is_enough() -> None:
    """宾馆没有装喷淋 is 6.6 by itself before it is one element of 5.3.1."""
    found = codes("宾馆按规定应装自动喷水灭火系统，没有装", DAY, FIRE)
    assert found[0] == "xiaofang-2017-6.6"


def test_match_carries_what_is_read_from_the_description() -> None:
    match = INDEX.search(INDEX.say("喷漆房用油性漆，没装可燃气体报警器"), DAY, TRADE)[0]
    assert match.clause.criterion.code in {"gongmao-2023-7-7", "gongmao-2023-8-6"}
    assert match.judgment.verdict is Verdict.QUALIFIES
    assert {"/0", "/1/0"} <= set(match.answers)


def test_clause_of_a_reference_list_never_qualifies() -> None:
    listed = index(standard("清单", {"condition": "未设置报警装置"}, reference_only=True))
    match = listed.search(listed.say("没装报警器"), DAY, TRADE)[0]
    assert match.judgment.verdict is Verdict.NOT


@pytest.mark.parametrize(
    ("code", "day", "sectors", "found"),
    [
        ("gongmao-2023-13-1", DAY, TRADE, True),
        ("gongmao-2023-13-1", DAY, frozenset(), True),
        ("gongmao-2023-13-1", date(2023, 5, 14), TRADE, False),
        ("gongmao-2023-13-1", DAY, frozenset({"煤矿"}), False),
        ("tezhong-shebei-2024-4.6-1", DAY, TRADE, True),
        ("gongmao-2099-1", DAY, TRADE, False),
    ],
)
def test_clause_applies_by_day_and_sector(code: str, day: date, sectors: frozenset[str], found: bool) -> None:
    assert (INDEX.applicable(code, day, sectors) is not None) is found


def test_words_that_matched_are_shown_where_they_stand() -> None:
    description = "该厂喷漆房用油性漆，没装报警器"
    said = INDEX.say(description)
    match = INDEX.search(said, DAY, TRADE)[0]
    stretches = list(INDEX.matched(match.clause, said))
    assert [description[start:end] for start, end in stretches] == ["喷漆房", "油性漆", "报警器"]
    assert all(one[1] < other[0] for one, other in pairwise(stretches))


@pytest.mark.parametrize("description", ["", "，。", "zzzz qqqq", "的了着"])
def test_description_without_words_finds_nothing(description: str) -> None:
    assert codes(description) == []


def test_order_does_not_depend_on_anything_but_the_words() -> None:
    description = "污水池没有警示牌，没建台账"
    assert codes(description) == codes(description)
