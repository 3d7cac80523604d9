"""A table beside the text: .xlsx as the product writes it, .csv as the data come, and nothing that is neither."""

import io

import openpyxl
import pytest

from notices.numbers.tables_file import read_table
from reports.workbook_out import Matrix, MatrixRow, write_dispatch, write_matrix
from reports.workbook_problems import UnreadableFile
from tests.licheng import DATA, indicators, september, snapshot

SPECS = indicators()


def test_csv_of_the_data_is_read_row_by_row() -> None:
    content = (DATA / "dispatch-2023-09.csv").read_bytes()
    table = read_table(content, "dispatch-2023-09.csv", SPECS)
    assert {row.label: table.values(row) for row in table.units} == september()
    assert (table.start, table.end) == (0, 0)


def test_workbook_that_the_product_wrote_is_read_with_its_total_row() -> None:
    table = read_table(write_dispatch(snapshot()), "附件1.xlsx", SPECS)
    assert {row.label: table.values(row) for row in table.units} == september()
    (total,) = (row for row in table.rows if row.is_total)
    assert total.label == "累计"
    assert table.values(total)["towns_assisted"] == 386


def test_unit_that_filed_nothing_has_no_row_of_zeros() -> None:
    rows = [MatrixRow(name, september()[name]) for name in ("西天尾镇", "北高镇")]
    silent = Matrix("调度表", "", SPECS, [*rows, MatrixRow("新度镇", None)])
    table = read_table(write_matrix(silent), "a.xlsx", SPECS)
    assert {row.label: table.values(row) for row in table.units if table.values(row)} == {
        name: september()[name] for name in ("西天尾镇", "北高镇")
    }


def test_two_sheets_with_tables_are_not_guessed_between() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_dispatch(snapshot())))
    book.copy_worksheet(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(UnreadableFile, match="有 2 张工作表都是调度表"):
        read_table(buffer.getvalue(), "a.xlsx", SPECS)


def test_columns_of_another_order_are_known_by_name() -> None:
    content = "单位,次数,罚款金额\n甲镇,2,1.5\n乙局,1,0.3\n".encode()
    table = read_table(content, "a.csv", SPECS)
    assert [column.code for column in table.columns] == ["penalty_count", "penalty_amount"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "0 字节"),
        (b"x", "a.xls", "只接受 .xlsx 和 .csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "旧版 .xls"),
        ("行业,条数\n工贸,9\n消防,3\n".encode(), "a.csv", "没有找到调度表"),
        ("没有数字的文字".encode(), "a.csv", "没有找到调度表"),
    ],
)
def test_file_without_a_dispatch_table_is_refused(content: bytes, name: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_table(content, name, SPECS)
