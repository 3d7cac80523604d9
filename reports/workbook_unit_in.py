"""Read back one unit's template: a line for each column of the form, wherever the lines have been moved to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.snapshot import IndicatorSpec, decimal_text
from reports.workbook_file import Grid, address, open_grids
from reports.workbook_header import printed_names
from reports.workbook_keys import Mark, mark_of, require_same
from reports.workbook_problems import Problem, ProblemKind, UnreadableFile
from reports.workbook_template import VALUE_COLUMN
from reports.workbook_values import read_value, text_of

NO_TEMPLATE = "这不是本单位的填报模板；请在本页下载模板，填好“本期”一列再上传"


@dataclass(frozen=True, slots=True)
class UnitReading:
    """What a unit's file says: exact texts by code (an empty line is left out), their cells, and every problem."""

    texts: Mapping[str, str]
    cells: Mapping[str, str]
    problems: tuple[Problem, ...]


def read_unit_table(
    content: bytes,
    filename: str,
    *,
    indicators: Sequence[IndicatorSpec],
    mark: Mark,
    unit_name: str,
    unit_kind: str,
) -> UnitReading:
    """Read the template of one unit; UnreadableFile when it is none, or was made for another month, form or unit."""
    grid = _template(open_grids(content, filename), mark, unit_name)
    specs = {spec.code: spec for spec in indicators}
    names = printed_names(indicators)
    texts: dict[str, str] = {}
    cells: dict[str, str] = {}
    problems: list[Problem] = []
    for row in range(1, len(grid.rows)):
        code = text_of(grid.at(row, 0))
        if code not in specs:
            continue
        cell = address(row, VALUE_COLUMN)
        reading = read_value(grid.at(row, VALUE_COLUMN), specs[code], unit_kind)
        if code in cells:
            problems.append(
                Problem(ProblemKind.ROW, cell, unit_name, names[code], "这一项出现了两行，请只留一行")
            )
        elif reading.message and not reading.blank:
            problems.append(Problem(ProblemKind.ROW, cell, unit_name, names[code], reading.message))
        elif reading.value is not None and not reading.blank:
            texts[code] = decimal_text(reading.value)
        cells.setdefault(code, cell)
    problems += [
        Problem(ProblemKind.COLUMN, "", unit_name, names[code], "模板里的这一行被删掉了，请重新下载模板")
        for code in specs.keys() - cells.keys()
    ]
    return UnitReading(texts, cells, tuple(problems))


def _template(grids: Sequence[Grid], mark: Mark, unit_name: str) -> Grid:
    for grid in grids:
        if (made_for := mark_of(grid)) is not None:
            require_same(made_for, mark, unit_name=unit_name)
            return grid
    raise UnreadableFile(NO_TEMPLATE)
