"""What a hostile client sends to the pages of circulars, letters, templates and the inbox: refused in words."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import time_machine

from notices.models import Circular
from tests.factories import District
from tests.fixtures import Browser
from tests.notices.drafted import AFTER, drafted
from units.scoping import scope

HUGE = "9" * 40


@pytest.fixture
def circular(scenery: District) -> Iterator[Circular]:
    with scope(scenery.tenant.pk):
        made = drafted(scenery)
    with time_machine.travel(AFTER):
        yield made


def send(browser: Browser, circular: Circular, act: str, body: str) -> Any:
    return browser.post(
        f"/licheng/circulars/{circular.pk}/{act}", body.encode(), content_type="application/json"
    )


@pytest.mark.parametrize("body", [
    '{"version": Infinity, "values": {}}', '{"version": NaN, "values": {}}', '{"version": 1e400, "values": {}}',
    '{"version": -1, "values": {"blocks": "[1]"}}', f'{{"version": {HUGE}, "values": {{}}}}',
    '{"version": true, "values": {"blocks": 5}}', '{"version": 1, "values": "ab"}',
    '{"version": 1, "values": {"blocks": "[{}]"}}', '{"version": 1, "values": {"blocks": "[[]]"}}',
    '{"version": 1, "values": {"blocks": "[{\\"id\\": [], \\"kind\\": {}, \\"parts\\": 3}]"}}',
    '{"version": 1, "values": {"blocks": "[{\\"id\\":\\"x\\",\\"kind\\":\\"paragraph\\",\\"parts\\":[null]}]"}}',
    '{"version": 1, "values": {"settled": "[\\"\\\\u0000\\\\ud800\\"]", "blocks": "[]"}}',
    "[" * 100_000, '{"version": 1, "values": {"blocks": "' + "[" * 100_000 + '"}}', "", "null", "\x00", "\ufeff{}",
])  # fmt: skip
@pytest.mark.parametrize("act", ["save", "check"])
def test_odd_json_is_refused_in_words(
    browser: Browser, scenery: District, circular: Circular, act: str, body: str
) -> None:
    answer = send(browser.sign_in(scenery.reviewer), circular, act, body)
    assert answer.status_code in {409, 422}, answer.content
    assert answer.json()["message"].endswith("。")


PROBES = ["\x00", HUGE, "-1", "０", "\"'<>", "\u202e", "a" * 5000, "../../etc/passwd", "[]", ""]
GETS = (
    "circulars/?kind={0}&state={0}&page={0}", "circulars/check?period={0}", "inbox/?waits={0}&page={0}",
    "mail/?state={0}&page={0}", "circulars/new?kind={0}", "circulars/new?period={0}",
    "circulars/new?kind=interview&unit={0}", "circulars/{pk}/compare?from={0}&to={0}",
    "circular-templates/{0}/", "circular-templates/monthly/compare?from={0}&to={0}",
    "periods/2023-09/circular?revision={0}", "periods/{0}/circular", "circulars/{0}/", "inbox/{0}/",
    "circulars/{pk}/edit?x={0}", "calendar/?year={0}&month={0}", "calendar/{0}/restore",
)  # fmt: skip


@pytest.mark.parametrize("path", GETS)
@pytest.mark.parametrize("who", ["reviewer", "filer"])
def test_odd_parameters_break_no_page(
    browser: Browser, scenery: District, circular: Circular, who: str, path: str
) -> None:
    browser.sign_in(getattr(scenery, who))
    for probe in PROBES:
        asked = path.replace("{pk}", str(circular.pk)).replace("{0}", quote(probe, safe=""))
        assert browser.get(f"/licheng/{asked}").status_code < 500, probe[:20]


STEP = {"edit": "1", "comment": "好"}
POSTS: dict[str, dict[str, str]] = {
    "circulars/{pk}/submit": {**STEP, "reply_by": "2023-09-30"},
    "circulars/{pk}/return": STEP, "circulars/{pk}/review": STEP, "circulars/{pk}/sign": STEP,
    "circulars/{pk}/withdraw": STEP, "circulars/{pk}/replace": STEP,
    "circulars/{pk}/accept": {"key": "x", "reason": "好"},
    "circulars/{pk}/restore": {"number": "1", "edit": "1"},
    "circulars/new?kind=interview": {"unit": "1", "reply_by": "2023-09-30", "reason": "a", "time": "a"},
    "circulars/letterhead": {"mark": "荔安办", "copies": "a", "printer": "a", "first_number": "1"},
    "circular-templates/monthly/": {"source": "标题：通报\n\n正文\n// ", "version": "0", "note": "a", "act": ""},
    "circular-templates/monthly/preview": {"source": "标题：通报\n\n正文\n// ", "period": "2023-09"},
    "circular-templates/monthly/restore": {"number": "1", "version": "0"},
    "periods/2023-09/documents": {"kind": "monthly"},
    "calendar/correct": {"day": "2023-10-02", "kind": "rest", "note": "a", "name": "a"},
}  # fmt: skip
ODD = ["\x00", "\x01\x1b", HUGE, "9999-12-31", "NaN", "\u202e\ufeff", "长" * 5000, "1\r\n2", "<b>", "１"]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("who", ["reviewer", "leader"])
def test_odd_fields_break_no_button(
    browser: Browser, scenery: District, circular: Circular, who: str, path: str
) -> None:
    browser.sign_in(getattr(scenery, who))
    good = POSTS[path]
    for name in good:
        for odd in ODD:
            sent = {**good, name: good[name] + odd if name == "source" else odd}
            answer = browser.post("/licheng/" + path.replace("{pk}", str(circular.pk)), sent)
            assert answer.status_code < 500, (name, odd[:20])


FORGED = {
    "state": "issued", "number": "7", "year": "2023", "signed_by": "1", "kind": "chase", "snapshot": "",
    "figures": "[]", "content": "{}", "title": "改了的标题", "template_version": "9", "created_by": "1",
}  # fmt: skip


@pytest.mark.parametrize("act", ["submit", "accept", "restore", "regenerate"])
def test_fields_that_no_form_has_change_nothing(
    browser: Browser, scenery: District, circular: Circular, act: str
) -> None:
    sent = {**FORGED, "edit": "1", "comment": "", "key": "x", "reason": "y", "number": "1"}
    browser.sign_in(scenery.reviewer).post(f"/licheng/circulars/{circular.pk}/{act}", sent)
    with scope(scenery.tenant.pk):
        found = Circular.objects.get()
    assert found.state in {"draft", "submitted"}
    assert (found.number, found.year, found.signed_by_id, found.kind) == (None, None, None, "monthly")
    assert (found.title, found.snapshot_id, bool(found.figures)) == (
        circular.title,
        circular.snapshot_id,
        True,
    )


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace", "head"])
def test_other_methods_do_nothing(
    browser: Browser, scenery: District, circular: Circular, method: str
) -> None:
    browser.sign_in(scenery.reviewer)
    for act in ("submit", "sign", "save", "accept", "regenerate", "restore", "withdraw"):
        answer = getattr(browser, method)(f"/licheng/circulars/{circular.pk}/{act}")
        assert answer.status_code == 405
    with scope(scenery.tenant.pk):
        assert Circular.objects.get().state == "draft"
