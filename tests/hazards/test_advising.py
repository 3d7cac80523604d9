"""Advice follows the library of the database, and is prepared anew only when that has changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from hazards import advising, library
from hazards.assistant import Question, advise, choose
from hazards.judgment import Verdict
from hazards.models import Criterion, Standard
from hazards.selectors.standards import state_of_library
from hazards.services import revising
from hazards.services.standards import load_standards
from hazards.standards import StandardData
from tests.factories import District
from tests.revisions import AT, FIRST, LATER, drafted_standard, keeping, publish, published_standard
from units.errors import Invalid, NotFound

DAY = timedelta(days=1)
SIGN = "有限空间未设置安全警示标志"
CONFINED = "gongmao-2023-13-1"


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    load_standards(standards=library.criteria())


def gongmao() -> tuple[StandardData, ...]:
    return tuple(standard for standard in library.criteria() if standard.code == "gongmao-2023")


def suggested(description: str, on: date = FIRST) -> list[str]:
    found = advise(Question(on, "工贸", description))
    assert found is not None
    return [each.criterion.code for each in (*found.likely, *found.others)]


def test_shipped_library_is_advised_on_by_the_adviser_of_the_files() -> None:
    assert advising.law().adviser is library.adviser()
    assert len(advising.law().clauses) == sum(len(standard.criteria) for standard in library.criteria())


def test_library_that_stays_the_same_costs_one_query(django_assert_num_queries: object) -> None:
    before = advising.law()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert advising.law() is before


def test_standard_published_in_the_browser_is_suggested(district: District) -> None:
    told = "激光切割车间没有设置防护隔离，也没张贴激光辐射警示牌"
    before = suggested(told)
    clause = published_standard(keeping(district)).criteria.get()
    assert clause.code not in before
    assert suggested(told)[0] == clause.code
    assert clause.code not in suggested(told, FIRST - DAY)
    answers = {"answer/0": "yes", "answer/1": "yes"}
    assert choose(clause.code, Question(FIRST), answers).judgment.verdict is Verdict.QUALIFIES


def test_draft_is_neither_suggested_nor_chosen(district: District) -> None:
    before = advising.law()
    clause = drafted_standard(keeping(district)).criteria.get()
    assert advising.law() is before
    with pytest.raises(NotFound, match="没有这一条"):
        choose(clause.code, Question(FIRST), {})


def test_I2_revised_standard_ends_for_advice_too(district: District) -> None:
    keeper = keeping(district)
    draft = revising.revise(actor=keeper, code="gongmao-2023", at=AT)
    publish(keeper, draft)
    first = draft.effective_from
    copy = Criterion.objects.get(standard=draft, follows=CONFINED)
    assert suggested(SIGN, first - DAY)[0] == CONFINED
    assert suggested(SIGN, first)[0] == copy.code
    with pytest.raises(Invalid, match="不能引用"):
        choose(CONFINED, Question(first), {})


def test_warnings_go_on_at_the_clauses_copied_into_a_new_version(district: District) -> None:
    keeper = keeping(district)
    draft = revising.revise(actor=keeper, code="gongmao-2023", at=AT)
    publish(keeper, draft)
    copy = Criterion.objects.get(standard=draft, follows=CONFINED)
    found = advise(Question(draft.effective_from, "工贸", SIGN))
    assert found is not None
    assert [(c.criterion and c.criterion.code, c.wording) for c in found.cautions] == [(copy.code, copy.text)]
    chosen = choose(copy.code, Question(draft.effective_from, "工贸", SIGN), {})
    assert [caution.trap.case.source for caution in chosen.cautions] == ["巴南安委〔2023〕24号"]


def test_correction_of_a_file_is_taken_up(district: District) -> None:
    assert advising.law().adviser is library.adviser()
    Criterion.objects.filter(code=CONFINED).update(logic={"condition": "未设置量子警示标志"})
    Standard.objects.filter(code="gongmao-2023").update(changed_at=LATER)
    assert suggested("没有设置量子警示标志")[0] == CONFINED
    load_standards(standards=library.criteria())
    assert advising.law().adviser is library.adviser()


def test_empty_library_suggests_nothing() -> None:
    Standard.objects.all().delete()
    assert suggested(SIGN) == []
    with pytest.raises(NotFound, match="没有这一条"):
        choose(CONFINED, Question(FIRST), {})


def test_part_of_the_library_is_enough() -> None:
    Standard.objects.exclude(code="gongmao-2023").delete()
    assert suggested(SIGN)[0] == CONFINED
    assert [standard for standard, _ in advising.law().clauses.values()][:1] == list(gongmao())


def test_state_names_each_published_standard_and_its_last_change(district: District) -> None:
    drafted_standard(keeping(district))
    state = state_of_library()
    assert [code for code, _ in state] == sorted(standard.code for standard in library.criteria())
    Standard.objects.filter(code="gongmao-2023").update(changed_at=AT)
    changed = {code for code, _ in set(state_of_library()) - set(state)}
    assert changed == {"gongmao-2023"}


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_share_one_preparation(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared: list[advising.Law] = []
    prepare = advising._prepare

    def counted() -> advising.Law:
        prepared.append(prepare())
        return prepared[-1]

    def ask(_: int) -> int:
        try:
            return id(advising.law())
        finally:
            connection.close()

    monkeypatch.setattr(advising, "_prepare", counted)
    Standard.objects.filter(code="gongmao-2023").update(changed_at=LATER)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert len(prepared) == 1
