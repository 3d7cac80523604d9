"""A table given beside a text (.xlsx or .csv), read as one that stands in it."""

from collections.abc import Sequence

from notices.numbers.printed import PrintedTable, RawCell, RawTable
from notices.numbers.printed_header import recognise
from reports.snapshot import IndicatorSpec
from reports.workbook_file import Grid, open_grids
from reports.workbook_problems import UnreadableFile


def read_table(content: bytes, filename: str, indicators: Sequence[IndicatorSpec]) -> PrintedTable:
    """The one dispatch table of a file; UnreadableFile when there is none, or more than one."""
    grids = open_grids(content, filename)
    found = [table for grid in grids if (table := recognise(_raw(grid), indicators)) and table.is_dispatch]
    if not found:
        raise UnreadableFile(
            "没有找到调度表：要有“地区/部门”（或“单位”）一列，右边是各项指标的名称，下面是各单位的数；请下载模板对照"
        )
    if len(found) > 1:
        names = "、".join(f"“{table.title}”" for table in found)
        raise UnreadableFile(f"有 {len(found)} 张工作表都是调度表（{names}），请只留用来核对的一张")
    return found[0]


def _raw(grid: Grid) -> RawTable:
    width = grid.width
    rows = tuple(tuple(RawCell(grid.at(row, at)) for at in range(width)) for row in range(len(grid.rows)))
    return RawTable(0, 0, rows, True, grid.name)
