"""Adding and revising standards in the browser."""

import html
import re
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse

from hazards import library
from hazards.models import Standard
from hazards.services.standards import load_standards
from tests.factories import District, make_district
from tests.fixtures import Browser
from tests.pages import queries, squeezed, text
from tests.revisions import FIRST, HEAD, LASER, drafted_standard, keeping, published_standard, with_clause
from units.models import AuditEntry
from units.scoping import scope

NOON = "2024-05-10T04:00:00Z"
HOME = "/licheng/standards/"
OLD = "gongmao-2023"
TYPED_HEAD = {
    "title": HEAD.title,
    "number": HEAD.number,
    "issuer": HEAD.issuer,
    "sector": HEAD.sector,
    "effective_from": "2024-06-01",
    "verbatim": "on",
}
TYPED_CLAUSE = {
    "article": LASER.article,
    "scope": LASER.scope,
    "text": LASER.text,
    "place": "1",
    "notes": "",
    "conditions": "同时满足：\n  激光切割车间未设置防护隔离\n  未张贴激光辐射警示牌",
}
WRITES = (
    "new",
    "revise",
    "edit",
    "clauses/new",
    "clauses/{clause}/",
    "clauses/{clause}/drop",
    "publish",
    "discard",
)


@pytest.fixture
def keeper(browser: Browser, scenery: District) -> Browser:
    """The administrator who keeps a library of 工贸 standards, signed in at noon of 10 May 2024."""
    load_standards(standards=[each for each in library.criteria() if each.sector == "工贸"])
    return browser.sign_in(keeping(scenery))


def words(page: str) -> str:
    """What a reader sees: no tags, no attributes."""
    inner = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    return html.unescape(squeezed(re.sub(r"<[^>]*>", " ", inner)))


def draft_of(district: District) -> Standard:
    with scope(district.tenant.pk):
        return drafted_standard(keeping(district))


def said(answer: Any) -> str:
    """The page one is led to after something was done."""
    assert answer.status_code == 302, words(answer.content.decode())
    return str(answer.headers["Location"])


def post(browser: Browser, path: str, **fields: str) -> HttpResponse:
    return browser.post(f"{HOME}{path}", fields)  # type: ignore[return-value]


def address(path: str, draft: Standard, clause: int) -> str:
    return "new" if path == "new" else f"{draft.code}/{path.format(clause=clause)}"


@pytest.mark.parametrize("path", [*WRITES, "preview"])
@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "leader"])
def test_only_who_keeps_the_library_writes_it(
    keeper: Browser, scenery: District, path: str, who: str
) -> None:
    draft = draft_of(scenery)
    clause = draft.criteria.get().pk
    before = list(Standard.objects.order_by("pk").values())
    keeper.sign_in(getattr(scenery, who))
    target = "preview" if path == "preview" else address(path, draft, clause)
    answer = post(keeper, target, version=draft.version, **TYPED_HEAD)
    assert answer.status_code == 403
    assert "标准库由本辖区管理员维护" in words(answer.content.decode())
    assert list(Standard.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("path", ["new", "{code}/edit", "{code}/clauses/new"])
def test_administrator_of_another_tenant_is_told_who_keeps_it(
    keeper: Browser, scenery: District, path: str
) -> None:
    neighbour = make_district("hanjiang")
    draft = draft_of(scenery)
    keeper.sign_in(neighbour.admin)
    answer = keeper.get("/hanjiang/standards/" + path.format(code=draft.code))
    assert answer.status_code == 403
    assert "由licheng区的管理员统一维护" in words(answer.content.decode())


@pytest.mark.parametrize("path", [*WRITES, "diff", "preview"])
def test_foreign_tenants_address_is_not_there(keeper: Browser, scenery: District, path: str) -> None:
    neighbour = make_district("hanjiang")
    draft = draft_of(scenery)
    target = path if path == "preview" else address(path, draft, 1)
    keeper.sign_in(neighbour.admin)
    for method in (keeper.get, keeper.post):
        assert method(f"{HOME}{target}").status_code == 404


@pytest.mark.parametrize("who", ["filer", "reviewer", "admin"])
def test_draft_is_there_only_for_who_keeps_the_library(keeper: Browser, scenery: District, who: str) -> None:
    draft = draft_of(scenery)
    neighbour = make_district("hanjiang")
    keeper.sign_in(getattr(neighbour, who))
    for path in (f"{draft.code}/", f"{draft.code}/diff"):
        assert keeper.get(f"/hanjiang/standards/{path}").status_code == 404
    assert HEAD.title not in text(keeper, "/hanjiang/standards/")
    keeper.sign_in(scenery.admin)
    assert said(keeper.get(f"{HOME}{draft.code}/")) == f"{HOME}{draft.code}/edit"
    assert "正在写的草稿" in words(text(keeper, HOME))


@time_machine.travel(NOON)
def test_standard_is_entered_clause_by_clause_and_published(keeper: Browser, scenery: District) -> None:
    edit = said(post(keeper, "new", **TYPED_HEAD))
    draft = Standard.objects.drafts().get()
    assert "还没有条款" in words(text(keeper, edit))
    clause = said(post(keeper, f"{draft.code}/clauses/new", version=draft.version, **TYPED_CLAUSE))
    assert clause == edit
    page = words(text(keeper, edit))
    assert "第一条已存入草稿" in page
    assert "同时满足以下 2 项 激光切割车间未设置防护隔离" in page
    draft.refresh_from_db()
    home = said(post(keeper, f"{draft.code}/publish", version=draft.version))
    page = words(text(keeper, home))
    assert f"《{HEAD.title}》已发布，2024年6月1日起按它判定" in page
    assert "尚未施行" in page
    with scope(scenery.tenant.pk):
        assert [entry.action for entry in AuditEntry.objects.order_by("id")] == [
            "standard.drafted", "standard.edited", "standard.published",
        ]  # fmt: skip


@time_machine.travel(NOON)
def test_revision_is_compared_published_and_follows(keeper: Browser, scenery: District) -> None:
    edit = said(post(keeper, f"{OLD}/revise"))
    draft = Standard.objects.drafts().get()
    first = draft.criteria.all()[0]
    assert "接着改修订草稿" in words(text(keeper, f"{HOME}{OLD}/"))
    changed = {**TYPED_CLAUSE, "article": first.article, "text": first.text.replace("未对", "没有对")}
    said(post(keeper, f"{draft.code}/clauses/{first.pk}/", version=draft.version, **changed))
    draft.refresh_from_db()
    gone = draft.criteria.all()[1]
    said(post(keeper, f"{draft.code}/clauses/{gone.pk}/drop", version=draft.version))
    page = words(text(keeper, f"{HOME}{draft.code}/diff"))
    assert "不变 63 条，改动 1 条，新增 0 条，删去 1 条" in page
    assert f"{gone.article} 删去" in page
    diff = text(keeper, f"{HOME}{draft.code}/diff")
    assert "<del>未</del><ins>没有</ins>对承包单位" in diff
    draft.refresh_from_db()
    said(post(keeper, f"{draft.code}/edit", version=draft.version, **TYPED_HEAD))
    draft.refresh_from_db()
    home = said(post(keeper, f"{draft.code}/publish", version=draft.version))
    assert "与前一版对照" in words(text(keeper, home))
    old = words(text(keeper, f"{HOME}{OLD}/"))
    assert "2023年5月15日至2024年5月31日施行" in old
    assert f"后一版： {HEAD.title}（{HEAD.number}） ，2024年6月1日起施行" in old
    assert "修订为新版本" not in old
    assert edit == f"{HOME}{draft.code}/edit"


def test_published_version_is_not_edited(keeper: Browser) -> None:
    for path in ("edit", "clauses/new"):
        answer = keeper.get(f"{HOME}{OLD}/{path}")
        assert answer.status_code == 409
        assert "已发布，不能改；请修订为新版本" in words(answer.content.decode())


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"title": " "}, "标准名称还没有填"),
        ({"effective_from": "2023-02-30"}, "这一天，请改成真实的日期"),
        ({"effective_from": ""}, "施行日期还没有填"),
        ({"sector": "航天"}, "没有这个领域"),
        ({"number": "号" * 201}, "文号或标准编号最多200字"),
    ],
)
def test_unfit_head_is_refused_with_what_was_typed_kept(
    keeper: Browser, changed: dict[str, str], problem: str
) -> None:
    answer = post(keeper, "new", **{**TYPED_HEAD, "issuer": "键入的机关", **changed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert problem in words(page)
    assert "键入的机关" in page
    assert not Standard.objects.drafts().exists()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"article": ""}, "条号还没有填"),
        ({"conditions": " \n"}, "第1行：还没有写条件"),
        ({"conditions": ""}, "条件还没有写"),
        ({"conditions": "\n同时满足：\n  甲"}, "第2行：“同时满足：”下面至少要有两项"),
        ({"conditions": "甲\n乙"}, "第2行：“乙”不在任何一组里"),
        ({"place": "0"}, "排在第几从1数起"),
        ({"place": "x"}, "排在第几要写一个整数"),
    ],
)
def test_unfit_clause_is_refused_with_what_was_typed_kept(
    keeper: Browser, scenery: District, changed: dict[str, str], problem: str
) -> None:
    draft = draft_of(scenery)
    typed = {**TYPED_CLAUSE, "notes": "键入的说明", **changed}
    answer = post(keeper, f"{draft.code}/clauses/new", version=draft.version, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert problem in words(page)
    assert "键入的说明" in page
    assert draft.criteria.count() == 1


def test_start_before_the_version_before_is_said_at_the_field(keeper: Browser) -> None:
    post(keeper, f"{OLD}/revise")
    draft = Standard.objects.drafts().get()
    typed = {**TYPED_HEAD, "effective_from": "2023-05-15", "version": draft.version}
    answer = post(keeper, f"{draft.code}/edit", **typed)
    assert answer.status_code == 422
    assert "施行日期要晚于前一版的2023年5月15日" in words(answer.content.decode())


@pytest.mark.parametrize("path", ["edit", "clauses/new", "clauses/{clause}/"])
def test_stale_page_is_told_so_and_keeps_what_was_typed(
    keeper: Browser, scenery: District, path: str
) -> None:
    draft = draft_of(scenery)
    target = f"{draft.code}/{path.format(clause=draft.criteria.get().pk)}"
    typed = {**TYPED_HEAD, **TYPED_CLAUSE, "title": "键入的内容", "notes": "键入的内容", "version": "stale"}
    answer = post(keeper, target, **typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚被别人改过" in words(page)
    assert "键入的内容" in page
    assert 'value="stale"' in page
    assert Standard.objects.get(pk=draft.pk).version == draft.version


def test_draft_is_discarded(keeper: Browser, scenery: District) -> None:
    draft = draft_of(scenery)
    assert "草稿已放弃" in words(text(keeper, said(post(keeper, f"{draft.code}/discard"))))
    assert not Standard.objects.filter(pk=draft.pk).exists()


def test_clause_is_shown_as_it_was_typed(keeper: Browser, scenery: District) -> None:
    draft = draft_of(scenery)
    page = text(keeper, f"{HOME}{draft.code}/clauses/{draft.criteria.get().pk}/")
    assert TYPED_CLAUSE["conditions"] in html.unescape(page)
    assert "同时满足以下 2 项" in words(page)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (TYPED_CLAUSE["conditions"], "同时满足以下 2 项 激光切割车间未设置防护隔离 未张贴激光辐射警示牌"),
        ("至少满足2项：\n 甲\n 乙\n 丙", "以下 3 项中至少满足 2 项 甲 乙 丙"),
        ("同时满足：\n  甲", "第1行：“同时满足：”下面至少要有两项"),
        ("<b>甲</b>", "<b>甲</b>"),
        ("", "边写边看"),
    ],
)
def test_conditions_are_previewed_while_typing(keeper: Browser, typed: str, shown: str) -> None:
    answer = post(keeper, "preview", conditions=typed)
    assert answer.status_code == 200
    assert shown in words(answer.content.decode())


def test_comparison_needs_a_version_before(keeper: Browser) -> None:
    answer = keeper.get(f"{HOME}gongmao-2017/diff")
    assert answer.status_code == 404
    assert "没有《工贸行业重大生产安全事故隐患判定标准" in words(answer.content.decode())


def test_everybody_may_compare_published_versions(keeper: Browser, scenery: District) -> None:
    page = words(text(keeper.sign_in(scenery.filer), f"{HOME}{OLD}/diff"))
    assert "改动 24 条，新增 41 条，删去 35 条" in page
    assert "前一版的条件" in page


def test_reference_list_is_marked_wherever_it_is_shown(keeper: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        listed = published_standard(keeping(scenery))
    Standard.objects.filter(pk=listed.pk).update(reference_only=True, sector="渔业船舶")
    page = words(text(keeper, f"{HOME}?on={FIRST}&sector=渔业船舶"))
    assert f"{HEAD.title} 只作检查参考 现行" in page
    assert "渔业船舶 只有检查清单" in page
    assert "单凭它不能判定重大事故隐患" in words(text(keeper, f"{HOME}{listed.code}/"))


@pytest.mark.parametrize(
    ("who", "shown"), [("admin", "由本辖区管理员维护"), ("filer", "发现错漏请告诉管理员")]
)
def test_library_says_who_keeps_it(keeper: Browser, scenery: District, who: str, shown: str) -> None:
    page = words(text(keeper.sign_in(getattr(scenery, who)), HOME))
    assert shown in page
    assert ("新增标准" in page) == (who == "admin")


def test_no_codes_are_shown(keeper: Browser, scenery: District) -> None:
    draft = draft_of(scenery)
    for path in ("", f"{draft.code}/edit", f"{OLD}/diff"):
        assert not re.search(r"lr-|gongmao", words(text(keeper, f"{HOME}{path}")))


def test_number_of_queries_is_constant(keeper: Browser, scenery: District) -> None:
    draft = draft_of(scenery)
    edit, listed, diff = f"{HOME}{draft.code}/edit", HOME, f"{HOME}{OLD}/diff"
    clause = f"{HOME}{draft.code}/clauses/{draft.criteria.get().pk}/"

    def grow() -> None:
        with scope(scenery.tenant.pk):
            for _ in range(3):
                drafted_standard(scenery.admin)
                with_clause(scenery.admin, draft)

    before = [queries(keeper, path) for path in (edit, listed, clause)]
    grow()
    assert [queries(keeper, path) for path in (edit, listed, clause)] == before
    few = queries(keeper, diff)
    Standard.objects.get(code=OLD).criteria.filter(order__gt=3).delete()
    assert queries(keeper, diff) == few


@pytest.mark.parametrize(("today", "warned"), [("2024-05-31", False), ("2024-06-01", True)])
def test_past_first_day_is_pointed_out_before_publishing(
    keeper: Browser, scenery: District, today: str, warned: bool
) -> None:
    draft = draft_of(scenery)
    with time_machine.travel(f"{today}T04:00:00Z"):
        # The session was begun with the real clock.
        page = words(text(keeper.sign_in(scenery.admin), f"{HOME}{draft.code}/edit"))
    assert ("要改按新版本选条款" in page) == warned
    assert "发布后不能再改" in page
