"""The monthly circular of the real month, and how it changes with what the figures say."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Text
from reports.demo_series import synthetic_series
from reports.figures import by_key, compute
from reports.snapshot import SnapshotData, Timeliness, digest
from tests import licheng
from tests.notices.composed import compose

OFFICE = "荔城区人民政府安全生产委员会办公室"
JULY, AUGUST = synthetic_series(licheng.september())


def august(*, synthetic: bool = True) -> SnapshotData:
    return licheng.snapshot(AUGUST, JULY, period="2023-08", period_title="2023年8月", synthetic=synthetic)


def september() -> SnapshotData:
    return licheng.snapshot(previous=AUGUST)


def circular(data: SnapshotData | None = None, before: SnapshotData | None = None) -> CircularContent:
    data = september() if data is None else data
    return compose(compute(data, before), data, before, office=OFFICE)


def text_of(content: CircularContent, kind: BlockKind = BlockKind.PARAGRAPH) -> str:
    return "\n".join(block.text for block in content.of(kind))


def problem(content: CircularContent, lead: str) -> str:
    found = [block.text for block in content.of(BlockKind.PARAGRAPH) if f"是{lead}" in block.text]
    return found[0] if found else ""


def with_column(code: str, value: int) -> SnapshotData:
    """The real month with one column set to `value` for every unit."""
    table = {name: {**row, code: Decimal(value)} for name, row in licheng.september().items()}
    return licheng.snapshot(table, previous=AUGUST)


def test_title_names_office_campaign_and_period() -> None:
    assert circular().title == f"{OFFICE}关于重大事故隐患专项排查整治2023行动2023年9月调度情况的通报"


def test_blocks_stand_in_the_order_of_an_official_document() -> None:
    kinds = list(dict.fromkeys(block.kind for block in circular(before=august()).blocks))
    assert [kind.value for kind in kinds] == [
        "issuer", "number", "title", "draft_mark", "notice", "salutation", "paragraph",
        "heading_1", "heading_2", "annex", "signature", "date", "source",
    ]  # fmt: skip


def test_I5_each_number_of_the_published_progress_paragraph_is_a_figure() -> None:
    paragraph = circular(before=august()).of(BlockKind.PARAGRAPH)[1]
    shown = [part.text for part in paragraph.parts if isinstance(part, FigureRef)]
    for text in (
        "2075家次", "2848个次", "386个次", "4993条", "4643条", "92.99%", "155条", "81条", "74条", "142条",
        "91.61%", "20条", "92家", "9个", "1人", "20次", "672次", "114.438万元", "33家", "5次", "3人", "1.7万元",
    ):  # fmt: skip
        assert text in shown


def test_I5_every_figure_in_the_text_reads_as_the_figure_itself() -> None:
    data, before = september(), august()
    figures = by_key(compute(data, before))
    references = [
        part for block in circular(data, before).blocks for part in block.parts if isinstance(part, FigureRef)
    ]
    assert len(references) > 40
    assert all(reference.text == figures[reference.key].text for reference in references)


def test_I5_digits_stand_only_in_figures_and_facts() -> None:
    for block in circular(before=august()).blocks:
        for part in block.parts:
            assert not (isinstance(part, Text) and re.search(r"\d", part.text))


def test_I5_facts_are_those_of_the_snapshot() -> None:
    facts = {
        part.name: part.text
        for block in circular(before=august()).blocks
        for part in block.parts
        if isinstance(part, Fact)
    }
    assert facts["covers_from"] == "2023年5月1日"
    assert facts["covers_to"] == "2023年9月26日"
    assert facts["source"].startswith("2023年9月调度快照第1版")


def test_I4_source_line_cites_revision_and_digest() -> None:
    data = replace(september(), revision=3)
    line = text_of(circular(data), BlockKind.SOURCE)
    assert "第3版" in line
    assert line.endswith(f"校验码{digest(data.to_json())[:12]}）")


def test_sections_are_numbered_as_in_an_official_document() -> None:
    assert text_of(circular(), BlockKind.HEADING_1) == "一、工作成效\n二、存在问题\n三、下一步工作"


def test_search_problem_tells_the_published_fall() -> None:
    text = problem(circular(before=august()), "隐患排查劲头减弱")
    assert "新增重大隐患6条，比上期的13条下降53.85%" in text
    assert "区住建局、区公安分局、区自然资源局、区文旅局" in text
    assert "区商务局、区交警大队没有新增一般隐患" in text


def test_listed_problem_states_the_published_rate_and_names_units() -> None:
    text = problem(circular(before=august()), "挂牌督办不够有力")
    assert "部门排查重大隐患74条，挂牌督办20条，督办率仅为27.03%" in text
    assert "区交通运输局排查出重大隐患但没有挂牌督办" in text


def test_enforcement_problem_states_the_published_shares() -> None:
    text = problem(circular(before=august()), "执法力度不够均衡")
    assert "区交警大队、区消防救援大队、区应急局，次数占比92.56%，金额占比86.50%" in text
    assert "新增行政处罚106次，比上期下降" in text


def test_rectification_problem_names_units_with_open_hazards() -> None:
    text = problem(circular(before=august()), "隐患整改还不彻底")
    assert "还有13条重大隐患没有整改到位，涉及区应急局、区民宗局、区卫健局、区消防救援大队" in text


def test_filing_problem_names_the_row_the_published_circular_overlooked() -> None:
    assert "区文旅局填报的挂牌督办数大于部门排查数" in problem(circular(), "数据报送不够及时准确")


def test_problems_are_numbered_without_gaps() -> None:
    text = text_of(circular(before=august()))
    assert [mark for mark in "一二三四五六" if f"{mark}是" in text] == list("一二三四五")


def test_rise_is_not_told_as_a_fall() -> None:
    quiet = licheng.snapshot(AUGUST, AUGUST, period="2023-08", period_title="2023年8月")
    data = licheng.snapshot(previous=AUGUST)
    assert "比上期" not in text_of(circular(data, quiet))
    one_more = {name: dict(row) for name, row in AUGUST.items()}
    one_more["区应急局"]["major_department_found"] -= 1
    slower = licheng.snapshot(AUGUST, one_more, period="2023-08", period_title="2023年8月")
    assert "比上期的1条" not in text_of(circular(data, slower))


def test_rectification_problem_is_absent_when_all_is_done() -> None:
    table = licheng.september()
    for row in table.values():
        row["major_enterprise_rectified"] = row["major_enterprise_found"]
        row["major_department_rectified"] = row["major_department_found"]
    content = circular(licheng.snapshot(table, previous=AUGUST), august())
    assert problem(content, "隐患整改还不彻底") == ""
    assert "抓紧整改销号" not in text_of(content, BlockKind.HEADING_2)
    assert "已整改155条，整改率100%" in text_of(content)


def test_listed_problem_is_absent_from_half_upwards() -> None:
    assert problem(circular(with_column("major_department_found", 2)), "挂牌督办") != ""
    table = {
        name: {**row, "major_department_found": Decimal(2), "listed_found": Decimal(1)}
        for name, row in licheng.september().items()
    }
    assert problem(circular(licheng.snapshot(table, previous=AUGUST)), "挂牌督办") == ""


def test_month_without_problems_says_so_and_still_asks_for_filing() -> None:
    fine = {
        "general_found": 9, "general_rectified": 9, "major_department_found": 2, "major_department_rectified": 2,
        "listed_found": 2, "listed_rectified": 2, "penalty_count": 1, "penalty_amount": 1,
    }  # fmt: skip
    codes = [spec.code for spec in licheng.indicators()]
    table = {name: {code: Decimal(fine.get(code, 0)) for code in codes} for name in licheng.unit_kinds()}
    content = circular(licheng.snapshot(table, first_of_campaign=True))
    assert "本期没有需要通报的突出问题" in text_of(content)
    assert text_of(content, BlockKind.HEADING_2) == "（一）提高报送质量"
    assert "一是" not in text_of(content)


def test_what_was_not_done_is_not_listed() -> None:
    text = text_of(circular(with_column("judicial_transfer", 0)))
    assert "移送司法机关" not in text
    assert "0人" not in text


def test_I12_missing_units_are_named_twice_over() -> None:
    content = circular(licheng.missing(september(), "拱辰街道"), august())
    assert "以上数据不含到关账时未报送的拱辰街道。" in text_of(content)
    assert "拱辰街道到关账时仍未报送" in problem(content, "数据报送不够及时准确")


def test_late_units_are_named() -> None:
    data = licheng.with_unit(september(), "拱辰街道", timeliness=Timeliness.LATE)
    assert "拱辰街道超过截止时间才报送" in problem(circular(data), "数据报送不够及时准确")


def test_I12_month_in_which_nobody_filed_claims_nothing() -> None:
    content = circular(licheng.snapshot({}))
    text = text_of(content)
    assert "排查一般隐患" not in text
    assert "整改率" not in text
    assert "未报送的西天尾镇、" in text


def test_synthetic_period_is_marked() -> None:
    notice = text_of(circular(replace(september(), synthetic=True)), BlockKind.NOTICE)
    assert notice.startswith("本期为合成数据")


def test_synthetic_period_before_is_marked_with_its_name() -> None:
    notice = text_of(circular(before=august()), BlockKind.NOTICE)
    assert notice.startswith("上期（2023年8月）为合成数据")


@pytest.mark.parametrize("before", [None, august(synthetic=False)])
def test_real_data_bears_no_notice(before: SnapshotData | None) -> None:
    assert circular(before=before).of(BlockKind.NOTICE) == ()


def test_first_period_speaks_of_no_period_before() -> None:
    content = circular(licheng.snapshot(first_of_campaign=True))
    assert all("上期" not in block.text for block in content.blocks)


def test_form_without_penalties_composes_all_the_same() -> None:
    data = september()
    kept = tuple(spec for spec in data.indicators if not spec.code.startswith("penalty"))
    content = circular(replace(data, indicators=kept), august())
    assert "行政处罚" not in text_of(content).replace("依法应当处罚", "")


def test_circular_read_back_from_json_is_the_same() -> None:
    content = circular(before=august())
    assert CircularContent.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_composing_twice_gives_the_same_circular() -> None:
    assert circular(before=august()) == circular(before=august())


def test_date_is_left_to_the_signing() -> None:
    assert circular().of(BlockKind.DATE) == (Block(BlockKind.DATE, (Text("（待签发）"),), "date"),)


@settings(max_examples=25, deadline=None)
@given(licheng.tables(), licheng.tables())
def test_I5_any_month_composes_with_every_number_accounted_for(
    now: licheng.Table, before: licheng.Table
) -> None:
    data, earlier = licheng.snapshot(now, before), licheng.snapshot(before, period="2023-08")
    figures = by_key(compute(data, earlier))
    for block in circular(data, earlier).blocks:
        assert block.text
        for part in block.parts:
            if isinstance(part, FigureRef):
                assert part.text == figures[part.key].text
                assert part.text not in ("—", "无")


@settings(max_examples=25, deadline=None)
@given(licheng.tables(), licheng.tables())
def test_any_month_is_punctuated_like_prose(now: licheng.Table, before: licheng.Table) -> None:
    content = circular(licheng.snapshot(now, before), licheng.snapshot(before))
    for block in content.of(BlockKind.PARAGRAPH):
        assert block.text.endswith("。")
        assert not re.search(r"[，、；]。|。。|，，|^[，。、]|\{|\}|  ", block.text)


@settings(max_examples=25, deadline=None)
@given(licheng.tables(), licheng.tables())
def test_problems_named_are_borne_out_by_the_figures(now: licheng.Table, before: licheng.Table) -> None:
    data, earlier = licheng.snapshot(now, before), licheng.snapshot(before)
    figures = by_key(compute(data, earlier))
    content = circular(data, earlier)
    outstanding = figures["major.outstanding"].value
    assert bool(problem(content, "隐患整改还不彻底")) == (isinstance(outstanding, int) and outstanding > 0)
    rate = figures["listed.rate"].value
    assert bool(problem(content, "挂牌督办不够有力")) == (isinstance(rate, Decimal) and rate < 50)
    doubtful = any(
        figures[key].value for key in ("filing.missing_units", "filing.late_units", "doubtful_units.listed")
    )
    assert bool(problem(content, "数据报送不够及时准确")) == doubtful


def test_steps_answer_the_problems_in_their_order() -> None:
    steps = [block.text for block in circular(before=august()).of(BlockKind.HEADING_2)]
    assert steps == [
        "（一）加大排查力度", "（二）抓紧整改销号", "（三）强化挂牌督办", "（四）严格精准执法", "（五）提高报送质量",
    ]  # fmt: skip


def test_advice_holds_no_figures_and_no_names_of_units() -> None:
    content = circular(before=august())
    at = [block.text for block in content.blocks].index("三、下一步工作")
    advice = content.blocks[at:-4]
    assert all(isinstance(part, Text) for block in advice for part in block.parts)
    assert not any(name in block.text for name in licheng.unit_kinds() for block in advice)


def test_office_signs_heads_and_titles_the_circular() -> None:
    content = compose(compute(september(), None), september(), None, office="某市安委办")
    assert text_of(content, BlockKind.ISSUER) == "某市安委办文件"
    assert text_of(content, BlockKind.SIGNATURE) == "某市安委办"
    assert content.title.startswith("某市安委办关于")
    assert all(OFFICE not in block.text for block in content.blocks)


def test_annex_is_named_after_the_district() -> None:
    assert text_of(circular(), BlockKind.ANNEX) == "荔城区专项行动进展情况调度表"
