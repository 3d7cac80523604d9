"""The pages of the review desk."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from hazards.life import Status
from hazards.models import Hazard
from hazards.selectors import review as review_reads
from tests.factories import District, make_district
from tests.fixtures import Browser
from tests.hazards.reviewing import OTHERWISE, advise_by_the_files, waiting
from tests.ledgers import FILED_AT, drafted, standing, step
from tests.pages import queries_before_and_after, refusal, squeezed, text
from units.actors import Actor
from units.scoping import scope

DESK = "/licheng/review/"
NOON = FILED_AT + timedelta(days=2)


@pytest.fixture
def reviewer(browser: Browser, scenery: District, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """安委办 in front of its desk, two days after things were filed."""
    advise_by_the_files(monkeypatch)
    return browser.sign_in(scenery.reviewer)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def neighbour_record(scenery: District) -> Hazard:
    """A waiting record of another tenant."""
    other = make_district("hanjiang")
    with scope(other.tenant.pk):
        return standing(other, Status.FILED)


def filed(district: District, number: int = 1, **fields: Any) -> list[Hazard]:
    """So many records, each of an enterprise of its own."""
    with scope(district.tenant.pk):
        return [waiting(district, **fields) for _ in range(number)]


def fresh(district: District, hazard: Hazard) -> Hazard:
    with scope(district.tenant.pk):
        return Hazard.objects.select_related("tenant", "unit", "enterprise").get(pk=hazard.pk)


def address(hazard: Hazard, query: str = "") -> str:
    return f"{DESK}{hazard.pk}/{query}"


def decision(hazard: Hazard, act: str, **fields: object) -> dict[str, object]:
    return {"act": act, "version": hazard.version, **fields}


def test_desk_shows_the_queue_and_opens_its_first_record(reviewer: Browser, scenery: District) -> None:
    first, second = filed(scenery, 2)
    page = squeezed(text(reviewer, DESK))
    assert "待审核 <b>2</b>" in page
    assert page.index(f"{DESK}{first.pk}/") < page.index(f"{DESK}{second.pk}/")
    assert 'data-screen="queue"' in page
    assert f"审核通过：{first}" in page
    assert f"审核通过：{second}" not in page
    assert "2天前" in page


def test_record_is_opened_beside_the_queue(reviewer: Browser, scenery: District) -> None:
    _, second = filed(scenery, 2)
    page = squeezed(text(reviewer, address(second)))
    assert 'data-screen="record"' in page
    assert len(re.findall(r'<li class="desk-row">', page)) == 2
    assert f"审核通过：{second}" in page
    for words in (
        "工贸企业重大事故隐患判定标准",
        "第十三条",
        "未设置明显的安全警示标志",
        "污水池",
        "照片3",
        "丙",
    ):
        assert words in page
    assert "通过后计入2023年9月" in page


def test_I3_words_for_a_double_name_no_other_units_record(reviewer: Browser, scenery: District) -> None:
    same = "污水池入口处没有设置有限空间安全警示标志"
    with scope(scenery.tenant.pk):
        theirs = drafted(scenery, scenery.other_town, scenery.other_filer, description=same)
        theirs = step(scenery.other_filer, theirs, "file")
        mine = standing(scenery, Status.FILED, description=same)
        second = step(scenery.filer, drafted(scenery, description=same), "file")
    page = squeezed(text(reviewer, address(mine)))
    assert f"与{second}疑似同一处隐患" in page
    assert "与另一单位所报的一条疑似同一处隐患" in page
    assert f"与{theirs}疑似同一处隐患" not in page
    assert f"与{theirs}是同一处隐患" not in page


def test_record_alone_is_served_to_a_page_that_has_the_queue(reviewer: Browser, scenery: District) -> None:
    (hazard,) = filed(scenery)
    part = reviewer.get(address(hazard), headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div class="desk-record" id="opened"')
    assert "desk-row" not in part
    whole = reviewer.get(
        address(hazard), headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert "desk-row" in whole.content.decode()


def test_empty_queue_says_so(reviewer: Browser) -> None:
    page = text(reviewer, DESK)
    assert "都审完了" in page
    assert "data-key" not in page
    assert 'class="chip"' not in page


def test_empty_part_leads_back_to_the_whole(reviewer: Browser, scenery: District) -> None:
    filed(scenery)
    page = text(reviewer, f"{DESK}?sector=消防")
    assert "这一部分审完了" in page
    assert "还有 1 条" in page


@pytest.mark.parametrize("query", ["?age=1000", "?age=", "?sector=%00", "?sector=" + "长" * 500])
def test_part_that_is_none_is_shown_without_fail(reviewer: Browser, scenery: District, query: str) -> None:
    filed(scenery)
    assert reviewer.get(DESK + query).status_code == 200


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("accept", {}, Status.RECTIFYING),
        ("return", {"reason": "照片不清"}, Status.RETURNED),
        ("exclude", {"reason": "不构成", "exclusion": "criterion_not_met"}, Status.EXCLUDED),
    ],
)
def test_decision_is_made_and_the_next_record_opens(
    reviewer: Browser, scenery: District, act: str, fields: dict[str, str], status: Status
) -> None:
    _, second, third = filed(scenery, 3)
    answer = reviewer.post(address(second, "?sector=工贸"), decision(second, act, **fields), follow=True)
    assert answer.redirect_chain == [(f"{DESK}{third.pk}/?sector=%E5%B7%A5%E8%B4%B8", 302)]
    made = fresh(scenery, second)
    assert (made.status, made.review_reason) == (status, fields.get("reason", ""))
    page = squeezed(answer.content.decode())
    assert f"{second}（{second.enterprise}）" in page
    assert "待审核 <b>2</b>" in page


def test_after_the_last_decision_the_queue_is_empty(reviewer: Browser, scenery: District) -> None:
    (hazard,) = filed(scenery)
    answer = reviewer.post(address(hazard), decision(hazard, "accept"), follow=True)
    assert answer.redirect_chain == [(DESK, 302)]
    assert "都审完了" in answer.content.decode()


@pytest.mark.parametrize(
    ("act", "fields", "words"),
    [
        ("return", {}, "退回要写明原因"),
        ("return", {"reason": "  "}, "退回要写明原因"),
        ("return", {"reason": "长" * 201}, "最多200字"),
        ("exclude", {"reason": "写好的话"}, "请选择不纳入的原因"),
        ("exclude", {"exclusion": "duplicate"}, "不纳入要写明原因"),
        ("exclude", {"exclusion": "withdrawn", "reason": "写好的话"}, "请从列出的里面选一个"),
    ],
)
def test_refused_decision_keeps_what_was_typed(
    reviewer: Browser, scenery: District, act: str, fields: dict[str, str], words: str
) -> None:
    (hazard,) = filed(scenery)
    answer = reviewer.post(address(hazard), decision(hazard, act, **fields))
    page = squeezed(answer.content.decode())
    assert answer.status_code == 422
    assert words in page
    assert re.search(rf'id="{act}-dialog"[^>]* data-refused', page)
    assert page.count("data-refused") == 1
    assert f"{fields.get('reason', '').strip()}</textarea>" in page
    if fields.get("exclusion") == "duplicate":
        assert re.search('value="duplicate"[^>]* checked>', page)
    assert fresh(scenery, hazard).status == Status.FILED


@pytest.mark.parametrize(
    "fields", [{}, {"act": "close"}, {"act": "accept", "version": "x"}, {"act": "accept"}]
)
def test_decision_that_is_none_changes_nothing(
    reviewer: Browser, scenery: District, fields: dict[str, str]
) -> None:
    (hazard,) = filed(scenery)
    answer = reviewer.post(address(hazard), fields)
    assert answer.status_code == 422
    assert "请" in squeezed(answer.content.decode())
    assert fresh(scenery, hazard).status == Status.FILED


def test_second_reviewer_is_told_who_decided_and_goes_on(reviewer: Browser, scenery: District) -> None:
    first, second = filed(scenery, 2)
    with scope(scenery.tenant.pk):
        step(scenery.reviewer, first, "accept")
    answer = reviewer.post(address(first), decision(first, "return", reason="写了半天的话"), follow=True)
    assert answer.redirect_chain == [(address(second), 302)]
    page = squeezed(answer.content.decode())
    assert f"{first}刚由{scenery.reviewer.name}办理“审核通过”，您的“退回”没有办。" in page
    assert "您写的原因：写了半天的话" in page
    assert fresh(scenery, first).status == Status.RECTIFYING


def test_stale_page_of_a_record_that_still_waits_is_shown_again(reviewer: Browser, scenery: District) -> None:
    (hazard,) = filed(scenery)
    with scope(scenery.tenant.pk):
        returned = step(scenery.reviewer, hazard, "return", reason="照片不清")
        step(scenery.filer, returned, "file")
    answer = reviewer.post(address(hazard), decision(hazard, "accept"), follow=True)
    assert answer.redirect_chain == [(address(hazard), 302)]
    page = squeezed(answer.content.decode())
    assert "请核对最新内容后再定" in page
    assert "再次报送：改了什么" in page
    assert "照片不清" in page
    assert "一处也没有改" in page


def test_record_already_decided_says_by_whom_and_has_no_acts(reviewer: Browser, scenery: District) -> None:
    (hazard,) = filed(scenery)
    with scope(scenery.tenant.pk):
        step(scenery.reviewer, hazard, "return", reason="照片不清")
    page = squeezed(text(reviewer, address(hazard)))
    assert f"{scenery.reviewer.name}于" in page
    assert "办理了“退回”（照片不清）" in page
    assert "data-key" not in page


@pytest.mark.parametrize("name", ["filer", "head", "leader", "admin"])
def test_only_who_reviews_may_open_or_decide(browser: Browser, scenery: District, name: str) -> None:
    (hazard,) = filed(scenery)
    actor: Actor = getattr(scenery, name)
    browser.sign_in(actor)
    for answer in (
        browser.get(DESK),
        browser.get(address(hazard)),
        browser.post(address(hazard), decision(hazard, "accept")),
        browser.post(f"{DESK}batch", {"chosen": f"{hazard.pk}:{hazard.version}"}),
    ):
        assert answer.status_code == 403
        assert re.search("由安委办办理|由有权的人员办理", refusal(answer))
    assert fresh(scenery, hazard).status == Status.FILED


def test_I3_other_tenants_record_is_not_found(
    reviewer: Browser, scenery: District, neighbour_record: Hazard
) -> None:
    assert reviewer.get(address(neighbour_record)).status_code == 404
    answer = reviewer.post(address(neighbour_record), decision(neighbour_record, "accept"))
    assert answer.status_code == 404


def test_batch_accepts_what_is_clean_and_names_the_rest(reviewer: Browser, scenery: District) -> None:
    clean, stale = filed(scenery, 2)
    (misread,) = filed(scenery, description="有限空间未设置安全警示标志")
    chosen = [
        f"{clean.pk}:{clean.version}",
        f"{stale.pk}:{stale.version - 1}",
        f"{misread.pk}:{misread.version}",
    ]
    page = squeezed(reviewer.post(f"{DESK}batch", {"chosen": chosen}).content.decode())
    assert "通过了 1 条，2 条没有通过" in page
    assert "请打开逐条审核" in page
    assert "请核对最新内容后再定" in page
    states = [fresh(scenery, each).status for each in (clean, stale, misread)]
    assert states == [Status.RECTIFYING, Status.FILED, Status.FILED]


@pytest.mark.parametrize("chosen", [[], ["x"], ["1"], ["1:"], [":1"], ["1:2:3"], ["9" * 30 + ":1"], ["²:1"]])
def test_batch_of_nothing_is_refused_in_words(reviewer: Browser, chosen: list[str]) -> None:
    answer = reviewer.post(f"{DESK}batch", {"chosen": chosen})
    assert answer.status_code == 422


def test_batch_is_not_larger_than_a_page(reviewer: Browser) -> None:
    chosen = [f"{number}:1" for number in range(review_reads.LIMIT + 1)]
    answer = reviewer.post(f"{DESK}batch", {"chosen": chosen})
    assert answer.status_code == 422
    assert "一次最多通过50条，现选中51条" in refusal(answer)


def test_batch_counts_what_is_not_there(reviewer: Browser, neighbour_record: Hazard) -> None:
    answer = reviewer.post(f"{DESK}batch", {"chosen": [f"{neighbour_record.pk}:{neighbour_record.version}"]})
    assert "另有 1 条已经不在您能看到的台账里" in answer.content.decode()


def test_late_record_is_said_to_count_nowhere(reviewer: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        late = step(scenery.filer, drafted(scenery), "file", at=scenery.period.cutoff_at)
    page = squeezed(text(reviewer, address(late)))
    assert "通过了也不计入：超过规定报送时限。" in page
    assert "应在9月24日 24:00以前报送" in page
    assert re.search(r'name="chosen"[^>]* disabled', page)
    assert "<p>通过了也不计入：超过规定报送时限。</p><p>仍要通过的，请先核实。</p>" in page


def test_pages_take_as_many_queries_however_long_the_queue(reviewer: Browser, scenery: District) -> None:
    (first,) = filed(scenery)

    def grow() -> None:
        filed(scenery, 3)

    few, many = queries_before_and_after(reviewer, address(first), grow)
    assert few == many


def test_record_takes_as_many_queries_however_long_its_story(reviewer: Browser, scenery: District) -> None:
    (first,) = filed(scenery)

    def grow() -> None:
        with scope(scenery.tenant.pk):
            for _ in range(3):
                standing(scenery, Status.EXCLUDED, enterprise=first.enterprise, description=OTHERWISE)

    grow()
    few, many = queries_before_and_after(reviewer, address(first), grow)
    assert few == many
    page = text(reviewer, address(first))
    assert "疑似重复 6 条" in page
    assert "不符合判定标准" in page
