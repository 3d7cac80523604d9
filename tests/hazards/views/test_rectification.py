"""Progress, the plan, extensions and the close-out as they are posted from a record's page."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hazards.life import Status
from hazards.models import Decision, Extension, Hazard, HazardEvent, Stage
from hazards.services import rectification
from tests.factories import District, make_district
from tests.fixtures import Browser
from tests.hazards.views.test_record import moving, page, stand, stored
from tests.ledgers import photographed, step
from tests.pages import squeezed, text
from units.scoping import scope

PLAN = {
    "responsible": "丁",
    "measures": "设置警示标志，加锁管理",
    "funds": "0.5",
    "plan": "停止进入，专人看守",
    "halt": "part",
    "coordination": "",
}


@pytest.fixture
def rectifying(scenery: District) -> Hazard:
    """A record of the first town in rectification, due in ten days."""
    return stand(scenery, Status.RECTIFYING, due_on=timezone.localdate() + timedelta(days=10))


@pytest.fixture
def abroad(db: None) -> District:
    """Another tenant."""
    return make_district("hanjiang")


def wanted(days: int = 20) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def asked(district: District, hazard: Hazard) -> Extension:
    with scope(district.tenant.pk):
        return rectification.ask_extension(
            actor=district.filer,
            hazard_id=hazard.pk,
            wanted_on=date.fromisoformat(wanted()),
            reason="配件未到货",
            at=timezone.now(),
        )


def verbs(district: District) -> list[str]:
    with scope(district.tenant.pk):
        return list(HazardEvent.objects.order_by("id").values_list("verb", flat=True))


def test_progress_is_noted_and_shown(scenery: District, browser: Browser, rectifying: Hazard) -> None:
    browser.sign_in(scenery.filer)
    answer = browser.post(f"{page(rectifying)}progress", {"text": "标志已订购"})
    assert answer.headers["Location"] == f"{page(rectifying)}#rectification"
    shown = text(browser, page(rectifying))
    assert "整改进展已记入办理记录。" in shown
    assert "标志已订购<span" in shown


@pytest.mark.parametrize(("typed", "words"), [("", "进展还没有写"), ("长" * 201, "进展最多200字")])
def test_unfit_progress_is_refused_in_place(
    scenery: District, browser: Browser, rectifying: Hazard, typed: str, words: str
) -> None:
    browser.sign_in(scenery.filer)
    answer = browser.post(f"{page(rectifying)}progress", {"text": typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed in answer.content.decode()


def test_plan_is_changed(scenery: District, browser: Browser, rectifying: Hazard) -> None:
    browser.sign_in(scenery.head)
    answer = browser.post(f"{page(rectifying)}plan", {"version": rectifying.version, **PLAN})
    assert answer.status_code == 302
    found = stored(scenery)
    assert (found.responsible, str(found.funds.normalize() if found.funds else ""), found.halt) == (
        "丁",
        "0.5",
        "part",
    )
    assert "<del>未停产</del> <ins>局部停产</ins>" in text(browser, page(rectifying))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"funds": "三千元"}, "整改资金要填数字，单位万元"),
        ({"funds": "-1"}, "不小于0"),
        ({"funds": "NaN"}, "整改资金要填数字"),
        ({"plan": ""}, "应急预案不能空着"),
        ({"halt": "maybe"}, "停产情况不在可选范围内"),
        ({"version": ""}, "页面不完整，请刷新后再试"),
    ],
)
def test_unfit_plan_opens_again_with_what_was_typed(
    scenery: District, browser: Browser, rectifying: Hazard, wrong: Mapping[str, str], words: str
) -> None:
    browser.sign_in(scenery.filer)
    typed: dict[str, Any] = {"version": rectifying.version, **PLAN, "measures": "换成不锈钢标志", **wrong}
    answer = browser.post(f"{page(rectifying)}plan", typed)
    shown = squeezed(answer.content.decode())
    assert answer.status_code == 422
    assert words in shown
    assert "换成不锈钢标志</textarea>" in shown
    assert 'id="plan-dialog" aria-labelledby="plan-title" data-refused' in shown
    assert stored(scenery).version == rectifying.version


def test_plan_of_a_stale_page_is_refused_and_kept(
    scenery: District, browser: Browser, rectifying: Hazard
) -> None:
    browser.sign_in(scenery.head)
    browser.post(f"{page(rectifying)}plan", {"version": rectifying.version, **PLAN})
    again = {"version": rectifying.version, **PLAN, "plan": "改由专人值守"}
    answer = browser.post(f"{page(rectifying)}plan", again)
    assert answer.status_code == 409
    assert f"本条刚被{scenery.head.name}改过" in answer.content.decode()
    assert "改由专人值守</textarea>" in squeezed(answer.content.decode())


def test_extension_is_asked_and_granted(scenery: District, browser: Browser, rectifying: Hazard) -> None:
    browser.sign_in(scenery.filer)
    browser.post(f"{page(rectifying)}extension", {"wanted_on": wanted(), "reason": "配件未到货"})
    waiting = text(browser, page(rectifying))
    assert "等安委办批复" in waiting
    assert "decide-answer" not in waiting
    browser.sign_in(scenery.reviewer)
    assert "等您批复" in text(browser, page(rectifying))
    with scope(scenery.tenant.pk):
        extension = Extension.objects.get()
    browser.post(f"/licheng/extensions/{extension.pk}/decide", {"granted": "yes", "answer": ""})
    assert stored(scenery).due_on == date.fromisoformat(wanted())
    assert "已同意延期，整改时限已更新。" in text(browser, page(rectifying))


def test_extension_is_refused_with_words(scenery: District, browser: Browser, rectifying: Hazard) -> None:
    extension = asked(scenery, rectifying)
    browser.sign_in(scenery.reviewer)
    address = f"/licheng/extensions/{extension.pk}/decide"
    empty = browser.post(address, {"granted": "no", "answer": ""})
    assert empty.status_code == 422
    assert "批复意见还没有写" in empty.content.decode()
    browser.post(address, {"granted": "no", "answer": "请按期整改"})
    shown = text(browser, page(rectifying))
    assert "已答复不同意延期。" in shown
    assert "：请按期整改" in shown
    assert stored(scenery).due_on == rectifying.due_on


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"wanted_on": "2023-02-30", "reason": "缺货"}, "这一天，请改成真实的日期"),
        ({"wanted_on": "", "reason": "缺货"}, "延到哪天还没有填"),
        ({"wanted_on": wanted(), "reason": ""}, "延期理由还没有写"),
        ({"wanted_on": wanted(5), "reason": "缺货"}, "要晚于现在的时限"),
    ],
)
def test_unfit_extension_opens_again_with_what_was_typed(
    scenery: District, browser: Browser, rectifying: Hazard, typed: Mapping[str, str], words: str
) -> None:
    browser.sign_in(scenery.filer)
    answer = browser.post(f"{page(rectifying)}extension", typed)
    shown = squeezed(answer.content.decode())
    assert answer.status_code == 422
    assert words in shown
    assert f"{typed['reason']}</textarea>" in shown
    assert 'id="extension-dialog" aria-labelledby="extension-title" data-refused' in shown


def test_extension_after_the_term_is_not_offered_and_refused(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.RECTIFYING)
    browser.sign_in(scenery.filer)
    shown = text(browser, page(hazard))
    assert "extension-dialog" not in shown
    assert "整改时限已过，不能再申请延期" in shown
    answer = browser.post(f"{page(hazard)}extension", {"wanted_on": wanted(), "reason": "缺货"})
    assert answer.status_code == 409


ACTS: Mapping[str, Mapping[str, Any]] = {
    "progress": {"text": "代为记录"},
    "plan": {"version": 3, **PLAN},
    "extension": {"wanted_on": wanted(), "reason": "代为申请"},
}


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_I8_others_do_not_rectify_for_a_unit(
    scenery: District, browser: Browser, rectifying: Hazard, act: str, who: str
) -> None:
    browser.sign_in(getattr(scenery, who))
    answer = browser.post(f"{page(rectifying)}{act}", {**ACTS[act]})
    assert answer.status_code == 403
    assert "整改由东关镇办理" in answer.content.decode()
    assert verbs(scenery)[-1] == "审核通过"


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("who", ["other unit", "other tenant"])
def test_I3_record_of_others_is_not_found(
    scenery: District, abroad: District, browser: Browser, rectifying: Hazard, act: str, who: str
) -> None:
    foreign = who == "other tenant"
    browser.sign_in(abroad.filer if foreign else scenery.other_filer)
    slug = "hanjiang" if foreign else "licheng"
    answer = browser.post(f"/{slug}/ledger/{rectifying.pk}/{act}", {**ACTS[act]})
    assert answer.status_code == 404
    assert verbs(scenery)[-1] == "审核通过"


@pytest.mark.parametrize(("who", "status"), [("filer", 403), ("leader", 403), ("other_filer", 404)])
def test_I8_only_the_office_decides_an_extension(
    scenery: District, browser: Browser, rectifying: Hazard, who: str, status: int
) -> None:
    extension = asked(scenery, rectifying)
    browser.sign_in(getattr(scenery, who))
    answer = browser.post(f"/licheng/extensions/{extension.pk}/decide", {"granted": "yes", "answer": ""})
    assert answer.status_code == status
    with scope(scenery.tenant.pk):
        assert Extension.objects.get().decision == Decision.PENDING


def test_decision_must_be_one(scenery: District, browser: Browser, rectifying: Hazard) -> None:
    extension = asked(scenery, rectifying)
    browser.sign_in(scenery.reviewer)
    answer = browser.post(f"/licheng/extensions/{extension.pk}/decide", {"answer": "再议"})
    assert answer.status_code == 422
    assert "请选择同意或不同意" in answer.content.decode()
    assert "再议</textarea>" in answer.content.decode()


def test_close_out_without_a_photo_offers_to_upload_it(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.AWAITING)
    browser.sign_in(scenery.head)
    shown = squeezed(text(browser, page(hazard)))
    next_step = shown[shown.index('id="next"') : shown.index('id="facts-title"')]
    assert 'name="stage" value="reinspected"' in next_step
    assert 'data-open="move-close" disabled' in next_step
    answer = browser.post(moving(hazard, "close"), {"version": hazard.version})
    assert answer.status_code == 422
    assert "还没有本次复查的照片，请先上传" in answer.content.decode()


def test_close_out_with_a_repeated_photo_needs_a_tick(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.AWAITING)
    with scope(scenery.tenant.pk):
        photographed(hazard, Stage.FOUND, digest="一")
        photographed(hazard, digest="一")
    browser.sign_in(scenery.head)
    assert "现场.jpg：与本条的发现时照片相同" in text(browser, page(hazard))
    given = {"version": hazard.version, "reason": "标志已装好"}
    answer = browser.post(moving(hazard, "close"), given)
    assert answer.status_code == 422
    assert "标志已装好</textarea>" in answer.content.decode()
    browser.post(moving(hazard, "close"), {**given, "acknowledged": "on"})
    assert stored(scenery).status == Status.CLOSED
    assert verbs(scenery)[-2:] == ["复查销号", "核实照片"]


def test_failed_inspection_returns_the_record_and_is_counted(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.AWAITING)
    browser.sign_in(scenery.reviewer)
    browser.post(moving(hazard, "fail"), {"version": hazard.version, "reason": "标志脱落"})
    found = stored(scenery)
    assert (found.status, found.failed_inspections) == (Status.RECTIFYING, 1)
    assert "复查不合格1次" in text(browser, page(hazard))


def test_reopened_record_shows_how_often(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.CLOSED)
    with scope(scenery.tenant.pk):
        step(scenery.reviewer, hazard, "reopen", reason="反弹")
    browser.sign_in(scenery.leader)
    assert "重新打开1次" in text(browser, page(hazard))


def test_reopening_after_the_term_asks_for_a_new_one(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.CLOSED)
    browser.sign_in(scenery.reviewer)
    assert "新的整改时限（必填）" in text(browser, page(hazard))
    given = {"version": hazard.version, "reason": "群众举报反弹"}
    answer = browser.post(moving(hazard, "reopen"), given)
    assert answer.status_code == 422
    assert "请定一个新的整改时限" in answer.content.decode()
    assert "群众举报反弹</textarea>" in answer.content.decode()
    browser.post(moving(hazard, "reopen"), {**given, "due_on": wanted()})
    found = stored(scenery)
    assert (found.status, found.due_on) == (Status.RECTIFYING, date.fromisoformat(wanted()))


def test_reopening_with_a_day_there_is_not_is_refused(scenery: District, browser: Browser) -> None:
    hazard = stand(scenery, Status.CLOSED)
    given = {"version": hazard.version, "reason": "反弹", "due_on": "2023-02-30"}
    answer = browser.sign_in(scenery.reviewer).post(moving(hazard, "reopen"), given)
    assert answer.status_code == 422
    assert "这一天，请改成真实的日期" in answer.content.decode()
    assert stored(scenery).status == Status.CLOSED
