"""A hazard is walked from its discovery to its close-out by four people, on phones and at a desk (I8)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from hazards import library
from hazards.life import Status
from hazards.models import Evidence, Hazard, HazardEvent, Stage
from hazards.services.standards import load_standards
from tests.e2e.test_hazard_filing import answer, choose_clause, describe, fill_rest
from tests.e2e.visitor import PHONE, Visit, Visitor
from tests.factories import District, make_actor
from tests.ledgers import FILED_AT, make_enterprise, standing, step
from tests.photos import jpeg
from units.actors import Actor
from units.enums import Role
from units.scoping import scope

pytestmark = pytest.mark.e2e
WORDS = "污水池有限空间未辨识、未建立管理台账，也未设置明显的安全警示标志"


@pytest.fixture
def shelf(world: District) -> District:
    """A district with the library loaded and an enterprise registered."""
    load_standards(standards=library.criteria())
    # Building the adviser takes longer than a browser waits.
    library.adviser()
    with scope(world.tenant.pk):
        make_enterprise("东关机械厂", sector="工贸", address="工业路1号")
    return world


@pytest.fixture
def colleague(world: District) -> Actor:
    """A second filer of the first town, who has no part in its rectification."""
    with scope(world.tenant.pk):
        return make_actor("licheng.colleague", Role.FILER, world.town)


def stored(district: District) -> Hazard:
    with scope(district.tenant.pk):
        return Hazard.objects.get()


def photo(name: str, seed: int) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": jpeg(seed)}


def upload(page: Page, stage: str, chosen: FilePayload) -> None:
    """Take a photo into the record and see it there."""
    before = page.locator(".evidence-photo").count()
    page.get_by_label(f"上传{stage}照片、文档").set_input_files([chosen])
    expect(page.locator(".evidence-photo")).to_have_count(before + 1)


def decide(page: Page, verb: str, words: str = "") -> None:
    """Press the button, read the dialog, confirm."""
    page.get_by_role("button", name=verb, exact=True).first.click()
    dialog = page.locator("dialog[open]")
    if words:
        dialog.locator("textarea").fill(words)
    dialog.get_by_role("button", name=verb, exact=True).click()


def here(page: Page, words: str) -> None:
    """The line of life stands here."""
    expect(page.locator('.lifeline [aria-current="step"]')).to_contain_text(words)


def file_it(visitor: Visitor, filer: Actor) -> str:
    """The filer finds, judges and files it on a phone; the address of the record."""
    page = visitor.sign_in(filer, "/licheng/ledger/")
    page.get_by_role("button", name="新报隐患").tap()
    upload(page, "发现时", photo("池口.jpg", 1))
    page.fill("#enterprise-name", "东关")
    page.get_by_role("option", name="东关机械厂").tap()
    describe(page, WORDS)
    choose_clause(page)
    answer(page, "是", "是", "是")
    fill_rest(page)
    expect(page.locator("[data-no-problems]")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="报送", exact=True).tap()
    page.wait_for_url(re.compile(r"/ledger/\d+/$"))
    here(page, "待审核")
    assert visitor.overflow() == 0
    return page.url


def accept_it(visitor: Visitor, reviewer: Actor) -> None:
    """安委办 accepts it at the review desk."""
    page = visitor.sign_in(reviewer, "/licheng/review/")
    expect(page.locator("#opened")).to_contain_text(WORDS)
    page.locator(".desk-bar").get_by_role("button", name="审核通过").click()
    page.locator("#accept-dialog").get_by_role("button", name="审核通过").click()
    expect(page.locator(".notice-green")).to_contain_text("审核通过")


def rectify_it(visitor: Visitor, head: Actor, address: str) -> None:
    """The head notes progress, shows the result and reports it done, on a phone."""
    page = visitor.sign_in(head, address)
    here(page, "整改中")
    page.get_by_label("整改进展").fill("警示标志已安装，池口已加锁")
    page.get_by_role("button", name="记一笔进展").tap()
    expect(page.locator(".notice-green")).to_contain_text("整改进展已记入办理记录")
    upload(page, "整改后", photo("加锁.jpg", 2))
    decide(page, "报请复查")
    here(page, "待复查")
    expect(page.locator("#next")).to_contain_text("本条是您整改或报请复查的，要由另一人复查")
    expect(page.get_by_role("button", name="复查销号")).to_be_disabled()
    assert visitor.overflow() == 0


def close_it(visitor: Visitor, inspector: Actor, address: str) -> None:
    """Somebody else re-inspects, takes the after-photo and closes, on a phone."""
    page = visitor.sign_in(inspector, address)
    button = page.get_by_role("button", name="复查销号", exact=True).first
    expect(button).to_be_disabled()
    expect(page.locator("#next")).to_contain_text("还没有本次复查的照片")
    upload(page, "复查时", photo("复查.jpg", 3))
    # The page comes anew by itself, now with the way to the close-out.
    expect(button).to_be_enabled()
    decide(page, "复查销号", "标志完好，池口上锁")
    expect(page.locator(".notice-green")).to_contain_text("已销号")
    assert visitor.overflow() == 0


def test_I8_four_people_walk_a_hazard_to_its_close_out(
    visit: Visit, shelf: District, colleague: Actor
) -> None:
    address = file_it(visit(width=PHONE), shelf.filer)
    accept_it(visit(), shelf.reviewer)
    rectify_it(visit(width=PHONE), shelf.head, address)
    phone = visit(width=PHONE)
    close_it(phone, colleague, address)
    signed = [shelf.filer.name, shelf.reviewer.name, shelf.head.name, colleague.name, colleague.name]
    stations = phone.page.locator(".lifeline li.lifeline-done")
    expect(stations).to_have_count(6)
    for number, name in enumerate(signed, start=1):
        expect(stations.nth(number)).to_contain_text(name)
    with scope(shelf.tenant.pk):
        hazard = Hazard.objects.get()
        assert (hazard.status, hazard.closed_at is not None) == (Status.CLOSED, True)
        stages = Evidence.objects.order_by("id").values_list("stage", "uploader_name")
        assert list(stages) == [
            (Stage.FOUND, shelf.filer.name),
            (Stage.RECTIFIED, shelf.head.name),
            (Stage.REINSPECTED, colleague.name),
        ]
        moves = HazardEvent.objects.filter(verb__in=["报送", "审核通过", "报请复查", "复查销号"]).order_by(
            "id"
        )
        assert [event.actor_name for event in moves] == signed[:4]


@pytest.fixture
def waiting(world: District) -> Hazard:
    """A record that waits for its re-inspection; the filer has reported it done."""
    with scope(world.tenant.pk):
        return standing(world, Status.AWAITING)


def address_of(hazard: Hazard) -> str:
    return f"/licheng/ledger/{hazard.pk}/"


def test_failed_inspection_returns_it_and_is_shown(visit: Visit, world: District, waiting: Hazard) -> None:
    visitor = visit(width=PHONE)
    page = visitor.sign_in(world.head, address_of(waiting))
    page.get_by_role("button", name="复查不合格").tap()
    dialog = page.locator("#move-fail")
    dialog.get_by_role("button", name="复查不合格").tap()
    expect(dialog).to_be_visible()
    dialog.locator("textarea").fill("标志又掉了，没有固定")
    dialog.get_by_role("button", name="复查不合格").tap()
    here(page, "整改中")
    expect(page.locator(".lifeline")).to_contain_text("复查不合格1次")
    expect(page.locator("#story")).to_contain_text("标志又掉了，没有固定")
    assert visitor.overflow() == 0


def test_repeated_photo_is_closed_on_only_after_a_tick(
    visit: Visit, world: District, waiting: Hazard
) -> None:
    with scope(world.tenant.pk):
        failed = step(world.reviewer, waiting, "fail", reason="没有整改", at=FILED_AT)
    filer = visit(width=PHONE).sign_in(world.filer, address_of(failed))
    upload(filer, "整改后", photo("整改.jpg", 5))
    decide(filer, "报请复查")
    here(filer, "待复查")
    page = visit().sign_in(world.reviewer, address_of(waiting))
    upload(page, "复查时", photo("同一张.jpg", 5))
    button = page.get_by_role("button", name="复查销号", exact=True).first
    expect(button).to_be_enabled()
    button.click()
    dialog = page.locator("#move-close")
    expect(dialog).to_contain_text("同一张.jpg：与本条的整改后照片相同")
    dialog.get_by_role("button", name="复查销号").click()
    expect(dialog).to_be_visible()
    assert stored(world).status == Status.AWAITING
    dialog.get_by_label("已核实，照片确为本次复查现场").check()
    dialog.get_by_role("button", name="复查销号").click()
    expect(page.locator(".notice-green")).to_contain_text("已销号")
    expect(page.locator("#story")).to_contain_text("核实照片")


def test_extension_is_asked_on_a_phone_and_decided_at_a_desk(visit: Visit, world: District) -> None:
    due, later = (timezone.localdate() + timedelta(days=days) for days in (3, 20))
    with scope(world.tenant.pk):
        hazard = standing(world, Status.RECTIFYING, due_on=due)
    visitor = visit(width=PHONE)
    page = visitor.sign_in(world.filer, address_of(hazard))
    expect(page.locator("h1")).to_contain_text("还有3天")
    page.get_by_role("button", name="申请延期").tap()
    page.fill("#extension_wanted_on", due.isoformat())
    page.fill("#extension_reason", "配件未到货")
    page.get_by_role("button", name="提交申请").tap()
    dialog = page.locator("#extension-dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("alert")).to_contain_text("要晚于现在的时限")
    expect(page.locator("#extension_reason")).to_have_value("配件未到货")
    page.fill("#extension_wanted_on", later.isoformat())
    page.get_by_role("button", name="提交申请").tap()
    expect(page.locator("#extension")).to_contain_text("等安委办批复")
    assert visitor.overflow() == 0
    office = visit().sign_in(world.reviewer, "/licheng/ledger/?asking=on")
    office.get_by_role("link", name="东关机械厂").click()
    office.get_by_role("button", name="同意延期", exact=True).click()
    expect(office.locator(".notice-green")).to_contain_text("已同意延期")
    assert stored(world).due_on == later
