"""What the entry page saves by itself: reasons, and figures only onto the form that is shown."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from reports.models import Period, Submission
from tests.factories import BEFORE, ENTRIES, District, close, file_for, make_form, make_previous, save_draft
from tests.fixtures import Browser
from tests.pages import text
from units.scoping import scope

KEY = "below_last_period/general_found"
WHY = "上期多报一条"


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def form_of(district: District, unit: str = "town") -> str:
    return f"/licheng/periods/2023-09/form/{getattr(district, unit).pk}/"


def send(browser: Browser, district: District, place: str, body: object, unit: str = "town") -> Any:
    sent = body if isinstance(body, str) else json.dumps(body)
    return browser.post(f"{form_of(district, unit)}{place}", sent, content_type="application/json")


def stored(district: District) -> Submission:
    with scope(district.tenant.pk):
        return Submission.objects.get(unit=district.town, period=district.period)


@pytest.fixture
def fell(scenery: District) -> str:
    """The town's count of general hazards fell: the key of what was found."""
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, period=make_previous(scenery))
        save_draft(scenery, {**ENTRIES, "general_found": "9"})
    answer = send(Browser().sign_in(scenery.filer), scenery, "values", {"version": 1, "values": {}})
    return next(str(found["key"]) for found in answer.json()["findings"] if found["kind"] == "reason")


def give(browser: Browser, district: District, key: str, unit: str = "town", version: int = 2) -> Any:
    return send(browser, district, "reason", {"version": version, "key": key, "text": WHY}, unit)


def test_reason_is_stored_and_no_longer_asked_for(browser: Browser, scenery: District, fell: str) -> None:
    version = stored(scenery).version
    answer = give(browser.sign_in(scenery.filer), scenery, fell, version=version)
    assert answer.json()["version"] == version + 1
    (finding,) = (found for found in answer.json()["findings"] if found["key"] == fell)
    assert finding["reason"] == WHY
    assert WHY in text(browser, form_of(scenery))


def test_stale_reason_is_refused_in_words(browser: Browser, scenery: District, fell: str) -> None:
    answer = give(browser.sign_in(scenery.filer), scenery, fell, version=0)
    assert (answer.status_code, "不是最新内容" in answer.json()["message"]) == (409, True)


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_reason_denied_to_those_who_do_not_fill(
    browser: Browser, scenery: District, fell: str, who: str
) -> None:
    answer = give(browser.sign_in(getattr(scenery, who)), scenery, fell)
    assert answer.status_code == 403
    assert stored(scenery).reasons == {}


def test_I3_reason_for_another_unit_looks_like_none(browser: Browser, scenery: District) -> None:
    assert give(browser.sign_in(scenery.filer), scenery, KEY, "other_town").status_code == 404


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"version": 0}', '{"version": 0, "key": 1, "text": ""}', '{"version": "x"}']
)
def test_reason_of_something_else_is_refused(browser: Browser, scenery: District, body: str) -> None:
    answer = send(browser.sign_in(scenery.filer), scenery, "reason", body)
    assert (answer.status_code, "没有存入" in answer.json()["message"]) == (422, True)


def test_reason_comes_with_the_button_without_scripts(browser: Browser, scenery: District, fell: str) -> None:
    version = stored(scenery).version
    posted = {"act": "save", "version": str(version), f"reason:{fell}": WHY}
    for _ in range(2):
        browser.sign_in(scenery.filer).post(form_of(scenery), posted, follow=True)
    assert [given["text"] for given in stored(scenery).reasons.values()] == [WHY]
    assert stored(scenery).version == version + 1


def test_page_of_an_older_form_is_told_and_keeps_no_values_to_merge(
    browser: Browser, scenery: District
) -> None:
    with scope(scenery.tenant.pk):
        Period.objects.filter(pk=scenery.period.pk).update(form=make_form(("general_found",), version=2))
    body = {"version": 0, "form": scenery.form.pk, "values": {"general_found": "3"}}
    answer = send(browser.sign_in(scenery.filer), scenery, "values", body)
    assert answer.status_code == 409
    assert "已换成第2版" in answer.json()["message"]
    assert "values" not in answer.json()


@pytest.mark.parametrize("form", [None, "", "x", "9" * 400, [], {}])
def test_page_that_does_not_say_its_form_is_saved(browser: Browser, scenery: District, form: object) -> None:
    body = {"version": 0, "form": form, "values": {"general_found": "3"}}
    assert send(browser.sign_in(scenery.filer), scenery, "values", body).status_code == 200


def test_older_form_posted_without_scripts_is_refused(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        Period.objects.filter(pk=scenery.period.pk).update(form=make_form(("general_found",), version=2))
    posted = {"act": "save", "version": "0", "form": str(scenery.form.pk), "general_found": "3"}
    page = browser.sign_in(scenery.filer).post(form_of(scenery), posted, follow=True).content.decode()
    assert "已换成第2版" in page


def test_I4_closed_period_takes_no_reason(browser: Browser, scenery: District, fell: str) -> None:
    with scope(scenery.tenant.pk):
        close(scenery, Period.objects.get(label="2023-08"))
        close(scenery)
    answer = give(browser.sign_in(scenery.filer), scenery, fell)
    assert (answer.status_code, "关账" in answer.json()["message"]) == (409, True)
