"""Two versions of a standard side by side."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards import library
from hazards.standard_diff import Comparison, Kind, Stretch, compare, stretches
from hazards.standards import Confidence, CriterionData, StandardData


def clause(code: str, text: str, order: int = 1, article: str = "", fact: str = "") -> CriterionData:
    return CriterionData(
        code, article or f"第{order}条", "工贸企业", text, {"condition": fact or text}, "", order
    )


def version(code: str, *clauses: CriterionData) -> StandardData:
    return StandardData(
        code=code, title="工贸标准", issuer="应急管理部", number="第10号", effective_from=date(2023, 5, 15),
        effective_to=None, sector="工贸", superseded_by="", confidence=Confidence.VERBATIM, criteria=clauses,
    )  # fmt: skip


SIGN = "有限空间未设置明显的安全警示标志的"
PERMIT = "未落实有限空间作业审批的"
GUARD = "动火作业无人监护的"


def shown(found: Comparison) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            change.kind.value,
            change.before.code if change.before else None,
            change.after.code if change.after else None,
        )
        for change in found.clauses
    ]


def test_copied_clauses_are_compared_with_what_they_were_copied_from() -> None:
    before = version("a", clause("a-1", SIGN), clause("a-2", PERMIT, 2))
    after = version("b", clause("b-1", PERMIT, 1), clause("b-2", "另行规定", 2), clause("b-3", GUARD, 3))
    found = compare(before, after, {"b-1": "a-2", "b-2": "a-1"})
    assert shown(found) == [("changed", "a-2", "b-1"), ("changed", "a-1", "b-2"), ("added", None, "b-3")]


def test_clause_nobody_copied_is_gone_and_stands_where_it_stood() -> None:
    before = version("a", clause("a-1", SIGN), clause("a-2", PERMIT, 2), clause("a-3", GUARD, 3))
    after = version("b", clause("b-1", SIGN), clause("b-2", GUARD, 2, "第3条"))
    found = compare(before, after, {"b-1": "a-1", "b-2": "a-3"})
    assert shown(found) == [("same", "a-1", "b-1"), ("gone", "a-2", None), ("same", "a-3", "b-2")]
    assert [change.kind for change in found.changes] == [Kind.GONE]
    assert (found.count(Kind.SAME), found.count(Kind.GONE), found.count(Kind.ADDED)) == (2, 1, 0)


def test_last_clause_that_is_gone_stands_at_the_end() -> None:
    found = compare(
        version("a", clause("a-1", SIGN), clause("a-2", GUARD, 2)), version("b", clause("b-1", SIGN))
    )
    assert shown(found) == [("same", "a-1", "b-1"), ("gone", "a-2", None)]


def test_without_origins_the_most_alike_belong_together() -> None:
    before = version("a", clause("a-1", PERMIT), clause("a-2", SIGN, 2))
    after = version("b", clause("b-1", SIGN.replace("明显的", "")), clause("b-2", GUARD, 2))
    found = compare(before, after)
    assert shown(found) == [("gone", "a-1", None), ("changed", "a-2", "b-1"), ("added", None, "b-2")]


def test_no_clause_is_the_origin_of_two() -> None:
    before = version("a", clause("a-1", SIGN))
    after = version("b", clause("b-1", SIGN), clause("b-2", SIGN, 2))
    assert shown(compare(before, after)) == [("same", "a-1", "b-1"), ("added", None, "b-2")]


def test_where_wording_may_not_be_given_the_facts_are_compared() -> None:
    before = version("a", clause("a-1", "", fact=SIGN))
    after = version("b", clause("b-1", "", fact=SIGN + "或者被遮挡"))
    assert shown(compare(before, after)) == [("changed", "a-1", "b-1")]


@pytest.mark.parametrize(
    "changed",
    [
        {"article": "第9条"},
        {"scope": "商贸"},
        {"text": "新"},
        {"logic": {"condition": "新"}},
        {"notes": "新"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_every_part_of_a_clause_is_compared(changed: dict[str, object]) -> None:
    old = clause("a-1", SIGN)
    new = replace(old, code="b-1", **changed)  # type: ignore[arg-type]
    (change,) = compare(version("a", old), version("b", new), {"b-1": "a-1"}).clauses
    assert change.kind is Kind.CHANGED
    assert change.same_conditions == ("logic" not in changed)


def test_place_in_the_standard_alone_is_no_change() -> None:
    before = version("a", clause("a-1", SIGN, 1, "第1条"))
    after = version("b", clause("b-1", SIGN, 7, "第1条"))
    assert compare(before, after).changes == ()


def test_wording_is_marked_where_it_changed() -> None:
    old, new = (
        clause("a-1", "未设置标志的", article="第三条"),
        clause("b-1", "未设置明显标志的", article="第五条"),
    )
    (change,) = compare(version("a", old), version("b", new), {"b-1": "a-1"}).clauses
    assert change.wording == (
        Stretch(Kind.SAME, "未设置"), Stretch(Kind.ADDED, "明显"), Stretch(Kind.SAME, "标志的"),
    )  # fmt: skip
    assert change.article == (
        Stretch(Kind.SAME, "第"), Stretch(Kind.GONE, "三"), Stretch(Kind.ADDED, "五"), Stretch(Kind.SAME, "条"),
    )  # fmt: skip
    assert change.scope == (Stretch(Kind.SAME, "工贸企业"),)


def test_single_character_between_two_changes_is_no_common_ground() -> None:
    assert stretches("甲的乙", "丙的丁") == (Stretch(Kind.GONE, "甲的乙"), Stretch(Kind.ADDED, "丙的丁"))


@pytest.mark.parametrize(("change", "kind"), [(("", SIGN), Kind.ADDED), ((SIGN, ""), Kind.GONE)])
def test_wording_added_or_gone_is_one_stretch(change: tuple[str, str], kind: Kind) -> None:
    assert stretches(*change) == (Stretch(kind, SIGN),)


def test_empty_wordings_have_no_stretch() -> None:
    assert stretches("", "") == ()


@given(st.text("甲乙丙丁", max_size=20), st.text("甲乙丙丁", max_size=20))
def test_both_wordings_can_be_read_from_the_marks(before: str, after: str) -> None:
    found = stretches(before, after)
    assert "".join(each.text for each in found if each.kind is not Kind.ADDED) == before
    assert "".join(each.text for each in found if each.kind is not Kind.GONE) == after
    assert all(each.text for each in found)
    assert all(one.kind is not other.kind for one, other in pairwise(found))


def test_every_clause_of_real_versions_is_named_once() -> None:
    held = {standard.code: standard for standard in library.criteria()}
    before, after = held["gongmao-2017"], held["gongmao-2023"]
    found = compare(before, after)
    earlier = [change.before.code for change in found.clauses if change.before]
    assert sorted(earlier) == sorted(clause.code for clause in before.criteria)
    later = [change.after.code for change in found.clauses if change.after]
    assert later == [clause.code for clause in after.criteria]
