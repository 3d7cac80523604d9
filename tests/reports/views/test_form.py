"""The form: filling it in, autosave, and every move from draft to filed and back."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from reports.models import Submission
from tests.factories import (
    BEFORE,
    CUTOFF,
    ENTRIES,
    INSTANT,
    District,
    close,
    file_for,
    make_actor,
    make_previous,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.fixtures import Browser
from tests.pages import refusal, squeezed, text
from units.enums import Role
from units.scoping import scope


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def form_of(district: District, unit: str = "town") -> str:
    return f"/licheng/periods/2023-09/form/{getattr(district, unit).pk}/"


def stored(district: District, unit: str = "town") -> Submission:
    with scope(district.tenant.pk):
        return Submission.objects.get(unit=getattr(district, unit), period=district.period)


def autosave(browser: Browser, district: District, version: int, values: object, unit: str = "town") -> Any:
    body = json.dumps({"version": version, "values": values})
    return browser.post(f"{form_of(district, unit)}values", body, content_type="application/json")


def act(browser: Browser, district: District, name: str, version: int, **fields: str) -> str:
    """Press a button; the page it leads to."""
    posted = {"act": name, "version": str(version), **fields}
    return browser.post(form_of(district), posted, follow=True).content.decode()


def test_empty_form_is_shown_without_being_stored(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.filer), form_of(scenery))
    assert "还有 4 项未填" in page
    assert "提请审核" in page
    with scope(scenery.tenant.pk):
        assert not Submission.objects.exists()


def test_form_shows_last_periods_value_and_change(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, period=make_previous(scenery))
        save_draft(scenery, {**ENTRIES, "general_found": "15"})
    page = squeezed(text(browser.sign_in(scenery.filer), form_of(scenery)))
    assert '<span class="entry-last num">10</span>' in page
    assert '<span class="entry-change num" data-direction="up">+5</span>' in page
    assert 'value="15"' in page


def test_town_is_not_asked_for_what_towns_do_not_fill(browser: Browser, scenery: District) -> None:
    page = squeezed(text(browser.sign_in(scenery.filer), form_of(scenery)))
    assert 'name="towns_assisted"' not in page
    assert "不需填" in page


def test_autosave_stores_and_reports_findings(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    answer = autosave(browser, scenery, 0, {"general_found": " ３ ", "general_rectified": "5"})
    assert answer.status_code == 200
    assert (answer.json()["version"], answer.json()["saved_at"]) == (1, "00:00")
    (finding,) = answer.json()["findings"]
    assert finding["codes"] == ["general_rectified", "general_found"]
    assert finding["kind"] == "block"
    assert "大于" in finding["message"]
    assert stored(scenery).values == {"general_found": "3", "general_rectified": "5"}


def test_autosave_empties_a_field(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    autosave(browser, scenery, 0, {"general_found": "3"})
    autosave(browser, scenery, 1, {"general_found": ""})
    assert stored(scenery).values == {}


def test_stale_autosave_is_told_what_is_stored(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    autosave(browser, scenery, 0, {"general_found": "3"})
    answer = autosave(browser, scenery, 0, {"general_found": "4"})
    assert answer.status_code == 409
    assert answer.json()["values"] == {"general_found": "3"}
    assert (answer.json()["version"], answer.json()["saved_at"]) == (1, "00:00")
    assert "刚被" in answer.json()["message"]
    assert stored(scenery).values == {"general_found": "3"}


@pytest.mark.parametrize("bad", ["-3", "三", "1e99", "1.5", "9999999999", "=1+1", "NaN", "∞"])
def test_bad_value_is_refused_by_name_and_nothing_is_stored(
    browser: Browser, scenery: District, bad: str
) -> None:
    browser.sign_in(scenery.filer)
    answer = autosave(browser, scenery, 0, {"general_found": bad, "penalty_count": "2"})
    assert answer.status_code == 422
    assert list(answer.json()["problems"]) == ["general_found"]
    assert "一般隐患" in answer.json()["message"]
    with scope(scenery.tenant.pk):
        assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"version": 0}',
        '{"version": "x", "values": {}}',
        '{"version": 0, "values": {"a": 1}}',
        '{"version": 0, "values": ["a"]}',
        '{"version": null, "values": {}}',
        '{"version": 1e999, "values": {}}',
        "[" * 100_000,
    ],
)
def test_autosave_of_something_else_is_refused(browser: Browser, scenery: District, body: str) -> None:
    browser.sign_in(scenery.filer)
    answer = browser.post(f"{form_of(scenery)}values", body, content_type="application/json")
    assert answer.status_code == 422
    assert "没有存入" in answer.json()["message"]


def test_unknown_column_is_refused(browser: Browser, scenery: District) -> None:
    answer = autosave(browser.sign_in(scenery.filer), scenery, 0, {"no_such": "1"})
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_autosave_denied_to_those_who_do_not_fill(browser: Browser, scenery: District, who: str) -> None:
    answer = autosave(browser.sign_in(getattr(scenery, who)), scenery, 0, {"general_found": "3"})
    assert answer.status_code == 403
    assert "不是东关镇的填报人员" in answer.json()["message"]


def test_I3_autosave_for_another_unit_looks_like_none(browser: Browser, scenery: District) -> None:
    answer = autosave(browser.sign_in(scenery.filer), scenery, 0, {"general_found": "3"}, unit="other_town")
    assert answer.status_code == 404
    nobody = browser.get("/licheng/periods/2023-09/form/999999/")
    other = browser.get(form_of(scenery, "other_town"))
    assert (other.status_code, nobody.status_code) == (404, 404)
    assert refusal(other) == refusal(nobody)


def test_walk_from_draft_to_filed(browser: Browser, scenery: District) -> None:
    autosave(browser.sign_in(scenery.filer), scenery, 0, dict(ENTRIES))
    assert "已提请单位负责人审核" in act(browser, scenery, "submit", 1)
    head = Browser().sign_in(scenery.head)
    assert "签字并报送" in text(head, form_of(scenery))
    assert "已签字并报送" in act(head, scenery, "sign_and_file", 2)
    found = stored(scenery)
    assert (found.state, found.filled_by_id, found.signed_by_id) == (
        "filed",
        scenery.filer.user_id,
        scenery.head.user_id,
    )
    page = text(head, form_of(scenery))
    assert "已按时报送" in page
    assert "entry-input" not in page


def test_signing_and_filing_may_be_two_steps(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
    assert "还要点“报送”才算报出" in act(browser.sign_in(scenery.head), scenery, "sign", 1)
    assert "已报送" in act(browser, scenery, "file", 2)


def test_I8_signing_does_not_make_the_head_the_filler(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
    act(browser.sign_in(scenery.head), scenery, "sign_and_file", 1, **ENTRIES)
    assert stored(scenery).filled_by_id == scenery.filer.user_id


def test_values_posted_with_the_move_are_saved_first(browser: Browser, scenery: District) -> None:
    act(browser.sign_in(scenery.filer), scenery, "submit", 0, **ENTRIES)
    assert stored(scenery).state == "ready"
    assert stored(scenery).values == dict(ENTRIES)


def test_save_without_scripts(browser: Browser, scenery: District) -> None:
    assert "已保存" in act(browser.sign_in(scenery.filer), scenery, "save", 0, general_found="7")
    assert stored(scenery).values == {"general_found": "7"}


def test_bad_value_without_scripts_comes_back_as_typed(browser: Browser, scenery: District) -> None:
    posted = {"act": "submit", "version": "0", **ENTRIES, "general_found": "3a"}
    response = browser.sign_in(scenery.filer).post(form_of(scenery), posted)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="3a"' in page
    assert "填的是“3a”" in page
    with scope(scenery.tenant.pk):
        assert not Submission.objects.exists()


def test_incomplete_form_is_not_passed_on_but_kept(browser: Browser, scenery: District) -> None:
    page = act(browser.sign_in(scenery.filer), scenery, "submit", 0, general_found="7")
    assert "处问题，改好后才能报送" in page
    assert (stored(scenery).state, stored(scenery).values) == ("draft", {"general_found": "7"})


def test_taken_back_form_can_be_changed_again(browser: Browser, scenery: District) -> None:
    act(browser.sign_in(scenery.filer), scenery, "submit", 0, **ENTRIES)
    assert "entry-input" not in text(browser, form_of(scenery))
    assert "已撤回，可以继续修改" in act(browser, scenery, "reopen", 2)
    assert "entry-input" in text(browser, form_of(scenery))


def test_I12_nil_is_stated_and_shown(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, period=make_previous(scenery))
    page = act(browser.sign_in(scenery.filer), scenery, "nil", 0)
    assert "零报送：本单位声明本期没有新增" in page
    assert stored(scenery).nil
    assert stored(scenery).values == dict(ENTRIES)


def test_stale_button_is_refused_in_words(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
    assert "您看到的不是最新内容" in act(browser.sign_in(scenery.filer), scenery, "submit", 0)
    assert stored(scenery).state == "draft"


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"act": "destroy", "version": "0"}, "没有看懂要办什么"),
        ({"act": "return", "version": "0"}, "没有看懂要办什么"),
        ({"version": "0"}, "没有看懂要办什么"),
        ({"act": "submit"}, "页面内容不完整"),
        ({"act": "submit", "version": "-1"}, "页面内容不完整"),
        ({"act": "submit", "version": "²"}, "页面内容不完整"),
        ({"act": "submit", "version": "9" * 5000}, "页面内容不完整"),
    ],
)
def test_malformed_button_is_refused(
    browser: Browser, scenery: District, posted: dict[str, str], message: str
) -> None:
    response = browser.sign_in(scenery.filer).post(form_of(scenery), posted, follow=True)
    assert message in response.content.decode()


def test_filer_cannot_sign(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
    response = browser.sign_in(scenery.filer).post(form_of(scenery), {"act": "sign", "version": "1"})
    assert response.status_code == 403
    assert "不能审核签字" in response.content.decode()
    assert "只签字" not in text(browser, form_of(scenery))


def test_return_needs_a_reason_and_reaches_the_unit(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        filed = sign_and_file(scenery)
    browser.sign_in(scenery.reviewer)
    path = f"{form_of(scenery)}return"
    blank = browser.post(path, {"version": filed.version, "reason": "  "}, follow=True)
    assert "要写明原因" in blank.content.decode()
    assert stored(scenery).state == "filed"
    done = browser.post(path, {"version": filed.version, "reason": "金额与次数不符", "from": "board"})
    assert done.headers["Location"] == "/licheng/periods/2023-09/board"
    assert "退回原因：金额与次数不符" in text(Browser().sign_in(scenery.filer), form_of(scenery))


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_return_denied_to_everybody_but_the_office(browser: Browser, scenery: District, who: str) -> None:
    with scope(scenery.tenant.pk):
        filed = sign_and_file(scenery)
    browser.sign_in(getattr(scenery, who))
    response = browser.post(f"{form_of(scenery)}return", {"version": filed.version, "reason": "x"})
    assert response.status_code == 403
    assert stored(scenery).state == "filed"


def test_refiled_after_a_return_stays_on_time(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        returned = send_back(scenery, sign_and_file(scenery))
    with time_machine.travel(CUTOFF + timedelta(hours=1)):
        page = act(browser.sign_in(scenery.head), scenery, "sign_and_file", returned.version)
    assert "已按时报送" in page


@pytest.mark.parametrize(("at", "label"), [(CUTOFF - INSTANT, "已按时报送"), (CUTOFF, "迟报")])
def test_I10_filing_at_the_cutoff_is_late(
    browser: Browser, scenery: District, at: datetime, label: str
) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
    with time_machine.travel(at, tick=False):
        assert label in act(browser.sign_in(scenery.head), scenery, "sign_and_file", 1)


def test_I4_closed_period_takes_nothing_more(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        saved = save_draft(scenery)
        close(scenery)
    browser.sign_in(scenery.filer)
    answer = autosave(browser, scenery, saved.version, {"general_found": "11"})
    assert answer.status_code == 409
    assert "关账" in answer.json()["message"]
    assert "关账" in act(browser, scenery, "submit", saved.version)
    assert stored(scenery).values["general_found"] == "10"


def test_I3_leader_sees_filings_only_once_closed(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    browser.sign_in(scenery.leader)
    refused = browser.get(form_of(scenery))
    assert refused.status_code == 403
    assert "还没有关账" in refused.content.decode()
    with scope(scenery.tenant.pk):
        close(scenery)
    assert browser.get(form_of(scenery)).status_code == 200


def test_imported_filing_says_so(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town)
    page = text(browser.sign_in(scenery.filer), form_of(scenery))
    assert "安委办导入" in page
    assert "负责人审核签字" not in page


def test_what_people_typed_is_never_markup(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        filed = sign_and_file(scenery)
    browser.sign_in(scenery.reviewer)
    reason = "<script>alert(1)</script>"
    browser.post(f"{form_of(scenery)}return", {"version": filed.version, "reason": reason})
    page = text(browser, form_of(scenery))
    assert reason not in page
    assert "&lt;script&gt;" in page


def test_unknown_period_names_those_there_are(browser: Browser, scenery: District) -> None:
    response = browser.sign_in(scenery.filer).get(f"/licheng/periods/2031-01/form/{scenery.town.pk}/")
    assert response.status_code == 404
    assert "2023-09" in response.content.decode()


def test_second_filer_of_a_unit_works_on_the_same_form(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        colleague = make_actor("colleague", Role.FILER, scenery.town)
        save_draft(scenery)
    browser.sign_in(colleague)
    assert autosave(browser, scenery, 1, {"general_found": "12"}).status_code == 200
    assert stored(scenery).filled_by_id == colleague.user_id


@time_machine.travel(BEFORE)
def test_lock_says_which_since_when_and_whom_to_ask(browser: Browser, scenery: District) -> None:
    page = f"/licheng/periods/2023-09/form/{scenery.town.pk}/"
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    found = squeezed(text(browser.sign_in(scenery.filer), page))
    assert "本表已经报送，不能修改" in found
    assert "自 2023年9月23日00:00 起，到9月24日24:00关账为止" in found
    assert "请联系licheng区安委办退回" in found
    assert "本表已经报送，不能修改" not in text(Browser().sign_in(scenery.reviewer), page)
