"""Circulars before and after a correction (I4, I5)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from notices.models import Circular
from notices.selectors.circulars import periods_without_circular
from notices.services.drafting import draft_circular, draft_due_circulars
from reports.models import Period
from tests.factories import District, close, file_for
from tests.fixtures import Browser
from tests.pages import squeezed, text
from tests.reports.corrected import LATER, ask, grant, october, two_closed
from units.scoping import scope

NOTE = "2023年8月数据在上期通报以后有更正"
CIRCULAR = "/licheng/periods/2023-08/circular"


def draft(district: District, period: Period) -> Circular:
    return draft_circular(actor=district.reviewer, period=period, at=LATER)


def words(circular: Circular) -> str:
    return "".join(block.text for block in circular.document.blocks)


@pytest.fixture
def drafted(scenery: District) -> Iterator[District]:
    """August's circular was drafted; then its figures were corrected."""
    with scope(scenery.tenant.pk):
        august = two_closed(scenery)
        draft(scenery, august)
        grant(scenery, ask(scenery, august))
    with time_machine.travel(LATER + timedelta(hours=1)):
        yield scenery


def test_I6_each_new_revision_is_drafted_once(district: District) -> None:
    august = two_closed(district)
    draft_due_circulars(actor=district.system, at=LATER)
    assert list(periods_without_circular()) == []
    grant(district, ask(district, august))
    assert [period.label for period in periods_without_circular()] == ["2023-08", "2023-09"]
    draft_due_circulars(actor=district.system, at=LATER)
    draft_due_circulars(actor=district.system, at=LATER)
    assert sorted(Circular.objects.values_list("period__label", "snapshot__revision")) == [
        ("2023-08", 1),
        ("2023-08", 2),
        ("2023-09", 1),
        ("2023-09", 2),
    ]


def test_I4_new_draft_cites_its_revision_and_the_old_one_stays(district: District) -> None:
    august = two_closed(district)
    first = draft(district, august)
    before = first.content
    grant(district, ask(district, august))
    second = draft(district, august)
    first.refresh_from_db()
    assert (first.content, second.pk != first.pk) == (before, True)
    assert "本通报依据第2版数据" in words(second)
    assert "快照第2版" in words(second)


def test_circular_of_the_next_period_names_the_correction(district: District) -> None:
    august, month = two_closed(district), october(district)
    assert NOTE not in words(draft(district, district.period))
    grant(district, ask(district, august))
    assert NOTE in words(draft(district, district.period)), "its own new revision tells, too"
    file_for(district, district.town, period=month)
    close(district, month, LATER + timedelta(days=1))
    found = words(draft(district, month))
    assert NOTE in found
    assert "2023年9月数据在上期通报以后有更正" not in found, "nobody's figures of September changed"


def test_correction_is_named_in_one_circular_only(district: District) -> None:
    august, month = two_closed(district), october(district)
    grant(district, ask(district, august, at=month.cutoff_at), month.cutoff_at - timedelta(days=1))
    close(district, month)
    november = october_after(month)
    close(district, november)
    assert NOTE in words(draft(district, month))
    assert NOTE not in words(draft(district, november))


def october_after(month: Period) -> Period:
    """The period after the given one, open."""
    cutoff = month.cutoff_at + timedelta(days=30)
    return Period.objects.create(
        campaign=month.campaign, form=month.form, label="2023-11", title="2023年11月",
        starts_on=month.ends_on, ends_on=month.ends_on + timedelta(days=30), cutoff_at=cutoff, close_at=cutoff,
    )  # fmt: skip


def page(browser: Browser, query: str = "") -> str:
    """The page that the period's circular leads to."""
    return squeezed(browser.get(f"{CIRCULAR}{query}", follow=True).content.decode())


def test_I5_old_draft_keeps_its_own_figures_and_warns(browser: Browser, drafted: District) -> None:
    seen = page(browser.sign_in(drafted.reviewer))
    assert "依据快照第1版" in seen
    assert "全部与指标相符" in seen
    assert "本期数据已有第2版" in seen
    assert "按第2版更新本稿" in seen
    leader = page(Browser().sign_in(drafted.leader))
    assert "本期数据已有第2版" in leader
    assert "按第2版更新本稿" not in leader


def test_newest_draft_is_shown_first_and_older_ones_on_request(browser: Browser, drafted: District) -> None:
    browser.sign_in(drafted.reviewer).post("/licheng/periods/2023-08/documents")
    seen = page(browser)
    assert "依据快照第2版" in seen
    assert "全部与指标相符" in seen
    assert "本期数据已有" not in seen
    assert ">第1版数据 草稿</a>" in seen
    assert "依据快照第1版" in page(browser, "?revision=1")


@pytest.mark.parametrize("revision", ["3", "x", "-1", "１"])
def test_unknown_revision_is_not_found(browser: Browser, drafted: District, revision: str) -> None:
    answer = browser.sign_in(drafted.reviewer).get(f"{CIRCULAR}?revision={revision}")
    assert answer.status_code == 404
    assert "没有依据这一版数据的通报" in answer.content.decode()


def test_files_are_those_of_the_revision(browser: Browser, drafted: District) -> None:
    browser.sign_in(drafted.reviewer).post("/licheng/periods/2023-08/documents")
    path = "/licheng/periods/2023-08/figures.json"
    found = {number: browser.get(f"{path}?revision={number}").json() for number in (1, 2)}
    totals = {
        number: next(each["value"] for each in content["figures"] if each["key"] == "general.found")
        for number, content in found.items()
    }
    assert totals == {1: 20, 2: 22}
    assert browser.get(path).json() == found[2]


def test_period_page_tells_of_requests_and_revisions(browser: Browser, drafted: District) -> None:
    with scope(drafted.tenant.pk):
        ask(drafted, Period.objects.get(label="2023-08"), {"general_found": "13"}, known=1)
    page = squeezed(text(browser.sign_in(drafted.reviewer), "/licheng/periods/2023-08/"))
    assert "有 1 份更正申请等待审批" in page
    assert '/licheng/periods/2023-08/revisions/">快照第2版' in page
    leader = text(Browser().sign_in(drafted.leader), "/licheng/periods/2023-08/")
    assert "等待审批" not in leader


def test_ranking_names_revision_and_day(browser: Browser, drafted: District) -> None:
    page = text(browser.sign_in(drafted.leader), "/licheng/ranking/?period=2023-08")
    assert "第2版，11月4日 00:00 更正" in page
    assert "/licheng/periods/2023-08/revisions/" in page
