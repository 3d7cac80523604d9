"""What administrators enter into a standard, typed and read back."""

from datetime import date

import pytest
from django.http import QueryDict

from hazards import library
from hazards.forms.revising import LONGEST_OUTLINE, ClauseForm, HeadForm
from hazards.models import Criterion, Standard
from hazards.services.revising import Clause, Head
from hazards.services.standards import load_standards

HEAD = {
    "title": " 某标准 ", "number": "某令第1号", "issuer": "某部", "sector": "工贸", "effective_from": "2024-06-01",
}  # fmt: skip
CLAUSE = {"article": "第一条", "place": "3", "conditions": "满足其一：\n  甲\n  乙"}


def typed(**fields: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


def head(**changed: str) -> HeadForm:
    return HeadForm(typed(**{**HEAD, **changed}))


def clause(**changed: str) -> ClauseForm:
    return ClauseForm(typed(**{**CLAUSE, **changed}))


@pytest.mark.parametrize(
    ("ticked", "verbatim", "reference_only"),
    [({}, False, False), ({"verbatim": "on"}, True, False), ({"reference_only": "on"}, False, True)],
)
def test_head_is_read(ticked: dict[str, str], verbatim: bool, reference_only: bool) -> None:
    form = head(**ticked)
    assert form.is_valid()
    assert form.head() == Head(
        "某标准", "某部", "某令第1号", date(2024, 6, 1), "工贸", verbatim, reference_only
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "标准名称还没有填"),
        ("issuer", "甲" * 201, "发布机关最多200字"),
        ("sector", "", "请选一个领域"),
        ("sector", "标准未收录", "没有这个领域"),
        ("effective_from", "2023-02-30", "这一天，请改成真实的日期"),
        ("effective_from", "5月15日", "这一天，请改成真实的日期"),
    ],
)
def test_head_is_refused_in_words(field: str, value: str, said: str) -> None:
    form = head(**{field: value})
    assert not form.is_valid()
    assert set(form.errors) == {field}
    assert said in form.errors[field][0]


def test_clause_is_read_with_its_tree() -> None:
    form = clause(scope="化工", text="条文", notes="说明")
    assert form.is_valid()
    logic = {"any": [{"condition": "甲"}, {"condition": "乙"}]}
    assert form.clause() == Clause("第一条", logic, "化工", "条文", "说明", 3)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("article", " ", "条号还没有填"),
        ("conditions", "", "条件还没有写"),
        ("conditions", "\n\n满足其一：\n  甲", "第3行"),
        ("conditions", "甲" * (LONGEST_OUTLINE + 1), "请拆成几条"),
        ("text", "甲" * 4001, "条文最多4000字"),
        ("place", "", "请写排在第几条"),
        ("place", "10000", "最大写9999"),
    ],
)
def test_clause_is_refused_in_words(field: str, value: str, said: str) -> None:
    form = clause(**{field: value})
    assert not form.is_valid()
    assert set(form.errors) == {field}
    assert said in form.errors[field][0]


@pytest.mark.django_db
def test_forms_begin_with_what_the_standard_says() -> None:
    load_standards(standards=[each for each in library.criteria() if each.code == "xiaofang-2017"])
    standard = Standard.objects.get()
    initial = HeadForm.of(standard).initial
    assert (initial["title"], initial["verbatim"]) == (standard.title, False)
    counted = Criterion.objects.get(article="5.3.1 b）")
    form = ClauseForm.of(counted)
    assert "至少满足3项：" in form.initial["conditions"]
    again = ClauseForm(typed(**{name: str(value) for name, value in form.initial.items()}))
    assert again.is_valid()
    assert again.clause().logic == counted.logic
