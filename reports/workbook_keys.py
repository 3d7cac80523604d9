"""What a template says of itself: for which period, form and unit it was made, and which column is which.

A hidden first row holds the mark in A1 and the code of each column; in a table of all units a hidden last column
holds the unit's key. So a table is read rightly after somebody has renamed a heading, sorted the rows or
abbreviated a name, and a template of another month is refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.workbook_file import Grid
from reports.workbook_problems import UnreadableFile
from reports.workbook_values import Value, text_of

UNIT_KEY = "行标识"
_MARK = re.compile(r"清患模板\|(整表|单表)\|([^|]*)\|([^|]*)\|v(\d+)\|(\d*)")
_LIKE_A_MARK = "清患模板"


@dataclass(frozen=True, slots=True)
class Mark:
    """`tenant` is the district's address, `period` the label, `unit` the unit's key: None for a table of all units."""

    tenant: str
    period: str
    form: int
    unit: int | None = None

    def __str__(self) -> str:
        """As it stands in A1."""
        kind = "整表" if self.unit is None else "单表"
        return f"清患模板|{kind}|{self.tenant}|{self.period}|v{self.form}|{'' if self.unit is None else self.unit}"


def mark_of(grid: Grid) -> Mark | None:
    """The mark of a sheet; None when it was not made from a template, UnreadableFile when it was tampered with."""
    text = text_of(grid.at(0, 0))
    if not text.startswith(_LIKE_A_MARK):
        return None
    found = _MARK.fullmatch(text)
    if found is None:
        raise UnreadableFile("模板第一行的隐藏标识被改动过；请重新下载模板，把数据复制过去再上传")
    _, tenant, period, form, unit = found.groups()
    return Mark(tenant, period, int(form), int(unit) if unit else None)


def require_same(found: Mark, expected: Mark, *, unit_name: str = "") -> None:
    """UnreadableFile when a template was made for another period, form or unit than the one it is read for."""
    again = "请下载本期的模板再填"
    if found.tenant != expected.tenant:
        raise UnreadableFile(f"这是别的辖区的模板；{again}")
    if (found.unit is None) != (expected.unit is None):
        kind = "全部单位的整表" if found.unit is None else "单个单位的表"
        raise UnreadableFile(f"这是{kind}的模板，不能在这里导入；{again}")
    if found.period != expected.period:
        raise UnreadableFile(f"这是“{found.period}”一期的模板，现在要报的是“{expected.period}”；{again}")
    if found.form != expected.form:
        raise UnreadableFile(f"调度表已换成第 {expected.form} 版，这个模板是第 {found.form} 版的；{again}")
    if found.unit != expected.unit:
        raise UnreadableFile(f"这是别的单位的模板，不是{unit_name}的；{again}")


def columns(grid: Grid, codes: Sequence[str]) -> tuple[Mapping[int, str], int | None]:
    """From the hidden row: the code of each column, and the column of the units' keys if there is one."""
    row: Sequence[Value] = grid.rows[0]
    texts = {column: text_of(value) for column, value in enumerate(row)}
    known = {column: code for column, code in texts.items() if code in codes}
    keys = next((column for column, text in texts.items() if text == UNIT_KEY), None)
    return known, keys
