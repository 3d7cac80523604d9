"""Three-valued judgment: examples in words, and its algebra over random trees and answers."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hazards.judgment import ROOT, Answer, Condition, UnknownCondition, Value, Verdict, conditions, evaluate
from hazards.standards import Logic, check_logic

YES, NO, UNKNOWN = Answer(Value.YES), Answer(Value.NO), Answer(Value.UNKNOWN)
CONFINED: Logic = {
    "all": [
        {"condition": "未对有限空间进行辨识"},
        {"condition": "未建立有限空间安全管理台账"},
        {"condition": "未设置明显的安全警示标志"},
    ]
}
PAINT: Logic = {
    "all": [
        {"condition": "使用非水性漆"},
        {"any": [{"condition": "未设置报警装置"}, {"condition": "未设置通风设施"}]},
    ]
}
FIRE: Logic = {"at_least": 2, "of": [{"condition": "甲"}, {"condition": "乙"}, {"condition": "丙"}]}

leaf = st.just({"condition": "条件"})


def branches(children: st.SearchStrategy[Logic]) -> st.SearchStrategy[Logic]:
    several = st.lists(children, min_size=2, max_size=3)
    counted = several.flatmap(
        lambda of: st.integers(1, len(of)).map(lambda count: {"at_least": count, "of": of})
    )
    return st.one_of(
        several.map(lambda all_: {"all": all_}), several.map(lambda any_: {"any": any_}), counted
    )


trees = st.recursive(leaf, branches, max_leaves=7)
values = st.sampled_from([YES, NO, UNKNOWN])


@st.composite
def answered(draw: st.DrawFn) -> tuple[Logic, dict[str, Answer]]:
    tree = draw(trees)
    return tree, {condition.path: draw(values) for condition in conditions(tree)}


def open_paths(tree: Logic, answers: Mapping[str, Answer]) -> list[str]:
    return [c.path for c in conditions(tree) if answers.get(c.path, UNKNOWN) is UNKNOWN]


def completions(tree: Logic, answers: Mapping[str, Answer]) -> set[bool]:
    """By brute force: what the tree can come to once every open question is answered."""
    paths = open_paths(tree, answers)
    return {
        plain(tree, ROOT, {**answers, **dict(zip(paths, filled, strict=True))})
        for filled in product((YES, NO), repeat=len(paths))
    }


def plain(tree: Logic, path: str, answers: Mapping[str, Answer]) -> bool:
    """Two-valued evaluation, written another way than the code under test."""
    if "condition" in tree:
        return answers[path].value is Value.YES
    children = tree.get("all") or tree.get("any") or tree["of"]
    met = [plain(child, f"{path.rstrip('/')}/{i}", answers) for i, child in enumerate(children)]
    if "all" in tree:
        return all(met)
    return any(met) if "any" in tree else met.count(True) >= tree["at_least"]


def dual(tree: Logic) -> Logic:
    """The tree of the opposite: all ↔ any, n of k ↔ k - n + 1 of k."""
    if "condition" in tree:
        return tree
    branch = next(key for key in ("all", "any", "of") if key in tree)
    inner = [dual(child) for child in tree[branch]]
    if branch == "of":
        return {"at_least": len(inner) - tree["at_least"] + 1, "of": inner}
    return {"any" if branch == "all" else "all": inner}


def negated(answer: Answer) -> Answer:
    return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[answer]


OPPOSITE = {
    Verdict.QUALIFIES: Verdict.NOT,
    Verdict.NOT: Verdict.QUALIFIES,
    Verdict.UNDECIDED: Verdict.UNDECIDED,
}


def texts(found: tuple[Condition, ...]) -> list[str]:
    return [condition.text for condition in found]


def test_three_conditions_of_confined_space_must_all_be_met() -> None:
    judgment = evaluate(CONFINED, {"/0": YES, "/1": YES})
    assert judgment.verdict is Verdict.UNDECIDED
    assert judgment.words == "还需同时满足：未设置明显的安全警示标志"
    assert evaluate(CONFINED, {"/0": YES, "/1": YES, "/2": YES}).verdict is Verdict.QUALIFIES


def test_sign_that_is_there_rules_the_clause_out_and_is_named() -> None:
    judgment = evaluate(CONFINED, {"/0": YES, "/2": NO})
    assert judgment.verdict is Verdict.NOT
    assert judgment.words == "不构成，下列条件不满足：未设置明显的安全警示标志"
    assert texts(judgment.deciding) == ["未设置明显的安全警示标志"]


def test_nothing_answered_asks_for_everything_in_the_order_of_the_text() -> None:
    assert evaluate(PAINT, {}).words == (
        "还需同时满足：使用非水性漆；（满足下列之一：未设置报警装置；未设置通风设施）"
    )
    assert evaluate(FIRE, {}).words == "还需至少满足下列 2 项：甲；乙；丙"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"/0": YES}, "还需满足下列之一：未设置报警装置；未设置通风设施"),
        ({"/1/1": YES}, "还需同时满足：使用非水性漆"),
        ({"/0": YES, "/1/0": NO}, "还需同时满足：未设置通风设施"),
        ({"/0": YES, "/1/1": YES}, "构成，已满足：使用非水性漆；未设置通风设施"),
        ({"/1/0": NO, "/1/1": NO}, "不构成，下列条件不满足：未设置报警装置；未设置通风设施"),
        ({"/0": NO, "/1/0": NO, "/1/1": NO}, "不构成，下列条件不满足：使用非水性漆"),
    ],
)
def test_only_what_decides_is_said(answers: dict[str, Answer], words: str) -> None:
    assert evaluate(PAINT, answers).words == words


@pytest.mark.parametrize(
    ("met", "unmet", "verdict"),
    [
        (1, 0, Verdict.UNDECIDED),
        (2, 0, Verdict.QUALIFIES),
        (3, 0, Verdict.QUALIFIES),
        (1, 1, Verdict.UNDECIDED),
        (0, 1, Verdict.UNDECIDED),
        (0, 2, Verdict.NOT),
        (1, 2, Verdict.NOT),
    ],
)
def test_counted_elements_one_step_before_at_and_after(met: int, unmet: int, verdict: Verdict) -> None:
    given_answers = [YES] * met + [NO] * unmet
    answers = {f"/{index}": answer for index, answer in enumerate(given_answers)}
    assert evaluate(FIRE, answers).verdict is verdict


def test_only_yes_and_no_contradict_each_other() -> None:
    against = {(one, other) for one in Value for other in Value if one.contradicts(other)}
    assert against == {(Value.YES, Value.NO), (Value.NO, Value.YES)}


def test_single_condition_is_answered_at_the_root() -> None:
    tree: Logic = {"condition": "单回路供电"}
    assert list(conditions(tree)) == [Condition(ROOT, "单回路供电")]
    assert evaluate(tree, {ROOT: YES}).words == "构成，已满足：单回路供电"


def test_alternatives_of_alternatives_are_one_list() -> None:
    pair = {"any": [{"condition": "甲"}, {"condition": "乙"}]}
    assert evaluate({"any": [pair, {"condition": "丙"}]}, {}).words == "还需满足下列之一：甲；乙；丙"
    both = {"all": [{"condition": "丁"}, {"condition": "戊"}]}
    assert evaluate({"all": [both, pair]}, {}).words == "还需同时满足：丁；戊；（满足下列之一：甲；乙）"
    assert evaluate({"at_least": 2, "of": [pair, both, {"condition": "丙"}]}, {}).words == (
        "还需至少满足下列 2 项：（满足下列之一：甲；乙）；（同时满足：丁；戊）；丙"
    )


def test_paths_name_places_in_the_tree() -> None:
    assert [condition.path for condition in conditions(PAINT)] == ["/0", "/1/0", "/1/1"]


def test_answer_to_no_condition_is_refused_by_its_path() -> None:
    with pytest.raises(UnknownCondition, match="“/3”"):
        evaluate(CONFINED, {"/0": YES, "/3": NO})
    with pytest.raises(UnknownCondition, match="“/1”"):
        evaluate(PAINT, {"/1": YES})


def test_reference_list_never_qualifies_by_itself() -> None:
    judgment = evaluate(CONFINED, {"/0": YES, "/1": YES, "/2": YES}, reference_only=True)
    assert judgment.verdict is Verdict.NOT
    assert judgment.words == "检查事项清单只提示查什么，本身不构成重大事故隐患"
    with pytest.raises(UnknownCondition):
        evaluate(CONFINED, {"/9": YES}, reference_only=True)


def test_fact_and_evidence_do_not_sway_the_verdict() -> None:
    noted = Answer(Value.YES, fact="池边三处均无标志", evidence="照片2")
    assert evaluate(CONFINED, {"/2": noted}) == evaluate(CONFINED, {"/2": YES})


@given(trees)
def test_random_trees_are_ones_a_standard_may_have(tree: Logic) -> None:
    check_logic(tree, "树")
    paths = [condition.path for condition in conditions(tree)]
    assert len(paths) == len(set(paths))


@given(answered())
def test_undecided_only_if_some_completion_qualifies_and_another_does_not(
    case: tuple[Logic, dict[str, Answer]],
) -> None:
    tree, answers = case
    expected = {
        frozenset({True}): Verdict.QUALIFIES,
        frozenset({False}): Verdict.NOT,
        frozenset({True, False}): Verdict.UNDECIDED,
    }
    assert evaluate(tree, answers).verdict is expected[frozenset(completions(tree, answers))]


@given(answered(), st.data())
def test_answering_an_open_question_never_turns_a_settled_verdict(
    case: tuple[Logic, dict[str, Answer]], data: st.DataObject
) -> None:
    tree, answers = case
    before = evaluate(tree, answers).verdict
    for path in open_paths(tree, answers):
        answers[path] = data.draw(values)
    if before is not Verdict.UNDECIDED:
        assert evaluate(tree, answers).verdict is before


@given(answered(), st.data())
def test_more_conditions_met_never_take_a_qualification_away(
    case: tuple[Logic, dict[str, Answer]], data: st.DataObject
) -> None:
    tree, answers = case
    path = data.draw(st.sampled_from(sorted(answers)))
    rank = [Verdict.NOT, Verdict.UNDECIDED, Verdict.QUALIFIES]
    ranks = [rank.index(evaluate(tree, {**answers, path: value}).verdict) for value in (NO, UNKNOWN, YES)]
    assert ranks == sorted(ranks)


@given(answered())
def test_de_morgan_holds_with_counts_too(case: tuple[Logic, dict[str, Answer]]) -> None:
    tree, answers = case
    opposite = {path: negated(answer) for path, answer in answers.items()}
    assert evaluate(dual(tree), opposite).verdict is OPPOSITE[evaluate(tree, answers).verdict]
    assert dual(dual(tree)) == tree


@given(st.lists(trees, min_size=2, max_size=3), st.data())
def test_at_least_generalises_all_and_any(children: list[Logic], data: st.DataObject) -> None:
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"all": children}, {"at_least": len(children), "of": children}),
        ({"any": children}, {"at_least": 1, "of": children}),
    ]
    for named, counted in pairs:
        answers = {condition.path: data.draw(values) for condition in conditions(named)}
        assert evaluate(named, answers) == evaluate(counted, answers)


@settings(max_examples=60)
@given(answered())
def test_every_open_condition_named_still_matters(case: tuple[Logic, dict[str, Answer]]) -> None:
    """For each there are answers to the others under which it alone decides."""
    tree, answers = case
    judgment = evaluate(tree, answers)
    if judgment.verdict is not Verdict.UNDECIDED:
        return
    paths = open_paths(tree, answers)
    for condition in judgment.deciding:
        others = [path for path in paths if path != condition.path]
        assert any(
            plain(tree, ROOT, {**answers, **rest, condition.path: YES})
            != plain(tree, ROOT, {**answers, **rest, condition.path: NO})
            for rest in (dict(zip(others, f, strict=True)) for f in product((YES, NO), repeat=len(others)))
        )


@given(answered())
def test_conditions_named_for_a_settled_verdict_are_enough_for_it(
    case: tuple[Logic, dict[str, Answer]],
) -> None:
    tree, answers = case
    judgment = evaluate(tree, answers)
    if judgment.verdict is Verdict.UNDECIDED:
        assert {answers[condition.path] for condition in judgment.deciding} == {UNKNOWN}
        return
    kept = {condition.path: answers[condition.path] for condition in judgment.deciding}
    assert evaluate(tree, kept).verdict is judgment.verdict
    assert set(kept.values()) == {YES if judgment.verdict is Verdict.QUALIFIES else NO}
