"""What a description says of the conditions of a clause: said, said otherwise, or left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.judgment import Value, Verdict, evaluate
from hazards.library import criteria, vocabulary
from hazards.reading import Leaf, Rarity, hear, leaves, read, say
from hazards.standards import Logic

CLAUSES = {criterion.code: criterion for standard in criteria() for criterion in standard.criteria}
RARITY = Rarity(
    [gram for piece in vocabulary().pieces(criterion.text) for gram in piece.grams]
    for criterion in CLAUSES.values()
)
CONFINED = "gongmao-2023-13-1"
PAINT = "gongmao-2023-7-7"


def prepared(logic: Logic) -> tuple[Leaf, ...]:
    return leaves(vocabulary(), RARITY, logic)


def answers(condition: str, description: str) -> Value:
    """What a description says of one condition."""
    found = read(prepared({"condition": condition}), say(vocabulary(), description))
    return found["/"].value if found else Value.UNKNOWN


def verdict(code: str, description: str) -> Verdict:
    logic = CLAUSES[code].logic
    return evaluate(logic, read(prepared(logic), say(vocabulary(), description))).verdict


@pytest.mark.parametrize(
    ("description", "value"),
    [
        ("池边没有警示牌", Value.YES),
        ("警示标识没有设", Value.YES),
        ("未设置安全警示标志", Value.YES),
        ("池边设了警示牌", Value.NO),
        ("警示标志齐全", Value.NO),
        ("未见警示牌", Value.YES),
        ("警示牌没看到", Value.YES),
        ("灭火器没有压力", Value.UNKNOWN),
        ("", Value.UNKNOWN),
    ],
)
def test_sign_is_missing_there_or_not_spoken_of(description: str, value: Value) -> None:
    assert answers("未设置明显的安全警示标志", description) is value


@pytest.mark.parametrize(
    ("condition", "description", "value"),
    [
        ("未落实有限空间作业审批", "清淤没办有限空间作业票", Value.YES),
        ("未落实有限空间作业审批", "现场未见有限空间作业审批手续", Value.UNKNOWN),
        ("作业现场未设置监护人员", "作业现场没人监护", Value.YES),
        ("监测报警装置未与通风设施联锁", "报警器没有和排风扇联动", Value.YES),
        ("监测报警装置未与通风设施联锁", "报警器和排风扇联动了", Value.NO),
        ("调漆间或喷漆室使用非水性漆", "喷漆房用的是油性漆", Value.YES),
        ("调漆间或喷漆室使用非水性漆", "喷漆房用的是水性漆", Value.UNKNOWN),
        ("安全阀缺失或失效", "储罐上安全阀坏了", Value.YES),
        ("仍继续使用", "坏了还在用", Value.YES),
        ("已上岗作业", "没有培训就上岗了", Value.YES),
        ("隧道技术状况评定为5类", "隧道评定为五类", Value.YES),
        ("隧道技术状况评定为5类", "隧道评定为三类", Value.NO),
        ("未关闭隧道", "隧道没有关闭", Value.YES),
    ],
)
def test_colloquial_wording_says_the_condition(condition: str, description: str, value: Value) -> None:
    assert answers(condition, description) is value


@pytest.mark.parametrize(
    ("people", "value"),
    [("8", Value.NO), ("9", Value.NO), ("10", Value.YES), ("十四", Value.YES)],
)
def test_quantity_decides_once_the_matter_is_spoken_of(people: str, value: Value) -> None:
    condition = "快速冻结装置作业间内作业人员数量超过9人"
    assert answers(condition, f"速冻装置作业间里有{people}个人") is value
    assert answers(condition, f"食堂里有{people}个碗") is Value.UNKNOWN


def test_exception_holds_unless_spoken_of() -> None:
    assert answers("不属于限压循环放水", "用风钻在迎头打眼") is Value.YES
    assert answers("不属于限压循环放水", "属于限压循环放水") is not Value.YES


@pytest.mark.parametrize(
    "description",
    ["零售店少一具灭火器", "塔吊驾驶室灭火器坏了", "电缆沟盖板没了", "工人没戴安全帽", "配电箱缺失门锁"],
)
def test_condition_is_not_said_by_the_name_of_a_place_or_thing_alone(description: str) -> None:
    for code in ("fireworks-2017-20", "fangwu-shizheng-2024-9-4", "ranqi-2023-6-2", "gongmao-2023-7-7"):
        assert verdict(code, description) is not Verdict.QUALIFIES


def test_three_conditions_of_confined_space_are_read_one_by_one() -> None:
    logic = CLAUSES[CONFINED].logic
    said = say(vocabulary(), "污水池没建台账，但门口有警示标志")
    found = {path: answer.value for path, answer in read(prepared(logic), said).items()}
    assert found == {"/1": Value.YES, "/2": Value.NO}
    assert verdict(CONFINED, "有限空间没辨识，没建台账，也没有警示标志") is Verdict.QUALIFIES


def test_answer_keeps_the_words_it_was_read_from() -> None:
    description = "喷漆房用油性漆，没装可燃气体报警器"
    logic = CLAUSES[PAINT].logic
    assert {answer.fact for answer in read(prepared(logic), say(vocabulary(), description)).values()} == {
        description
    }


def test_rare_words_are_worth_more_and_lone_characters_less() -> None:
    rarity = Rarity([["常见", "罕见", "气"], ["常见"], ["常见"]])
    assert rarity.of("罕见") > rarity.of("常见") > 0
    assert rarity.of("没有过") > rarity.of("罕见") > rarity.of("气")
    assert rarity.knows("罕见")
    assert not rarity.knows("没有过")


def test_clause_said_in_its_own_words_is_not_ruled_out() -> None:
    """But for one that puts its exception into a frame (除…外) the reader does not know."""
    ruled_out = {
        code for code, clause in CLAUSES.items() if clause.text and verdict(code, clause.text) is Verdict.NOT
    }
    assert ruled_out <= {"ranqi-2023-6-2"}


def test_most_conditions_said_in_their_own_words_are_heard_whole() -> None:
    heard = [
        hear(leaf, say(vocabulary(), leaf.condition.text)).agreed
        for criterion in CLAUSES.values()
        for leaf in prepared(criterion.logic)
        if leaf.parts
    ]
    assert sum(share > 0.95 for share in heard) / len(heard) > 0.98


@given(st.text(max_size=40))
def test_shares_stay_between_none_and_all(description: str) -> None:
    said = say(vocabulary(), description)
    for leaf in prepared(CLAUSES[PAINT].logic):
        heard = hear(leaf, said)
        for share in (heard.agreed, heard.opposed, heard.denied_agreed, heard.denied_opposed):
            assert -1e-9 <= share <= 1 + 1e-9


@given(
    st.sampled_from(["没建台账", "没有警示牌", "没辨识", "门口有警示标志"]),
    st.sampled_from(["车间很大", "下雨了", "老板在"]),
)
def test_words_about_something_else_change_no_answer(fact: str, other: str) -> None:
    leaves_ = prepared(CLAUSES[CONFINED].logic)
    alone, together = (read(leaves_, say(vocabulary(), text)) for text in (fact, f"{fact}。{other}"))
    assert {path: answer.value for path, answer in alone.items()} == {
        path: answer.value for path, answer in together.items()
    }
