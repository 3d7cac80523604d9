"""A record as 安委办 looks into it."""

import io
from typing import Any, cast

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from hazards.counting import Reason
from hazards.entries import Entries
from hazards.judgment import Answer, Value, Verdict
from hazards.library import criteria
from hazards.life import Status
from hazards.models import Criterion, Evidence, Hazard, Stage, Standard
from hazards.selectors import review_record
from hazards.selectors.review_record import Resubmission, Scrutiny, scrutiny
from hazards.services import evidence, ledger
from tests.factories import District
from tests.hazards.reviewing import MISREADINGS, OTHERWISE, advise_by_the_files, claimed, waiting
from tests.ledgers import FILED_AT, drafted, make_enterprise, standing, step
from units.errors import NotAllowed, NotFound
from units.scoping import scope

SIGN, APPROVAL, WELDER = MISREADINGS


@pytest.fixture(autouse=True)
def _shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    advise_by_the_files(monkeypatch)


def confined() -> Criterion:
    """Article 13 (1) as the library has it."""
    data = next(each for each in criteria() if each.code == "gongmao-2023")
    clause = next(each for each in data.criteria if each.code == "gongmao-2023-13-1")
    standard = Standard.objects.create(
        code=data.code, title=data.title, issuer=data.issuer, number=data.number, sector=data.sector,
        effective_from=data.effective_from, confidence=data.confidence.value,
    )  # fmt: skip
    return Criterion.objects.create(
        standard=standard,
        code=clause.code,
        article=clause.article,
        text=clause.text,
        logic=clause.logic,
        order=1,
    )


def seen(district: District, hazard: Hazard) -> Scrutiny:
    return scrutiny(district.reviewer, hazard.pk)


def again(district: District, hazard: Hazard, **entries: Any) -> Hazard:
    """The record returned, corrected and filed again."""
    returned = step(district.reviewer, hazard, "return", reason="没有写清依据")
    return step(district.filer, edited(district, returned, **entries), "file")


def edited(district: District, hazard: Hazard, **entries: Any) -> Hazard:
    return ledger.edit_hazard(
        actor=district.filer,
        hazard_id=hazard.pk,
        version=hazard.version,
        entries=cast(Entries, entries),
        at=FILED_AT,
    )


def resubmitted(district: District, hazard: Hazard) -> Resubmission:
    found = seen(district, hazard).resubmission
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (SIGN, "三个条件须同时具备"),
        (APPROVAL, "现场未见审批单不等于没有审批"),
        (WELDER, "只是未按期复审"),
    ],
)
def test_three_misreadings_are_warned_of_though_every_answer_is_yes(
    district: District, words: str, why: str
) -> None:
    found = seen(district, claimed(district, words, confined()))
    assert found.clause is not None
    assert found.clause.judgment.verdict is Verdict.QUALIFIES
    assert [why in each.trap.case.why for each in found.cautions] == [True]
    assert found.cautions[0].trap.case.source == "巴南安委〔2023〕24号"


def test_clause_is_the_one_handed_in_with_answers_facts_and_evidence(district: District) -> None:
    hazard = claimed(district, OTHERWISE, confined())
    Criterion.objects.update(text="后来改写的条文")
    clause = seen(district, hazard).clause
    assert clause is not None
    assert clause.kept["text"] == "未对有限空间进行辨识、建立安全管理台账，并且未设置明显的安全警示标志的"
    assert set(clause.answers.values()) == {Answer(Value.YES, "现场核实", "照片1")}


def test_answer_the_description_contradicts_is_named(district: District) -> None:
    hazard = claimed(district, "沉淀池有限空间做过辨识，建了台账，没有警示标志", confined())
    clause = seen(district, hazard).clause
    assert clause is not None
    assert [each.text for each in clause.against] == ["未对有限空间进行辨识", "未建立有限空间安全管理台账"]


def test_description_that_says_nothing_of_the_conditions_contradicts_none(district: District) -> None:
    clause = seen(district, claimed(district, OTHERWISE, confined())).clause
    assert clause is not None
    assert clause.against == []


def test_what_is_heard_of_another_wording_tells_nothing(district: District) -> None:
    """The clause kept has other conditions than the library's of the same code."""
    hazard = claimed(district, "沉淀池有限空间做过辨识，建了台账，没有警示标志", confined())
    kept = {**hazard.clause, "logic": {"all": list(reversed(hazard.clause["logic"]["all"]))}}
    Hazard.objects.filter(pk=hazard.pk).update(clause=kept)
    clause = seen(district, hazard).clause
    assert clause is not None
    assert clause.against == []


def test_clause_that_fits_better_is_offered(district: District) -> None:
    better = seen(district, claimed(district, "喷漆室使用溶剂型油漆，没有通风设施", confined())).better
    assert better is not None
    assert better.criterion.code in {"gongmao-2023-7-7", "gongmao-2023-8-6"}


@pytest.mark.parametrize("words", ["未对有限空间进行辨识、建立台账，也没有警示标志", "院子里的路灯坏了"])
def test_clause_that_fits_is_not_put_in_doubt(district: District, words: str) -> None:
    assert seen(district, claimed(district, words, confined())).better is None


def test_doubles_are_compared_word_by_word(district: District) -> None:
    enterprise = make_enterprise("北关酱厂")
    standing(district, Status.CLOSED, enterprise=enterprise, description="配电室堆放易燃物品，没有防火分隔")
    hazard = waiting(district, enterprise=enterprise)
    (double,) = seen(district, hazard).doubles
    assert "".join(text for text, _ in double.here) == OTHERWISE
    assert [text for text, only in double.here if only] == ["未设置"]
    assert [text for text, only in double.there if only] == ["没有"]


def test_other_records_of_the_enterprise_are_shown_and_the_rest_counted(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_record, "SHOWN", 2)
    enterprise = make_enterprise("北关酱厂")
    others = [standing(district, Status.EXCLUDED, enterprise=enterprise) for _ in range(3)]
    hazard = waiting(district, enterprise=enterprise)
    found = seen(district, hazard)
    assert (found.earlier, found.earlier_more) == ([others[2], others[1]], 1)
    Hazard.objects.filter(pk=others[0].pk).update(enterprise=make_enterprise("别家"))
    found = seen(district, hazard)
    assert (len(found.earlier), found.earlier_more) == (2, 0)


def test_record_filed_once_is_no_resubmission(district: District) -> None:
    assert seen(district, waiting(district)).resubmission is None


def test_resubmission_shows_the_reason_and_what_changed(district: District) -> None:
    found = resubmitted(district, again(district, waiting(district), place="调节池", measures="设标志"))
    assert (found.sent_back.reason, found.sent_back.actor_name) == ("没有写清依据", district.reviewer.name)
    changes = {each.label: (joined(each.old), joined(each.new)) for each in found.changes}
    assert changes == {"具体位置": ("污水处理站", "调节池"), "整改措施": ("设置警示标志，加锁管理", "设标志")}
    assert found.others == []


def joined(pieces: Any) -> str:
    return "".join(text for text, _ in pieces)


def test_resubmission_in_which_nothing_changed_has_no_changes(district: District) -> None:
    assert resubmitted(district, again(district, waiting(district))).changes == []


def test_of_several_changes_the_ends_are_compared_and_one_taken_back_is_none(district: District) -> None:
    returned = step(district.reviewer, waiting(district), "return", reason="没有写清依据")
    first = edited(district, returned, place="甲")
    second = edited(district, first, place="乙", plan="另写")
    third = edited(district, second, plan=returned.plan)
    (change,) = resubmitted(district, step(district.filer, third, "file")).changes
    assert (change.label, joined(change.old), joined(change.new)) == ("具体位置", "污水处理站", "乙")


def test_answers_changed_since_are_shown_by_their_condition(district: District) -> None:
    returned = step(district.reviewer, waiting(district), "return", reason="没有依据")
    answered = ledger.answer(
        actor=district.filer, hazard_id=returned.pk, version=returned.version,
        answers={"/1": Answer(Value.YES, "现场无标志", "照片5")}, at=FILED_AT,
    )  # fmt: skip
    (change,) = resubmitted(district, step(district.filer, answered, "file")).changes
    assert change.label == "未设置明显的安全警示标志"
    assert joined(change.new) == "是（现场无标志；照片5）"


def test_files_added_and_taken_out_since_are_named_each(district: District) -> None:
    def attach(name: str, colour: str, hazard: Hazard) -> Evidence:
        content = io.BytesIO()
        Image.new("RGB", (64, 48), colour).save(content, "PNG")
        return evidence.attach(
            actor=district.filer, hazard_id=hazard.pk, stage=Stage.FOUND, name=name,
            content=content.getvalue(), at=FILED_AT,
        )  # fmt: skip

    draft = drafted(district)
    old = attach("旧.png", "black", draft)
    returned = step(district.reviewer, step(district.filer, draft, "file"), "return", reason="照片不清")
    attach("新1.png", "red", draft)
    mistake = attach("错.png", "blue", draft)
    attach("新2.png", "green", draft)
    for gone in (mistake, old):
        evidence.remove(actor=district.filer, evidence_id=gone.pk, at=FILED_AT)
    (change,) = resubmitted(district, step(district.filer, returned, "file")).changes
    assert (change.label, joined(change.old), joined(change.new)) == (
        "发现时佐证",
        "旧.png",
        "新1.png、新2.png",
    )
    assert [each.evidence.name for each in seen(district, draft).gallery.items] == ["新1.png", "新2.png"]


def test_only_what_came_after_the_last_return_counts(district: District) -> None:
    once = again(district, waiting(district), place="调节池")
    found = resubmitted(district, again(district, once, plan="另写"))
    assert [each.label for each in found.changes] == ["应急预案"]


def test_excluded_and_reinstated_record_shows_why_it_was_excluded(district: District) -> None:
    excluded = step(
        district.reviewer, waiting(district), "exclude", reason="不构成", exclusion=Reason.CRITERION_NOT_MET
    )
    found = resubmitted(district, step(district.reviewer, excluded, "reinstate", reason="补了检测报告"))
    assert (found.sent_back.verb, found.sent_back.reason) == ("不纳入", "不符合判定标准：不构成")
    assert [(each.verb, each.reason) for each in found.others] == [("恢复审核", "补了检测报告")]


def test_decided_record_no_longer_waits_and_tells_the_last_step(district: District) -> None:
    hazard = waiting(district)
    assert seen(district, hazard).waits
    step(district.reviewer, hazard, "accept")
    found = seen(district, hazard)
    assert not found.waits
    assert found.last is not None
    assert (found.last.verb, found.last.actor_name) == ("审核通过", district.reviewer.name)


@pytest.mark.parametrize("name", ["filer", "head", "leader", "admin"])
def test_only_who_reviews_looks_into_a_record(district: District, name: str) -> None:
    hazard = waiting(district)
    with pytest.raises(NotAllowed, match="由安委办办理"):
        scrutiny(getattr(district, name), hazard.pk)


def test_I3_drafts_and_other_tenants_records_are_not_there(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        foreign = standing(neighbour, Status.FILED)
    for hazard in (foreign, standing(district, Status.DRAFT)):
        with pytest.raises(NotFound):
            seen(district, hazard)


@pytest.mark.parametrize("count", [1, 4])
def test_record_takes_as_many_queries_whatever_is_found(district: District, count: int) -> None:
    enterprise = make_enterprise("北关酱厂")
    hazard = waiting(district, enterprise=enterprise)
    for _ in range(count):
        waiting(district, enterprise=enterprise)
        hazard = again(district, hazard, place=f"{hazard.version}")
    with CaptureQueriesContext(connection) as captured:
        found = seen(district, hazard)
        shown = [(each.unit.name, str(each.enterprise)) for each in found.earlier]
    assert (len(shown), len(found.doubles), len(captured)) == (count, count, 5)
