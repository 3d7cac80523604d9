"""What the page of a record being filled in shows."""

from datetime import date, timedelta

import pytest

from hazards import library
from hazards.assistant import Question
from hazards.judgment import Answer, Value, Verdict
from hazards.life import Status
from hazards.models import Standard
from hazards.selectors.filing import (
    Group,
    changes_since_return,
    clauses_on,
    editable,
    look,
    problems,
)
from hazards.services import ledger
from hazards.services.standards import load_standards
from tests.factories import District
from tests.ledgers import FILED_AT, FOUND_AT, clause, drafted, make_criterion, standing, step
from units.errors import Conflict, NotAllowed, NotFound

ON = date(2023, 9, 10)
SIGN = "污水处理站有限空间未设置安全警示标志"
CLAUSE = "gongmao-2023-13-1"
YES, NO = Answer(Value.YES), Answer(Value.NO)


@pytest.fixture
def shelf(district: District) -> District:
    load_standards(standards=library.criteria())
    return district


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED])
def test_drafts_and_returned_records_are_filled_in_by_the_units_people(
    district: District, status: Status
) -> None:
    hazard = standing(district, status)
    assert editable(district.filer, hazard.pk) == hazard
    assert editable(district.head, hazard.pk) == hazard


@pytest.mark.parametrize(
    "status", [Status.FILED, Status.EXCLUDED, Status.RECTIFYING, Status.AWAITING, Status.WITHDRAWN]
)
def test_record_that_cannot_be_changed_says_where_it_stands(district: District, status: Status) -> None:
    hazard = standing(district, status)
    with pytest.raises(Conflict, match=f"本条现为“{hazard.get_status_display()}”，不能修改"):
        editable(district.filer, hazard.pk)


def test_I3_others_do_not_fill_in(district: District) -> None:
    with pytest.raises(NotAllowed, match="您不是东关镇的填报人员"):
        editable(district.reviewer, standing(district, Status.RETURNED).pk)
    for stranger in (district.reviewer, district.other_filer):
        with pytest.raises(NotFound):
            editable(stranger, drafted(district).pk)


def test_nothing_typed_is_nothing_to_say(shelf: District) -> None:
    found = look(Question(on=ON), "")
    assert (found.advice, found.clause, found.cautions, found.standing) == (None, None, (), ())


def test_description_is_advised_on_and_heard_in_the_clause(shelf: District) -> None:
    found = look(Question(ON, "工贸", SIGN), CLAUSE, {"/0": YES})
    assert found.advice is not None
    assert found.advice.assessment.top[0].criterion.code == CLAUSE
    assert found.clause is not None
    assert [(ask.answer.value, ask.heard) for ask in found.clause.asks] == [
        (Value.YES, Value.UNKNOWN),
        (Value.UNKNOWN, Value.UNKNOWN),
        (Value.UNKNOWN, Value.YES),
    ]
    assert found.clause.judgment.verdict is Verdict.UNDECIDED
    assert isinstance(found.clause.conditions, Group)
    assert found.clause.outdated == ""


@pytest.mark.parametrize(("said", "clashing"), [(NO, True), (YES, False), (Answer(Value.UNKNOWN), False)])
def test_answer_clashes_with_the_description(shelf: District, said: Answer, clashing: bool) -> None:
    found = look(Question(ON, "工贸", SIGN), CLAUSE, {"/2": said})
    assert found.clause is not None
    assert [ask.path for ask in found.clause.clashes] == (["/2"] if clashing else [])


def test_affirmed_condition_that_the_text_denies_clashes(shelf: District) -> None:
    found = look(Question(ON, "工贸", "污水池有限空间已设置明显的安全警示标志"), CLAUSE, {"/2": YES})
    assert found.clause is not None
    assert [ask.text for ask in found.clause.clashes] == ["未设置明显的安全警示标志"]


def test_only_cautions_about_the_clause_stand_against_filing(shelf: District) -> None:
    question = Question(ON, "工贸", SIGN)
    assert len(look(question, CLAUSE).standing) == 1
    assert look(question, "").standing == ()
    other = look(question, "gongmao-2023-3-3")
    assert len(other.cautions) == 1
    assert other.standing == []


def test_I2_clause_of_another_day_says_so(shelf: District) -> None:
    found = look(Question(date(2023, 5, 14), "工贸", SIGN), CLAUSE)
    assert found.clause is not None
    assert "当时还没有施行" in found.clause.outdated


def test_answers_to_conditions_the_clause_has_not_are_left_out(shelf: District) -> None:
    found = look(Question(on=ON), CLAUSE, {"/9": YES, "/0": NO})
    assert found.clause is not None
    assert found.clause.judgment.verdict is Verdict.NOT


def test_clause_nobody_knows_is_none(shelf: District) -> None:
    assert look(Question(on=ON), "nope").clause is None


def test_anchor_names_the_place_in_the_tree(shelf: District) -> None:
    found = look(Question(on=ON), CLAUSE)
    assert found.clause is not None
    assert [ask.anchor for ask in found.clause.asks] == ["-0", "-1", "-2"]


def test_clauses_to_choose_are_those_of_sector_and_day(shelf: District) -> None:
    def standards(on: date, sector: str) -> set[str]:
        return {criterion.standard.code for criterion in clauses_on(on, sector)}

    assert standards(ON, "工贸") == {"gongmao-2023", "xiaofang-2017"}
    assert "gongmao-2017" in standards(date(2023, 5, 14), "工贸")
    assert "gongmao-2023" not in standards(date(2023, 5, 14), "工贸")
    assert "chem-2017" in standards(ON, "")
    assert "chem-2017" not in standards(ON, "工贸")


def test_draft_of_a_standard_is_no_law(district: District) -> None:
    made = make_criterion()
    assert clauses_on(ON, "工贸") == [made]
    Standard.objects.update(entered=True)
    assert clauses_on(ON, "工贸") == []
    assert look(Question(on=ON), made.code).clause is None


def test_reference_list_is_not_offered(district: District) -> None:
    clause()
    assert len(clauses_on(ON, "工贸")) == 1
    Standard.objects.update(reference_only=True)
    assert clauses_on(ON, "工贸") == []


def test_problems_stand_in_printed_order(district: District) -> None:
    hazard = ledger.draft_hazard(actor=district.filer, unit=district.town, entries={}, at=FOUND_AT)
    found = problems(hazard, at=FOUND_AT - timedelta(days=1))
    assert list(found)[:4] == ["enterprise", "sector", "inspectors", "discovered_at"]
    assert list(found)[-1] == "plan"
    assert problems(drafted(district), at=FILED_AT) == {}


def test_changes_since_the_return_are_told_once_each(district: District) -> None:
    hazard = standing(district, Status.RETURNED)
    assert changes_since_return(hazard) == []
    for place in ("调节池", "一号调节池"):
        hazard = ledger.edit_hazard(
            actor=district.filer,
            hazard_id=hazard.pk,
            version=hazard.version,
            entries={"place": place, "measures": "加锁"},
            at=FILED_AT,
        )
    told = {change.label: (change.before, change.after) for change in changes_since_return(hazard)}
    assert told == {
        "具体位置": ("污水处理站", "一号调节池"),
        "整改措施": ("设置警示标志，加锁管理", "加锁"),
    }


def test_change_taken_back_is_none(district: District) -> None:
    hazard = standing(district, Status.RETURNED)
    for place in ("调节池", "污水处理站"):
        hazard = ledger.edit_hazard(
            actor=district.filer,
            hazard_id=hazard.pk,
            version=hazard.version,
            entries={"place": place},
            at=FILED_AT,
        )
    assert changes_since_return(hazard) == []


def test_only_what_followed_the_last_return_counts(district: District) -> None:
    hazard = standing(district, Status.RETURNED)
    hazard = ledger.edit_hazard(
        actor=district.filer,
        hazard_id=hazard.pk,
        version=hazard.version,
        entries={"place": "调节池"},
        at=FILED_AT,
    )
    hazard = step(district.filer, hazard, "file")
    hazard = step(district.reviewer, hazard, "return", reason="再核")
    assert changes_since_return(hazard) == []
    assert changes_since_return(drafted(district)) == []
