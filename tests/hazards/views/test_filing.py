"""Filing a hazard in the browser: the unit, the page of three steps, saving while one types."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
import time_machine

from hazards import library
from hazards.forms.filing import texts
from hazards.life import Status
from hazards.models import Hazard, HazardEvent
from hazards.services import ledger
from hazards.services.standards import load_standards
from tests.factories import BEFORE, District, user_of
from tests.fixtures import Browser
from tests.ledgers import FOUND_AT, clause, drafted, make_enterprise, standing, step
from tests.pages import queries, queries_before_and_after, squeezed, text
from units import grants
from units.actors import FILE_FOR_UNIT
from units.scoping import scope

LEDGER = "/licheng/ledger/"
SIGN = "污水处理站有限空间未设置安全警示标志"
CLAUSE = "gongmao-2023-13-1"
SEEN = {"discovered_at": "2023-09-10T09:30", "sector": "工贸", "description": SIGN}


def words(html: str) -> str:
    """What a reader sees: no tags, no attributes."""
    return squeezed(re.sub(r"<[^>]*>", " ", html))


def main(html: str) -> str:
    return words(html[html.index("<main") : html.index("</main>")])


def place(hazard: Hazard, name: str = "edit") -> str:
    return f"{LEDGER}{hazard.pk}/{name}"


def put(browser: Browser, hazard: Hazard, values: Mapping[str, str], version: object = None) -> Any:
    """An autosave."""
    body = {"version": hazard.version if version is None else version, "values": values}
    return browser.post(place(hazard, "values"), json.dumps(body), content_type="application/json")


def whole(hazard: Hazard, **changes: str) -> dict[str, str]:
    """The whole form as a browser without scripts sends it."""
    name = hazard.enterprise.name if hazard.enterprise else ""
    return {**texts(hazard), "enterprise_name": name, "version": str(hazard.version), **changes}


def stored(district: District, hazard: Hazard) -> Hazard:
    with scope(district.tenant.pk):
        found: Hazard = Hazard.objects.select_related("criterion", "enterprise", "unit").get(pk=hazard.pk)
        return found


@pytest.fixture
def blank(scenery: District) -> Hazard:
    with scope(scenery.tenant.pk):
        return ledger.draft_hazard(actor=scenery.filer, unit=scenery.town, entries={}, at=FOUND_AT)


@pytest.fixture
def draft(scenery: District) -> Hazard:
    with scope(scenery.tenant.pk):
        return drafted(scenery)


@pytest.fixture
def filer(browser: Browser, scenery: District) -> Browser:
    return browser.sign_in(scenery.filer)


@pytest.fixture
def shelf(db: None) -> None:
    load_standards(standards=library.criteria())


def test_new_makes_a_draft_for_the_unit_and_opens_it(filer: Browser, scenery: District) -> None:
    response = filer.post(f"{LEDGER}new", {"unit": scenery.town.pk})
    with scope(scenery.tenant.pk):
        hazard = Hazard.objects.select_related("unit").get()
    assert (response.status_code, response["Location"]) == (302, place(hazard))
    assert (hazard.unit, hazard.status) == (scenery.town, Status.DRAFT)


def test_new_asks_which_unit(filer: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        grants.grant(
            actor=scenery.admin,
            user=user_of(scenery.filer),
            unit=scenery.bureau,
            permission=FILE_FOR_UNIT,
            at=BEFORE,
        )
    said = main(text(filer, f"{LEDGER}new"))
    assert "为哪个单位填报？ 东关镇 区试验局" in said
    filer.post(f"{LEDGER}new", {"unit": scenery.bureau.pk})
    with scope(scenery.tenant.pk):
        assert Hazard.objects.get().unit == scenery.bureau


@pytest.mark.parametrize("unit", ["", "x", "other"])
def test_new_for_another_unit_is_refused(filer: Browser, scenery: District, unit: str) -> None:
    asked = scenery.other_town.pk if unit == "other" else unit
    response = filer.post(f"{LEDGER}new", {"unit": asked})
    assert response.status_code == 422
    assert "请选择为哪个单位填报" in response.content.decode()
    with scope(scenery.tenant.pk):
        assert not Hazard.objects.exists()


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_who_reports_for_no_unit_cannot_begin(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    for response in (browser.get(f"{LEDGER}new"), browser.post(f"{LEDGER}new", {"unit": scenery.town.pk})):
        assert response.status_code == 403
        assert "隐患由各单位的填报员和负责人填报" in response.content.decode()


def test_blank_page_says_what_is_missing(filer: Browser, blank: Hazard) -> None:
    page = text(filer, place(blank))
    said = main(page)
    assert "还有 10 处要完成" in said
    assert "应急预案还没有填。" in said
    assert "先写描述，这里列出最可能的条款" in said
    assert '<option value="工贸">' in page
    assert f'action="{LEDGER}{blank.pk}/moves/file"' in page


def test_complete_page_shows_everything_and_can_be_filed(filer: Browser, draft: Hazard) -> None:
    page = text(filer, place(draft))
    said = main(page)
    assert "还有 0 处要完成" in said
    assert re.search(r'class="problem-menu" data-menu hidden', page)
    assert 'value="东关机械厂"' in page
    assert 'value="2023-09-10T09:30"' in page
    assert re.search(r'name="answer/1" value="yes" checked', page)
    assert 'name="fact/1" value="现场无标志"' in page
    assert "构成 已满足：存在有限空间；未设置明显的安全警示标志" in said


@time_machine.travel("2023-09-09T12:00:00+08:00")
def test_discovery_in_the_future_is_named(filer: Browser, draft: Hazard) -> None:
    assert "发现时间在将来，请核对日期和时间。" in main(text(filer, place(draft)))


def test_saved_while_typing(filer: Browser, scenery: District, blank: Hazard) -> None:
    answer = put(filer, blank, {"place": "调节池", "funds": "１.５"}).json()
    assert answer["version"] == blank.version + 1
    assert re.fullmatch(r"\d\d:\d\d", answer["saved_at"])
    assert answer["refused"] == {}
    assert "funds" not in {problem["field"] for problem in answer["problems"]}
    assert answer["problems"][0] == {"field": "enterprise", "label": "企业", "words": "企业还没有填。"}
    found = stored(scenery, blank)
    assert (found.place, str(found.funds)) == ("调节池", "1.500000")


def test_unreadable_field_is_told_and_the_others_are_stored(
    filer: Browser, scenery: District, blank: Hazard
) -> None:
    sent = {"place": "调节池", "due_on": "2023-02-30", "funds": "-1"}
    answer = put(filer, blank, sent)
    assert answer.status_code == 200
    assert set(answer.json()["refused"]) == {"due_on", "funds"}
    assert "没有“2023-02-30”这一天" in answer.json()["refused"]["due_on"]
    assert stored(scenery, blank).place == "调节池"


def test_clause_not_in_force_that_day_is_named(filer: Browser, draft: Hazard) -> None:
    answer = put(filer, draft, {"discovered_at": "2023-05-14T09:00"}).json()
    (problem,) = answer["problems"]
    assert problem["field"] == "criterion"
    assert "当时还没有施行。请改选当日有效的条款" in problem["words"]


def test_stale_save_gets_what_stands_and_by_whom(filer: Browser, scenery: District, draft: Hazard) -> None:
    with scope(scenery.tenant.pk):
        ledger.edit_hazard(
            actor=scenery.head,
            hazard_id=draft.pk,
            version=draft.version,
            entries={"place": "调节池"},
            at=FOUND_AT,
        )
    response = put(filer, draft, {"place": "别处"})
    assert response.status_code == 409
    answer = response.json()
    assert f"刚被{scenery.head.name}改过" in answer["message"]
    assert (answer["version"], answer["values"]["place"]) == (draft.version + 1, "调节池")
    assert (answer["values"]["answer/0"], answer["enterprise_name"]) == ("yes", "东关机械厂")
    assert stored(scenery, draft).place == "调节池"


def test_save_after_it_was_filed_is_refused_for_good(
    filer: Browser, scenery: District, draft: Hazard
) -> None:
    """Values to merge with would make the page try again for ever."""
    with scope(scenery.tenant.pk):
        step(scenery.head, draft, "file")
    response = put(filer, draft, {"place": "别处"})
    assert response.status_code == 409
    assert "values" not in response.json()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        '{"values": {}}',
        '{"version": 0}',
        '{"version": "x", "values": {}}',
        '{"version": 1e999, "values": {}}',
        "[" * 100_000,
    ],
)
def test_save_that_makes_no_sense_is_refused_in_words(filer: Browser, blank: Hazard, body: str) -> None:
    response = filer.post(place(blank, "values"), body, content_type="application/json")
    assert response.status_code == 422
    assert "已填的内容留在本机" in response.json()["message"]


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
@pytest.mark.parametrize("name", ["edit", "values", "look", "clause"])
def test_who_does_not_report_may_not_fill_in(
    browser: Browser, scenery: District, who: str, name: str
) -> None:
    with scope(scenery.tenant.pk):
        hazard = standing(scenery, Status.RETURNED)
    browser.sign_in(getattr(scenery, who))
    response = browser.post(
        place(hazard, name), json.dumps({"version": 1, "values": {}}), content_type="application/json"
    )
    assert response.status_code == 403
    assert "您不是东关镇的填报人员" in json_or_page(response)


def json_or_page(response: Any) -> str:
    if response["Content-Type"].startswith("application/json"):
        return str(response.json()["message"])
    return str(response.content.decode())


@pytest.mark.parametrize("name", ["edit", "values", "look", "clause"])
def test_I3_other_units_drafts_are_not_found(
    browser: Browser, scenery: District, draft: Hazard, name: str
) -> None:
    browser.sign_in(scenery.other_filer)
    body = json.dumps({"version": draft.version, "values": {"place": "别处"}})
    assert browser.post(place(draft, name), body, content_type="application/json").status_code == 404
    assert stored(scenery, draft).place == "污水处理站"


def test_record_handed_in_leads_to_its_page(filer: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        hazard = standing(scenery, Status.FILED)
    response = filer.get(place(hazard), follow=True)
    assert response.redirect_chain == [(f"{LEDGER}{hazard.pk}/", 302)]
    assert "本条现为“待审核”，不能修改" in response.content.decode()


STRANGE = {
    "discovered_at": "0001-01-01T00:00",
    "criterion": "\0",
    "pick": "gongmao\0",
    "sector": "工\0贸",
    "description": "\0",
    "enterprise": "\0",
    "enterprise_name": "\0",
    "funds": "1E-999999",
    "due_on": "0000-00-00",
    "answer/0": "\0",
    "fact/": "\0",
}


@pytest.mark.parametrize("name", ["edit", "look", "clause"])
def test_strange_characters_break_nothing(filer: Browser, blank: Hazard, shelf: None, name: str) -> None:
    response = filer.post(place(blank, name), {**STRANGE, "version": "0"})
    assert response.status_code == (422 if name == "edit" else 200)


def test_strange_characters_are_not_stored(filer: Browser, scenery: District, blank: Hazard) -> None:
    answer = put(filer, blank, {name: text for name, text in STRANGE.items() if "/" not in name})
    assert answer.status_code == 200
    assert {"discovered_at", "criterion", "sector", "funds", "due_on"} <= set(answer.json()["refused"])
    assert stored(scenery, blank).version == blank.version


def test_emoji_cut_in_two_by_the_browser_holds_up_nothing(
    filer: Browser, scenery: District, draft: Hazard
) -> None:
    halves = {"place": "池\ud83d", "fact/0": "\ud83d积水", "enterprise_name": "东关机械厂\ud83d"}
    assert put(filer, draft, halves).json()["refused"] == {}
    found = stored(scenery, draft)
    assert (found.place, found.answers["/0"]["fact"]) == ("池", "积水")


def test_page_without_scripts_saves_everything(filer: Browser, scenery: District, draft: Hazard) -> None:
    response = filer.post(place(draft), whole(draft, place="调节池", **{"answer/1": "no"}), follow=True)
    assert f"草稿{draft.pk}已保存，还没有报送" in main(response.content.decode())
    found = stored(scenery, draft)
    assert (found.place, found.answers["/1"]["value"]) == ("调节池", "no")


def test_page_without_scripts_picks_clause_and_enterprise(
    filer: Browser, scenery: District, blank: Hazard
) -> None:
    with scope(scenery.tenant.pk):
        enterprise, code = make_enterprise(), clause().code
    filer.post(place(blank), whole(blank, pick=code, enterprise_name="东关机械厂"))
    found = stored(scenery, blank)
    assert found.criterion is not None
    assert (found.criterion.code, found.enterprise) == (code, enterprise)


def test_refused_page_keeps_what_was_typed_and_stores_nothing(
    filer: Browser, scenery: District, draft: Hazard
) -> None:
    sent = whole(draft, due_on="2023-02-30", funds="一百", place="<b>调节池</b>", enterprise_name="西山砖厂")
    response = filer.post(place(draft), sent)
    assert response.status_code == 422
    page = response.content.decode()
    for said in ("没有“2023-02-30”这一天", "“一百”不是数", "企业名录里没有“西山砖厂”"):
        assert page.count(said) >= 2, "above and beside the field"
    assert 'value="西山砖厂"' in page
    assert "<b>调节池" not in page
    assert 'value="&lt;b&gt;调节池&lt;/b&gt;"' in page
    assert stored(scenery, draft).place == "污水处理站"


def test_value_that_cannot_be_stored_is_told_on_the_page(
    filer: Browser, scenery: District, draft: Hazard
) -> None:
    response = filer.post(place(draft), whole(draft, funds="-1", place="调节池"))
    assert response.status_code == 422
    assert "整改资金应为不小于0" in response.content.decode()
    assert stored(scenery, draft).place == "污水处理站"


def test_stale_page_keeps_what_was_typed(filer: Browser, scenery: District, draft: Hazard) -> None:
    put(browser := Browser().sign_in(scenery.head), draft, {"measures": "换成不锈钢牌"})
    response = filer.post(place(draft), whole(draft, place="调节池"))
    assert response.status_code == 409
    page = response.content.decode()
    assert f"刚被{scenery.head.name}改过" in page
    assert 'value="调节池"' in page
    assert f'name="version" value="{draft.version + 1}"' in page
    assert stored(scenery, draft).measures == "换成不锈钢牌"
    assert browser.get(place(draft)).status_code == 200


def test_look_warns_suggests_and_stores_nothing(
    filer: Browser, scenery: District, blank: Hazard, shelf: None
) -> None:
    response = filer.post(place(blank, "look"), SEEN)
    page = response.content.decode()
    said = words(page)
    assert "<html" not in page
    assert "当心误判：有限空间未设置安全警示标志" in said
    assert "出处：巴南安委〔2023〕24号" in said
    assert "用标准原文" in said
    assert f'name="pick" value="{CLAUSE}"' in page
    assert page.count('hx-swap-oob="true"') == 3
    found = stored(scenery, blank)
    assert (found.description, found.version) == ("", blank.version)


@pytest.mark.parametrize(
    ("description", "why"),
    [
        (SIGN, "三个条件须同时具备"),
        ("作业现场未见有限空间作业审批手续", "现场未见审批单不等于没有审批"),
        ("焊工的特种作业操作证未按期复审", "只是未按期复审"),
    ],
)
def test_three_misreadings_are_caught(
    filer: Browser, blank: Hazard, shelf: None, description: str, why: str
) -> None:
    page = filer.post(place(blank, "look"), {**SEEN, "description": description}).content.decode()
    assert why in words(page)
    assert "巴南安委〔2023〕24号" in page


def test_clause_picked_is_shown_with_its_conditions(filer: Browser, blank: Hazard, shelf: None) -> None:
    for name in ("pick", "listed"):
        page = filer.post(place(blank, "clause"), {**SEEN, name: CLAUSE}).content.decode()
        assert f'name="criterion" value="{CLAUSE}"' in page
        assert page.count("<fieldset") == 3
        said = words(page)
        assert "未设置明显的安全警示标志 照描述看：是，请核实" in said
        assert "同时满足以下 3 项" in said
        assert "还需同时满足：未对有限空间进行辨识" in said


def test_answers_of_another_clause_are_not_taken_over(filer: Browser, blank: Hazard, shelf: None) -> None:
    sent = {**SEEN, "criterion": "gongmao-2023-13-2", "answer/0": "no", "pick": CLAUSE}
    page = filer.post(place(blank, "clause"), sent).content.decode()
    assert not re.search(r'name="answer/0" value="no" checked', page)


def test_clause_stored_comes_back_with_its_answers(filer: Browser, draft: Hazard) -> None:
    page = filer.post(place(draft, "clause"), {**SEEN, "criterion": "other", "pick": clause_of(draft)})
    assert 'name="fact/0" value="污水池"' in page.content.decode()


def clause_of(hazard: Hazard) -> str:
    assert hazard.criterion is not None
    return hazard.criterion.code


def test_description_that_contradicts_an_answer_is_pointed_out(
    filer: Browser, blank: Hazard, shelf: None
) -> None:
    answers = {"criterion": CLAUSE, "answer/0": "yes", "answer/1": "yes", "answer/2": "no"}
    said = words(filer.post(place(blank, "look"), {**SEEN, **answers}).content.decode())
    assert "描述与回答不一致：“未设置明显的安全警示标志”您答“否”，照描述看是“是”" in said
    agreed = {**answers, "answer/2": "yes"}
    assert "描述与回答不一致" not in words(
        filer.post(place(blank, "look"), {**SEEN, **agreed}).content.decode()
    )


def test_clause_out_of_force_is_said_beside_it(filer: Browser, blank: Hazard, shelf: None) -> None:
    sent = {**SEEN, "discovered_at": "2023-05-14T09:00", "criterion": CLAUSE}
    said = words(filer.post(place(blank, "look"), sent).content.decode())
    assert "当时还没有施行。请改选当日有效的条款" in said


def test_caution_for_the_clause_stands_before_filing(filer: Browser, blank: Hazard, shelf: None) -> None:
    def asked(code: str) -> bool:
        page = filer.post(place(blank, "look"), {**SEEN, "criterion": code}).content.decode()
        return "当心误判" in page[page.index('id="filing-standing"') :]

    assert asked(CLAUSE)
    assert not asked("gongmao-2023-3-3")
    assert not asked("")


def test_sector_without_a_standard_is_told_so(filer: Browser, blank: Hazard, shelf: None) -> None:
    sent = {**SEEN, "sector": "水利工程", "description": "闸门启闭机钢丝绳断丝"}
    said = words(filer.post(place(blank, "look"), sent).content.decode())
    assert "当日施行的《水利工程生产安全重大事故隐患判定标准" in said
    assert "没有收录正文" in said


def test_unreadable_day_while_typing_falls_back_to_the_stored_one(
    filer: Browser, blank: Hazard, shelf: None
) -> None:
    response = filer.post(place(blank, "look"), {**SEEN, "discovered_at": "2023-02-30T09:00"})
    assert response.status_code == 200
    assert "2023年9月10日施行的条款" in words(response.content.decode())


def test_returned_record_shows_why_and_what_was_changed(filer: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        hazard = standing(scenery, Status.RETURNED)
    said = main(text(filer, place(hazard)))
    assert "安委办退回：条款不符" in said
    assert "改好后再点“报送”" in said
    put(filer, hazard, {"place": "调节池"})
    put(filer, hazard, {"place": "一号调节池", "answer/1": "no"}, hazard.version + 1)
    said = main(text(filer, place(hazard)))
    assert "退回后已改 2 处" in said
    assert "具体位置 污水处理站 一号调节池" in said
    assert "未设置明显的安全警示标志 是（现场无标志；照片3） 否（现场无标志；照片3）" in said


def test_filed_from_its_page(filer: Browser, scenery: District, draft: Hazard) -> None:
    sent = {"version": draft.version, "reason": "三项都查实了"}
    response = filer.post(f"{LEDGER}{draft.pk}/moves/file", sent)
    assert response.status_code == 302
    assert stored(scenery, draft).status == Status.FILED
    with scope(scenery.tenant.pk):
        assert HazardEvent.objects.filter(hazard=draft).latest("id").reason == "三项都查实了"


def test_incomplete_record_comes_back_to_its_page(filer: Browser, blank: Hazard) -> None:
    response = filer.post(f"{LEDGER}{blank.pk}/moves/file", {"version": blank.version}, follow=True)
    assert response.redirect_chain == [(place(blank), 302)]
    assert "还有 10 处问题" in main(response.content.decode())


def test_codes_are_never_shown(filer: Browser, draft: Hazard, shelf: None) -> None:
    page = main(text(filer, place(draft)))
    assert not re.search(r"gm-2023|gongmao|qualifies|undecided|unknown|department", page)


def test_number_of_queries_is_constant(filer: Browser, scenery: District, draft: Hazard) -> None:
    def grow() -> None:
        with scope(scenery.tenant.pk):
            for _ in range(3):
                standing(scenery, Status.FILED)
                make_enterprise("另一家")

    before, after = queries_before_and_after(filer, place(draft), grow)
    assert before == after
    assert queries(filer, place(draft)) == after


@pytest.mark.parametrize(("day", "warned"), [("2023-04-30", True), ("2023-05-01", False)])
def test_day_before_the_campaign_is_pointed_out_while_filling_in(
    filer: Browser, scenery: District, blank: Hazard, shelf: None, day: str, warned: bool
) -> None:
    said = words(filer.post(place(blank, "look"), {**SEEN, "discovered_at": f"{day}T09:00"}).content.decode())
    assert ("照现在填的报送，不计入统计：专项行动开展前发现" in said) == warned
