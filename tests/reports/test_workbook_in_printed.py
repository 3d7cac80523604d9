"""The annex as it was printed and mailed in October 2023, with its line breaks and its one wrong total."""

from decimal import Decimal

import pytest

from reports.workbook_in import TableReading, UnitRef, read_table
from reports.workbook_problems import Problem, ProblemKind
from tests import licheng
from tests.reports.workbooks import csv_bytes, xlsx

Row = list[object]

BROKEN_NAMES = {
    "区公安分局": "区公安\n\n分局",
    "区自然资源局": "区自然\n\n资源局",
    "区城管执法局": "区城管\n\n执法局",
    "区农业农村局": "区农业\n\n农村局",
    "区市场监管局": "区市场\n\n监管局",
    "区交警大队": "区交警\n\n大队",
    "区交通运输局": "区交通\n\n运输局",
}
GROUPS: Row = [
    "地区/部门", "一般隐患", None, "重大隐患", *[None] * 5, "部门\n检查", None, None,
    "部门精准严格执法情况", *[None] * 10, "其他相关工作跟踪落实情况", *[None] * 5,
]  # fmt: skip
MIDDLE: Row = [
    None, "排查", "已整改", "企业自查上报", None, "部门排查", None, "部门挂牌督办", None,
    "抽查检查企业数", "帮扶指导重点县区（镇街）", "帮扶指导重点企业", "行政\n处罚", None,
    "企业和企业主要负责人“一案双罚”", "移送 \n司法\n机关", "责令 \n停产\n整顿", "曝光、\n约谈、\n联合惩戒企业",
    "公布典型执法案例", "责任倒查追责问责", "约谈通报有关地区及部门", "关闭取缔", "案件线索移交",
    "分管本部门的党委政府领导现场督导检查", "行业部门负责同志到企业宣讲",
    "组织开展本系统安全生产监管执法人员专题培训", None, "举报奖励", None,
]  # fmt: skip
LABELS: Row = [
    *[None] * 3, "排查", "已整改", "排查", "已整改", "排查", "已整改", *[None] * 3, "次数", "罚款\n\n金额",
    *[None] * 11, "场次", "人次", "总金额", "匿名举报查实奖励金额",
]  # fmt: skip
MEASURES: Row = [
    None, *["条"] * 8, "家次", "个次", "个次", "次", "万元", "次", "人", "家", "家", "个", "人", "次", "家",
    "家", "次", "次", "场次", "人次", "万元", "万元",
]  # fmt: skip
TITLES: list[Row] = [
    ["附件1"],
    ["荔城区专项行动进展情况调度表"],
    [],
    ["（数据统计区间：2023年5月1日-2023年9月26日）"],
]
WRONG = "累计行 帮扶指导重点县区（镇街） 为 366，各单位合计应为 386"


def as_excel(number: Decimal) -> object:
    return float(number) if number % 1 else int(number)


def printed_rows() -> list[Row]:
    table = licheng.september()
    named = [[BROKEN_NAMES.get(name, name), *map(as_excel, row.values())] for name, row in table.items()]
    totals: Row = ["累计", *map(as_excel, licheng.PUBLISHED_TOTALS.values())]
    return [*TITLES, GROUPS, MIDDLE, LABELS, MEASURES, totals, *named]


def reading(rows: list[Row], name: str = "附件1.xlsx") -> TableReading:
    content = (
        xlsx(rows)
        if name.endswith(".xlsx")
        else csv_bytes([list(map(quoted, row)) for row in rows], "gb18030")
    )
    units = [UnitRef(unit, kind) for unit, kind in licheng.unit_kinds().items()]
    return read_table(content, name, indicators=licheng.indicators(), units=units)


def quoted(cell: object) -> object:
    return f'"{cell}"' if isinstance(cell, str) else cell


@pytest.mark.parametrize("name", ["附件1.xlsx", "附件1.csv"])
def test_I9_printed_annex_is_read_and_its_one_wrong_total_found(name: str) -> None:
    table = reading(printed_rows(), name)
    label = "帮扶指导重点县区（镇街）"
    assert table.problems == (Problem(ProblemKind.TOTAL, "K9", None, label, WRONG),)
    assert {row.unit: dict(row.values) for row in table.good_rows} == licheng.september()


def test_annex_with_the_right_total_is_all_right() -> None:
    rows = printed_rows()
    rows[8][10] = 386
    table = reading(rows)
    assert table.all_right
    assert table.problems == ()
    police = next(row for row in table.rows if row.unit == "区交警大队")
    assert (police.row_number, police.cells["penalty_amount"]) == (33, "N33")
    assert police.values["penalty_amount"] == Decimal("26.248")


def test_blank_of_a_town_under_assistance_to_towns_counts_as_zero() -> None:
    """填表说明 2: towns do not fill in 帮扶指导镇街."""
    rows = printed_rows()
    kinds = licheng.unit_kinds()
    for row in rows[9:]:
        if kinds.get(str(row[0])) == "town":
            row[10] = None
    assert [problem.message for problem in reading(rows).problems] == [WRONG]


def test_unit_without_any_figure_is_noted_and_the_totals_no_longer_agree() -> None:
    rows = printed_rows()
    rows[-1] = ["区鞋服城", *[None] * 28]
    problems = reading(rows).problems
    assert [(p.cell, p.kind) for p in problems[:2]] == [("B9", ProblemKind.TOTAL), ("C9", ProblemKind.TOTAL)]
    assert problems[-1] == Problem(ProblemKind.NOTE, "", "区鞋服城", None, "整行没有填，按未报处理")


def test_label_misprinted_in_the_header_is_named_and_its_column_missed() -> None:
    rows = printed_rows()
    rows[5] = [*MIDDLE]
    rows[5][9] = "抽查企业数"
    problems = [(p.cell, p.label) for p in reading(rows).problems if p.kind is ProblemKind.COLUMN]
    assert problems == [("J8", "部门检查/抽查企业数/家次"), ("A5", "抽查检查企业数")]


def test_fines_in_yuan_are_not_taken_for_ten_thousands() -> None:
    rows = printed_rows()
    rows[7] = [*MEASURES]
    rows[7][13] = "元"
    table = reading(rows)
    assert "N8 罚款金额：计量单位应为“万元”，表中为“元”" in map(str, table.problems)
    assert table.good_rows == ()
