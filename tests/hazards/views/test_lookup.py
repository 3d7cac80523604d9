"""Finding and adding an enterprise from within the page of a hazard."""

import json
from typing import Any

import pytest
from django.http.response import HttpResponseBase

from hazards.models import Enterprise, Regulation
from tests.factories import District, join, make_district, user_of
from tests.fixtures import Browser
from tests.ledgers import USCC, make_enterprise, registered
from units.enums import Role
from units.scoping import scope

SEARCH = "/licheng/enterprises/search"
QUICK = "/licheng/enterprises/quick"
TYPED = {
    "name": "西关化工厂",
    "uscc": USCC,
    "kind": "company",
    "sector": "危险化学品",
    "address": "西关路1号",
}


def found(browser: Browser, text: str) -> list[dict[str, Any]]:
    answer = browser.get(SEARCH, {"q": text})
    assert answer.status_code == 200
    listed: list[dict[str, Any]] = answer.json()["found"]
    return listed


def post(browser: Browser, typed: dict[str, str], *, as_json: bool = False) -> HttpResponseBase:
    if as_json:
        return browser.post(QUICK, json.dumps(typed), content_type="application/json")
    return browser.post(QUICK, typed)


def problems(answer: HttpResponseBase) -> dict[str, str]:
    told: dict[str, str] = json.loads(answer.content)["problems"]  # type: ignore[attr-defined]
    return told


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "leader", "admin"])
def test_everybody_of_the_tenant_may_search(browser: Browser, scenery: District, who: str) -> None:
    with scope(scenery.tenant.pk):
        made = registered(scenery, **{**TYPED, "kind": "company"})
    assert found(browser.sign_in(getattr(scenery, who)), "化工") == [{"id": made.pk, **TYPED}]


def test_search_without_words_finds_nothing(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        make_enterprise()
    assert found(browser.sign_in(scenery.filer), "") == []


def test_I3_search_finds_nothing_of_another_tenant(browser: Browser, scenery: District) -> None:
    neighbour = make_district("hanjiang")
    with scope(neighbour.tenant.pk):
        registered(neighbour)
    assert found(browser.sign_in(scenery.filer), "化工") == []


@pytest.mark.parametrize("as_json", [True, False])
def test_enterprise_is_registered_and_told(browser: Browser, scenery: District, as_json: bool) -> None:
    answer = post(browser.sign_in(scenery.filer), TYPED, as_json=as_json)
    assert answer.status_code == 200
    with scope(scenery.tenant.pk):
        made = Enterprise.objects.get()
    assert json.loads(answer.content) == {"id": made.pk, **TYPED}  # type: ignore[attr-defined]


def test_unit_that_registers_looks_after_the_entry(browser: Browser, scenery: District) -> None:
    post(browser.sign_in(scenery.filer), TYPED)
    with scope(scenery.tenant.pk):
        assert list(Regulation.objects.values_list("unit_id", flat=True)) == [scenery.town.pk]


def test_person_of_two_units_leaves_open_who_regulates(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        join(user_of(scenery.filer), Role.FILER, scenery.bureau)
    assert post(browser.sign_in(scenery.filer), TYPED).status_code == 200
    with scope(scenery.tenant.pk):
        assert not Regulation.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "企业名称还没有填"),
        ("name", "厂" * 121, "企业名称最多120字"),
        ("uscc", USCC[:-1] + "M", "校验位不对"),
        ("kind", "nonsense", "不在可选范围内"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    browser: Browser, scenery: District, field: str, value: str, words: str
) -> None:
    answer = post(browser.sign_in(scenery.filer), {**TYPED, field: value})
    assert answer.status_code == 422
    assert list(problems(answer)) == [field]
    assert words in problems(answer)[field]
    with scope(scenery.tenant.pk):
        assert not Enterprise.objects.exists()


def test_code_that_stands_already_names_its_enterprise(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        registered(scenery, name="老化工厂")
    answer = post(browser.sign_in(scenery.filer), TYPED)
    assert answer.status_code == 422
    assert "已登记为“老化工厂”" in problems(answer)["uscc"]


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "[" * 100_000])
def test_body_nobody_understands_is_refused(browser: Browser, scenery: District, body: str) -> None:
    answer = browser.sign_in(scenery.filer).post(QUICK, body, content_type="application/json")
    assert answer.status_code == 422
    assert "没有看懂" in problems(answer)["name"]


def test_leader_may_not_register(browser: Browser, scenery: District) -> None:
    answer = post(browser.sign_in(scenery.leader), TYPED)
    assert answer.status_code == 403
    assert "您不能登记企业" in problems(answer)["name"]
    with scope(scenery.tenant.pk):
        assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [{"name": 7, "uscc": None}, {"name": ["a"], "uscc": {}}, {"name": "甲厂\ud83d", "address": "\ud83d"}],
)
def test_values_that_are_no_texts_do_no_harm(browser: Browser, scenery: District, typed: Any) -> None:
    assert post(browser.sign_in(scenery.filer), typed, as_json=True).status_code in {200, 422}
