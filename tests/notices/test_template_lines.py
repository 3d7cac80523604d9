"""Versions of a template compared."""

from notices.template_lines import Line, compare


def test_equal_texts_have_no_marks() -> None:
    assert compare("甲\n乙\n", "甲\n乙\n") == (Line(1, "甲"), Line(2, "乙"))


def test_lines_put_in_and_taken_out_are_marked_with_their_own_numbers() -> None:
    assert compare("甲\n乙\n丙", "甲\n丙\n丁") == (
        Line(1, "甲"),
        Line(2, "乙", "removed"),
        Line(2, "丙"),
        Line(3, "丁", "added"),
    )


def test_changed_line_stands_with_its_former_wording() -> None:
    assert [(line.mark, line.text) for line in compare("旧", "新")] == [("removed", "旧"), ("added", "新")]


def test_empty_texts_compare_to_nothing() -> None:
    assert compare("", "") == ()
