"""Formulas that carry their results."""

import io

from openpyxl import Workbook, load_workbook

from reports.workbook_results import with_results


def book() -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = 2, "=SUM(A1:A1)", "=A1&A2"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def cells(content: bytes, *, results: bool) -> list[object]:
    sheet = load_workbook(io.BytesIO(content), data_only=results).worksheets[0]
    return [sheet[name].value for name in ("A1", "A2", "A3")]


def test_formula_gets_its_result_and_stays_a_formula() -> None:
    filled = with_results(book(), {"A2": "2"})
    assert cells(filled, results=True) == [2, 2, None]
    assert cells(filled, results=False) == [2, "=SUM(A1:A1)", "=A1&A2"]


def test_cells_without_formulas_and_unknown_cells_are_left_alone() -> None:
    assert cells(with_results(book(), {"A1": "7", "B9": "7"}), results=True) == [2, None, None]
