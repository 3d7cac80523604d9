"""Faults of a template are found before it is kept, with line and name, all at once."""

import pytest

from notices.templating import MAX_LENGTH, MAX_LINES, Problem, problems
from tests.notices.templating.texts import HEAD

FIGURES = {"major.found.total": "重大隐患排查数", "major.rectification_rate": "重大隐患整改率", "x": "某数"}
FACTS = {"period": "本期名称", "office": "安委办名称"}
SOUND = "累计排查{major.found.total}"


def found(body: str) -> list[Problem]:
    return list(problems(HEAD + body, figures=FIGURES, facts=FACTS))


def only(body: str) -> Problem:
    (problem,) = found(body)
    return problem


def test_sound_template_has_no_problems() -> None:
    assert (
        found(
            f"// 给改的人看\n# 甲\n{SOUND} ?x > 0 且 major.found.total >= 1\n- [点] 要点\n有{{x}}\n## 乙 ?点\n话"
        )
        == []
    )


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("{major.found.totl}", "major.found.total"),
        ("{重大隐患整改率}", "major.rectification_rate"),
        ("{@perod}", "@period"),
        ("{@本期名称}", "@period"),
    ],
)
def test_unknown_name_is_told_with_line_and_the_nearest(typed: str, near: str) -> None:
    problem = only(f"{SOUND}\n有{typed}")
    assert problem.line == 3
    assert typed.strip("{}") in problem.message
    assert f"是不是“{near}”" in problem.message


def test_name_like_no_other_leads_to_the_list() -> None:
    assert "请从右边的列表里选" in only("有{zzzzzz}").message


@pytest.mark.parametrize("typed", ["有{x", "有x}", "有{{x}}", "有}{", "{有{x}}"])
def test_braces_that_do_not_pair_are_told(typed: str) -> None:
    assert any("花括号" in each.message for each in found(typed))


@pytest.mark.parametrize(
    "typed",
    ["{x.__class__}", "{x[0]}", "{x|length}", "{% for a in b %}", "{@period.tenant}", "{x()}", "{ x }"],
)
def test_nothing_but_names_can_be_read(typed: str) -> None:
    assert found(f"有{typed}")


@pytest.mark.parametrize(
    "when",
    [
        "x.__class__ > 0", "__import__('os')", "open('a')", "x[0] > 1", "[a for a in x]", "lambda: 1", "x", "x > y.z",
        "1 +", "x > 'a'", "没有的要点", "x = 1", "x if x else x", "9**9**9 > x", "ǃx > 0",
    ],
)  # fmt: skip
def test_condition_can_neither_call_nor_look_into_anything(when: str) -> None:
    problem = only(f"话 ?{when}")
    assert problem.line == 2
    assert "条件" in problem.message


def test_unknown_figure_in_a_condition_is_told_with_the_nearest() -> None:
    assert "major.found.total" in only("话 ?major.found.totals > 0").message


@pytest.mark.parametrize(
    "words", ["排查155条", "占92.56%", "共１０家", "十家单位", "百分之五十", "增加三十条"]
)
def test_I5_number_written_by_hand_is_refused(words: str) -> None:
    assert "手写的数字" in only(f"{SOUND}\n{words}").message


@pytest.mark.parametrize(
    "words",
    ["2023年9月", "第16号令", "三个必须", "各项工作", "一家一策", "一是抓落实", "〔2023〕121号", "附件1"],
)
def test_number_that_is_no_data_may_stand(words: str) -> None:
    assert found(f"按{words}办理") == []


def test_all_faults_are_told_at_once_in_order() -> None:
    told = found("# 有{a}\n话 ?b > 0\n- [点] 有5条\n有{@c}")
    assert [each.line for each in told] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "模板是空的"), ("// 只有说明", "模板是空的"), ("话", "没有标题"), ("标题：甲", "没有正文"),
        ("字" * (MAX_LENGTH + 1), "最多20000字"), ("话\n" * (MAX_LINES + 1), "400行"),
    ],
)  # fmt: skip
def test_text_that_is_no_document_is_told(source: str, said: str) -> None:
    (problem,) = problems(source, figures=FIGURES, facts=FACTS)
    assert said in problem.message
    assert problem.line == 1


@pytest.mark.parametrize("when", ["点", "有要点", "无要点"])
def test_points_cannot_depend_on_points(when: str) -> None:
    assert any("不能以要点作条件" in each.message for each in found(f"- [点] 要点\n话 ?{when}"))


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("#", 2, "后面没有内容"), ("话\n主送：", 3, "后面没有内容"), ("落款：甲\n落款：乙", 3, "只能有一行"),
        ("* 话", 2, "才能以 * 开头"), ("- [5] 甲", 2, "要点的名称"), ("- [点] 甲\n\n- [点] 乙", 4, "已经有名为"),
        ("- [点]", 2, "没有写提要"), ("话 | ?x > 0", 2, "只有条件没有文字"), ("话\x07", 2, "控制字符"),
    ],
)  # fmt: skip
def test_line_that_cannot_be_read_is_told(body: str, line: int, said: str) -> None:
    told = [(each.line, each.message) for each in found(f"{body}\n\n{SOUND}")]
    assert any(at == line and said in message for at, message in told)
