"""Pages of the standards library and of the judgment assistant."""

import re
from urllib.parse import quote, urlencode

import pytest
import time_machine

from hazards import library
from hazards.models import Standard
from hazards.services.standards import load_standards
from tests.factories import District
from tests.fixtures import Browser
from tests.pages import queries, queries_before_and_after, squeezed, text

NOON = "2024-05-10T04:00:00Z"
STANDARDS = "/licheng/standards/"
JUDGE = "/licheng/judge/"
CLAUSE = "gongmao-2023-13-1"
SIGN = "有限空间未设置安全警示标志"


@pytest.fixture
def reader(browser: Browser, scenery: District) -> Browser:
    """A filer in front of a filled library."""
    load_standards(standards=library.criteria())
    return browser.sign_in(scenery.filer)


def asking(path: str, **fields: str) -> str:
    return f"{path}?{urlencode(fields)}"


def words(html: str) -> str:
    """What a reader sees: no tags, no attributes."""
    return squeezed(re.sub(r"<[^>]*>", " ", html[html.index("<main") : html.index("</main>")]))


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "leader", "admin"])
@pytest.mark.parametrize("path", [STANDARDS, f"{STANDARDS}gongmao-2023/", JUDGE])
def test_everybody_of_the_tenant_reads_the_library(
    reader: Browser, scenery: District, who: str, path: str
) -> None:
    assert reader.sign_in(getattr(scenery, who)).get(path).status_code == 200


@pytest.mark.parametrize("path", [STANDARDS, JUDGE, f"{JUDGE}advice", f"{JUDGE}clause/{CLAUSE}"])
def test_strangers_are_asked_to_sign_in_and_nothing_can_be_posted(
    reader: Browser, path: str, scenery: District
) -> None:
    assert Browser().get(path).status_code == 302
    assert reader.post(path).status_code == 405


@time_machine.travel(NOON)
def test_list_says_number_issuer_dates_state_and_clauses(reader: Browser) -> None:
    page = words(text(reader, asking(STANDARDS, sector="工贸")))
    assert (
        "工贸企业重大事故隐患判定标准 现行 工贸 · 应急管理部令第10号 · 应急管理部 2023年5月15日起施行 · 65 条"
        in page
    )
    assert "（2017版） 已废止" in page
    assert "2017年11月30日至2023年5月14日施行 · 59 条" in page
    assert "全部 2 现行 1 已废止 1 尚未施行 0" in page


def test_I2_state_is_of_the_day_in_the_address(reader: Browser) -> None:
    page = words(text(reader, asking(STANDARDS, sector="工贸", on="2023-05-14")))
    assert "工贸企业重大事故隐患判定标准 尚未施行" in page
    assert "（2017版） 现行" in page
    only = words(text(reader, asking(STANDARDS, sector="工贸", on="2023-05-14", state="in_force")))
    assert "（2017版）" in only
    assert "应急管理部令第10号" not in only


def test_day_there_is_not_is_answered_in_words(reader: Browser) -> None:
    response = reader.get(asking(STANDARDS, q="粉尘", on="2023-02-30"))
    assert response.status_code == 422
    page = response.content.decode()
    assert "没有“2023-02-30”这一天，请改成真实的日期" in page
    assert 'value="粉尘"' in page


def test_found_clauses_are_marked_and_linked(reader: Browser) -> None:
    page = text(reader, asking(STANDARDS, q="有限空间 台账", sector="工贸"))
    assert "未对<mark>有限空间</mark>进行辨识、建立安全管理<mark>台账</mark>" in page
    order = next(c.order for s in library.criteria() for c in s.criteria if c.code == CLAUSE)
    assert f"{STANDARDS}gongmao-2023/?q={quote('有限空间 台账')}#clause-{order}" in page


@pytest.mark.parametrize("fields", [{"q": "曲率引擎"}, {"q": "<script>"}, {"sector": "水利工程"}])
def test_empty_result_teaches(reader: Browser, fields: dict[str, str]) -> None:
    page = text(reader, asking(STANDARDS, **fields))
    assert "换一个词、换一个领域" in page
    assert "<script>" not in page[page.index("<main") : page.index("</main>")]


def test_library_not_loaded_says_what_to_do(browser: Browser, scenery: District) -> None:
    assert "标准库还没有装入" in text(browser.sign_in(scenery.filer), STANDARDS)


def test_coverage_names_what_is_not_held(reader: Browser) -> None:
    page = words(text(reader, asking(STANDARDS, on="2025-11-01")))
    assert "消防（火灾） 没有收录 《重大火灾隐患判定规则》（GB 35181-2025）：正文未收录" in page
    assert "水利工程 没有收录" in page
    assert "工贸 1 部" in page


@time_machine.travel(NOON)
def test_standard_shows_wording_conditions_notes_and_versions(reader: Browser) -> None:
    page = words(text(reader, f"{STANDARDS}gongmao-2023/"))
    assert "前一版： 工贸行业重大生产安全事故隐患判定标准（2017版）" in page
    assert (
        "未对有限空间进行辨识、建立安全管理台账，并且未设置明显的安全警示标志的 条件 同时满足以下 3 项"
        in page
    )
    assert "说明： 三个条件必须同时具备" in page
    assert "要点，非原文" not in page


def test_summary_is_not_passed_off_as_the_wording(reader: Browser) -> None:
    page = words(text(reader, f"{STANDARDS}daolu-yunshu-2023/"))
    assert page.count("要点，非原文") == 6
    assert "本标准收录的是要点和归纳的条件，不是原文" in page


def test_text_that_is_not_given_is_looked_up_elsewhere(reader: Browser) -> None:
    page = words(text(reader, f"{STANDARDS}xiaofang-2017/"))
    clauses = Standard.objects.get(code="xiaofang-2017").criteria.count()
    assert page.count("原文请查国家标准，此处只列条号与归纳条件") == clauses
    assert "后一版：《重大火灾隐患判定规则》（GB 35181-2025），2025年11月1日起施行，正文未收录" in page


@pytest.mark.parametrize("code", ["nope", "gongmao-2023-13-1"])
def test_unknown_standard_is_not_found(reader: Browser, code: str) -> None:
    response = reader.get(f"{STANDARDS}{code}/")
    assert response.status_code == 404
    assert "标准库里没有这部标准" in response.content.decode()


def test_codes_are_never_shown(reader: Browser) -> None:
    asked = asking(JUDGE, on="2023-09-01", sector="工贸", description=SIGN, clause=CLAUSE)
    for path in (STANDARDS, f"{STANDARDS}gongmao-2023/", f"{STANDARDS}xiaofang-2017/", asked):
        page = words(text(reader, path))
        assert not re.search(r"gongmao|xiaofang|gb35181|qualifies|undecided|verbatim|in_force", page)


def test_number_of_queries_is_constant(reader: Browser) -> None:
    def grow() -> None:
        pairs = [(standard.code, standard.criteria) for standard in library.criteria()]
        assert len(pairs) == 18
        Standard.objects.bulk_create(
            Standard(code=f"x-{n}", title="甲", issuer="乙", number="丙", effective_from="2024-01-01",
                     sector="工贸", confidence="high")
            for n in range(9)
        )  # fmt: skip

    before, after = queries_before_and_after(reader, STANDARDS, grow)
    assert before == after
    assert queries(reader, f"{STANDARDS}meikuang-2026/") == queries(reader, f"{STANDARDS}yuchuan-2022/")
    assert queries(reader, asking(STANDARDS, q="甲")) == queries(reader, asking(STANDARDS, q="粉尘"))


def test_advice_marks_words_warns_and_keeps_the_address(reader: Browser) -> None:
    response = reader.get(asking(f"{JUDGE}advice", on="2023-09-01", sector="工贸", description=SIGN))
    page = response.content.decode()
    assert "<html" not in page
    assert "当心误判：有限空间未设置安全警示标志" in page
    assert "出处：巴南安委〔2023〕24号" in page
    assert "用标准原文" in page
    assert "未对<mark>有限空间</mark>进行辨识" in page
    assert page.index("第十三条第（一）项") < page.index("第十三条第（二）项")
    assert response["HX-Replace-Url"] == asking(JUDGE, on="2023-09-01", sector="工贸", description=SIGN)


def test_typed_markup_stays_text(reader: Browser) -> None:
    page = text(reader, asking(f"{JUDGE}advice", description='<b onclick="x()">有限空间警示标志</b>'))
    assert "<b " not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": "2023-02-30"}, "没有“2023-02-30”这一天"),
        ({"on": "2999-01-01"}, "发现日期还没有到"),
        ({"description": "尘" * 501}, "描述最多 500 个字"),
        ({"sector": "炼金"}, "没有这个领域"),
    ],
)
def test_bad_question_is_answered_in_words(reader: Browser, fields: dict[str, str], said: str) -> None:
    for path in (JUDGE, f"{JUDGE}advice", f"{JUDGE}clause/{CLAUSE}", f"{JUDGE}clause/{CLAUSE}/verdict"):
        response = reader.get(asking(path, **fields))
        assert response.status_code == 422
        assert said in response.content.decode()


def test_clause_not_in_force_that_day_is_refused(reader: Browser) -> None:
    response = reader.get(asking(f"{JUDGE}clause/{CLAUSE}", on="2023-05-14"), headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert "2023年5月14日不能引用。请核对发现日期" in response.content.decode()


def test_verdict_follows_the_answers(reader: Browser) -> None:
    path = f"{JUDGE}clause/{CLAUSE}/verdict"
    open_ = squeezed(text(reader, asking(path, **{"answer/2": "yes"})))
    assert "还不能定" in open_
    assert "还需同时满足：未对有限空间进行辨识；未建立有限空间安全管理台账" in open_
    settled = squeezed(text(reader, asking(path, **{"answer/2": "yes", "answer/0": "no"})))
    assert "verdict-not" in settled
    assert "下列条件不满足：未对有限空间进行辨识" in settled
    full = squeezed(text(reader, asking(path, **{f"answer/{n}": "yes" for n in range(3)})))
    assert "verdict-qualifies" in full
    assert "由执法人员结合证据认定" in full


def test_page_without_scripts_does_the_same(reader: Browser) -> None:
    fields = {"on": "2023-09-01", "sector": "工贸", "description": SIGN, "clause": CLAUSE, "answer/0": "no"}
    page = text(reader, asking(JUDGE, **fields))
    assert "当心误判" in page
    assert "verdict-not" in page
    assert re.search(r'name="answer/0" value="no" checked', page)
    assert "照描述看：是，请核实" in page
    assert squeezed(page).count('value="unknown" checked') == 2


def test_trade_without_a_standard_is_told_so(reader: Browser) -> None:
    page = squeezed(
        text(reader, asking(f"{JUDGE}advice", sector="标准未收录", description="宿舍走廊堆放纸箱"))
    )
    assert "这个领域当日施行的判定标准没有收录" in page


@pytest.mark.parametrize("description", ["", "   ", "\n"])
def test_nothing_written_yet_says_what_will_come(reader: Browser, description: str) -> None:
    page = text(reader, asking(f"{JUDGE}advice", description=description))
    assert "写下看到的情况，这里列出最可能的条款" in page


@pytest.mark.parametrize("number", ["9", "0/0", "x"])
def test_answer_to_a_condition_the_clause_has_not_is_refused(reader: Browser, number: str) -> None:
    response = reader.get(asking(f"{JUDGE}clause/{CLAUSE}/verdict", **{f"answer/{number}": "yes"}))
    assert response.status_code == 422
    assert "请按本条的条件逐项回答" in response.content.decode()


def test_clause_of_an_ended_standard_is_checked_on_its_last_day(reader: Browser) -> None:
    page = text(reader, f"{STANDARDS}gongmao-2017/")
    address = re.search(r'href="([^"]*clause=gongmao-2017-zx3-1&amp;on=2023-05-14)#clause"', page)
    assert address is not None
    assert "逐项核对：" in text(reader, address[1].replace("&amp;", "&"))


def test_what_does_not_fit_the_phones_bar_is_on_ones_own_page(reader: Browser, scenery: District) -> None:
    page = text(reader, "/licheng/me")
    assert 'aria-label="更多页面"' in page
    assert page.count(f'href="{STANDARDS}"') == 2
    leader = text(reader.sign_in(scenery.leader), "/licheng/me")
    assert page.count('class="card phone-only"') == 1
    assert leader.count(f'href="{STANDARDS}"') == 2
