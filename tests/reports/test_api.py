"""The API of the dispatch: who sees what, what is refused, and in which words."""

from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Submission
from tests.factories import (
    BEFORE,
    ENTRIES,
    District,
    close,
    file_for,
    make_unit,
    save_draft,
    sign_and_file,
)
from tests.fixtures import Browser
from units.models import AuditEntry
from units.scoping import scope

BASE = "/api/v1/licheng"
SUBMISSIONS = f"{BASE}/periods/2023-09/submissions"


def at(district: District, unit: str = "town", suffix: str = "") -> str:
    return f"{SUBMISSIONS}/{getattr(district, unit).pk}{suffix}"


def stored(district: District) -> list[Submission]:
    with scope(district.tenant.pk):
        return list(Submission.objects.all())


def patch(browser: Browser, address: str, **body: Any) -> Any:
    return browser.patch(address, body, content_type="application/json")


def post(browser: Browser, address: str, **body: Any) -> Any:
    return browser.post(address, body, content_type="application/json")


def make_filings(district: District) -> None:
    with scope(district.tenant.pk):
        for unit in district.units:
            file_for(district, unit)


def test_periods_are_listed_and_found_by_label(scenery: District, browser: Browser) -> None:
    browser.sign_in(scenery.filer)
    (row,) = browser.get(f"{BASE}/periods").json()["results"]
    assert row == browser.get(f"{BASE}/periods/2023-09").json()
    assert (row["label"], row["campaign"], row["state"]) == ("2023-09", "2023行动", "open")
    assert row["cutoff_at"] == "2023-09-25T00:00:00+08:00"


@pytest.mark.parametrize(
    "path", ["periods/2023-13", "periods/2023-13/submissions", "periods/%00", "periods/2023-13/figures"]
)
def test_unknown_period_is_not_found_and_the_known_ones_are_named(
    scenery: District, browser: Browser, path: str
) -> None:
    answer = browser.sign_in(scenery.reviewer).get(f"{BASE}/{path}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "现有：2023-09" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("filer", ["东关镇"]),
        ("other_head", ["西关街道"]),
        ("reviewer", ["东关镇", "西关街道", "区试验局"]),
        ("admin", ["东关镇", "西关街道", "区试验局"]),
        ("leader", []),
    ],
)
def test_I3_open_periods_filings_are_seen_by_those_who_may(
    scenery: District, browser: Browser, who: str, units: list[str]
) -> None:
    make_filings(scenery)
    answer = browser.sign_in(getattr(scenery, who)).get(SUBMISSIONS).json()
    assert [row["unit_name"] for row in answer["results"]] == units
    assert answer["count"] == len(units)


def test_I3_leaders_see_filings_once_the_period_is_closed(scenery: District, browser: Browser) -> None:
    make_filings(scenery)
    browser.sign_in(scenery.leader)
    assert browser.get(at(scenery)).status_code == HTTPStatus.FORBIDDEN
    with scope(scenery.tenant.pk):
        close(scenery)
    assert browser.get(at(scenery)).status_code == HTTPStatus.OK
    assert browser.get(SUBMISSIONS).json()["count"] == 3


@pytest.mark.parametrize("method", ["get", "patch", "post"])
@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_another_units_filing_is_not_found(
    scenery: District, browser: Browser, who: str, method: str
) -> None:
    make_filings(scenery)
    browser.sign_in(getattr(scenery, who))
    if method == "get":
        answer = browser.get(at(scenery, "bureau"))
    elif method == "patch":
        answer = patch(browser, at(scenery, "bureau"), version=1, entries={"general_found": "1"})
    else:
        answer = post(browser, at(scenery, "bureau", "/moves"), version=1, move="submit")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "不归您填报" in answer.json()["detail"]


@pytest.mark.parametrize("unit", ["0", "999999999999", "9" * 40, "٣"])
def test_unit_that_cannot_be_is_not_found(scenery: District, browser: Browser, unit: str) -> None:
    answer = browser.sign_in(scenery.reviewer).get(f"{SUBMISSIONS}/{unit}")
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_filing_not_begun_is_shown_empty(scenery: District, browser: Browser) -> None:
    body = browser.sign_in(scenery.filer).get(at(scenery)).json()
    assert (body["state"], body["values"], body["version"], body["nil"]) == ("draft", {}, 0, False)
    assert stored(scenery) == []


def test_typed_values_are_saved(scenery: District, browser: Browser) -> None:
    answer = patch(browser.sign_in(scenery.filer), at(scenery), version=0, entries=ENTRIES)
    assert answer.status_code == HTTPStatus.OK
    assert (answer.json()["version"], answer.json()["values"]) == (1, dict(ENTRIES))
    assert [submission.values for submission in stored(scenery)] == [dict(ENTRIES)]


def test_stale_version_is_a_conflict_and_stores_nothing(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
    answer = patch(browser.sign_in(scenery.head), at(scenery), version=0, entries={"general_found": "99"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "请刷新页面" in answer.json()["detail"]
    assert stored(scenery)[0].values == dict(ENTRIES)


def test_bad_entries_are_all_named_and_store_nothing(scenery: District, browser: Browser) -> None:
    entries = {"general_found": "-1", "penalty_amount": "1e99", "penalty_count": "3"}
    answer = patch(browser.sign_in(scenery.filer), at(scenery), version=0, entries=entries)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert set(answer.json()["problems"]) == {"general_found", "penalty_amount"}
    assert "不能是负数" in answer.json()["detail"]
    assert stored(scenery) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"version": 0},
        {"entries": {}},
        {"version": -1, "entries": {}},
        {"version": "x", "entries": {}},
        {"version": 0, "entries": []},
        {"version": 0, "entries": "x"},
        {"version": 0, "entries": {"general_found": None}},
        {"version": 0, "entries": {"general_found": ["1"]}},
        {"version": 0, "entries": {"general_found": "1" * 41}},
    ],
)
def test_malformed_save_is_refused_and_stores_nothing(
    scenery: District, browser: Browser, body: dict[str, Any]
) -> None:
    answer = browser.sign_in(scenery.filer).patch(at(scenery), body, content_type="application/json")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert stored(scenery) == []


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "1", '"x"'])
def test_body_that_is_no_object_is_refused(scenery: District, browser: Browser, content: str) -> None:
    answer = browser.sign_in(scenery.filer).patch(at(scenery), content, content_type="application/json")
    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_body_in_another_format_is_refused(scenery: District, browser: Browser) -> None:
    answer = browser.sign_in(scenery.filer).patch(at(scenery), "version=0")
    assert answer.status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE


def test_I8_filing_goes_through_its_life(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
    moves = at(scenery, suffix="/moves")
    assert post(browser.sign_in(scenery.filer), moves, version=1, move="submit").json()["state"] == "ready"
    browser.sign_in(scenery.head)
    assert post(browser, moves, version=2, move="sign").json()["state"] == "signed"
    assert post(browser, moves, version=3, move="file").json()["state"] == "filed"
    browser.sign_in(scenery.reviewer)
    answer = post(browser, moves, version=4, move="return", reason="请核对")
    assert (answer.json()["state"], answer.json()["return_reason"]) == ("returned", "请核对")


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("filer", {"move": "sign", "version": 1}, HTTPStatus.FORBIDDEN),
        ("reviewer", {"move": "submit", "version": 1}, HTTPStatus.FORBIDDEN),
        ("head", {"move": "file", "version": 1}, HTTPStatus.CONFLICT),
        ("head", {"move": "sign", "version": 0}, HTTPStatus.CONFLICT),
        ("head", {"move": "vanish", "version": 1}, HTTPStatus.BAD_REQUEST),
        ("head", {"move": "sign"}, HTTPStatus.BAD_REQUEST),
        ("head", {"version": 1}, HTTPStatus.BAD_REQUEST),
        ("head", {"move": "sign", "version": 1, "reason": "x" * 301}, HTTPStatus.BAD_REQUEST),
    ],
)
def test_I8_move_that_cannot_be_made_is_refused(
    scenery: District, browser: Browser, who: str, body: dict[str, Any], status: HTTPStatus
) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
    answer = post(browser.sign_in(getattr(scenery, who)), at(scenery, suffix="/moves"), **body)
    assert answer.status_code == status
    assert (stored(scenery)[0].state, stored(scenery)[0].version) == ("draft", 1)


def test_I12_unsound_table_is_not_signed_over_the_api(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery, {"general_found": "1"})
    answer = post(browser.sign_in(scenery.head), at(scenery, suffix="/moves"), version=1, move="sign")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "未填" in answer.json()["detail"]


def test_I4_closed_period_takes_no_change(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
        close(scenery)
    answer = patch(browser.sign_in(scenery.filer), at(scenery), version=3, entries={"general_found": "1"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "自2023年9月25日00:00起" in answer.json()["detail"]
    answer = post(
        browser.sign_in(scenery.reviewer),
        at(scenery, suffix="/moves"),
        version=3,
        move="return",
        reason="晚了",
    )
    assert answer.status_code == HTTPStatus.CONFLICT


def test_return_over_the_api_carries_comments_on_cells(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    moves, comments = at(scenery, suffix="/moves"), {"penalty_amount": "是否为万元？"}
    browser.sign_in(scenery.reviewer)
    answer = post(browser, moves, version=3, move="return", reason="请核对", comments=comments)
    assert answer.json()["comments"] == comments
    (submission,) = stored(scenery)
    assert submission.comments == comments


@pytest.mark.parametrize(
    ("comments", "status"),
    [
        ({"no_such": "请改"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"penalty_amount": "长" * 201}, HTTPStatus.BAD_REQUEST),
        ({"penalty_amount": ["请改"]}, HTTPStatus.BAD_REQUEST),
        (["请改"], HTTPStatus.BAD_REQUEST),
    ],
)
def test_comments_that_cannot_be_are_refused(
    scenery: District, browser: Browser, comments: object, status: HTTPStatus
) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    browser.sign_in(scenery.reviewer)
    moves = at(scenery, suffix="/moves")
    answer = post(browser, moves, version=3, move="return", reason="请核对", comments=comments)
    assert answer.status_code == status
    assert stored(scenery)[0].state == "filed"


def test_trail_of_a_filing_is_listed_from_its_beginning(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    trail = browser.sign_in(scenery.filer).get(at(scenery, suffix="/events")).json()
    assert [(line["number"], line["action"]) for line in trail] == [(1, "save"), (2, "sign"), (3, "file")]
    assert trail[0]["changes"]["general_found"] == ["", "10"]
    assert (trail[0]["by_name"], trail[0]["values"]) == (scenery.filer.name, None)
    assert trail[2]["values"] == dict(ENTRIES)


def test_trail_of_a_filing_not_begun_is_empty(scenery: District, browser: Browser) -> None:
    answer = browser.sign_in(scenery.filer).get(at(scenery, suffix="/events"))
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, [])


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("filer", HTTPStatus.OK),
        ("reviewer", HTTPStatus.OK),
        ("other_filer", HTTPStatus.NOT_FOUND),
        ("leader", HTTPStatus.FORBIDDEN),
    ],
)
def test_I3_trail_is_read_by_those_who_may_see_the_filing(
    scenery: District, browser: Browser, who: str, status: HTTPStatus
) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    answer = browser.sign_in(getattr(scenery, who)).get(at(scenery, suffix="/events"))
    assert answer.status_code == status


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_I8_trail_cannot_be_written(scenery: District, browser: Browser, method: str) -> None:
    answer = getattr(browser.sign_in(scenery.reviewer), method)(at(scenery, suffix="/events"))
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("filer", HTTPStatus.FORBIDDEN),
        ("head", HTTPStatus.FORBIDDEN),
        ("leader", HTTPStatus.OK),
        ("reviewer", HTTPStatus.OK),
        ("admin", HTTPStatus.OK),
    ],
)
def test_I3_figures_are_for_the_office(
    scenery: District, browser: Browser, who: str, status: HTTPStatus
) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
        close(scenery)
    answer = browser.sign_in(getattr(scenery, who)).get(f"{BASE}/periods/2023-09/figures")
    assert answer.status_code == status
    if status is HTTPStatus.OK:
        figures = {figure["key"]: figure["value"] for figure in answer.json()["figures"]}
        assert figures["general.found"] == 10


def test_open_period_has_no_figures(scenery: District, browser: Browser) -> None:
    answer = browser.sign_in(scenery.reviewer).get(f"{BASE}/periods/2023-09/figures")
    assert answer.status_code == HTTPStatus.CONFLICT


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize(
    "path",
    [
        "units",
        "units/1",
        "periods",
        "periods/2023-09",
        "periods/2023-09/figures",
        "periods/2023-09/submissions",
    ],
)
def test_what_is_not_offered_is_refused(scenery: District, browser: Browser, method: str, path: str) -> None:
    answer = getattr(browser.sign_in(scenery.admin), method)(f"{BASE}/{path}")
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_writing_needs_the_forgery_token(scenery: District) -> None:
    strict = Browser(enforce_csrf_checks=True).sign_in(scenery.filer)
    answer = patch(strict, at(scenery), version=0, entries=ENTRIES)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert stored(scenery) == []


def test_I8_saving_over_the_api_leaves_the_instant_and_the_hand(scenery: District, browser: Browser) -> None:
    with time_machine.travel(BEFORE, tick=False):
        browser.sign_in(scenery.filer)
        patch(browser, at(scenery), version=0, entries=ENTRIES)
        post(browser, at(scenery, suffix="/moves"), version=1, move="submit")
    (submission,) = stored(scenery)
    assert (submission.filled_by_id, submission.filled_at) == (scenery.filer.user_id, BEFORE)
    with scope(scenery.tenant.pk):
        assert AuditEntry.objects.get().at == BEFORE


@pytest.mark.parametrize("path", ["units", "periods", "periods/2023-09/submissions"])
def test_lists_ask_as_many_queries_for_many_rows(scenery: District, browser: Browser, path: str) -> None:
    browser.sign_in(scenery.reviewer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"{BASE}/{path}").status_code == HTTPStatus.OK
        return len(queries)

    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town)
    few = cost()
    with scope(scenery.tenant.pk):
        for number in range(12):
            file_for(scenery, make_unit(f"单位{number}", order=9))
    assert cost() == few


@pytest.mark.parametrize(("size", "rows"), [("2", 2), ("1", 1), ("500", 3), ("501", 3), ("0", 3), ("x", 3)])
def test_lists_are_cut_as_asked(scenery: District, browser: Browser, size: str, rows: int) -> None:
    found = browser.sign_in(scenery.filer).get(f"{BASE}/units?page_size={size}").json()
    assert (len(found["results"]), found["count"]) == (rows, 3)


@pytest.mark.parametrize("page", ["2", "0", "-1", "x"])
def test_page_that_is_not_there_is_not_found(scenery: District, browser: Browser, page: str) -> None:
    answer = browser.sign_in(scenery.filer).get(f"{BASE}/units?page={page}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
