"""The form at a desk: pasting from Excel, reasons, files, the ledger's numbers, a form changed under one's hands."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from hazards.life import Status
from reports.models import FieldEvidence, Period, Submission
from tests import photos
from tests.e2e.test_filing import fill, form_of, saved, stored
from tests.e2e.visitor import Visit
from tests.factories import District, make_form
from tests.ledgers import standing
from units.scoping import scope

pytestmark = pytest.mark.e2e
FIELDS = ("general_found", "general_rectified", "penalty_count", "penalty_amount")
PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def paste(page: Page, code: str, text: str) -> None:
    page.locator(f"#v-{code}").evaluate(PASTE, text)


def shown(page: Page) -> Sequence[str]:
    return [page.input_value(f"#v-{code}") for code in FIELDS]


@pytest.mark.parametrize(
    "copied",
    [
        "东关镇\t10\t8\t0\t2\t1.5\r\n",
        "1\t 东关镇\t10\t8\t\t2\t1.5",
        "10\r\n8\r\n0\r\n2\r\n1.5\r\n",
        "10\t8\t\t２\t1.50",
    ],
    ids=["row with name", "row with number and name", "column", "full width"],
)
def test_row_or_column_from_excel_fills_the_form_and_can_be_undone(
    visit: Visit, filing: District, copied: str
) -> None:
    page = visit().sign_in(filing.filer, form_of(filing))
    fill(page, general_found="7")
    paste(page, "general_found", copied)
    saved(page)
    assert [value.removesuffix("0") if "." in value else value for value in shown(page)] == [
        "10",
        "8",
        "2",
        "1.5",
    ]
    page.get_by_role("button", name="撤销粘贴").click()
    assert shown(page) == ["7", "", "", ""]
    saved(page)
    assert stored(filing).values == {"general_found": "7"}


@pytest.mark.parametrize(
    ("copied", "words"),
    [
        ("\t".join(["1"] * 29), "粘贴的有 29 个数，从这一项起只有 5 项"),
        ("10\t八\t0\t2\t1.5", "第 2 个“八”"),
        ("10\t8.5\t0\t2\t1.5", "第 2 个“8.5”"),
        ("10\t8\t3\t2\t1.5", "本单位不填"),
        ("10\t8\n11\t9", "只能粘贴一行或一列"),
        ("西关街道\t8", "第 1 个“西关街道”"),
    ],
)
def test_paste_that_does_not_fit_is_refused_and_fills_nothing(
    visit: Visit, filing: District, copied: str, words: str
) -> None:
    page = visit().sign_in(filing.filer, form_of(filing))
    paste(page, "general_found", copied)
    expect(page.locator("#toasts")).to_contain_text(words)
    expect(page.locator("#toasts")).to_contain_text("没有填入")
    assert shown(page) == ["", "", "", ""]


def filed_before(district: District) -> None:
    """What the town has filed in the period before, as if it had been in time."""
    with scope(district.tenant.pk):
        Submission.objects.create(
            period=Period.objects.get(label="2023-09"),
            unit=district.town,
            state="filed",
            values={"general_found": "10", "general_rectified": "8"},
            filed_at=district.period.cutoff_at,
            first_filed_at=district.period.cutoff_at,
        )


def test_reason_is_asked_for_at_the_field_and_kept(visit: Visit, filing: District) -> None:
    filed_before(filing)
    page = visit().sign_in(filing.filer, form_of(filing))
    fill(page, general_found="9", general_rectified="8", penalty_count="0", penalty_amount="0")
    expect(page.locator("[data-problem-count]")).to_contain_text("1 处要说明原因")
    page.keyboard.press("Alt+ArrowDown")
    box = page.locator("#row-general_found [data-reason]")
    expect(box).to_be_focused()
    page.keyboard.type("上期多报一条")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-problem-count]")).not_to_contain_text("要说明原因")
    (given,) = stored(filing).reasons.values()
    assert given["text"] == "上期多报一条"
    fill(page, general_found="7")
    expect(page.locator("[data-problem-count]")).to_contain_text("1 处要说明原因")
    expect(box).to_have_value("")


def test_file_is_put_to_its_field_and_taken_out(visit: Visit, filing: District) -> None:
    with scope(filing.tenant.pk):
        filing.form.indicators.filter(code="penalty_count").update(evidence="处罚决定书")
    page = visit().sign_in(filing.filer, form_of(filing))
    row = page.locator("#row-penalty_count")
    expect(row).to_contain_text("须有佐证：处罚决定书")
    sent = {"name": "决定书.pdf", "mimeType": "application/pdf", "buffer": photos.PDF}
    row.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    expect(row.get_by_role("link", name="决定书.pdf")).to_be_visible()
    fill(page, penalty_count="3")
    saved(page)
    row.get_by_role("button", name="撤下").click()
    expect(row.get_by_role("link", name="决定书.pdf")).to_be_hidden()
    with scope(filing.tenant.pk):
        assert FieldEvidence.objects.filter(removed_at=None).count() == 0


def test_ledgers_number_is_offered_where_the_field_differs(visit: Visit, filing: District) -> None:
    with scope(filing.tenant.pk):
        standing(filing, Status.CLOSED)
        now = Period.objects.get(label="now")
        now.form = make_form((*FIELDS, "major_department_found"), version=2)
        now.save()
    page = visit().sign_in(filing.filer, form_of(filing))
    row = page.locator("#row-major_department_found")
    expect(row).to_contain_text("台账 1 条，来源：台账")
    fill(page, major_department_found="3")
    expect(row).to_contain_text("现填比台账多 2 条")
    row.get_by_role("button", name="用台账数").click()
    expect(page.locator("#v-major_department_found")).to_have_value("1")
    expect(row.get_by_role("button", name="用台账数")).to_be_hidden()
    saved(page)


def test_form_changed_while_somebody_types_is_told_and_what_still_fits_is_kept(
    visit: Visit, filing: District
) -> None:
    page = visit().sign_in(filing.filer, form_of(filing))
    with scope(filing.tenant.pk):
        newer = make_form(("general_found", "penalty_count"), version=2)
        Period.objects.filter(label="now").update(form=newer)
    fill(page, general_found="9", general_rectified="8")
    expect(page.locator("#save-state")).to_contain_text(re.compile("已换成第2版.*请刷新"))
    page.reload()
    expect(page.locator("#v-general_found")).to_have_value("9")
    saved(page)
    assert stored(filing).values == {"general_found": "9"}
