"""From the closed period to the units' receipts in the browser: drafted, reviewed, signed, received, answered."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.e2e.offices import press, with_closed_period
from tests.e2e.visitor import PHONE, Visit
from tests.factories import District, make_actor
from tests.notices.issued import AFTER, NUMBER, issued, letter
from units.actors import Actor
from units.enums import Role
from units.scoping import scope

pytestmark = pytest.mark.e2e
PERIOD = "/licheng/periods/2023-09/"


@pytest.fixture
def closed(world: District) -> District:
    """The period is closed and its circular may be issued."""
    return with_closed_period(world)


@pytest.fixture
def clerk(closed: District) -> Actor:
    """A second person of 安委办, who checks what the first one drafts."""
    with scope(closed.tenant.pk):
        return make_actor("clerk", Role.REVIEWER)


@pytest.fixture(autouse=True)
def morning_after() -> Iterator[None]:
    """The server's clock; that of the browser is not asked."""
    with time_machine.travel(AFTER, tick=True):
        yield


def test_circular_goes_from_draft_to_reply(visit: Visit, closed: District, clerk: Actor) -> None:
    drafter = visit().sign_in(closed.reviewer, PERIOD)
    drafter.locator(".doc-new").get_by_role("button", name="起草").first.click()
    drafter.wait_for_url("**/circulars/*/")
    address = drafter.url
    drafter.locator(".issue-acts").get_by_role("button", name="送审", exact=True).click()
    drafter.fill("#submit-reply", (AFTER + timedelta(days=3)).date().isoformat())
    drafter.locator("#submit-dialog").get_by_role("button", name="送审").click()
    expect(drafter.locator(".notice-green")).to_contain_text("已送审")

    reviewer = visit().sign_in(clerk, address)
    press(reviewer, "审核通过", "审核通过")
    expect(reviewer.locator(".notice-green")).to_contain_text("等待领导签发")

    leader = visit().sign_in(closed.leader, address)
    press(leader, "签发", "签发，不再改动")
    expect(leader.locator(".notice-green")).to_contain_text("已签发")
    expect(leader.locator(".issue-card")).to_contain_text(NUMBER)

    unit = visit(width=PHONE)
    page = unit.sign_in(closed.filer, "/licheng/unit/")
    page.locator(".notice-amber").get_by_role("link", name=re.compile("荔安办")).click()
    page.get_by_role("button", name="签收").click()
    expect(page.locator(".notice-green")).to_contain_text(f"已签收{NUMBER}")
    page.get_by_label("回复内容").fill("已整改三条，余下两条月底完成。")
    page.get_by_role("button", name="回复", exact=True).click()
    expect(page.locator(".notice-green")).to_contain_text("已回复")
    assert unit.overflow() == 0

    leader.reload()
    expect(leader.locator(".issue-card")).to_contain_text("已签收 1 家，已回复 1 家")
    leader.get_by_role("link", name="逐家查看").click()
    expect(leader.locator(".deliveries-table")).to_contain_text("余下两条月底完成")


def test_withdrawn_document_is_seen_struck_by_its_units(visit: Visit, closed: District) -> None:
    with scope(closed.tenant.pk):
        circular = issued(closed, letter(closed))
    leader = visit().sign_in(closed.leader, f"/licheng/circulars/{circular.pk}/")
    leader.locator(".issue-acts").get_by_role("button", name="撤回", exact=True).click()
    leader.fill("#withdraw-comment", "发错单位")
    leader.get_by_role("button", name="撤回，不能恢复").click()
    expect(leader.locator(".notice-red")).to_contain_text("发错单位")
    page = visit(width=PHONE).sign_in(closed.filer, "/licheng/inbox/")
    page.get_by_role("link", name="催报函").click()
    expect(page.locator(".notice-red")).to_contain_text("已撤回，不再执行")
