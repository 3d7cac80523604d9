"""The editor's page and what it posts: saving, checking, accepting, writing again."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from notices.content import Block, BlockKind, CircularContent, FigureRef, Typed
from notices.editor_page import blocks_text
from notices.models import Circular, CircularState, NumberAcceptance
from notices.pending import Pending
from notices.selectors import checks
from notices.selectors import editing as reads
from tests.factories import District
from tests.fixtures import Browser
from tests.notices.drafted import AFTER, as_sent, drafted, first_paragraph, posted_blocks, with_words, write
from tests.pages import queries, queries_before_and_after, refusal, squeezed, text
from units.scoping import scope

SCRIPT = "<script>alert(1)</script>"
TYPED = "另有7731处问题。"


@pytest.fixture
def circular(scenery: District) -> Iterator[Circular]:
    with scope(scenery.tenant.pk):
        made = drafted(scenery)
    with time_machine.travel(AFTER):
        yield made


def address(circular: Circular, name: str = "") -> str:
    return f"/licheng/circulars/{circular.pk}/{name}"


def post(browser: Browser, circular: Circular, name: str, body: object) -> Any:
    return browser.post(address(circular, name), json.dumps(body), content_type="application/json")


def written(scenery: District, circular: Circular, *parts: str) -> Circular:
    with scope(scenery.tenant.pk):
        return write(scenery.reviewer, circular, *parts)


def content_of(scenery: District, circular: Circular) -> CircularContent:
    with scope(scenery.tenant.pk):
        return reads.stored(Circular.objects.get(pk=circular.pk))


def test_editor_shows_figures_as_chips_and_locks_the_frame(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    page = squeezed(text(browser.sign_in(scenery.reviewer), address(circular, "edit")))
    assert '<span class="ed-chip" contenteditable="false" role="button" tabindex="0" data-figure="' in page
    assert 'class="ed-chip ed-fact" contenteditable="false" data-fact="' in page
    mark = page.split('data-kind="draft_mark"')[1]
    assert mark.startswith(' data-locked><div class="ed-words">')


def test_saving_answers_with_the_next_version(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    content = with_words(content_of(scenery, circular), "请重视。")
    answer = post(browser.sign_in(scenery.reviewer), circular, "save", as_sent(circular, content)).json()
    assert (answer["version"], answer["saved_at"]) == (2, "09:00")
    assert first_paragraph(content_of(scenery, circular)).text.endswith("请重视。")


def test_I5_posted_text_of_a_figure_is_refused(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    blocks = posted_blocks(content_of(scenery, circular))
    next(block for block in blocks if block["kind"] == "paragraph")["parts"] = [
        {"figure": "general.found", "text": "99999条"}
    ]
    body = {"version": 1, "values": {"blocks": json.dumps(blocks)}}
    response = post(browser.sign_in(scenery.reviewer), circular, "save", body)
    assert (response.status_code, "没有看懂" in response.json()["message"]) == (422, True)


def test_I7_stale_page_gets_what_is_stored(browser: Browser, scenery: District, circular: Circular) -> None:
    stale = as_sent(circular, with_words(content_of(scenery, circular), "后到。"))
    written(scenery, circular, "先到。")
    response = post(browser.sign_in(scenery.reviewer), circular, "save", stale)
    answer = response.json()
    assert (response.status_code, answer["version"]) == (409, 2)
    assert "在09:00改过" in answer["message"]
    assert answer["values"]["blocks"] == blocks_text(content_of(scenery, circular))


@pytest.mark.parametrize("body", [
    [], {}, {"version": 1}, {"version": "x", "values": {}}, {"version": 1, "values": {"blocks": "["}},
    {"version": 1, "values": {"blocks": "{}"}}, {"version": 1, "values": {"settled": "{}"}},
    {"version": 1, "values": {"settled": "[3]"}}, {"version": 1, "values": []},
])  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(
    browser: Browser, scenery: District, circular: Circular, body: object
) -> None:
    response = post(browser.sign_in(scenery.reviewer), circular, "save", body)
    assert (response.status_code, "没有看懂" in response.json()["message"]) == (422, True)


def test_page_handed_on_meanwhile_is_told_so(browser: Browser, scenery: District, circular: Circular) -> None:
    body = as_sent(circular, content_of(scenery, circular))
    with scope(scenery.tenant.pk):
        Circular.objects.update(state=CircularState.SUBMITTED)
    response = post(browser.sign_in(scenery.reviewer), circular, "save", body)
    assert (response.status_code, set(response.json())) == (409, {"message"})
    page = browser.get(address(circular, "edit"), follow=True)
    assert page.request["PATH_INFO"] == address(circular)
    assert "现在是“待审核”，不能修改" in page.content.decode()


def test_check_finds_typed_numbers_and_offers_figures(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    content = with_words(content_of(scenery, circular), "另有20条，又有7731处。")
    body = {"blocks": posted_blocks(content)}
    found = post(browser.sign_in(scenery.reviewer), circular, "check", body).json()["findings"]
    block = first_paragraph(content)
    assert [(each["text"], each["block"]) for each in found] == [("20条", block.id), ("7731处", block.id)]
    assert "general.found" in {offer["key"] for offer in found[0]["offers"]}
    assert block.text[found[1]["start"] : found[1]["end"]] == "7731处"
    with scope(scenery.tenant.pk):
        assert Circular.objects.get().edit == 1, "nothing was stored"


def test_check_of_what_cannot_be_read_is_refused(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    bodies: tuple[object, ...] = ({}, {"blocks": "x"}, [])
    for body in bodies:
        assert post(browser.sign_in(scenery.reviewer), circular, "check", body).status_code == 422


def test_number_is_accepted_with_a_reason_on_the_page(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    changed = written(scenery, circular, TYPED)
    with scope(scenery.tenant.pk):
        (finding,) = checks.open_findings(changed)
    browser.sign_in(scenery.reviewer)
    assert "1 处待处理" in text(browser, address(circular))
    sent = {"key": finding.key, "reason": "现场统计"}
    page = browser.post(address(circular, "accept"), sent, follow=True).content.decode()
    assert "已记下保留这个数字的理由" in page
    assert "全部数字有据" in page
    assert "保留：现场统计" in squeezed(page)
    again = browser.post(address(circular, "accept"), sent, headers={"Accept": "application/json"})
    assert again.json() == {}


def test_accepting_without_a_reason_is_refused(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    written(scenery, circular, TYPED)
    response = browser.sign_in(scenery.reviewer).post(address(circular, "accept"), {"key": "x"})
    assert (response.status_code, "请写明" in refusal(response)) == (422, True)
    with scope(scenery.tenant.pk):
        assert not NumberAcceptance.objects.exists()


def test_writing_again_without_news_says_so(browser: Browser, scenery: District, circular: Circular) -> None:
    page = browser.sign_in(scenery.reviewer).post(address(circular, "regenerate"), follow=True)
    assert page.request["PATH_INFO"] == address(circular, "edit")
    assert "数据和模板都没有变化" in page.content.decode()


def test_decisions_stand_beside_their_lines(browser: Browser, scenery: District, circular: Circular) -> None:
    with scope(scenery.tenant.pk):
        content = reads.stored(circular)
        mine = first_paragraph(content)
        base = CircularContent(
            tuple(
                Block(each.kind, (Typed("机器的新写法"),), each.id) if each.id == mine.id else each
                for each in content.blocks
            )
        )
        pending = Pending((mine.id,), (), {"general.found": "19条"}, ("7条",))
        Circular.objects.update(base=pending.beside(base))
    page = squeezed(text(browser.sign_in(scenery.reviewer), address(circular, "edit")))
    assert f'<template data-offer="{mine.id}" data-kind="paragraph">机器的新写法</template>' in page
    assert f'data-decide="{mine.id}"' in page
    assert "<del>19条</del> → <ins>20条</ins>" in page
    assert "请核对后改写：<b>7条</b>" in page


def test_markup_that_was_typed_is_shown_as_words(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    written(scenery, circular, SCRIPT)
    browser.sign_in(scenery.reviewer)
    for name in ("", "edit", "compare", "history"):
        assert SCRIPT not in text(browser, address(circular, name))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text(browser, address(circular))


PAGES: tuple[tuple[str, str], ...] = (
    ("get", ""), ("get", "edit"), ("get", "history"), ("get", "compare"), ("post", "save"), ("post", "check"),
    ("post", "accept"), ("post", "regenerate"), ("post", "restore"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "name"), PAGES)
@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_units_reach_nothing_of_a_draft(
    browser: Browser, scenery: District, circular: Circular, who: str, method: str, name: str
) -> None:
    browser.sign_in(getattr(scenery, who))
    sent: dict[str, Any] = {"number": "1", "edit": "1"} if name == "restore" else {}
    response = (
        browser.get(address(circular, name))
        if method == "get"
        else browser.post(address(circular, name), sent)
    )
    assert response.status_code == 403
    assert scenery.bureau.name not in response.content.decode().split("<main")[-1]


@pytest.mark.parametrize("name", ["save", "check", "accept", "regenerate", "restore"])
@pytest.mark.parametrize("who", ["leader", "admin"])
def test_changing_denied_to_those_who_only_read(
    browser: Browser, scenery: District, circular: Circular, who: str, name: str
) -> None:
    sent = {"number": "1", "edit": "1"}
    assert browser.sign_in(getattr(scenery, who)).post(address(circular, name), sent).status_code == 403


def test_leader_reads_without_being_offered_changes(
    browser: Browser, scenery: District, circular: Circular
) -> None:
    page = text(browser.sign_in(scenery.leader), address(circular))
    assert address(circular, "edit") not in page
    assert browser.get(address(circular, "edit")).status_code == 403


def test_unknown_circular_is_not_there(browser: Browser, scenery: District, circular: Circular) -> None:
    response = browser.sign_in(scenery.reviewer).get("/licheng/circulars/999999/")
    assert (response.status_code, "没有这份" in refusal(response)) == (404, True)


@pytest.mark.parametrize("name", ["", "edit"])
def test_queries_do_not_grow_with_the_text(
    browser: Browser, scenery: District, circular: Circular, name: str
) -> None:
    def grow() -> None:
        for number in range(5):
            written(scenery, circular, f"另有77{number}1处。")
        with scope(scenery.tenant.pk):
            write(scenery.reviewer, circular, FigureRef("general.found", ""))

    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), address(circular, name), grow)
    assert few == many
    assert queries(browser, address(circular, name)) <= 34
    assert BlockKind.PARAGRAPH in {block.kind for block in content_of(scenery, circular).blocks}
