"""The written material: every situation fits its clause, every misreading is one."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from config.demo import cases
from config.demo.cases import Situation
from hazards import library
from hazards.judgment import Value, Verdict, evaluate
from hazards.models import Halt
from hazards.standards import CriterionData, StandardData
from hazards.suggestion import Assessment

NOW = date(2026, 11, 21)
THEN = date(2023, 8, 1)
CLAUSES: dict[str, tuple[StandardData, CriterionData]] = {
    clause.code: (standard, clause) for standard in library.criteria() for clause in standard.criteria
}


def judged_on(situation: Situation) -> date:
    """A day on which its clause applies: now if it still does."""
    standard, _ = CLAUSES[situation.clause]
    return next(
        day
        for day in (NOW, THEN, standard.effective_to, standard.effective_from)
        if day and situation.in_force(day)
    )


def heard(situation: Situation) -> Assessment:
    words = situation.description.replace("{n}", "2")
    return library.adviser().assess(words, on=judged_on(situation), sector=situation.sector)


def caught(situation: Situation) -> Sequence[int]:
    """Numbers of the misjudgments its description is warned of, for its own clause."""
    return [trap.case.number for trap in heard(situation).traps if situation.clause in trap.clauses]


@pytest.mark.parametrize("situation", cases.situations(), ids=lambda each: each.key)
def test_I2_situation_qualifies_under_its_clause_by_its_facts(situation: Situation) -> None:
    standard, clause = CLAUSES[situation.clause]
    assert not standard.reference_only
    assert evaluate(clause.logic, situation.answers).verdict is Verdict.QUALIFIES


@pytest.mark.parametrize("situation", cases.situations(), ids=lambda each: each.key)
def test_situation_is_no_misreading(situation: Situation) -> None:
    assert caught(situation) == []


def test_clause_is_mostly_the_one_a_reader_would_think_of() -> None:
    found = [
        each.clause in [suggestion.criterion.code for suggestion in heard(each).top[:3]]
        for each in cases.situations()
    ]
    assert sum(found) >= 0.9 * len(found)


@pytest.mark.parametrize(
    ("key", "case"),
    [
        ("mis-sign", 1),
        ("mis-permit", 2),
        ("mis-welder", 3),
        ("mis-zone22", 8),
        ("mis-scaffold", 16),
        ("mis-lpg", 19),
        ("mis-lift", 21),
    ],
)
def test_misreading_is_caught_although_its_answers_say_yes(key: str, case: int) -> None:
    misread = cases.situation(key)
    assert caught(misread) == [case]
    assert evaluate(CLAUSES[misread.clause][1].logic, misread.answers).verdict is Verdict.QUALIFIES


def test_every_answer_is_yes_with_a_fact_and_the_first_one_points_to_the_photo() -> None:
    for situation in (*cases.situations(), *cases.misreadings()):
        first, *others = situation.answers.values()
        assert all(answer.value is Value.YES and answer.fact for answer in (first, *others))
        assert first.evidence == "照片1"
        assert not any(answer.evidence for answer in others)


def test_keys_are_unique_and_scenes_are_drawn() -> None:
    every = (*cases.situations(), *cases.misreadings())
    assert not [key for key, count in Counter(each.key for each in every).items() if count > 1]
    assert {each.scene for each in every} == set(cases.scenes())


def test_scenes_hold_the_five_things_a_record_needs() -> None:
    for scene in cases.scenes().values():
        assert scene.measures
        assert scene.plan
        assert scene.funds > Decimal(0)
        assert scene.days > 0
        assert scene.halt in Halt.values


def test_sectors_are_called_as_the_product_calls_them() -> None:
    table = library.sector_table()
    known = {name for names in table.names.values() for name in names} | set(table.names)
    assert {each.sector for each in (*cases.situations(), *cases.misreadings())} <= known


def test_I2_clause_applies_from_its_first_to_its_last_day() -> None:
    old = cases.situation("gm17-sign")
    assert old.in_force(date(2023, 5, 14))
    assert not old.in_force(date(2023, 5, 15))
    new = cases.situation("gm-confined-all")
    assert not new.in_force(date(2023, 5, 14))
    assert new.in_force(date(2023, 5, 15))


def test_no_description_of_the_material_is_told_twice() -> None:
    told = Counter(each.description for each in (*cases.situations(), *cases.misreadings()))
    assert max(told.values()) == 1


def test_choice_uses_situations_evenly_and_counts_their_uses() -> None:
    choice = cases.Choice()
    drawn = [choice.of("甲镇", "养老机构", THEN), choice.of("甲镇", "养老机构", THEN)]
    assert [(what.key, use) for what, use in drawn] == [("care-floor", 1), ("care-floor", 2)]
    several = [choice.of("甲镇", "工贸", NOW)[0].key for _ in range(20)]
    assert len(set(several)) == 20
    assert choice.of("乙局", "工贸", NOW)[0].key not in several, "the least used come first"


def test_choice_leaves_out_what_is_not_in_force() -> None:
    choice = cases.Choice()
    keys = {choice.of("甲镇", "工贸", date(2023, 5, 12))[0].key for _ in range(12)}
    assert all(key.startswith("gm17-") for key in keys)
    with pytest.raises(ValueError, match="empty"):
        choice.of("甲镇", "消防（火灾）", NOW)
