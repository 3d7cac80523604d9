"""A hazard is filled in and filed from a phone; what is typed is warned of, saved, and never lost."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from hazards.life import Status
from hazards.models import Enterprise, Hazard
from hazards.services import ledger
from tests.e2e.conftest import PASSWORD
from tests.e2e.visitor import DESK, PHONE, Visit, Visitor
from tests.factories import District, user_of
from tests.ledgers import make_enterprise
from units.scoping import scope

pytestmark = pytest.mark.e2e
LEDGER = "/licheng/ledger/"
SIGN = "污水处理站有限空间未设置安全警示标志"
CLAUSE = "第十三条第（一）项"
VALUES = "**/values"


@pytest.fixture
def shelf(shelf: District) -> District:
    """A district with the library loaded and an enterprise registered."""
    with scope(shelf.tenant.pk):
        make_enterprise("东关机械厂", sector="工贸", address="工业路1号")
    return shelf


@pytest.fixture
def draft(shelf: District) -> str:
    """The address of a draft found yesterday."""
    at = timezone.now() - timedelta(days=1)
    with scope(shelf.tenant.pk):
        hazard = ledger.draft_hazard(actor=shelf.filer, unit=shelf.town, entries={"sector": "工贸"}, at=at)
    return f"{LEDGER}{hazard.pk}/edit"


def stored(district: District) -> Hazard:
    with scope(district.tenant.pk):
        return Hazard.objects.select_related("enterprise", "criterion").get()


def describe(page: Page, words: str) -> None:
    page.locator("#id_description").fill("")
    page.locator("#id_description").press_sequentially(words)


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text(re.compile(r"已保存 \d\d:\d\d"), timeout=15_000)


def cut_off(visitor: Visitor, page: Page) -> None:
    """Offline, and for good: a page being closed that hears of the connection again would save after all."""
    visitor.context.set_offline(True)
    page.route(VALUES, lambda route: route.abort())


def choose_clause(page: Page) -> None:
    page.locator(".suggestion", has_text=CLAUSE).get_by_role("button", name="选用这一条").click()
    expect(page.locator("#filing-clause .ask")).to_have_count(3)


def answer(page: Page, *said: str) -> None:
    for number, words in enumerate(said):
        page.locator("#filing-clause .ask").nth(number).get_by_label(words, exact=True).check()


def fill_rest(page: Page) -> None:
    page.fill("#id_inspectors", "甲、乙")
    page.fill("#id_responsible", "丙")
    page.fill("#id_due_on", (timezone.localdate() + timedelta(days=20)).isoformat())
    page.fill("#id_funds", "0.35")
    page.fill("#id_measures", "设置警示标志，加锁管理")
    page.fill("#id_plan", "停止进入，专人看守")


@pytest.mark.parametrize(
    ("words", "warning"),
    [
        (SIGN, "三个条件须同时具备"),
        ("作业现场未见有限空间作业审批手续", "现场未见审批单不等于没有审批"),
        ("焊工的特种作业操作证未按期复审", "只是未按期复审"),
    ],
)
def test_three_misreadings_are_caught_while_typing(
    visit: Visit, shelf: District, draft: str, words: str, warning: str
) -> None:
    visitor = visit(width=PHONE)
    page = visitor.sign_in(shelf.filer, draft)
    describe(page, words)
    caution = page.locator("#filing-cautions .caution")
    expect(caution).to_contain_text(warning)
    expect(caution).to_contain_text("巴南安委〔2023〕24号")
    assert visitor.overflow() == 0
    saved(page)
    assert stored(shelf).description == words


def test_standards_wording_is_put_in_and_taken_back(visit: Visit, shelf: District, draft: str) -> None:
    page = visit(width=PHONE).sign_in(shelf.filer, draft)
    describe(page, SIGN)
    page.get_by_role("link", name="用标准原文").tap()
    field = page.locator("#id_description")
    expect(field).to_have_value("未对有限空间进行辨识、建立安全管理台账，并且未设置明显的安全警示标志的")
    page.get_by_role("button", name="换回我写的").tap()
    expect(field).to_have_value(SIGN)


def test_hazard_is_filed_from_a_phone(visit: Visit, shelf: District) -> None:
    visitor = visit(width=PHONE)
    page = visitor.sign_in(shelf.filer, LEDGER)
    page.get_by_role("button", name="新报隐患").tap()
    page.fill("#enterprise-name", "东关")
    page.get_by_role("option", name="东关机械厂").tap()
    expect(page.locator("#id_sector")).to_have_value("工贸")
    describe(page, "污水池有限空间未辨识、未建立管理台账，也未设置明显的安全警示标志")
    choose_clause(page)
    answer(page, "是", "是", "是")
    expect(page.locator("#filing-verdict")).to_contain_text("构成")
    page.locator("#filing-clause .filing-proof summary").first.tap()
    page.get_by_label("事实：未对有限空间进行辨识").fill("没有辨识记录")
    fill_rest(page)
    expect(page.locator("[data-no-problems]")).to_be_visible(timeout=15_000)
    assert visitor.overflow() == 0
    page.get_by_role("button", name="报送", exact=True).tap()
    page.wait_for_url(re.compile(r"/ledger/\d+/$"))
    hazard = stored(shelf)
    assert (hazard.status, hazard.number != "") == (Status.FILED, True)
    assert hazard.answers["/0"] == {"value": "yes", "fact": "没有辨识记录", "evidence": ""}


def test_likely_misjudgment_is_filed_only_with_a_reason(visit: Visit, shelf: District, draft: str) -> None:
    page = visit().sign_in(shelf.filer, draft)
    page.fill("#enterprise-name", "东关机械厂")
    page.get_by_role("option", name="东关机械厂").click()
    describe(page, SIGN)
    choose_clause(page)
    answer(page, "是", "是", "是")
    fill_rest(page)
    expect(page.locator("[data-no-problems]")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="报送", exact=True).click()
    dialog = page.locator("#filing-doubt")
    expect(dialog).to_contain_text("三个条件须同时具备")
    dialog.get_by_label("为什么仍构成重大事故隐患").fill("三项都已查实")
    dialog.get_by_role("button", name="仍要报送").click()
    page.wait_for_url(re.compile(r"/ledger/\d+/$"))
    assert stored(shelf).status == Status.FILED


def test_incomplete_record_is_not_sent_and_fields_are_pointed_out(
    visit: Visit, shelf: District, draft: str
) -> None:
    page = visit().sign_in(shelf.filer, draft)
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.locator("#enterprise-name")).to_be_focused()
    expect(page.locator("#field-plan [data-error]")).to_have_text("应急预案还没有填。")
    page.locator(".problem-menu summary").click()
    page.get_by_role("link", name="整改责任人还没有填。").click()
    expect(page.locator("#id_responsible")).to_be_focused()
    assert stored(shelf).status == Status.DRAFT


def test_new_enterprise_is_registered_on_the_spot(visit: Visit, shelf: District, draft: str) -> None:
    page = visit(width=PHONE).sign_in(shelf.filer, draft)
    page.fill("#enterprise-name", "西关化工厂")
    expect(page.locator("#enterprise-found")).to_contain_text("名录里没有找到")
    page.get_by_role("button", name="登记新企业").tap()
    expect(page.get_by_label("企业名称")).to_have_value("西关化工厂")
    page.get_by_label("统一社会信用代码").fill("91110000600037341X")
    page.get_by_role("button", name="登记并选用").tap()
    expect(page.locator("[data-quick-error=uscc]")).to_be_visible()
    page.get_by_label("统一社会信用代码").fill("91110000600037341L")
    page.get_by_role("button", name="登记并选用").tap()
    expect(page.locator("#enterprise-name")).to_have_value("西关化工厂")
    saved(page)
    with scope(shelf.tenant.pk):
        assert stored(shelf).enterprise == Enterprise.objects.get(name="西关化工厂")


def test_answers_that_contradict_the_text_are_pointed_out(visit: Visit, shelf: District, draft: str) -> None:
    page = visit(width=DESK).sign_in(shelf.filer, draft)
    describe(page, SIGN)
    choose_clause(page)
    answer(page, "是", "是", "否")
    expect(page.locator("#filing-verdict")).to_contain_text("描述与回答不一致")
    answer(page, "是", "是", "是")
    expect(page.locator("#filing-verdict")).not_to_contain_text("描述与回答不一致")


def test_I7_lost_connection_loses_nothing(visit: Visit, shelf: District, draft: str) -> None:
    visitor = visit(width=PHONE)
    page = visitor.sign_in(shelf.filer, draft)
    cut_off(visitor, page)
    describe(page, "下班后")
    page.fill("#id_measures", "加锁管理")
    expect(page.locator("#save-state")).to_contain_text("已留在本机")
    expect(page.locator("#toasts .notice")).to_have_count(0)
    # htmx notes in the console that its request went nowhere; nobody reads that.
    visitor.complaints.clear()
    page.close()
    visitor.context.set_offline(False)
    again = visitor.open()
    again.goto(draft)
    expect(again.locator("#id_measures")).to_have_value("加锁管理")
    saved(again)
    assert stored(shelf).measures == "加锁管理"


def test_I7_clause_and_answers_that_did_not_arrive_come_back(
    visit: Visit, shelf: District, draft: str
) -> None:
    visitor = visit()
    page = visitor.sign_in(shelf.filer, draft)
    describe(page, SIGN)
    saved(page)
    page.route(VALUES, lambda route: route.abort())
    choose_clause(page)
    answer(page, "是", "否")
    expect(page.locator("#save-state")).to_contain_text("已留在本机")
    page.close()
    assert stored(shelf).criterion is None
    again = visitor.open()
    again.goto(draft)
    expect(again.locator("#filing-verdict")).to_contain_text("下列条件不满足：未建立有限空间安全管理台账")
    saved(again)
    found = stored(shelf)
    assert found.criterion is not None
    assert {path: given["value"] for path, given in found.answers.items()} == {"/0": "yes", "/1": "no"}


def test_draft_left_behind_does_not_overwrite_later_work(visit: Visit, shelf: District, draft: str) -> None:
    visitor = visit()
    page = visitor.sign_in(shelf.filer, draft)
    cut_off(visitor, page)
    page.fill("#id_responsible", "丙")
    expect(page.locator("#save-state")).to_contain_text("已留在本机")
    page.goto("about:blank")
    head = visit().sign_in(shelf.head, draft)
    head.fill("#id_responsible", "丁")
    head.keyboard.press("Tab")
    saved(head)
    visitor.context.set_offline(False)
    page.unroute(VALUES)
    page.goto(draft)
    expect(page.locator("#conflict")).to_contain_text("而这条隐患之后又改过")
    page.get_by_role("button", name="采用已保存的").click()
    expect(page.locator("#id_responsible")).to_have_value("丁")
    page.reload()
    expect(page.locator("#id_responsible")).to_have_value("丁")
    assert stored(shelf).responsible == "丁"


def test_I7_who_was_signed_out_meanwhile_is_told_and_loses_nothing(
    visit: Visit, shelf: District, draft: str
) -> None:
    visitor = visit()
    page = visitor.sign_in(shelf.filer, draft)
    visitor.context.clear_cookies()
    describe(page, SIGN)
    expect(page.locator("#save-state")).to_contain_text("请重新登录后继续，内容已留在本机", timeout=15_000)
    expect(page.get_by_role("button", name="登录", exact=True)).to_have_count(0)
    visitor.sign_in(shelf.filer, draft)
    expect(page.locator("#id_description")).to_have_value(SIGN)
    saved(page)
    assert stored(shelf).description == SIGN


def test_field_the_server_does_not_take_stays_on_the_page(visit: Visit, shelf: District, draft: str) -> None:
    page = visit().sign_in(shelf.filer, draft)
    page.fill("#id_funds", "一百")
    page.fill("#id_responsible", "丙")
    expect(page.locator("#field-funds [data-error]")).to_contain_text("“一百”不是数", timeout=15_000)
    expect(page.locator("#save-state")).to_contain_text("1 项填得不对，没有保存")
    assert stored(shelf).responsible == "丙"
    page.fill("#id_funds", "100")
    saved(page)
    expect(page.locator("#field-funds [data-error]")).to_be_hidden()
    assert stored(shelf).funds == 100


@pytest.mark.parametrize(("choice", "kept"), [("采用我填的", "丙"), ("采用已保存的", "丁")])
def test_two_people_on_one_record_are_told(
    visit: Visit, shelf: District, draft: str, choice: str, kept: str
) -> None:
    mine = visit().sign_in(shelf.filer, draft)
    theirs = visit().sign_in(shelf.head, draft)
    theirs.fill("#id_responsible", "丁")
    theirs.keyboard.press("Tab")
    saved(theirs)
    mine.fill("#id_place", "调节池")
    mine.fill("#id_responsible", "丙")
    mine.keyboard.press("Tab")
    dialog = mine.locator("#conflict")
    expect(dialog).to_contain_text("刚被")
    expect(dialog.locator("tbody")).to_contain_text("整改责任人")
    expect(dialog.locator("tbody")).to_contain_text("丁")
    dialog.get_by_role("button", name=choice).click()
    expect(mine.locator("#id_responsible")).to_have_value(kept)
    if kept == "丙":
        saved(mine)
        assert stored(shelf).place == "调节池"
    expect(mine.locator("#save-state")).not_to_contain_text("正在")
    assert stored(shelf).responsible == kept


def test_colleague_who_files_meanwhile_is_named(visit: Visit, shelf: District, draft: str) -> None:
    page = visit().sign_in(shelf.filer, draft)
    with scope(shelf.tenant.pk):
        hazard = Hazard.objects.get()
        ledger.move(
            actor=shelf.head,
            hazard_id=hazard.pk,
            name="withdraw",
            version=hazard.version,
            at=timezone.now(),
            reason="重复",
        )
    page.fill("#id_responsible", "丙")
    expect(page.locator("#save-state")).to_contain_text("刚被", timeout=15_000)


def test_filed_without_scripts(chromium: Chromium, live_server: LiveServer, shelf: District) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/login")
    page.fill("#id_username", user_of(shelf.filer).username)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto(LEDGER)
    page.get_by_role("button", name="新报隐患").click()
    page.fill("#enterprise-name", "东关机械厂")
    page.select_option("#id_sector", "工贸")
    page.fill("#id_description", "污水池有限空间未辨识、未建立管理台账，也未设置明显的安全警示标志")
    page.fill("#id_funds", "一百")
    fill_rest(page)
    page.fill("#id_funds", "一百")
    page.get_by_role("button", name="保存").last.click()
    expect(page.locator("#field-funds [data-error]")).to_contain_text("“一百”不是数")
    expect(page.locator("#enterprise-name")).to_have_value("东关机械厂")
    page.fill("#id_funds", "1")
    page.locator(".suggestion", has_text=CLAUSE).get_by_role("button", name="选用这一条").click()
    answer(page, "是", "是", "是")
    page.get_by_role("button", name="保存").last.click()
    expect(page.locator(".notice-green")).to_contain_text("已保存，还没有报送")
    page.get_by_role("button", name="报送", exact=True).click()
    page.wait_for_url(re.compile(r"/ledger/\d+/$"))
    assert stored(shelf).status == Status.FILED
    context.close()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_pages_fit_the_window(visit: Visit, shelf: District, draft: str, width: int) -> None:
    visitor = visit(width=width)
    page = visitor.sign_in(shelf.filer)
    for path in (LEDGER, f"{LEDGER}?q=没有&sort=due&unit={shelf.town.pk}", draft):
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, path
        assert visitor.overflow() == 0, path


def test_draft_is_deleted_with_a_reason(visit: Visit, shelf: District, draft: str) -> None:
    page = visit(width=PHONE).sign_in(shelf.filer, draft)
    page.get_by_role("button", name="删除这份草稿").tap()
    page.locator("#withdraw-reason").fill("点错了")
    page.get_by_role("button", name="删除草稿").tap()
    page.wait_for_url(re.compile(r"/ledger/$"))
    assert stored(shelf).status == Status.WITHDRAWN
