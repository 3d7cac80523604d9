"""The whole way of a circular in one go: drafted, edited with a wrong number, checked, signed, received, answered.

What single pages do is tested beside them; here nobody leaves the way, and the time it takes is printed.
"""

import io
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import docx
import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from notices.models import Circular, NumberAcceptance, Publication
from tests.e2e.offices import press, with_closed_period
from tests.e2e.visitor import PHONE, Visit, Visitor
from tests.factories import District, make_actor
from tests.notices.issued import AFTER, NUMBER
from units.actors import Actor
from units.enums import Role
from units.scoping import scope

pytestmark = pytest.mark.e2e
PERIOD = "/licheng/periods/2023-09/"
TYPED = "累计排查一般隐患21条，现场另记7731处。"


@pytest.fixture
def closed(world: District) -> District:
    """The period is closed and its circular may be issued."""
    return with_closed_period(world)


@pytest.fixture
def checker(closed: District) -> Actor:
    """Somebody of 安委办 who had no hand in the draft."""
    with scope(closed.tenant.pk):
        return make_actor("checker", Role.REVIEWER)


@pytest.fixture(autouse=True)
def morning_after() -> Iterator[None]:
    """The server's clock; that of the browser is not asked."""
    with time_machine.travel(AFTER, tick=True):
        yield


def draft(page: Page) -> str:
    """Draft the monthly circular on the period's page; its address."""
    page.locator(".doc-new").get_by_role("button", name="起草").first.click()
    page.wait_for_url("**/circulars/*/")
    return page.url


def opening(page: Page) -> Locator:
    """The first paragraph of the body."""
    return page.locator('.ed-block[data-kind="paragraph"] .ed-words').first


def edit(page: Page) -> None:
    """Type two numbers behind the first paragraph: a wrong one becomes a figure, the other is kept with a reason."""
    page.get_by_role("link", name="修改文稿").click()
    state = page.locator("#check-state")
    expect(state).to_have_text("全部数字有据")
    opening(page).evaluate(
        "words => { words.focus(); const at = getSelection(); at.selectAllChildren(words); at.collapseToEnd(); }"
    )
    page.keyboard.type(TYPED)
    expect(state).to_have_text("2 处待处理")
    expect(page.locator("#findings")).to_contain_text("应为20条")
    page.locator("#findings").get_by_role("button", name="换成指标").first.click()
    expect(state).to_have_text("1 处待处理")
    page.get_by_role("button", name="写明理由并保留").click()
    page.locator("#accept-reason").fill("现场抽查统计")
    page.locator("#accept").get_by_role("button", name="保留").click()
    expect(state).to_have_text("全部数字有据")
    expect(page.locator("#save-state")).to_have_text(re.compile("已保存"))
    page.get_by_role("link", name="改好了").click()
    # Until the page has loaded its scripts no dialog opens.
    page.wait_for_url("**/circulars/*/")


def submit(page: Page) -> None:
    """Send it for review; units are to reply within three days."""
    page.locator(".issue-acts").get_by_role("button", name="送审", exact=True).click()
    page.fill("#submit-reply", (AFTER + timedelta(days=3)).date().isoformat())
    page.locator("#submit-dialog").get_by_role("button", name="送审").click()
    expect(page.locator(".notice-green")).to_contain_text("已送审")


def answer(unit: Visitor, filer: Actor) -> None:
    """The unit finds it among what it received, signs for it and replies, on a phone."""
    page = unit.sign_in(filer, "/licheng/inbox/")
    page.locator(".inbox-item").get_by_role("link").first.click()
    expect(page.locator(".paper-number")).to_have_text(NUMBER)
    page.get_by_role("button", name="签收").click()
    page.get_by_label("回复内容").fill("已整改，余下两条月底完成。")
    page.get_by_role("button", name="回复", exact=True).click()
    expect(page.locator(".notice-green")).to_contain_text("已回复")
    page.wait_for_load_state()
    assert unit.overflow() == 0


def downloaded(page: Page, folder: Path) -> list[str]:
    """The paragraphs of the Word file."""
    with page.expect_download() as waiting:
        page.locator(".issue-acts").get_by_role("link", name="Word").click()
    assert waiting.value.suggested_filename.startswith(NUMBER)
    path = folder / "通报.docx"
    waiting.value.save_as(path)
    return [each.text for each in docx.Document(io.BytesIO(path.read_bytes())).paragraphs]


def test_circular_from_the_closed_period_to_the_reply(
    visit: Visit, closed: District, checker: Actor, tmp_path: Path
) -> None:
    drafter, second, leader, unit = visit(), visit(), visit(), visit(width=PHONE)
    began = time.perf_counter()
    page = drafter.sign_in(closed.reviewer, PERIOD)
    address = draft(page)
    edit(page)
    submit(page)
    press(second.sign_in(checker, address), "审核通过", "审核通过")
    expect(second.page.locator(".notice-green")).to_contain_text("等待领导签发")
    press(leader.sign_in(closed.leader, address), "签发", "签发，不再改动")
    expect(leader.page.locator(".issue-card")).to_contain_text(NUMBER)
    print(f"\n从“开始”到“已印发”：{time.perf_counter() - began:.1f} 秒")
    answer(unit, closed.filer)
    page.goto(address)
    expect(page.locator(".issue-card")).to_contain_text("已签收 1 家，已回复 1 家")
    text = downloaded(page, tmp_path)
    assert NUMBER in text
    assert any("累计排查一般隐患20条，现场另记7731处。" in line for line in text)
    page.get_by_role("link", name="逐家查看").click()
    expect(page.locator(".deliveries-table")).to_contain_text("余下两条月底完成")
    kept(closed)


def kept(closed: District) -> None:
    """What the way left behind: three people, the reason, one printed copy of the same words."""
    with scope(closed.tenant.pk):
        circular, publication = Circular.objects.get(), Publication.objects.get()
        assert len({circular.submitted_by_id, circular.reviewed_by_id, circular.signed_by_id}) == 3
        assert NumberAcceptance.objects.get().reason == "现场抽查统计"
        assert publication.document.text == circular.document.text
        assert "20条" in [part.text for block in circular.document.blocks for part in block.parts]
