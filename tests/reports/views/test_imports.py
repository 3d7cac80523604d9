"""Importing a table of all units in the browser: nothing is stored before it was shown and accepted."""

import csv
import io
from collections.abc import Iterator, Mapping

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from reports.forms.uploads import MAX_BYTES
from reports.models import Submission
from reports.services import submissions
from tests.factories import BEFORE, CODES, ENTRIES, District, close, file_for
from tests.fixtures import Browser
from tests.pages import squeezed, text
from units.scoping import scope

IMPORT = "/licheng/periods/2023-09/import/"
ACCEPT = f"{IMPORT}accept"


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def table(rows: Mapping[str, Mapping[str, str]]) -> bytes:
    """A CSV in the column order of the form."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["unit", *CODES])
    for unit, values in rows.items():
        writer.writerow([unit, *(values[code] for code in CODES)])
    return out.getvalue().encode("utf-8-sig")


def all_units(district: District, **changes: Mapping[str, str]) -> bytes:
    """A sound row for each unit, but for `changes` by field of the district."""
    fields = ("town", "other_town", "bureau")
    return table({getattr(district, name).name: {**ENTRIES, **changes.get(name, {})} for name in fields})


def upload(browser: Browser, content: bytes, name: str = "9月.csv") -> tuple[int, str]:
    response = browser.post(IMPORT, {"table": SimpleUploadedFile(name, content)})
    return response.status_code, response.content.decode()


def token_of(page: str) -> str:
    return page.split('name="token" value="')[1].split('"', maxsplit=1)[0]


def filed(district: District) -> set[str]:
    with scope(district.tenant.pk):
        return set(Submission.objects.filter(state="filed").values_list("unit__name", flat=True))


def test_upload_shows_everything_and_stores_nothing(browser: Browser, scenery: District) -> None:
    status, page = upload(browser.sign_in(scenery.reviewer), all_units(scenery))
    assert status == 200
    assert "存入 3 家" in squeezed(page)
    assert all(unit.name in page for unit in scenery.units)
    assert filed(scenery) == set()


def test_accepted_table_is_filed(browser: Browser, scenery: District) -> None:
    _, page = upload(browser.sign_in(scenery.reviewer), all_units(scenery))
    response = browser.post(ACCEPT, {"token": token_of(page), "act": "all"}, follow=True)
    assert response.request["PATH_INFO"] == "/licheng/periods/2023-09/board"
    assert "已从“9月.csv”存入3家单位的2023年9月调度表。" in response.content.decode()
    assert filed(scenery) == {unit.name for unit in scenery.units}


def test_every_problem_is_named_with_its_cell(browser: Browser, scenery: District) -> None:
    content = all_units(scenery, town={"general_found": "-3"}, bureau={"penalty_count": "abc"})
    _, page = upload(browser.sign_in(scenery.reviewer), content)
    shown = squeezed(page)
    assert '<td data-cell="cell" class="nowrap strong">B2</td>' in shown
    assert '<td data-cell="cell" class="nowrap strong">E4</td>' in shown
    assert "不能是负数" in shown
    assert "只存没有问题的 1 家" in shown
    assert 'value="all"' not in shown


def test_good_rows_are_stored_only_when_expressly_chosen(browser: Browser, scenery: District) -> None:
    content = all_units(scenery, town={"general_found": "-3"})
    _, page = upload(browser.sign_in(scenery.reviewer), content)
    token = token_of(page)
    refused = browser.post(ACCEPT, {"token": token, "act": "all"}, follow=True)
    assert "没有存入任何数据" in refused.content.decode()
    assert filed(scenery) == set()
    accepted = browser.post(ACCEPT, {"token": token, "act": "good"}, follow=True)
    assert "存入2家" in accepted.content.decode()
    assert "有问题的1家没有存入" in accepted.content.decode()
    assert filed(scenery) == {scenery.other_town.name, scenery.bureau.name}


def test_rule_broken_in_a_row_counts_as_a_problem(browser: Browser, scenery: District) -> None:
    content = all_units(scenery, town={"general_rectified": "11"})
    _, page = upload(browser.sign_in(scenery.reviewer), content)
    assert "大于" in page
    assert "只存没有问题的 2 家" in squeezed(page)


def test_rows_filed_already_are_told_apart(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town)
    _, page = upload(browser.sign_in(scenery.reviewer), all_units(scenery))
    assert "存入 2 家" in squeezed(page)


def test_unknown_unit_gets_a_suggestion(browser: Browser, scenery: District) -> None:
    _, page = upload(browser.sign_in(scenery.reviewer), table({"东关": ENTRIES}))
    assert "是不是“东关镇”" in page
    assert "没有可以存入的行" in page


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图片.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64),
        ("改名.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512),
        ("断.xlsx", b"PK\x03\x04 truncated"),
        ("空表.csv", "一,二,三\n".encode()),
        ("乱码.csv", b"\xff\xfe\x00\x00\x80\x81"),
    ],
)
def test_file_that_is_no_table_is_refused_by_name(
    browser: Browser, scenery: District, name: str, content: bytes
) -> None:
    status, page = upload(browser.sign_in(scenery.reviewer), content, name)
    assert status == 422
    assert f"“{name}”读不了" in page
    assert "Traceback" not in page


def test_no_file_and_too_large_a_file_are_refused(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    assert "请先选择要导入的文件。" in browser.post(IMPORT, {}).content.decode()
    status, page = upload(browser, b"x" * (MAX_BYTES + 1))
    assert status == 422
    assert "超过10MB" in page


def test_markup_in_a_table_stays_text(browser: Browser, scenery: District) -> None:
    content = table({"<img src=x onerror=alert(1)>": ENTRIES})
    _, page = upload(browser.sign_in(scenery.reviewer), content, "<b>.csv")
    assert "<img src=x" not in page
    assert "<b>.csv" not in page


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_import_denied_to_everybody_but_the_office(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    assert browser.get(IMPORT).status_code == 403
    assert upload(browser, all_units(scenery))[0] == 403
    assert browser.post(ACCEPT, {"token": "x"}).status_code in {403, 404}
    assert filed(scenery) == set()


def test_I3_another_persons_upload_cannot_be_accepted(browser: Browser, scenery: District) -> None:
    _, page = upload(browser.sign_in(scenery.reviewer), all_units(scenery))
    response = Browser().sign_in(scenery.admin).post(ACCEPT, {"token": token_of(page), "act": "all"})
    assert response.status_code == 404
    assert filed(scenery) == set()


def test_expired_upload_says_to_upload_again(browser: Browser, scenery: District) -> None:
    _, page = upload(browser.sign_in(scenery.reviewer), all_units(scenery))
    cache.clear()
    response = browser.post(ACCEPT, {"token": token_of(page), "act": "all"})
    assert response.status_code == 404
    assert "请重新选择文件上传" in response.content.decode()


def test_pressing_twice_files_once(browser: Browser, scenery: District) -> None:
    _, page = upload(browser.sign_in(scenery.reviewer), all_units(scenery))
    posted = {"token": token_of(page), "act": "all"}
    browser.post(ACCEPT, posted)
    assert browser.post(ACCEPT, posted).status_code == 404
    with scope(scenery.tenant.pk):
        assert Submission.objects.count() == 3


def test_I4_closed_period_takes_no_table(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        close(scenery)
    status, page = upload(browser.sign_in(scenery.reviewer), all_units(scenery))
    assert status == 409
    assert "关账" in page


def test_empty_form_explains_itself(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.reviewer), IMPORT)
    assert "确认之前不存任何数据" in page
    assert "支持 Excel（.xlsx）和 CSV" in page


def test_changed_cells_show_what_they_replace(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        period, unit, actor = scenery.period, scenery.town, scenery.filer
        submissions.save_values(
            actor=actor,
            period=period,
            unit=unit,
            version=0,
            entries={**ENTRIES, "general_found": "9"},
            at=BEFORE,
        )
    _, page = upload(browser.sign_in(scenery.reviewer), all_units(scenery))
    shown = squeezed(page)
    assert "改 1 处" in shown
    assert '10<br><del class="small muted">9</del>' in shown
    assert shown.count("新报") == 2


def test_faulty_file_is_given_back_with_its_cells_marked(browser: Browser, scenery: District) -> None:
    content = all_units(scenery, town={"general_found": "-3"})
    _, page = upload(browser.sign_in(scenery.reviewer), content)
    response = browser.get(f"{IMPORT}problems.xlsx", {"token": token_of(page)})
    assert response.status_code == 200
    workbook = load_workbook(io.BytesIO(response.content))
    assert workbook.worksheets[0]["B2"].comment.text == "不能是负数，表中为 -3"
    assert workbook["问题清单"]["A2"].value == "B2"


def test_template_filled_in_is_taken_and_one_of_another_month_is_not(
    browser: Browser, scenery: District
) -> None:
    browser.sign_in(scenery.reviewer)
    content = browser.get("/licheng/periods/2023-09/template.xlsx").content
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.worksheets[0]
    filled = io.BytesIO()
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, 1).value in {unit.name for unit in scenery.units}:
            for column, text in enumerate(ENTRIES.values(), start=2):
                sheet.cell(row, column).value = float(text)
    workbook.save(filled)
    _, page = upload(browser, filled.getvalue(), "模板.xlsx")
    assert "存入 3 家" in squeezed(page)
    sheet["A1"] = str(sheet["A1"].value).replace("2023-09", "2023-08")
    other = io.BytesIO()
    workbook.save(other)
    status, page = upload(browser, other.getvalue(), "模板.xlsx")
    assert (status, "“2023-08”一期的模板" in page) == (422, True)


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_whole_template_is_for_the_office(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    assert browser.get("/licheng/periods/2023-09/template.xlsx").status_code == 403
