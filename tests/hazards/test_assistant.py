"""The judgment assistant: advice for a description, and a clause answered condition by condition."""

from datetime import date, timedelta

import pytest

from hazards import library
from hazards.assistant import Advice, Question, advise, choose
from hazards.judgment import Verdict
from hazards.outline import Branch, Fact
from hazards.services.standards import load_standards
from hazards.standards import Confidence
from units.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST = date(2023, 5, 15)
CLAUSE = "gongmao-2023-13-1"
SIGN = "有限空间未设置安全警示标志"


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    load_standards(standards=library.criteria())


def advice(description: str, on: date = FIRST, sector: str = "工贸") -> Advice:
    found = advise(Question(on, sector, description))
    assert found is not None
    return found


def test_nothing_written_gives_no_advice() -> None:
    assert advise(Question(FIRST)) is None


# The misreadings of 巴南安委〔2023〕24号, as an inspector would write them.
MISREADINGS = [
    (SIGN, CLAUSE),
    ("作业现场未见有限空间作业审批手续", "gongmao-2023-13-2"),
    ("焊工的特种作业操作证未按期复审", "gongmao-2023-3-2"),
]


@pytest.mark.parametrize(("description", "clause"), MISREADINGS)
def test_three_misreadings_are_caught_with_the_wording_to_use(description: str, clause: str) -> None:
    caution, *others = advice(description).cautions
    assert others == []
    assert caution.trap.case.source == "巴南安委〔2023〕24号"
    assert caution.criterion is not None
    assert caution.criterion.code == clause
    assert caution.wording == caution.criterion.text != ""


@pytest.mark.parametrize(("description", "clause"), MISREADINGS)
def test_three_misreadings_are_caught_again_at_the_clause(description: str, clause: str) -> None:
    chosen = choose(clause, Question(FIRST, "工贸", description), {})
    assert [caution.trap.case.source for caution in chosen.cautions] == ["巴南安委〔2023〕24号"]
    assert chosen.judgment.verdict is Verdict.UNDECIDED


def test_warning_of_one_clause_is_not_shown_at_another() -> None:
    assert choose("gongmao-2023-13-2", Question(FIRST, "工贸", SIGN), {}).cautions == ()


def test_at_most_five_clauses_and_each_once() -> None:
    found = advice(SIGN)
    codes = [each.criterion.code for each in (*found.likely, *found.others)]
    assert codes[0] == CLAUSE
    assert len(codes) == len(set(codes)) <= 5


def test_wording_below_verbatim_is_not_offered_as_the_standards() -> None:
    for caution in advice("焊工证超期未复审", on=date(2022, 6, 1), sector="房屋市政工程").cautions:
        assert caution.standard is not None
        assert caution.standard.confidence is not Confidence.VERBATIM
        assert caution.wording == ""


def conditions(code: str, description: str = "") -> Branch:
    found = choose(code, Question(FIRST, "工贸", description), {}).conditions
    assert isinstance(found, Branch)
    return found


@pytest.mark.parametrize(
    ("answers", "verdict", "said"),
    [
        ({}, Verdict.UNDECIDED, "还需同时满足：未对有限空间进行辨识；未建立有限空间安全管理台账"),
        ({"answer/2": "yes"}, Verdict.UNDECIDED, "还需同时满足：未对有限空间进行辨识"),
        ({"answer/2": "yes", "answer/1": "no"}, Verdict.NOT, "未建立有限空间安全管理台账"),
        ({f"answer/{n}": "yes" for n in range(3)}, Verdict.QUALIFIES, "构成，已满足"),
    ],
)
def test_verdict_follows_the_answers(answers: dict[str, str], verdict: Verdict, said: str) -> None:
    judgment = choose(CLAUSE, Question(FIRST), answers).judgment
    assert judgment.verdict is verdict
    assert said in judgment.words


def test_description_only_hints_at_answers() -> None:
    facts = [part for part in conditions(CLAUSE, SIGN).parts if isinstance(part, Fact)]
    assert [fact.heard.value for fact in facts] == ["unknown", "unknown", "yes"]
    assert {fact.given.value for fact in facts} == {"unknown"}


@pytest.mark.parametrize(
    ("code", "on"), [(CLAUSE, FIRST), ("gongmao-2017-zx3-1", FIRST - DAY), (CLAUSE, date(2026, 11, 21))]
)
def test_I2_clause_in_force_on_the_day_can_be_chosen(code: str, on: date) -> None:
    assert choose(code, Question(on), {}).criterion.code == code


@pytest.mark.parametrize(
    ("code", "on", "said"),
    [
        (CLAUSE, FIRST - DAY, "2023年5月15日起施行，2023年5月14日不能引用"),
        ("gongmao-2017-zx3-1", FIRST, "2017年11月30日至2023年5月14日施行，2023年5月15日不能引用"),
    ],
)
def test_I2_clause_not_in_force_that_day_is_refused(code: str, on: date, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        choose(code, Question(on), {})


def test_unknown_clause_and_unknown_answers_are_refused() -> None:
    with pytest.raises(NotFound, match="没有这一条"):
        choose("gongmao-2023-99", Question(FIRST), {})
    for fields in ({"answer/9": "yes"}, {"answer/0": "maybe"}):
        with pytest.raises(Invalid, match="请按本条的条件逐项回答"):
            choose(CLAUSE, Question(FIRST), fields)


def test_every_clause_of_the_library_can_be_shown_and_answered() -> None:
    for standard in library.criteria():
        for criterion in standard.criteria:
            chosen = choose(criterion.code, Question(standard.effective_from), {})
            assert chosen.judgment.verdict in (Verdict.UNDECIDED, Verdict.NOT)
