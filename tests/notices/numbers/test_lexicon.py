"""How circulars call figures: words, sign and unit lead to the key."""

import pytest

from notices.numbers.lexicon import (
    BEFORE,
    BOUNDS,
    CALLED,
    CHANGE,
    FOUND,
    NEW,
    OUTSTANDING,
    RATED,
    RATIOS,
    RECTIFIED,
    SUMS,
)
from tests.notices.numbers.telling import keys, ledgered


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("全区各镇街各部门累计抽查检查企业2075家次", "enterprises_inspected"),
        ("检查企业2075家", "enterprises_inspected"),
        ("帮扶指导重点企业2848个次", "enterprises_assisted"),
        ("指导帮扶重点企业736家次", "enterprises_assisted"),
        ("帮扶指导重点镇街386个次", "towns_assisted"),
        ("实施行政处罚672次", "penalty.count"),
        ("处罚金额114.438万元", "penalty.amount"),
        ("实施行政处罚109.33万元", "penalty.amount"),
        ("责令停产整顿企业33家", "production_halted"),
        ("关闭取缔企业13家", "closed_down"),
        ("曝光、约谈、联合惩戒企业92家", "exposed_interviewed_sanctioned"),
        ("公布典型执法案例9个", "typical_cases_published"),
        ("责任倒查追责问责1人", "accountability"),
        ("约谈通报有关地区及部门20次", "regions_interviewed"),
        ("企业和企业主要负责人“一案双罚”5次", "double_penalty"),
        ("移送司法机关3人", "judicial_transfer"),
        ("移交案件线索4家", "case_leads_transferred"),
        ("党委政府分管领导现场督导检查149次", "leader_onsite_supervision"),
        ("部门负责同志到企业宣讲281次", "official_enterprise_lectures"),
        ("举办执法人员专题培训98场次", "officer_training_sessions"),
        ("参训816人次", "officer_training_attendees"),
        ("举报奖励1.7万元", "report_reward_total"),
        ("匿名举报查实奖励0万元", "report_reward_anonymous"),
        ("部门挂牌督办重大隐患20条", "listed.found"),
        ("督办率27.03%", "listed.rate"),
        ("行政处罚次数占比92.56%", "penalty.top3.count_share"),
        ("处罚金额占比86.50%", "penalty.top3.amount_share"),
        ("应报送单位27家", "filing.obliged"),
        ("迟报单位2家", "filing.late"),
        ("未报送单位1家", "filing.missing"),
        ("按时报送率96.30%", "filing.on_time_rate"),
        ("台账中超过整改时限还没有销号的重大隐患4条", "hazards.overdue"),
        ("逾期未整改到位的重大隐患4条", "hazards.overdue"),
        ("销号后经回头看重新打开的重大隐患1条", "hazards.reopened"),
    ],
)
def test_words_call_their_figure(text: str, key: str) -> None:
    assert keys(text) == [key]


@pytest.mark.parametrize(
    "text",
    [
        "挂牌督办企业16家",
        "其中道路交通检查事项20次",
        "检查学校20家次",
        "召开会议20次",
        "督办率20次",
        "行政处罚20人",
        "专家检查企业数据20条",
        "次数占比92.56%",
    ],
)
def test_words_that_are_unknown_call_none(text: str) -> None:
    assert keys(text) == [""]


def test_every_key_is_a_figure_of_the_catalogue() -> None:
    known = set(ledgered()["figures"])
    named = {called.key for called in CALLED if not called.key.startswith("filing.ledger")}
    named |= set(FOUND.values()) | set(NEW.values()) | set(BEFORE.values()) | set(CHANGE.values())
    named |= set(RECTIFIED.values()) | set(RATED.values()) | set(OUTSTANDING.values())
    named |= {key for whole, parts in SUMS for key in (whole, *parts)}
    named |= {key for ratio in RATIOS for key in ratio} | {key for bound in BOUNDS for key in bound}
    assert named <= known
