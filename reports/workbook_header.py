"""Find the header of a dispatch table in a grid and tell which column is which indicator.

Two shapes are known: one row of codes or printed names, and the printed layout with several rows of
merged groups over the labels and the units of measure (附件1). Merged cells are not marked as such in
what we read: only their first cell has text, so groups are filled rightwards within their parent.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.snapshot import IndicatorSpec
from reports.workbook_file import Grid, address
from reports.workbook_keys import columns
from reports.workbook_problems import Problem, ProblemKind
from reports.workbook_values import looks_numeric, plain, text_of

UNIT_HEADINGS = frozenset(
    {
        "unit", "name", "单位", "单位名称", "填报单位", "报送单位", "责任单位", "地区", "部门", "镇街",
        "地区/部门", "地区部门", "地区、部门", "镇街/部门", "部门/镇街", "镇街、部门", "计量单位",
    }
)  # fmt: skip
# Columns that clerks put beside a table and that mean nothing to it.
BESIDE = frozenset({"序号", "编号", "备注", "说明"})
_SEARCH_ROWS = 40
_SEARCH_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Header:
    """Where the table lies: its unit column, the code of each recognised column, its first data row.

    Rows and columns count from 0. `known` are all columns that have a heading, understood or not; `key_column`
    holds the units' keys in a table made from a template.
    """

    unit_column: int
    first_row: int
    codes: Mapping[int, str]
    known: frozenset[int]
    problems: tuple[Problem, ...]
    key_column: int | None = None


def printed_names(indicators: Sequence[IndicatorSpec]) -> dict[str, str]:
    """The name of each column in messages: its label, or its whole path where labels repeat (排查)."""
    labels = Counter(indicator.label for indicator in indicators)
    return {
        indicator.code: indicator.label if labels[indicator.label] == 1 else indicator.full_label
        for indicator in indicators
    }


def find_header(grid: Grid, indicators: Sequence[IndicatorSpec]) -> Header | None:
    """The header under which most columns are recognised; None when there is none at all."""
    headers = [_header_at(grid, row, column, indicators) for row, column in _anchors(grid)]
    recognised = [header for header in headers if header.codes]
    return max(recognised, key=lambda header: len(header.codes), default=None)


def keyed_header(grid: Grid, indicators: Sequence[IndicatorSpec]) -> Header:
    """The header of a table made from a template: its columns are known by the keys in the first row."""
    codes, key_column = columns(grid, [item.code for item in indicators])
    names = printed_names(indicators)
    problems = tuple(
        Problem(ProblemKind.COLUMN, "A1", None, names[item.code], "模板里的这一列被删掉了，请重新下载模板")
        for item in indicators
        if item.code not in codes.values()
    )
    anchor = next(_anchors(grid), (0, 0))
    known = frozenset({0, *codes} | ({key_column} if key_column is not None else set()))
    return Header(0, _first_data_row(grid, anchor[0], 0), codes, known, problems, key_column)


def _anchors(grid: Grid) -> Iterator[tuple[int, int]]:
    """Cells that may head the unit column, with something written to their right."""
    for row, cells in enumerate(grid.rows[:_SEARCH_ROWS]):
        for column, value in enumerate(cells[:_SEARCH_COLUMNS]):
            if text_of(value).lower() in UNIT_HEADINGS and len(cells) > column + 1:
                yield row, column


def _header_at(grid: Grid, row: int, unit_column: int, indicators: Sequence[IndicatorSpec]) -> Header:
    first_row = _first_data_row(grid, row, unit_column)
    headings = _headings(grid, range(row, first_row), unit_column)
    names = printed_names(indicators)
    codes, spoiled, problems = _recognise([h for h in headings if h.path[0] not in BESIDE], indicators)
    found = {*codes.values(), *spoiled}
    anchor = address(row, unit_column)
    problems += [
        Problem(ProblemKind.COLUMN, anchor, None, names[item.code], "表里没有这一列，请补上")
        for item in indicators
        if item.code not in found
    ]
    known = frozenset({unit_column, *(heading.column for heading in headings)})
    usable = {column: code for column, code in codes.items() if code not in spoiled}
    return Header(unit_column, first_row, usable, known, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Heading:
    """One column's texts from the top down, groups filled in, and its lowest own cell."""

    column: int
    path: tuple[str, ...]
    cell: str


def _recognise(
    headings: Sequence[_Heading], indicators: Sequence[IndicatorSpec]
) -> tuple[dict[int, str], set[str], list[Problem]]:
    """Codes by column, the codes whose column cannot be used, and the complaints about columns."""
    matcher = _Matcher(indicators)
    names = printed_names(indicators)
    codes: dict[int, str] = {}
    spoiled: set[str] = set()
    problems: list[Problem] = []
    for heading in headings:
        code, complaint = matcher.match(heading.path)
        twin = next((column for column, known in codes.items() if known == code), None)
        if twin is not None:
            complaint = f"这一列与 {address(0, twin)[:-1]} 列重复，请只留一列"
        if complaint:
            label = names.get(code, "/".join(heading.path))
            problems.append(Problem(ProblemKind.COLUMN, heading.cell, None, label, complaint))
            spoiled.add(code)
        else:
            codes[heading.column] = code
    return codes, spoiled, problems


def _first_data_row(grid: Grid, row: int, unit_column: int) -> int:
    """The row after the header: the first that names something in the unit column or holds a number."""
    for below in range(row + 1, len(grid.rows)):
        heading = text_of(grid.at(below, unit_column)).lower()
        numeric = any(looks_numeric(value) for value in grid.rows[below])
        if numeric or (heading and heading not in UNIT_HEADINGS):
            return below
    return len(grid.rows)


def _headings(grid: Grid, rows: range, unit_column: int) -> list[_Heading]:
    """The columns with a text of their own. A blank takes the text of the column before it, as merged
    cells leave it, but only above the first row in which the column says something itself.
    """
    headings: list[_Heading] = []
    before = [""] * len(rows)
    for column in range(grid.width):
        own = [text_of(grid.at(row, column)) for row in rows]
        levels = [level for level, text in enumerate(own) if text]
        if column == unit_column or not levels:
            before = [""] * len(rows) if column == unit_column else before
            continue
        before = [*before[: levels[0]], *own[levels[0] :]]
        path = tuple(text for text in before if text)
        headings.append(_Heading(column, path, address(rows[levels[-1]], column)))
    return headings


class _Matcher:
    """Recognises a column by its code or its printed name, with or without the unit of measure.

    Outer groups may be left out where what remains is unlike any other column's (行政处罚/次数).
    """

    def __init__(self, indicators: Sequence[IndicatorSpec]) -> None:
        self._measures = {indicator.code: plain(indicator.measure) for indicator in indicators}
        self._codes = {plain(indicator.full_label).lower(): indicator.code for indicator in indicators}
        endings = Counter(ending for indicator in indicators for ending in _endings(indicator))
        for indicator in indicators:
            self._codes[plain(indicator.code).lower()] = indicator.code
            for ending in _endings(indicator):
                if endings[ending] == 1:
                    self._codes.setdefault(ending, indicator.code)

    def match(self, path: tuple[str, ...]) -> tuple[str, str]:
        """The code of a heading and what is wrong with it; an empty code for a stranger."""
        whole = "/".join(path).lower()
        if whole in self._codes:
            return self._codes[whole], ""
        name, measure = _split_measure(path)
        code = self._codes.get(name.lower(), "")
        if not code:
            return "", "不认识这一列，请对照模板改表头或删去这一列"
        if measure != self._measures[code]:
            return code, f"计量单位应为“{self._measures[code]}”，表中为“{measure}”"
        return code, ""


def _endings(indicator: IndicatorSpec) -> list[str]:
    """The header path without its outer groups, one more left out each time."""
    path = indicator.path
    return [plain("/".join(path[start:])).lower() for start in range(1, len(path))]


def _split_measure(path: tuple[str, ...]) -> tuple[str, str]:
    """A heading split into name and measure: its last level, or what stands in brackets at the end."""
    last = path[-1]
    if last.endswith(")") and "(" in last[1:]:
        label, _, measure = last[:-1].rpartition("(")
        bracketed = "/".join((*path[:-1], label))
        return bracketed, measure
    return "/".join(path[:-1]), last
