"""From a description to clauses, verdict and warnings; what the verdict may rest on, and what is said."""

import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hazards.judgment import Answer, Value, Verdict
from hazards.library import CRITERIA as LIBRARY
from hazards.library import adviser, criteria, sector_table
from hazards.suggestion import OFFERED, RELATED, Assessment

DAY = date(2025, 3, 1)
CODES = {criterion.code for standard in criteria() for criterion in standard.criteria}
YES, NO = Answer(Value.YES), Answer(Value.NO)


def assess(description: str, on: date = DAY, sector: str = "工贸") -> Assessment:
    return adviser().assess(description, on=on, sector=sector)


def codes(found: Assessment) -> list[str]:
    return [suggestion.criterion.code for suggestion in found.top]


def test_description_that_says_every_condition_qualifies_as_written() -> None:
    found = assess("喷漆室使用溶剂型油漆，没有通风设施")
    assert found.verdict is Verdict.QUALIFIES
    assert set(codes(found)[:2]) == {"gongmao-2023-7-7", "gongmao-2023-8-6"}
    assert found.note.startswith("最接近的是《工贸企业重大事故隐患判定标准》第")
    assert found.note.endswith("是否构成由执法人员结合证据认定。")


def test_condition_left_out_is_asked_for_by_its_words() -> None:
    found = assess("喷漆室没有通风设施")
    assert found.verdict is Verdict.UNDECIDED
    assert "还需同时满足：调漆间或喷漆室使用非水性漆" in found.note


def test_condition_denied_rules_the_clause_out_by_its_words() -> None:
    found = assess("快速冻结装置设在单独的作业间内，里面只有5个人")
    assert found.verdict is Verdict.NOT
    assert "不构成，下列条件不满足" in found.note


def test_trap_holds_a_clause_back_that_would_qualify() -> None:
    found = assess("外架个别位置未设置连墙件", sector="建筑施工")
    assert codes(found)[0] == "fangwu-shizheng-2024-7-2"
    assert [trap.case.number for trap in found.traps] == [16]
    assert found.verdict is Verdict.NOT
    assert found.top[0].judgment.words == found.traps[0].case.why


def test_trap_never_raises_a_verdict() -> None:
    """A clause its conditions rule out stays so under a warning that would only leave it open."""
    found = assess("沉淀池有限空间做过辨识，建了台账，没有警示标志")
    confined = next(s for s in found.top if s.criterion.code == "gongmao-2023-13-1")
    trap = next(trap for trap in found.traps if trap.case.number == 1)
    assert trap.verdict is Verdict.UNDECIDED
    assert confined.judgment.verdict is found.verdict is Verdict.NOT


def test_of_two_rules_for_one_case_the_one_that_knows_more_is_used() -> None:
    assert assess("电梯井口防护门没装", sector="建筑施工").verdict is Verdict.UNDECIDED
    assert assess("电梯井口防护门没装，井道内有水平防护", sector="建筑施工").verdict is Verdict.NOT


@pytest.mark.parametrize(
    "description",
    ["灭火器过期了", "厂区路面不平", "文件柜没有上锁", "员工没有戴工牌", "车间窗户玻璃碎了一块"],
)
def test_general_hazard_qualifies_under_no_clause(description: str) -> None:
    found = assess(description)
    assert found.verdict is not Verdict.QUALIFIES


def test_nothing_alike_is_said_to_be_nothing_alike() -> None:
    found = assess("墙上的钟慢了五分钟")
    assert found.verdict is Verdict.NOT
    assert found.note == "没有找到与描述相符的判定情形。"


@pytest.mark.parametrize(
    ("sector", "day", "note"),
    [
        ("消防", date(2025, 11, 1), "当日施行的《重大火灾隐患判定规则》（GB 35181-2025）没有收录正文"),
        (
            "养老机构",
            date(2024, 5, 1),
            "当日施行的《养老机构重大事故隐患判定标准》（民办发〔2023〕13号）没有收录正文",
        ),
        ("电力", date(2026, 6, 30), "没有收录"),
        ("旅游", date(2024, 5, 1), "这个领域当日施行的判定标准没有收录"),
    ],
)
def test_law_that_is_not_held_leaves_the_verdict_open_and_is_named(sector: str, day: date, note: str) -> None:
    found = assess("窗户玻璃碎了", day, sector)
    assert found.verdict is Verdict.UNDECIDED
    assert note in found.note


def test_law_that_is_held_is_not_said_to_be_missing() -> None:
    assert "没有收录" not in assess("窗户玻璃碎了", date(2025, 10, 31), "消防").note
    assert "没有收录" not in assess("窗户玻璃碎了", date(2026, 7, 1), "电力").note
    assert "没有收录" not in assess("窗户玻璃碎了", DAY, "").note


def test_I2_only_clauses_in_force_on_the_day_are_offered() -> None:
    standards = {criterion.code: standard for standard in criteria() for criterion in standard.criteria}
    for day in (
        date(2017, 11, 12),
        date(2017, 11, 13),
        date(2023, 5, 14),
        date(2023, 5, 15),
        date(2026, 7, 1),
    ):
        for code in codes(assess("没有报警装置，没有考核合格，没有应急预案", day, "")):
            standard = standards[code]
            assert standard.effective_from <= day <= (standard.effective_to or date.max)


def test_before_any_standard_there_is_nothing_to_offer() -> None:
    found = assess("没有报警装置", date(2010, 1, 1))
    assert found.top == ()
    assert found.verdict is Verdict.UNDECIDED


def test_matched_words_are_taken_from_the_description_in_order() -> None:
    description = "我们厂喷漆房用油性漆，没装报警器"
    for suggestion in assess(description).top:
        assert suggestion.words == tuple(description[start:end] for start, end in suggestion.places)
        assert list(suggestion.places) == sorted(suggestion.places)


def test_suggestions_are_few_different_and_sorted() -> None:
    found = assess("燃气总管没有压力报警，也没有和切断阀联锁", sector="")
    scores = [suggestion.score for suggestion in found.top]
    assert len(found.top) == OFFERED == len(set(codes(found)))
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80),
    st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["", "不知道", *sector_table().names]),
)
def test_any_text_is_assessed_without_fail(description: str, day: date, sector: str) -> None:
    found = assess(description, day, sector)
    assert set(codes(found)) <= CODES
    assert found.note
    assert (found.verdict is not Verdict.QUALIFIES) or found.top[0].score >= RELATED


@settings(max_examples=30, deadline=None)
@given(st.permutations(["没有辨识有限空间", "没有建立台账", "没有警示标志"]))
def test_order_of_the_facts_does_not_matter(facts: list[str]) -> None:
    assert assess("，".join(facts)).verdict is Verdict.QUALIFIES


@pytest.mark.parametrize("times_longer", [1, 10])
def test_query_takes_no_longer_than_fifty_milliseconds(times_longer: int) -> None:
    """Forty characters, and four hundred; the middle of nine runs, so that a busy machine does not fail it."""
    sentence = "铝棒厂深井铸造结晶器冷却水系统没有进水压力和流量报警，流槽没有液位报警，钢丝绳不是钢芯。"
    description = sentence * times_longer
    assess(description)
    times = []
    for _ in range(9):
        started = time.perf_counter()
        assess(description, sector="")
        times.append(time.perf_counter() - started)
    assert sorted(times)[4] < 0.05


def test_warnings_for_a_list_are_those_of_the_whole_assessment() -> None:
    """Every description of the evaluation set whose sector is known, with its day and sector."""
    lines = (LIBRARY.parent / "evaluation.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if sector_table().of(row.get("sector", ""))]
    caught = 0
    for row in rows:
        day = date.fromisoformat(row["date"])
        warned = adviser().traps(row["description"], on=day, sector=row["sector"])
        assert warned == assess(row["description"], day, row["sector"]).traps, row["id"]
        caught += bool(warned)
    assert (len(rows) > 200, caught > 20) == (True, True)
