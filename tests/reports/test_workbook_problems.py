"""How a finding reads on one line."""

import pytest

from reports.workbook_problems import Problem, ProblemKind, UnreadableFile


@pytest.mark.parametrize(
    ("cell", "unit", "label", "line"),
    [
        ("C7", "西天尾镇", "罚款金额", "C7 西天尾镇 罚款金额：不能是负数"),
        ("C7", None, "罚款金额", "C7 罚款金额：不能是负数"),
        ("", "西天尾镇", None, "西天尾镇：不能是负数"),
        ("", None, None, "不能是负数"),
    ],
)
def test_problem_reads_as_one_line(cell: str, unit: str | None, label: str | None, line: str) -> None:
    assert str(Problem(ProblemKind.ROW, cell, unit, label, "不能是负数")) == line


def test_unreadable_file_carries_its_message() -> None:
    assert UnreadableFile("文件是空的").message == str(UnreadableFile("文件是空的")) == "文件是空的"
