"""The page that checks a circular: what it shows, to whom, and that it keeps nothing."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from notices.models import Circular
from tests.circular_files import as_lines, of_paragraphs, printed_form
from tests.factories import District, close, sign_and_file
from tests.fixtures import Browser
from tests.licheng import DATA, PUBLISHED_TOTALS, indicators, september
from tests.pages import squeezed, text
from units.scoping import scope

PAGE = "/licheng/circulars/check"
Send = Callable[..., HttpResponse]


@pytest.fixture
def closed(scenery: District) -> District:
    """A district with its period closed."""
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
        close(scenery)
    return scenery


def send(browser: Browser, content: bytes | str, name: str = "通报.txt", **others: object) -> str:
    """The page's answer to a circular, whatever its status."""
    encoded = content if isinstance(content, bytes) else content.encode()
    sent = {"circular": SimpleUploadedFile(name, encoded), **others}
    return squeezed(browser.post(PAGE, sent).content.decode())


def published() -> str:
    """The real table with its published totals, as text."""
    rows = {"累计": PUBLISHED_TOTALS, **september()}
    return as_lines(
        printed_form({name: [str(row[spec.code]) for spec in indicators()] for name, row in rows.items()})
    )


def test_page_asks_for_a_circular_and_offers_closed_periods(browser: Browser, closed: District) -> None:
    page = squeezed(text(browser.sign_in(closed.reviewer), PAGE))
    assert "要核对的通报" in page
    assert '<option value="2023-09" selected>2023年9月</option>' in page
    assert "文件和结果都不保存" in page


def test_period_of_the_address_is_chosen(browser: Browser, closed: District) -> None:
    assert '<option value="2023-09" selected>' not in text(
        browser.sign_in(closed.reviewer), f"{PAGE}?period=2023-08"
    )


def test_page_without_closed_periods_says_what_is_left(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.reviewer), PAGE)
    assert "还没有已关账的期次，只能核对文中前后是否一致。" in page


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_people_of_a_unit_are_denied(browser: Browser, closed: District, who: str) -> None:
    browser.sign_in(getattr(closed, who))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, {"circular": SimpleUploadedFile("a.txt", b"3")}).status_code == 403


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_everybody_who_serves_the_whole_tenant_may_check(
    browser: Browser, closed: District, who: str
) -> None:
    browser.sign_in(getattr(closed, who))
    assert browser.get(PAGE).status_code == 200


def test_sound_circular_is_shown_with_its_numbers(browser: Browser, closed: District) -> None:
    page = send(browser.sign_in(closed.leader), of_paragraphs("一、工作成效", "另有3家。"), "通报.docx")
    assert "没有发现不对的数" in page
    assert '<p class="check-line check-heading">一、工作成效</p>' in page
    assert 'id="n1" href="#v1"' in page
    assert 'aria-label="3家，无从核对">3家</a>' in page


def test_faults_of_the_table_head_the_result(browser: Browser, closed: District) -> None:
    page = send(browser.sign_in(closed.reviewer), f"附件1\n调度表\n\n{published()}\n")
    assert "<b>累计 · 帮扶指导重点县区（镇街）：366</b> 应为 <b>386</b>" in page
    assert 'class="check-cell-wrong" title="“累计”行印的是366' in page
    assert '366<span class="check-due">应为386</span>' in page


def test_circular_is_held_against_the_chosen_period(browser: Browser, closed: District) -> None:
    page = send(browser.sign_in(closed.reviewer), "另有3家。", period="2023-09")
    assert "文中的数字与2023年9月快照第1版核对。" in page


def test_table_beside_is_taken(browser: Browser, closed: District) -> None:
    table = SimpleUploadedFile("9月.csv", (DATA / "dispatch-2023-09.csv").read_bytes())
    page = send(browser.sign_in(closed.reviewer), "另有3家。", table=table)
    assert "文中的数字与核对表“9月.csv”核对。" in page
    assert "区文旅局 · 重大隐患/部门挂牌督办/排查：1" in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("通报.pdf", b"%PDF-1.7", "PDF 读不了"),
        ("通报.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .doc"),
        ("通报.docx", of_paragraphs(""), "没有可以核对的数字"),
        ("通报.txt", b" ", "只有空白"),
    ],
)
def test_unreadable_circular_is_refused_beside_its_field(
    browser: Browser, closed: District, name: str, content: bytes, words: str
) -> None:
    browser.sign_in(closed.reviewer)
    answer = browser.post(PAGE, {"circular": SimpleUploadedFile(name, content)})
    page = squeezed(answer.content.decode())
    assert answer.status_code == 422
    assert words in page
    assert "paper-desk" not in page


def test_unreadable_table_is_refused_beside_its_field(browser: Browser, closed: District) -> None:
    table = SimpleUploadedFile("a.docx", b"x")
    page = send(browser.sign_in(closed.reviewer), "3家。", table=table)
    assert "只接受 .xlsx 和 .csv" in page


def test_missing_circular_and_unknown_period_are_told(browser: Browser, closed: District) -> None:
    answer = browser.sign_in(closed.reviewer).post(PAGE, {"period": "1999-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请先选择要核对的通报。" in page
    assert "没有这一期，或者它还没有关账。" in page


def test_what_a_circular_says_is_never_taken_for_markup(browser: Browser, closed: District) -> None:
    page = send(browser.sign_in(closed.reviewer), "<script>alert(3家)</script>", "<b>3.txt")
    assert "<script>alert(" not in page
    assert "&lt;script&gt;alert(" in page


def test_nothing_is_kept(browser: Browser, closed: District) -> None:
    send(browser.sign_in(closed.reviewer), "另有3家。", period="2023-09")
    with scope(closed.tenant.pk):
        assert not Circular.objects.exists()


def test_longer_circulars_need_no_more_queries(browser: Browser, closed: District) -> None:
    browser.sign_in(closed.reviewer)
    counts = []
    for content in ("另有3家。", "另有3家。\n" * 50 + published()):
        send(browser, content, period="2023-09")
        with CaptureQueriesContext(connection) as captured:
            send(browser, content, period="2023-09")
        counts.append(len(captured))
    assert counts[0] == counts[1]
