"""The paper on figures: a line for each, in order, that Markdown can read."""

from dataclasses import replace

import pytest

from reports.figure_names import known
from reports.figure_table import COLUMNS, table
from tests import licheng

SPECS = licheng.indicators()


def lines(text: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]


def test_every_line_has_all_columns() -> None:
    found = lines(table(SPECS))
    assert tuple(found[0]) == COLUMNS
    assert {len(cells) for cells in found} == {len(COLUMNS)}
    assert all(cell.strip() for cells in found for cell in cells)


def test_keys_stand_as_code_each_once() -> None:
    keys = [cells[0].strip("`") for cells in lines(table(SPECS))[2:]]
    assert len(keys) == len(set(keys))
    plain = {key for key in keys if "{}" not in key}
    assert plain <= set(known(SPECS))
    assert [key for key in keys if "{}" in key] == [
        "kind.major.{}.count",
        "kind.major.{}.share",
        "sector.major.{}.count",
        "sector.major.{}.share",
    ]


@pytest.mark.parametrize("without", ["penalty_amount", "listed_found", "major_enterprise_found"])
def test_paper_of_a_shorter_form_leaves_out_what_needs_the_column(without: str) -> None:
    shorter = tuple(spec for spec in SPECS if spec.code != without)
    assert len(lines(table(shorter))) < len(lines(table(SPECS)))
    assert {cells[0].strip("`") for cells in lines(table(shorter))[2:] if "{}" not in cells[0]} <= set(
        known(shorter)
    )


def test_column_whose_name_has_a_bar_does_not_break_the_table() -> None:
    odd = (replace(SPECS[0], code="odd", label="甲|乙"),)
    assert {len(cells) for cells in lines(table(odd))} == {len(COLUMNS)}


def test_paper_ends_with_one_line_break() -> None:
    text = table(SPECS)
    assert text.startswith("# 指标表\n")
    assert text.endswith("|\n")
