"""The columns of a form as a list in Excel: written, and read back. Pure; nothing is stored."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from reports.form_changes import texts
from reports.form_design import NAMES
from reports.snapshot import SOURCE_LABELS, IndicatorSpec, Source
from reports.workbook_file import Grid, address, open_grids
from reports.workbook_problems import UnreadableFile
from reports.workbook_values import plain, text_of

T = TypeVar("T")

MAX_BYTES = 1024 * 1024
BASES = ("累计", "当期")
_WIDTHS: Mapping[str, int] = {"code": 26, "group": 36, "label": 30, "evidence": 24, "note": 60}
_CHOICES: Mapping[str, Sequence[str]] = {"cumulative": BASES, "source": tuple(SOURCE_LABELS.values())}
_NEEDED = ("label", "measure")
_SEARCH_ROWS = 10
_LAST_ROW = 200


def write_columns(
    title: str, columns: Sequence[IndicatorSpec], kinds: Mapping[str, str], *, codes: bool
) -> bytes:
    """The list as .xlsx, one column of the form in each row; `codes` for those to whom they mean something."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "各列"
    parts = [part for part in NAMES if codes or part != "code"]
    lines = [[title], [NAMES[part] for part in parts]]
    lines += [[texts(column, kinds)[part] for part in parts] for column in columns]
    for row, line in enumerate(lines, start=1):
        for place, text in enumerate(line, start=1):
            cell = sheet.cell(row, place, text)
            # A text stays a text, whatever it begins with.
            cell.data_type = "s"
            cell.font = Font(name="黑体" if row <= 2 else "仿宋", size=14 if row == 1 else 11)
            cell.alignment = Alignment(vertical="center", wrap_text=row > 1)
    for place, part in enumerate(parts, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDTHS.get(part, 12)
        if part in _CHOICES:
            offered = DataValidation("list", formula1=f'"{",".join(_CHOICES[part])}"')
            offered.add(f"{letter}3:{letter}{_LAST_ROW}")
            sheet.add_data_validation(offered)
    sheet.freeze_panes = "A3"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read_columns(
    content: bytes, filename: str, kinds: Mapping[str, str], known: Sequence[IndicatorSpec]
) -> tuple[IndicatorSpec, ...]:
    """The columns listed in a file, in its order. UnreadableFile names the first cell that cannot be read.

    A row without a code is the column of the same name among `known`, else a new one.
    """
    for grid in open_grids(content, filename):
        found = _heading(grid)
        if found is not None:
            row, places = found
            return _recognised([_column(line, kinds) for line in _lines(grid, row + 1, places)], known)
    needed = "、".join(f"“{NAMES[part]}”" for part in _NEEDED)
    raise UnreadableFile(f"表里没有找到{needed}这样的表头，请先下载本版的列表，在它上面改")


def _heading(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of headings, and where each part stands in it."""
    parts = {plain(name): part for part, name in NAMES.items()}
    for row, cells in enumerate(grid.rows[:_SEARCH_ROWS]):
        places = {
            parts[text]: place for place, value in enumerate(cells) if (text := text_of(value)) in parts
        }
        if all(part in places for part in _NEEDED):
            return row, places
    return None


def _lines(grid: Grid, first: int, places: Mapping[str, int]) -> Iterator[dict[str, tuple[str, str]]]:
    """For each row that says something, the address and the text of every part."""
    for row in range(first, len(grid.rows)):
        cells = {part: (address(row, at), _text(grid, row, at)) for part, at in places.items()}
        if any(text for _, text in cells.values()):
            yield cells


def _text(grid: Grid, row: int, column: int) -> str:
    value = grid.at(row, column)
    return "" if value is None else str(value).strip()


def _column(line: Mapping[str, tuple[str, str]], kinds: Mapping[str, str]) -> IndicatorSpec:
    said = {part: text for part, (_, text) in line.items()}
    group = said.get("group", "").replace("／", "/")
    names = [
        name for name in said.get("not_for", "").replace(",", "、").replace("，", "、").split("、") if name
    ]
    by_name = {name: kind for kind, name in kinds.items()}
    return IndicatorSpec(
        code=said.get("code", ""),
        order=0,
        group=tuple(level.strip() for level in group.split("/")) if group else (),
        label=said["label"],
        measure=said["measure"],
        decimals=_chosen(line, "decimals", {str(places): places for places in range(10)}, 0),
        note=said.get("note", ""),
        not_for=tuple(_named(line["not_for"][0], name.strip(), by_name) for name in names),
        cumulative=_chosen(line, "cumulative", {"累计": True, "当期": False}, True),
        source=_chosen(
            line, "source", {label: source for source, label in SOURCE_LABELS.items()}, Source.TYPED
        ),
        evidence=said.get("evidence", ""),
    )


def _chosen(line: Mapping[str, tuple[str, str]], part: str, offered: Mapping[str, T], default: T) -> T:
    """What a cell with a choice says; `default` where it is empty or not there."""
    where, text = line.get(part, ("", ""))
    return _named(where, text, offered) if text else default


def _named(where: str, text: str, offered: Mapping[str, T]) -> T:
    if text not in offered:
        raise UnreadableFile(f"{where} 里的“{text[:20]}”认不出来，应为{'、'.join(offered)}之一")
    return offered[text]


def _recognised(
    columns: Sequence[IndicatorSpec], known: Sequence[IndicatorSpec]
) -> tuple[IndicatorSpec, ...]:
    """The columns with the codes they had, where a row bears a name that is known and not yet taken."""
    codes = {plain(column.full_label): column.code for column in known}
    taken = {column.code for column in columns}
    made = []
    for column in columns:
        code = column.code or codes.get(plain(column.full_label), "")
        if not column.code and code in taken:
            code = ""
        taken.add(code)
        made.append(replace(column, code=code))
    return tuple(made)
