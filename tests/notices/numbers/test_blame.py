"""Who is to blame when relations fail."""

from notices.numbers.blame import blamed
from notices.numbers.relations import Relation

NOBODY: frozenset[int] = frozenset()


def relation(*members: int, holds: bool = False, weak: bool = False) -> Relation:
    return Relation(members, holds, "", members, {index: f"要{index}" for index in members}, weak=weak)


def blames(
    *relations: Relation, sure: frozenset[int] = NOBODY, wrong: frozenset[int] = NOBODY
) -> dict[int, str]:
    return {each.index: each.expected for each in blamed(relations, sure, wrong)}


def test_nobody_is_to_blame_when_all_holds() -> None:
    assert blames(relation(1, 2, holds=True)) == {}


def test_first_suspect_is_blamed_when_nothing_else_tells() -> None:
    assert blames(relation(3, 1, 2)) == {3: "要3"}


def test_number_of_two_failing_relations_is_blamed_once() -> None:
    assert blames(relation(1, 2), relation(3, 2)) == {2: "要2"}


def test_number_borne_out_elsewhere_is_spared() -> None:
    assert blames(relation(1, 2), relation(1, 3, holds=True)) == {2: "要2"}


def test_bound_that_holds_bears_nobody_out() -> None:
    assert blames(relation(1, 2), relation(1, 3, holds=True, weak=True)) == {1: "要1"}


def test_number_known_to_be_right_is_spared() -> None:
    assert blames(relation(1, 2), sure=frozenset({1})) == {2: "要2"}


def test_all_known_to_be_right_blames_nobody() -> None:
    assert blames(relation(1, 2), sure=frozenset({1, 2})) == {}


def test_number_known_to_be_wrong_explains_its_relations() -> None:
    assert blames(relation(1, 2), relation(3, 4), wrong=frozenset({2})) == {3: "要3"}


def test_two_separate_faults_have_two_to_blame() -> None:
    assert blames(relation(1, 2), relation(3, 4)) == {1: "要1", 3: "要3"}


def test_same_relation_found_twice_speaks_once() -> None:
    twice = (relation(1, 2), relation(1, 2))
    assert blames(*twice, relation(2, 3, holds=True), relation(2, 4, holds=True)) == {1: "要1"}


def test_one_of_several_equally_doubtful_is_not_told_what_to_be() -> None:
    assert blames(relation(1, 2, 3), relation(1, 4, holds=True)) == {2: ""}
