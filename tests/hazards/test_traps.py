"""Misjudgment traps: every case caught by its wording, and left alone where the wording is another."""

from datetime import date
from typing import Any

import pytest

from hazards import library
from hazards.judgment import Answer, Judgment, Value, Verdict
from hazards.library import adviser, criteria, sector_table, traps, vocabulary
from hazards.reading import say
from hazards.traps import Known, Traps

CODES = {criterion.code for standard in criteria() for criterion in standard.criteria}
RULES: list[dict[str, Any]] = library._read("traps.json")
NOTHING = (frozenset[str](), Judgment(Verdict.UNDECIDED, (), ""))

# Case by its number: sector, day, a description it is at hand for, one it is not.
EXAMPLES = [
    (1, "工贸", "2024-06-01", "沉淀池门口没有有限空间警示标志", "厂门口没有限速警示标志"),
    (1, "工贸", "2024-06-01", "只是有限空间台账没建", "有限空间未辨识、未建台账，也没有警示标志"),
    (2, "工贸", "2024-06-01", "清池作业没有查到有限空间审批单", "清池作业没有办理有限空间审批"),
    (3, "工贸", "2024-06-01", "焊工证到期没有复审", "从来没考过焊工证，没有取得证书"),
    (3, "机械", "2024-06-01", "电工操作证逾期未审验", "电工证在有效期内"),
    (4, "工贸", "2024-06-01", "地窖有缺氧危险，没设有限空间标志", "池内存在硫化氢，也会缺氧，没设有限空间标志"),
    (5, "工贸", "2024-06-01", "没有进行过有限空间作业，监护人没有任命", "进行有限空间作业没有监护人"),
    (6, "工贸", "2024-06-01", "打磨车间台面有轻微积尘", "打磨车间积尘严重，厚度两厘米"),
    (7, "工贸", "2024-06-01", "干式除尘器装有泄爆片，没有隔爆阀", "干式除尘器没有泄爆片，也没有抑爆"),
    (8, "工贸", "2024-06-01", "打磨间21区的照明灯不防爆", "除尘器内部20区的传感器不防爆"),
    (9, "工贸", "2024-06-01", "淀粉车间除尘器没装锁气卸灰", "木粉除尘器没装锁气卸灰"),
    (10, "工贸", "2024-06-01", "喷漆间使用水性漆，没有报警器", "喷漆间使用油性漆，没有报警器"),
    (11, "工贸", "2024-06-01", "服装厂负责人没有考核合格证", "钢铁厂负责人没有考核合格证"),
    (12, "有色", "2024-06-01", "铸锭机下方地面有冷却水形成的积水", "炉前平台漏雨造成积水"),
    (13, "工贸", "2022-06-01", "快速冻结装置没有设在单独的作业间", "液氨管道没有标识"),
    (14, "化工", "2024-06-01", "老装置没有正规设计，已经做过设计诊断", "装置未经正规设计，也没有做设计诊断"),
    (15, "危化", "2024-06-01", "储罐区是四级重大危险源，没有紧急切断", "储罐区是一级重大危险源，没有紧急切断"),
    (16, "建筑施工", "2025-06-01", "外架少数连墙件被拆除", "外架三层整层连墙件被拆除"),
    (16, "建筑施工", "2025-06-01", "外架连墙件缺失", "外架未设置连墙件"),
    (17, "建筑施工", "2025-06-01", "电梯井口没有防护门", "电梯井道内贯通未做水平防护，井口没有防护门"),
    (18, "建筑施工", "2025-06-01", "支护变形超过控制值，已回填反压", "支护变形超过控制值，没有及时处理"),
    (19, "燃气", "2024-06-01", "饭馆的煤气瓶放在地下间", "入户发现煤气瓶放在地下间，没有书面告知"),
    (20, "燃气", "2024-06-01", "低压燃气管被车棚压占", "中压燃气管被车棚压占"),
    (21, "特种设备", "2025-06-01", "货梯检验有效期已过，没有报检", "货梯检验结论为不合格，继续使用"),
    (21, "工贸", "2025-06-01", "厂里的行车超期未检", "厂里的行车没有装限位"),
    (22, "尾矿库", "2024-06-01", "干滩长度小于设计值，防洪高度符合设计", "汛前没有做调洪演算"),
    (23, "民爆", "2025-06-01", "总经理上任四个月，没有考核合格", "总经理任职已满6个月，没有考核合格"),
    (24, "道路运输", "2024-06-01", "旅游包车凌晨3点没有停车休息", "900公里班线客车凌晨3点没有停车休息"),
    (25, "煤矿", "2026-08-01", "露天煤矿单回路供电", "井工煤矿单回路供电"),
    (26, "煤矿", "2026-08-01", "皮带中段滚筒没有逐个装传感器", "皮带机头没有装传感器"),
    (27, "渔业", "2024-06-01", "核载9人的渔船没有救生圈", "核载10人的渔船没有救生圈"),
    (28, "消防", "2026-06-01", "消火栓无水，列为重大事故隐患", "消火栓无水"),
    (29, "建筑施工", "2025-06-01", "按兜底条款列为重大隐患", "基坑超挖"),
    (30, "化工", "2024-06-01", "按工贸标准第十三条判定", "受限空间没有审批"),
]  # fmt: skip


def numbers(description: str, sector: str, day: str) -> list[int]:
    found = adviser().assess(description, on=date.fromisoformat(day), sector=sector)
    return [trap.case.number for trap in found.traps]


@pytest.mark.parametrize(("number", "sector", "day", "caught", "left"), EXAMPLES)
def test_case_is_caught_by_its_wording_only(
    number: int, sector: str, day: str, caught: str, left: str
) -> None:
    assert number in numbers(caught, sector, day)
    assert number not in numbers(left, sector, day)


def test_every_case_of_the_reference_data_has_a_rule_and_an_example() -> None:
    everything = set(range(1, len(traps().cases) + 1))
    assert {rule["case"] for rule in RULES} == everything
    assert {example[0] for example in EXAMPLES} == everything


def test_rules_point_to_clauses_of_the_library_and_to_that_of_their_case() -> None:
    for rule in RULES:
        assert set(rule["clauses"]) <= CODES
        named = traps().cases[rule["case"] - 1].criterion
        assert named in rule["clauses"] or not rule["clauses"] or named is None or rule["case"] == 13


def test_rules_never_claim_that_anything_qualifies() -> None:
    assert {rule["verdict"] for rule in RULES} == {"not", "undecided"}


@pytest.mark.parametrize(
    ("number", "description"),
    [
        (1, "污水池有限空间未设置明显的安全警示标志"),
        (2, "作业现场未见有限空间作业审批手续"),
        (3, "焊工证未复审，判定为重大事故隐患"),
    ],
)
def test_three_misreadings_of_the_district_notice_are_each_caught_and_explained(
    number: int, description: str
) -> None:
    found = adviser().assess(description, on=date(2023, 10, 20), sector="工贸")
    trap = next(trap for trap in found.traps if trap.case.number == number)
    assert found.verdict is not Verdict.QUALIFIES
    assert "巴南安委〔2023〕24号" in trap.case.source
    assert trap.case.why
    assert trap.case.right
    assert trap.case.criterion in trap.clauses


def caught(description: str, sectors: set[str], known: dict[str, Known]) -> list[int]:
    found = traps().caught(say(vocabulary(), description), frozenset(sectors), known.get)
    return [trap.case.number for trap in found]


def test_case_needs_a_clause_that_applies() -> None:
    description = "喷漆间使用水性漆，没有报警器"
    assert caught(description, {"工贸"}, {"gongmao-2023-7-7": ({}, NOTHING[1])}) == [10]
    assert caught(description, {"工贸"}, {"gongmao-2023-8-6": ({}, NOTHING[1])}) == [10]
    assert caught(description, {"工贸"}, {}) == []


@pytest.mark.parametrize(
    ("answers", "verdict", "expected"),
    [
        ({}, Verdict.UNDECIDED, []),
        ({"/2": Value.YES}, Verdict.UNDECIDED, [1]),
        ({"/2": Value.YES, "/0": Value.NO}, Verdict.NOT, [1]),
        ({"/2": Value.NO}, Verdict.NOT, []),
        ({"/0": Value.YES, "/1": Value.YES, "/2": Value.YES}, Verdict.QUALIFIES, []),
    ],
)
def test_part_of_the_conditions_is_a_trap_until_all_are_met(
    answers: dict[str, Value], verdict: Verdict, expected: list[int]
) -> None:
    given = {path: Answer(value) for path, value in answers.items()}
    known: dict[str, Known] = {"gongmao-2023-13-1": (given, Judgment(verdict, (), ""))}
    assert caught("有限空间的事", {"工贸"}, known) == expected


@pytest.mark.parametrize(("sectors", "expected"), [({"消防（火灾）"}, [28]), (set(), [28]), ({"工贸"}, [])])
def test_case_about_a_sector_is_at_hand_there_or_where_it_is_not_known(
    sectors: set[str], expected: list[int]
) -> None:
    assert caught("列为重大事故隐患", sectors, {}) == expected


@pytest.mark.parametrize(("sectors", "expected"), [({"化工和危险化学品"}, [30]), (set(), []), ({"工贸"}, [])])
def test_case_about_another_sectors_standard_needs_another_sector(
    sectors: set[str], expected: list[int]
) -> None:
    assert caught("按照工贸标准判定", sectors, {}) == expected


def test_first_rule_of_a_case_that_holds_is_the_one_used() -> None:
    case = {"criterion": None, "wrong": "甲", "why": "乙", "right": "丙", "source": "丁"}
    rules = [
        {"case": 1, "clauses": [], "when": ["红.*绿"], "verdict": "not"},
        {"case": 1, "clauses": [], "when": ["红"], "unless": ["黑"], "verdict": "undecided"},
    ]
    mine = Traps.parse([case], rules)

    def verdicts(description: str) -> list[Verdict]:
        said = say(vocabulary(), description)
        return [trap.verdict for trap in mine.caught(said, frozenset(), dict[str, Known]().get)]

    assert verdicts("红　绿") == [Verdict.NOT]
    assert verdicts("红") == [Verdict.UNDECIDED]
    assert verdicts("红黑") == []


def test_sectors_named_by_rules_are_those_of_the_table() -> None:
    named = {name for rule in RULES for key in ("sectors", "not_sectors") for name in rule.get(key, ())}
    assert named <= set(sector_table().names)


def test_case_concerns_the_clauses_that_follow_too() -> None:
    case = {"criterion": "a-1", "wrong": "甲", "why": "乙", "right": "丙", "source": "丁"}
    rules = [
        {"case": 1, "clauses": ["a-1"], "when": ["红"], "verdict": "not"},
        {"case": 1, "clauses": [], "when": ["绿"], "verdict": "not"},
    ]
    later = Traps.parse([case], rules).inherited({"b-1": "a-1", "c-1": "b-1", "x-1": "", "b-2": "a-2"})

    def concerned(description: str) -> list[frozenset[str]]:
        known: dict[str, Known] = {"c-1": ({}, Judgment(Verdict.UNDECIDED, (), ""))}
        found = later.caught(say(vocabulary(), description), frozenset(), known.get)
        return [trap.clauses for trap in found]

    assert concerned("红") == [frozenset({"a-1", "b-1", "c-1"})]
    assert concerned("绿") == [frozenset()]


def test_clauses_that_follow_each_other_in_a_circle_end() -> None:
    rule = {"case": 1, "clauses": ["a-1"], "when": ["红"], "verdict": "not"}
    case = {"criterion": None, "wrong": "甲", "why": "乙", "right": "丙", "source": "丁"}
    later = Traps.parse([case], [rule]).inherited({"a-1": "b-1", "b-1": "a-1"})
    known: dict[str, Known] = {"b-1": ({}, Judgment(Verdict.UNDECIDED, (), ""))}
    (trap,) = later.caught(say(vocabulary(), "红"), frozenset(), known.get)
    assert trap.clauses == {"a-1", "b-1"}
