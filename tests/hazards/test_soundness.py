"""Whether a record may be filed (I2). Nothing is stored: records are built in memory."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hazards import soundness
from hazards.judgment import Answer, Value, Verdict
from hazards.models import Criterion, Enterprise, Hazard, Standard
from hazards.soundness import REQUIRED, judgment_of, out_of_force, problems
from tests.factories import INSTANT
from tests.ledgers import CONFINED, FILED_AT, FOUND_AT, IN_FORCE

DAY = timedelta(days=1)
FOUND_ON = FOUND_AT.date()
MET = {
    "/0": {"value": "yes", "fact": "污水池", "evidence": ""},
    "/1": {"value": "yes", "fact": "", "evidence": ""},
}
FIRST_ONLY = {"/0": MET["/0"]}
REFUTED = {**MET, "/1": {"value": "no", "fact": "有标志", "evidence": "照片1"}}


def standard(starts: date = IN_FORCE, ends: date | None = None) -> Standard:
    return Standard(
        title="工贸标准", issuer="应急管理部", number="第10号", effective_from=starts, effective_to=ends
    )


def criterion(under: Standard | None = None) -> Criterion:
    return Criterion(
        standard=under or standard(), code="gm-2023-13", article="第十三条", text="有限空间", logic=CONFINED
    )


def record(**fields: Any) -> Hazard:
    """A record that may be filed, unless told otherwise."""
    sound = {
        "tenant_id": 1,
        "enterprise": Enterprise(tenant_id=1, name="东关机械厂"),
        "sector": "工贸",
        "inspectors": "甲",
        "discovered_at": FOUND_AT,
        "discovered_on": FOUND_ON,
        "description": "没有标志",
        "criterion": criterion(),
        "answers": MET,
        "responsible": "丙",
        "measures": "设标志",
        "funds": Decimal(0),
        "due_on": FOUND_ON,
        "plan": "看守",
    }
    return Hazard(**{**sound, **fields})


def test_I2_complete_and_qualifying_record_may_be_filed() -> None:
    assert problems(record(), at=FILED_AT) == {}


@pytest.mark.parametrize("name", REQUIRED)
def test_every_required_field_is_asked_for_by_name(name: str) -> None:
    missing = None if name in {"enterprise", "criterion", "funds", "due_on"} else ""
    found = problems(record(**{name: missing}), at=FILED_AT)
    assert list(found) == [name]
    assert found[name].endswith("还没有填。")


def test_no_funds_and_zero_funds_are_not_the_same() -> None:
    assert "funds" in problems(record(funds=None), at=FILED_AT)
    assert problems(record(funds=Decimal(0)), at=FILED_AT) == {}


@pytest.mark.parametrize(
    ("at", "sound"), [(FOUND_AT - INSTANT, False), (FOUND_AT, True), (FOUND_AT + INSTANT, True)]
)
def test_hazard_is_not_discovered_in_the_future(at: datetime, sound: bool) -> None:
    assert ("discovered_at" not in problems(record(), at=at)) is sound


@pytest.mark.parametrize(("days", "sound"), [(-1, False), (0, True), (1, True)])
def test_rectification_is_due_on_the_day_of_discovery_or_later(days: int, sound: bool) -> None:
    found = problems(record(due_on=FOUND_ON + days * DAY), at=FILED_AT)
    assert (found == {}) is sound
    if not sound:
        assert found["due_on"] == "整改时限2023年9月9日早于发现日期2023年9月10日，请核对。"


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (FOUND_ON + DAY, None, "自2023年9月11日起施行，本条发现于2023年9月10日，当时还没有施行"),
        (FOUND_ON, None, ""),
        (IN_FORCE, FOUND_ON, ""),
        (IN_FORCE, FOUND_ON + DAY, ""),
        (IN_FORCE, FOUND_ON - DAY, "施行到2023年9月9日为止，本条发现于2023年9月10日，当时已经失效"),
    ],
)
def test_I2_clause_must_be_in_force_on_the_day_of_discovery(
    starts: date, ends: date | None, words: str
) -> None:
    under = standard(starts, ends)
    found = problems(record(criterion=criterion(under)), at=FILED_AT)
    assert (words in found.get("criterion", "")) if words else found == {}
    assert words in out_of_force(under, FOUND_ON)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "还需同时满足：存在有限空间；未设置明显的安全警示标志"),
        (FIRST_ONLY, "还需同时满足：未设置明显的安全警示标志"),
        (REFUTED, "不构成，下列条件不满足：未设置明显的安全警示标志"),
    ],
)
def test_I2_record_that_does_not_qualify_is_refused_in_words(answers: dict[str, Any], words: str) -> None:
    found = problems(record(answers=answers), at=FILED_AT)
    assert found == {"criterion": f"按第十三条还不能认定为重大事故隐患（{words}）。"}


def test_all_faults_are_told_at_once() -> None:
    found = problems(record(plan="", due_on=FOUND_ON - DAY, answers={}), at=FOUND_AT - INSTANT)
    assert set(found) == {"plan", "discovered_at", "due_on", "criterion"}


def test_I2_reference_list_never_makes_a_major_hazard() -> None:
    listed = standard()
    listed.reference_only = True
    found = problems(record(criterion=criterion(listed)), at=FILED_AT)
    assert "检查事项清单只提示查什么，本身不构成重大事故隐患" in found["criterion"]


def test_no_clause_no_judgment() -> None:
    assert judgment_of(record(criterion=None)) is None


def test_I2_filed_record_is_judged_by_the_wording_it_keeps() -> None:
    changed = criterion()
    changed.logic = {"condition": "另一种说法"}
    kept = soundness.frozen_clause(criterion())
    filed = judgment_of(record(criterion=changed, clause=kept, status="filed"))
    assert filed is not None
    assert (filed.verdict, len(filed.deciding)) == (Verdict.QUALIFIES, 2)


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_I2_record_being_edited_is_judged_by_the_library(status: str) -> None:
    changed = criterion()
    changed.logic = {"condition": "另一种说法"}
    judgment = judgment_of(
        record(criterion=changed, clause=soundness.frozen_clause(criterion()), status=status)
    )
    assert judgment is not None
    assert judgment.words == "还需同时满足：另一种说法"


def test_I2_kept_clause_names_standard_version_and_dates() -> None:
    assert soundness.frozen_clause(criterion(standard(ends=date(2025, 1, 1)))) == {
        "code": "gm-2023-13",
        "article": "第十三条",
        "text": "有限空间",
        "logic": CONFINED,
        "standard": "工贸标准",
        "number": "第10号",
        "reference_only": False,
        "effective_from": "2023-05-15",
        "effective_to": "2025-01-01",
    }
    assert soundness.frozen_clause(criterion())["effective_to"] is None


def test_answers_to_conditions_that_are_gone_are_left_out() -> None:
    answers = soundness.answers_of(record(), {"condition": "一条"})
    assert answers == {}
    assert soundness.answers_of(record(), CONFINED)["/0"] == Answer(Value.YES, "污水池")
