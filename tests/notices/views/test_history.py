"""Earlier texts of a circular on their pages: listed, compared, brought back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from notices.models import Circular, CircularState
from notices.selectors import editing as reads
from notices.services import letterhead
from tests.factories import District
from tests.fixtures import Browser
from tests.notices.drafted import AFTER, drafted, first_paragraph, write
from tests.notices.issued import HEAD, issued
from tests.pages import queries_before_and_after, refusal, squeezed, text
from units.scoping import scope


@pytest.fixture
def circular(scenery: District) -> Iterator[Circular]:
    """Drafted, and changed by 安委办 in two different hours."""
    with scope(scenery.tenant.pk):
        made = drafted(scenery)
        write(scenery.reviewer, made, "第一次改。")
        write(scenery.reviewer, made, "第二次改。", at=AFTER + timedelta(hours=1))
    with time_machine.travel(AFTER + timedelta(hours=2)):
        yield made


def address(circular: Circular, name: str) -> str:
    return f"/licheng/circulars/{circular.pk}/{name}"


def restore(browser: Browser, circular: Circular, **sent: object) -> str:
    return browser.post(address(circular, "restore"), sent, follow=True).content.decode()


def opening(scenery: District, circular: Circular) -> str:
    with scope(scenery.tenant.pk):
        return first_paragraph(reads.stored(Circular.objects.get(pk=circular.pk))).text


def test_versions_are_listed_with_who_and_when(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    page = squeezed(text(browser.sign_in(scenery.reviewer), address(circular, "history")))
    assert f'<b>第2稿</b> 修改<br><span class="muted">{scenery.reviewer.name} · 9月25日 09:00</span>' in page
    assert '<b>第1稿</b> 起草<br><span class="muted">系统 · ' in page
    assert "第3稿" not in page


def test_present_text_is_compared_with_the_one_before(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    page = squeezed(text(browser.sign_in(scenery.leader), address(circular, "compare")))
    assert "1 段有变化" in page
    assert '<ins class="diff-in">第二次改。</ins>' in page
    assert '<ins class="diff-in">第一次改。' not in page


def test_any_two_are_compared(browser: Browser, scenery: District, circular: Circular) -> None:
    browser.sign_in(scenery.reviewer)
    page = squeezed(text(browser, address(circular, "compare?from=now&to=1")))
    assert '<del class="diff-out">第一次改。第二次改。</del>' in page
    assert "没有变化" in text(browser, address(circular, "compare?from=2&to=2"))


@pytest.mark.parametrize("query", ["from=99", "from=x", "to=²", "from=-1", "to=12345678901234567890"])
def test_unknown_version_is_not_there(
    browser: Browser, scenery: District, circular: Circular, query: str
) -> None:
    response = browser.sign_in(scenery.reviewer).get(address(circular, f"compare?{query}"))
    assert (response.status_code, "请从修改历史里重新选择" in refusal(response)) == (404, True)


def test_earlier_text_is_brought_back(browser: Browser, scenery: District, circular: Circular) -> None:
    page = restore(browser.sign_in(scenery.reviewer), circular, number=2, edit=3)
    assert "已恢复到第2稿的文字" in page
    assert opening(scenery, circular).endswith("第一次改。")
    assert "第3稿" in text(browser, address(circular, "history"))


def test_bringing_back_on_a_stale_page_is_told(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    assert "您看到的不是最新内容" in restore(browser.sign_in(scenery.reviewer), circular, number=2, edit=2)
    assert opening(scenery, circular).endswith("第二次改。")


def test_bringing_back_what_cannot_be_read_is_refused(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    response = browser.sign_in(scenery.reviewer).post(
        address(circular, "restore"), {"number": "x", "edit": "3"}
    )
    assert (response.status_code, "没有看懂" in refusal(response)) == (422, True)


@pytest.mark.parametrize("who", ["leader", "reviewer"])
def test_bringing_back_is_offered_to_those_who_may(
    browser: Browser, scenery: District, circular: Circular, who: str
) -> None:
    page = text(browser.sign_in(getattr(scenery, who)), address(circular, "history"))
    assert ("恢复到第1稿" in page) is (who == "reviewer")
    with scope(scenery.tenant.pk):
        Circular.objects.update(state=CircularState.SUBMITTED)
    assert "恢复到第1稿" not in text(browser, address(circular, "history"))


def test_queries_do_not_grow_with_versions(browser: Browser, scenery: District, circular: Circular) -> None:
    def grow() -> None:
        with scope(scenery.tenant.pk):
            for hour in range(2, 6):
                write(scenery.reviewer, circular, "又改。", at=AFTER + timedelta(hours=hour))

    browser.sign_in(scenery.reviewer)
    few, many = queries_before_and_after(browser, address(circular, "history"), grow)
    assert few == many
    few, many = queries_before_and_after(browser, address(circular, "compare"), grow)
    assert few == many


def test_signed_text_is_the_final_one_and_compared_with_the_one_before(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    with scope(scenery.tenant.pk):
        letterhead.save(actor=scenery.admin, words=HEAD, at=AFTER)
        circular.refresh_from_db()
        issued(scenery, circular)
    browser.sign_in(scenery.leader)
    page = squeezed(text(browser, address(circular, "history")))
    assert f'<b>定稿</b> 签发<br><span class="muted">{scenery.leader.name} · ' in page
    assert "现稿</b>" not in page
    assert "没有变化" not in squeezed(text(browser, address(circular, "compare")))
