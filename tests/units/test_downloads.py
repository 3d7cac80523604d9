"""Files as answers: to be saved under their name, kept by no cache."""

from urllib.parse import unquote

from django.http import StreamingHttpResponse

from units.downloads import XLSX, download, to_be_saved, workbook


def test_file_is_saved_under_its_chinese_name_and_kept_by_no_cache() -> None:
    answer = download(b"{}", "2023年9月指标.json", "application/json")
    assert answer.content == b"{}"
    assert answer.headers["Content-Type"] == "application/json"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert unquote(disposition).endswith("2023年9月指标.json")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_workbook_says_what_it_is() -> None:
    assert workbook(b"PK", "台账.xlsx").headers["Content-Type"] == XLSX


def test_stream_is_saved_too() -> None:
    answer = StreamingHttpResponse(iter([b"PK"]))
    to_be_saved(answer, '材料"一".zip')
    assert unquote(answer.headers["Content-Disposition"]).endswith('材料"一".zip')


def test_line_break_in_a_name_starts_no_header() -> None:
    assert "\n" not in download(b"", "甲\r\nX: 1.txt", "text/plain").headers["Content-Disposition"]
