"""The register of enterprises: list, entry, new, correct, merge."""

from collections.abc import Callable

import pytest
from django.http.response import HttpResponseBase

from hazards.life import Status
from hazards.models import Enterprise, EnterpriseKind, Hazard, Regulation
from tests.factories import District, make_district
from tests.fixtures import Browser
from tests.ledgers import OTHER_USCC, USCC, drafted, make_enterprise, registered, standing, step
from tests.pages import queries_before_and_after, refusal, squeezed, text
from units.scoping import scope

LIST = "/licheng/enterprises/"
NEW = f"{LIST}new"
TYPED = {
    "name": "西关化工厂",
    "uscc": USCC,
    "kind": "company",
    "sector": "危险化学品",
    "address": "西关路1号",
}


def place(enterprise: Enterprise, act: str = "") -> str:
    return f"{LIST}{enterprise.pk}/{act}"


def names(page: str) -> list[str]:
    """The enterprises listed, from top to bottom."""
    return [part.split("</a>")[0].split(">")[-1] for part in page.split('data-cell="name"')[1:]]


def inside(district: District, make: Callable[[], Enterprise]) -> Enterprise:
    with scope(district.tenant.pk):
        return make()


def stored(district: District) -> Enterprise:
    return inside(district, Enterprise.objects.get)


def two(district: District, **fields: str) -> tuple[Enterprise, Enterprise]:
    """An enterprise with code, and the same one written differently."""
    with scope(district.tenant.pk):
        return registered(district), make_enterprise("西关化工有限公司", **fields)


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "leader", "admin"])
def test_everybody_of_the_tenant_sees_the_register(browser: Browser, scenery: District, who: str) -> None:
    made = inside(scenery, make_enterprise)
    browser.sign_in(getattr(scenery, who))
    assert names(text(browser, LIST)) == [made.name]
    assert made.name in text(browser, place(made))


def test_empty_register_says_how_to_begin(browser: Browser, scenery: District) -> None:
    assert "名录里还没有企业" in text(browser.sign_in(scenery.filer), LIST)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["东关机械厂", "西关化工厂", "西关学校"]),
        ("q=西关", ["西关化工厂", "西关学校"]),
        (f"q={USCC[:5]}", ["西关化工厂"]),
        ("kind=other", ["西关学校"]),
        ("sector=工贸", ["东关机械厂"]),
        ("unit={town}", ["西关化工厂"]),
        ("kind=nonsense&sector=没有&unit=0&sort=x", ["东关机械厂", "西关化工厂", "西关学校"]),
        ("q=西关&kind=company", ["西关化工厂"]),
        ("sort=hazards", ["东关机械厂", "西关化工厂", "西关学校"]),
        ("page=99", ["东关机械厂", "西关化工厂", "西关学校"]),
        ("q=%00", ["东关机械厂", "西关化工厂", "西关学校"]),
        ("q=没有", []),
    ],
)
def test_address_narrows_and_sorts(
    browser: Browser, scenery: District, query: str, expected: list[str]
) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED, enterprise=make_enterprise(sector="工贸"))
        registered(scenery, regulators=[scenery.town])
        make_enterprise("西关学校", kind=EnterpriseKind.OTHER)
    page = text(browser.sign_in(scenery.filer), f"{LIST}?{query.format(town=scenery.town.pk)}")
    assert names(page) == expected


def test_busiest_enterprise_can_stand_first(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        make_enterprise("安静厂")
        standing(scenery, Status.FILED)
    page = text(browser.sign_in(scenery.reviewer), f"{LIST}?sort=hazards")
    assert names(page) == ["东关机械厂", "安静厂"]


def test_pages_keep_the_filter(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        Enterprise.objects.bulk_create(Enterprise(name=f"甲厂{number:02d}") for number in range(51))
    page = squeezed(text(browser.sign_in(scenery.filer), f"{LIST}?q=甲厂"))
    assert "51 家" in page
    assert "第 1—50 家，共 51 家" in page
    assert 'rel="next" href="?q=%E7%94%B2%E5%8E%82&amp;page=2"' in page
    assert names(text(browser, f"{LIST}?q=甲厂&page=2")) == ["甲厂50"]


def test_queries_do_not_grow_with_enterprises(browser: Browser, scenery: District) -> None:
    def more() -> None:
        with scope(scenery.tenant.pk):
            for number in range(3):
                registered(scenery, name=f"乙厂{number}", uscc="", regulators=scenery.units)

    with scope(scenery.tenant.pk):
        registered(scenery, regulators=[scenery.town])
    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), LIST, more)
    assert few == many


def test_queries_of_an_entry_do_not_grow_with_its_records(browser: Browser, scenery: District) -> None:
    made = inside(scenery, make_enterprise)

    def more() -> None:
        with scope(scenery.tenant.pk):
            for _ in range(3):
                standing(scenery, Status.FILED)

    with scope(scenery.tenant.pk):
        standing(scenery, Status.CLOSED)
    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), place(made), more)
    assert few == many


def test_I3_unit_sees_only_its_own_records_of_an_enterprise(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED, description="东关的隐患")
        made = Enterprise.objects.get()
    assert "东关的隐患" in text(browser.sign_in(scenery.filer), place(made))
    assert "东关的隐患" in text(Browser().sign_in(scenery.leader), place(made))
    other = text(Browser().sign_in(scenery.other_filer), place(made))
    assert "东关的隐患" not in other
    assert "隐患 0 条" in other


def test_I3_reviewer_sees_no_drafts_with_an_enterprise(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        drafted(scenery, description="还没有写完")
        made = Enterprise.objects.get()
    assert "还没有写完" in text(browser.sign_in(scenery.filer), place(made))
    assert "还没有写完" not in text(Browser().sign_in(scenery.reviewer), place(made))


def test_entry_offers_what_the_person_may_do(browser: Browser, scenery: District) -> None:
    made = inside(scenery, lambda: registered(scenery, regulators=[scenery.town]))
    offers = {}
    for who in ("filer", "other_filer", "reviewer", "leader"):
        page = text(browser.sign_in(getattr(scenery, who)), place(made))
        offers[who] = (place(made, "edit") in page, place(made, "merge") in page)
    assert offers == {
        "filer": (True, False),
        "other_filer": (False, False),
        "reviewer": (True, True),
        "leader": (False, False),
    }


def test_enterprise_is_registered(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    assert f'value="{scenery.town.pk}" id="id_regulators_0" checked' in text(browser, NEW).replace(
        'class="control" ', ""
    )
    answer = browser.post(NEW, {**TYPED, "regulators": [scenery.town.pk]}, follow=True)
    assert answer.redirect_chain == [(place(stored(scenery)), 302)]
    assert "西关化工厂已登记到企业名录" in answer.content.decode()
    with scope(scenery.tenant.pk):
        assert Regulation.objects.get().unit_id == scenery.town.pk


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "企业名称还没有填"),
        ("uscc", USCC[:-1] + "M", "校验位不对"),
        ("uscc", "123", "应为18位，现有3位"),
        ("uscc", OTHER_USCC, "已登记为“老厂”"),
        ("kind", "nonsense", "不在可选范围内"),
        ("regulators", "0", "不在本辖区的单位里"),
        ("address", "路" * 300, "地址最多"),
    ],
)
def test_refused_entry_keeps_what_was_typed(
    browser: Browser, scenery: District, field: str, value: str, words: str
) -> None:
    inside(scenery, lambda: make_enterprise("老厂", uscc=OTHER_USCC))
    answer = browser.sign_in(scenery.filer).post(NEW, {**TYPED, "address": "西关路9号", field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert field == "address" or "西关路9号" in page
    with scope(scenery.tenant.pk):
        assert Enterprise.objects.count() == 1


def test_entry_is_corrected(browser: Browser, scenery: District) -> None:
    made = inside(scenery, lambda: registered(scenery, regulators=[scenery.town]))
    browser.sign_in(scenery.filer)
    assert f'value="{USCC}"' in text(browser, place(made, "edit"))
    typed = {**TYPED, "name": "西关精细化工厂", "regulators": [scenery.town.pk, scenery.bureau.pk]}
    answer = browser.post(place(made, "edit"), typed, follow=True)
    assert "西关化工厂的登记已更正" in answer.content.decode()
    assert stored(scenery).name == "西关精细化工厂"


def seen(page: str) -> str:
    """The mark of what the page showed."""
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def test_second_of_two_corrections_is_told_and_keeps_what_was_typed(
    browser: Browser, scenery: District
) -> None:
    made = inside(scenery, lambda: registered(scenery, regulators=[scenery.town]))
    path, other = place(made, "edit"), Browser().sign_in(scenery.reviewer)
    first, second = (seen(text(each, path)) for each in (browser.sign_in(scenery.filer), other))
    theirs = {**TYPED, "name": "先改的", "address": "新地址", "seen": first, "regulators": [scenery.town.pk]}
    assert browser.post(path, theirs).status_code == 302
    mine = {**TYPED, "name": "后改的", "seen": second, "regulators": [scenery.town.pk, scenery.bureau.pk]}
    answer = other.post(path, mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "先改的的登记刚被别人改过" in page
    assert "新地址" in page.split("名录里现在的内容")[1].split("</div>")[0]
    assert 'value="后改的"' in page
    assert page.count("checked") == 2
    assert stored(scenery).name == "先改的"
    assert other.post(path, {**mine, "seen": seen(page)}).status_code == 302
    assert stored(scenery).name == "后改的"


def test_correction_refused_keeps_what_was_typed(browser: Browser, scenery: District) -> None:
    made = inside(scenery, lambda: registered(scenery, regulators=[scenery.town]))
    answer = browser.sign_in(scenery.filer).post(place(made, "edit"), {**TYPED, "uscc": "12", "name": "新名"})
    assert answer.status_code == 422
    assert "应为18位" in answer.content.decode()
    assert 'value="新名"' in answer.content.decode()
    assert stored(scenery).uscc == USCC


def test_unit_merged_away_stays_among_the_regulators(browser: Browser, scenery: District) -> None:
    made = inside(scenery, lambda: registered(scenery, regulators=[scenery.town, scenery.bureau]))
    with scope(scenery.tenant.pk):
        type(scenery.bureau).objects.filter(pk=scenery.bureau.pk).update(is_active=False)
    browser.sign_in(scenery.reviewer)
    assert scenery.bureau.name in text(browser, place(made, "edit"))
    assert scenery.bureau.name not in text(browser, NEW)


@pytest.mark.parametrize(
    ("who", "act", "words"),
    [
        ("leader", "new", "您不能登记企业"),
        ("leader", "edit", "由它的监管单位或安委办维护"),
        ("other_filer", "edit", "由它的监管单位或安委办维护"),
        ("filer", "merge", "合并企业由安委办或管理员办理"),
        ("leader", "merge", "合并企业由安委办或管理员办理"),
    ],
)
def test_who_may_not_is_told_so(browser: Browser, scenery: District, who: str, act: str, words: str) -> None:
    made = inside(scenery, lambda: registered(scenery, regulators=[scenery.town]))
    browser.sign_in(getattr(scenery, who))
    path = NEW if act == "new" else place(made, act)
    for answer in (browser.get(path), browser.post(path, TYPED)):
        assert answer.status_code == 403
        assert words in refusal(answer)
    assert stored(scenery).name == "西关化工厂"


@pytest.mark.parametrize("act", ["", "edit", "merge"])
def test_I3_entry_of_another_tenant_is_not_found(browser: Browser, scenery: District, act: str) -> None:
    neighbour = make_district("hanjiang")
    theirs = inside(neighbour, lambda: registered(neighbour))
    answer = browser.sign_in(scenery.reviewer).get(place(theirs, act))
    assert answer.status_code == 404
    assert "企业名录里没有这家企业" in refusal(answer)


def test_likely_doubles_are_proposed(browser: Browser, scenery: District) -> None:
    kept, double = two(scenery)
    page = text(browser.sign_in(scenery.reviewer), place(kept, "merge"))
    assert f"?other={double.pk}" in page


def test_another_entry_can_be_looked_for(browser: Browser, scenery: District) -> None:
    kept, _ = two(scenery)
    far = inside(scenery, lambda: make_enterprise("另一个名字"))
    browser.sign_in(scenery.reviewer)
    assert f"?other={far.pk}" not in text(browser, place(kept, "merge"))
    assert f"?other={far.pk}" in text(browser, f"{place(kept, 'merge')}?q=另一个")
    assert f"?other={kept.pk}" not in text(browser, f"{place(kept, 'merge')}?q=西关")
    assert "没有找到" in text(browser, f"{place(kept, 'merge')}?q=没有的")


def test_two_entries_are_shown_side_by_side(browser: Browser, scenery: District) -> None:
    kept, double = two(scenery, address="西关路2号")
    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED, enterprise=double)
    page = squeezed(text(browser.sign_in(scenery.reviewer), f"{place(kept, 'merge')}?other={double.pk}"))
    assert "<td>—</td><td>西关路2号</td>" in page
    assert "<td>0 条</td><td>1 条</td>" in page
    assert "合并不能撤销" in page
    assert f'class="btn btn-primary" type="submit" name="keep" value="{kept.pk}"' in page


def test_two_codes_are_two_enterprises(browser: Browser, scenery: District) -> None:
    kept, double = two(scenery, uscc=OTHER_USCC)
    browser.sign_in(scenery.reviewer)
    page = text(browser, f"{place(kept, 'merge')}?other={double.pk}")
    assert "代码不同就不是同一家企业" in page
    assert 'name="keep"' not in page
    answer = post_merge(browser, kept, double)
    assert answer.status_code == 422


def post_merge(browser: Browser, kept: Enterprise, double: Enterprise) -> HttpResponseBase:
    fields = {"keep": kept.pk, "first": double.pk, "second": kept.pk}
    return browser.post(place(kept, "merge"), fields, follow=True)


def test_double_is_merged_and_its_address_leads_to_what_was_kept(browser: Browser, scenery: District) -> None:
    kept, double = two(scenery)
    with scope(scenery.tenant.pk):
        hazard = standing(scenery, Status.FILED, enterprise=double)
    answer = post_merge(browser.sign_in(scenery.admin), kept, double)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "西关化工有限公司已并入西关化工厂" in page
    assert "<dt>并入的登记</dt><dd>西关化工有限公司</dd>" in page
    with scope(scenery.tenant.pk):
        assert Hazard.objects.get(pk=hazard.pk).enterprise_id == kept.pk
    assert browser.get(place(double)).headers["Location"] == place(kept)
    assert post_merge(browser, kept, double).status_code == 409


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"keep": "x"},
        {"keep": "1", "first": "2", "second": "3"},
        {"keep": "9" * 5000, "first": "1", "second": "2"},
        {"keep": "1", "first": "1", "second": "9" * 5000},
    ],
)
def test_merge_nobody_understands_is_refused(
    browser: Browser, scenery: District, fields: dict[str, str]
) -> None:
    kept, _ = two(scenery)
    answer = browser.sign_in(scenery.reviewer).post(place(kept, "merge"), fields)
    assert answer.status_code == 422
    assert "没有看懂" in refusal(answer)


@pytest.mark.parametrize("other", ["", "x", "9" * 5000])
def test_enterprise_is_not_compared_with_itself_or_nothing(
    browser: Browser, scenery: District, other: str
) -> None:
    kept, _ = two(scenery)
    page = text(browser.sign_in(scenery.reviewer), f"{place(kept, 'merge')}?other={other or kept.pk}")
    assert "可能是同一家" in page


def test_entry_corrected_meanwhile_by_a_merge_is_found(browser: Browser, scenery: District) -> None:
    kept, double = two(scenery)
    browser.sign_in(scenery.reviewer)
    post_merge(browser, kept, double)
    with scope(scenery.tenant.pk):
        filed = step(scenery.filer, drafted(scenery, enterprise=double), "file")
    assert filed.enterprise_id == kept.pk
    assert filed.number in text(browser, place(kept))
