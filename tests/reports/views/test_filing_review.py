"""安委办's reading page: the table, what speaks against it, its trail, and sending it back with comments."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http.response import HttpResponseBase

from reports.models import DutyExtension, FieldEvidence, Submission
from reports.transitions import State
from tests.factories import (
    BEFORE,
    CUTOFF,
    ENTRIES,
    VALUES,
    District,
    close,
    file_for,
    make_district,
    make_previous,
    save_draft,
    sign_and_file,
)
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, refusal, squeezed, text
from tests.reports.steps import refiled, returned, stored
from units.scoping import scope

NOW = BEFORE + timedelta(hours=8)


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(district: District, unit: str = "town", end: str = "review") -> str:
    return f"/{district.tenant.slug}/periods/2023-09/form/{getattr(district, unit).pk}/{end}"


def filed(district: District, entries: Mapping[str, str] = ENTRIES) -> Submission:
    with scope(district.tenant.pk):
        return sign_and_file(district, entries)


def read(browser: Browser, district: District, unit: str = "town") -> str:
    """The page as 安委办 sees it."""
    return squeezed(text(browser.sign_in(district.reviewer), page_of(district, unit)))


def send(browser: Browser, district: District, before: Submission, **fields: str) -> Any:
    sent = {"version": str(before.version), "from": "review", "reason": "请核对罚款金额", **fields}
    return browser.sign_in(district.reviewer).post(page_of(district, end="return"), sent)


def now(district: District) -> Submission:
    with scope(district.tenant.pk):
        return stored(district)


def test_page_shows_the_table_with_last_period_and_change(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, period=make_previous(scenery))
    filed(scenery, {**ENTRIES, "general_found": "15"})
    page = read(browser, scenery)
    row = page[page.index('id="cell-general_found"') : page.index('id="cell-general_rectified"')]
    assert '<td class="num muted" data-cell="last">10</td>' in row
    assert '<td class="num strong" data-cell="now">15</td>' in row
    assert 'data-direction="up">+5</td>' in row
    assert "不需填" in page


def test_page_names_who_filled_signed_and_filed(browser: Browser, scenery: District) -> None:
    filed(scenery)
    page = read(browser, scenery)
    assert f"<dt>填报</dt><dd>{scenery.filer.name}" in page
    assert f"<dt>签字</dt><dd>{scenery.head.name}" in page
    assert "与填报同一人" not in page
    assert all(f'<span class="strong">{verb}</span>' in page for verb in ("填写", "审核签字", "报送"))


def test_I8_head_who_filled_alone_is_pointed_out(browser: Browser, scenery: District) -> None:
    filed(scenery)
    with scope(scenery.tenant.pk):
        Submission.objects.update(filled_by=scenery.head.user_id)
    assert "与填报同一人" in read(browser, scenery)


def test_page_of_a_filing_not_begun_is_an_empty_table(browser: Browser, scenery: District) -> None:
    page = read(browser, scenery)
    assert "还没有开始填报" in page
    assert "还没有任何经过" in page
    assert 'id="return-form"' not in page
    with scope(scenery.tenant.pk):
        assert not Submission.objects.exists()


def test_draft_is_shown_as_not_yet_filed(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery, {"general_found": "3"})
    page = read(browser, scenery)
    assert "本表还没有报送" in page
    assert 'name="comment-general_found"' not in page


def test_reasons_given_stand_beside_what_asked_for_them(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, period=make_previous(scenery))
        file_for(scenery, scenery.town, {**VALUES, "general_found": VALUES["general_found"] - 1})
    page = read(browser, scenery)
    assert "<b>要说明原因</b>" in page
    assert "单位没有说明原因" in page
    message = page.split('<a href="#cell-general_found">')[1].split("</a>")[0]
    with scope(scenery.tenant.pk):
        reason = {"about": message, "text": "上期多报一条"}
        Submission.objects.filter(period=scenery.period).update(
            reasons={"below_last_period/general_found": reason}
        )
    page = read(browser, scenery)
    assert "单位说明：上期多报一条" in page
    assert "单位没有说明原因" not in page


def test_evidence_is_listed_without_what_was_taken_out(browser: Browser, scenery: District) -> None:
    submission = filed(scenery)
    file = {"media_type": "application/pdf", "size": 1, "digest": "0", "stored": "一", "at": BEFORE}
    with scope(scenery.tenant.pk):
        belongs = {"submission": submission, "unit": scenery.town, "code": "general_found", **file}
        FieldEvidence.objects.create(**belongs, name="清单.pdf", uploader_name="甲")
        FieldEvidence.objects.create(
            **belongs, name="错的.pdf", uploader_name="甲", removed_at=BEFORE, remover_name="甲"
        )
    page = read(browser, scenery)
    assert "清单.pdf" in page
    assert "错的.pdf" not in page


def test_extension_is_shown_with_its_reason(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        DutyExtension.objects.create(
            period=scenery.period,
            unit=scenery.town,
            until=CUTOFF + timedelta(days=3),
            reason="停电",
            granted_at=BEFORE,
        )
    assert "延期到 9月27日 24:00（停电）" in read(browser, scenery)


def test_neighbours_are_those_that_have_filed(browser: Browser, scenery: District) -> None:
    filed(scenery)
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.bureau)
    page = read(browser, scenery)
    assert f'href="{page_of(scenery, "bureau")}" data-key="n"' in page
    assert 'data-key="p"' not in page
    assert "已报 2 家，这是第 1 家" in page
    between = read(browser, scenery, "other_town")
    assert f'href="{page_of(scenery)}" data-key="p"' in between
    assert "已报 2 家，不含本单位" in between


def test_return_with_comments_reaches_the_filing(browser: Browser, scenery: District) -> None:
    before = filed(scenery)
    answer = send(
        browser,
        scenery,
        before,
        **{"comment-penalty_amount": " 是否为万元？ ", "comment-general_found": "  "},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, page_of(scenery))
    after = now(scenery)
    assert (after.state, after.return_reason) == (State.RETURNED, "请核对罚款金额")
    assert after.comments == {"penalty_amount": "是否为万元？"}
    page = text(browser, page_of(scenery))
    assert "已退回，等待改正：请核对罚款金额" in page
    assert "退回时的批注：是否为万元？" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": " "}, "要写明原因"),
        ({"version": "1"}, "不是最新内容"),
        ({"version": "x"}, "页面内容不完整"),
        ({"comment-no_such": "请改"}, "不在本期的调度表里"),
    ],
)
def test_refused_return_keeps_the_words_written(
    browser: Browser, scenery: District, fields: dict[str, str], words: str
) -> None:
    before = filed(scenery)
    typed = {"reason": "金额像是元", "comment-penalty_amount": "是否为万元？"}
    answer = send(browser, scenery, before, **{**typed, **fields})
    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert words in page
    assert "是否为万元？</textarea>" in page
    assert f"{fields.get('reason', '金额像是元')}</textarea>" in page
    assert now(scenery).state == State.FILED


def test_refiling_shows_what_changed_and_what_was_not_heeded(browser: Browser, scenery: District) -> None:
    comments = {"penalty_amount": "是否为万元？", "penalty_count": "请核对次数"}
    with scope(scenery.tenant.pk):
        refiled(scenery, comments, {"penalty_amount": "2"})
    page = read(browser, scenery)
    assert "退回后重报：改了 1 项，批注过的还有 1 项没有改" in page
    assert "批注过但没有改：“部门精准严格执法情况/行政处罚/次数”" in page
    assert "<del>1.5</del> → <ins>2</ins>" in page
    row = page[page.index('id="cell-penalty_count"') :]
    assert '请核对次数<b class="text-amber">（没有改）</b>' in row


def test_refiling_without_any_change_is_said(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        refiled(scenery, {}, {})
    assert "退回后重报：没有改任何数字" in read(browser, scenery)


def test_history_of_a_cell_stands_beside_it(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        refiled(scenery, {"penalty_amount": "是否为万元？"}, {"penalty_amount": "2"})
    page = read(browser, scenery)
    row = page[page.index('id="cell-penalty_amount"') :]
    assert "经过 3 次" in row
    assert "批注：是否为万元？" in row
    assert "<del>未填</del> → <ins>1.5</ins>" in row


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_I3_page_is_refused_to_those_who_do_not_review(browser: Browser, scenery: District, who: str) -> None:
    filed(scenery)
    answer = browser.sign_in(getattr(scenery, who)).get(page_of(scenery))
    assert answer.status_code == 403
    assert "审阅页由安委办和管理员使用" in refusal(answer)


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_I8_return_is_refused_to_those_who_do_not_review(
    browser: Browser, scenery: District, who: str
) -> None:
    before = filed(scenery)
    sent = {"version": str(before.version), "reason": "请核对", "from": "review"}
    answer = browser.sign_in(getattr(scenery, who)).post(page_of(scenery, end="return"), sent)
    assert answer.status_code == 403
    assert now(scenery).state == State.FILED


def test_I3_page_of_another_tenant_is_not_found(browser: Browser, scenery: District) -> None:
    other = make_district("hanjiang")
    browser.sign_in(scenery.reviewer)
    foreign = f"/licheng/periods/2023-09/form/{other.town.pk}/review"
    assert browser.get(foreign).status_code == 404
    assert browser.get(page_of(other)).status_code == 404


def test_administrator_reads_but_does_not_return(browser: Browser, scenery: District) -> None:
    filed(scenery)
    page = text(browser.sign_in(scenery.admin), page_of(scenery))
    assert "全部经过" in page
    assert 'id="return-form"' not in page


def test_I4_closed_period_is_read_only(browser: Browser, scenery: District) -> None:
    before = filed(scenery)
    with scope(scenery.tenant.pk):
        close(scenery)
    with time_machine.travel(CUTOFF + timedelta(days=1), tick=False):
        page = read(browser, scenery)
        answer = send(browser, scenery, before)
    assert "关账，不能再退回" in page
    assert "申请更正" in page
    assert 'id="return-form"' not in page
    assert answer.status_code == 409
    assert now(scenery).state == State.FILED


def test_statements_do_not_grow_with_units_and_trail(browser: Browser, scenery: District) -> None:
    filed(scenery)
    browser.sign_in(scenery.reviewer)

    def grow() -> None:
        with scope(scenery.tenant.pk):
            version = returned(scenery, stored(scenery), {"penalty_amount": "请核对"}).version
            for number in range(5):
                save_draft(scenery, {"general_found": str(20 + number)}, version=version + number)
            for unit in (scenery.other_town, scenery.bureau):
                file_for(scenery, unit)

    few, many = queries_before_and_after(browser, page_of(scenery), grow)
    assert few == many


def test_return_from_elsewhere_leads_back_there(browser: Browser, scenery: District) -> None:
    before = filed(scenery)
    answer: HttpResponseBase = send(browser, scenery, before, **{"from": "board"})
    assert answer.headers["Location"] == "/licheng/periods/2023-09/board"


def test_comment_is_not_called_unheeded_while_the_unit_still_mends(
    browser: Browser, scenery: District
) -> None:
    before = filed(scenery)
    send(browser, scenery, before, **{"comment-penalty_amount": "是否为万元？"})
    page = read(browser, scenery)
    assert "退回时的批注：是否为万元？" in page
    assert "没有改" not in page
