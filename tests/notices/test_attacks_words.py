"""Markup, formulas and forged figures typed into circulars, letters, replies and templates stay words (I5)."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from docx import Document
from openpyxl import load_workbook

from notices.models import Circular, CircularKind, Delivery
from notices.selectors import editing as reads
from notices.services import issuing, outbox, publishing
from notices.services.letters import Demand, draft_letters
from tests.factories import CUTOFF, District
from tests.fixtures import Browser
from tests.notices.drafted import posted_blocks
from tests.notices.issued import AFTER, delivery_to, drafted, issued, publication_of
from tests.pages import queries_before_and_after, text
from units.models import Unit
from units.scoping import scope

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
FORMULA = '=HYPERLINK("http://example.com")'


@pytest.fixture
def world(scenery: District) -> Iterator[District]:
    """An issued circular, a letter, a reply and a mail full of markup, to a unit that is named by it."""
    with scope(scenery.tenant.pk):
        Unit.objects.filter(pk=scenery.town.pk).update(name=f"{SCRIPT}镇")
        Unit.objects.filter(pk=scenery.bureau.pk).update(name=FORMULA)
        circular = issued(scenery, reply_by=AFTER.replace(day=28).date())
        publishing.reply(
            actor=scenery.filer, delivery=delivery_to(circular, scenery.town), text=SCRIPT + IMAGE, at=AFTER
        )
        draft_letters(
            actor=scenery.reviewer, kind=CircularKind.INTERVIEW, period=scenery.period,
            unit_ids={scenery.town.pk}, at=AFTER, demand=Demand(None, SCRIPT, IMAGE, FORMULA),
        )  # fmt: skip
        outbox.put(key="x", to="a@example.com", subject=SCRIPT, text=SCRIPT, at=AFTER)
        issuing.withdraw(actor=scenery.leader, circular=circular, at=AFTER, comment=SCRIPT + IMAGE)
    with time_machine.travel(AFTER, tick=False):
        yield scenery


PAGES = (
    "circulars/", "circulars/{letter}/", "circulars/{letter}/edit", "circulars/{letter}/history",
    "circulars/{letter}/compare", "circulars/{issued}/", "circulars/{issued}/deliveries", "periods/2023-09/",
    "circulars/new?kind=interview", "circular-templates/monthly/",
)  # fmt: skip


def clean(page: str) -> bool:
    """Whether nothing typed became markup."""
    return SCRIPT not in page and "<img src=x" not in page


@pytest.mark.parametrize("path", PAGES)
def test_typed_markup_is_shown_as_words(browser: Browser, world: District, path: str) -> None:
    with scope(world.tenant.pk):
        issued_one, letter = (
            Circular.objects.get(kind="monthly").pk,
            Circular.objects.get(kind="interview").pk,
        )
    page = text(browser.sign_in(world.reviewer), f"/licheng/{path.format(issued=issued_one, letter=letter)}")
    assert clean(page)


def test_typed_markup_is_shown_as_words_to_units_and_administrators(
    browser: Browser, world: District
) -> None:
    with scope(world.tenant.pk):
        found = Delivery.objects.get(unit=world.town).pk
    browser.sign_in(world.filer)
    for path in ("inbox/", f"inbox/{found}/", "filings/"):
        assert clean(browser.get(f"/licheng/{path}").content.decode())
    assert clean(text(browser.sign_in(world.admin), "/licheng/mail/"))


def test_markup_and_formulas_are_words_in_word_and_excel(browser: Browser, world: District) -> None:
    with scope(world.tenant.pk):
        letter = Circular.objects.get(kind="interview").pk
    browser.sign_in(world.reviewer)
    answer = browser.get(f"/licheng/circulars/{letter}/circular.docx")
    words = "\n".join(each.text for each in Document(io.BytesIO(answer.content)).paragraphs)
    assert SCRIPT in words
    assert FORMULA in words
    table = load_workbook(io.BytesIO(browser.get("/licheng/periods/2023-09/dispatch.xlsx").content))
    cells = [cell for sheet in table for row in sheet for cell in row if cell.value is not None]
    assert [cell for cell in cells if str(cell.value) == FORMULA and cell.data_type == "f"] == []
    assert FORMULA in {cell.value for cell in cells}


def save(browser: Browser, circular: Circular, blocks: list[dict[str, Any]]) -> Any:
    body = {"version": circular.edit, "values": {"blocks": json.dumps(blocks)}}
    return browser.post(
        f"/licheng/circulars/{circular.pk}/save", json.dumps(body), content_type="application/json"
    )


@pytest.mark.parametrize("forged", [
    {"figure": "general.found", "text": "9"}, {"figure": "no.such.figure"}, {"fact": "no_such_fact"},
    {"text": "九"}, {"typed": "9"}, {"figure": ""}, {"figure": None}, {"words": 9}, {"figure": "a", "words": "b"}, {},
])  # fmt: skip
def test_I5_forged_parts_of_a_text_are_refused(browser: Browser, scenery: District, forged: Any) -> None:
    with scope(scenery.tenant.pk):
        circular = drafted(scenery)
        blocks = posted_blocks(reads.stored(circular))
    next(block for block in blocks if block["kind"] == "paragraph")["parts"] = [forged]
    answer = save(browser.sign_in(scenery.reviewer), circular, blocks)
    assert (answer.status_code, answer.json()["message"][-1]) == (422, "。")
    with scope(scenery.tenant.pk):
        assert Circular.objects.get().edit == 1


@pytest.mark.parametrize("kind", ["number", "date", "draft_mark", "source", "signature", "issuer"])
def test_I4_frame_of_a_document_cannot_be_written_over(
    browser: Browser, scenery: District, kind: str
) -> None:
    with scope(scenery.tenant.pk):
        circular = drafted(scenery)
        before = reads.stored(circular)
        blocks = posted_blocks(before)
    for block in blocks:
        if block["kind"] == kind:
            block["parts"] = [{"words": "荔安办〔2023〕99号"}]
    save(browser.sign_in(scenery.reviewer), circular, blocks)
    with scope(scenery.tenant.pk):
        after = reads.stored(Circular.objects.get())
    assert [each.text for each in after.blocks if each.kind.value == kind and kind != "signature"] == [
        each.text for each in before.blocks if each.kind.value == kind and kind != "signature"
    ]


def many(world: District, wanted: int) -> None:
    """So many units that received the circular, each with a mail."""
    with scope(world.tenant.pk):
        publication = publication_of(Circular.objects.get(kind="monthly"))
        units = Unit.objects.bulk_create(
            Unit(name=f"第{place}镇", kind="town", order=100 + place) for place in range(wanted)
        )
        Delivery.objects.bulk_create(Delivery(publication=publication, unit=unit, at=AFTER) for unit in units)
        for unit in units:
            outbox.put(key=f"m/{unit.pk}", to="a@example.com", subject="通报", text="请签收", at=CUTOFF)


@pytest.mark.parametrize(("who", "path"), [
    ("reviewer", "circulars/"), ("leader", "circulars/{issued}/deliveries"), ("reviewer", "circulars/{issued}/"),
    ("admin", "mail/"),
])  # fmt: skip
def test_pages_cost_the_same_for_three_hundred_units(
    browser: Browser, world: District, who: str, path: str
) -> None:
    with scope(world.tenant.pk):
        found = Circular.objects.get(kind="monthly").pk
    address = f"/licheng/{path.format(issued=found)}"
    few, lots = queries_before_and_after(
        browser.sign_in(getattr(world, who)), address, lambda: many(world, 300)
    )
    assert few == lots
