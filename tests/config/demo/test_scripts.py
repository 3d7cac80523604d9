"""Records told step by step: each step is made by its service, at its time, in its turn."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from config.demo import cases
from config.demo.bulk import Pending
from config.demo.cases import situation
from config.demo.enterprises import Register
from config.demo.moments import Moments
from config.demo.scripts import TERM, Script
from config.demo.walk import INSPECTORS, RESPONSIBLE, Crew, Walk
from hazards import library
from hazards.counting import Reason
from hazards.life import Status
from hazards.models import (
    Criterion,
    Decision,
    EnterpriseKind,
    Evidence,
    Extension,
    FoundBy,
    Hazard,
    HazardEvent,
)
from hazards.selectors import ledger as records
from hazards.services.standards import load_standards
from tests.factories import ZONE, District

TODAY = date(2026, 11, 21)
LAST, CURRENT = date(2026, 9, 25), date(2026, 10, 25)
AT = datetime(2026, 11, 21, 10, tzinfo=ZONE)
ROWS = {row["situation"]: row for row in cases.read("under_way")}


@pytest.fixture
def script(district: District) -> Script:
    load_standards(standards=library.criteria())
    criteria = {each.code: each for each in Criterion.objects.select_related("standard")}
    crews = {
        "东关镇": Crew(district.town, district.filer, district.head, district.reviewer),
        "西关街道": Crew(district.other_town, district.other_filer, district.other_head, district.reviewer),
    }
    register = Register({unit.name: unit for unit in district.units})
    when = Moments(LAST, CURRENT, AT, ZONE).when
    return Script(crews, criteria, register, Pending(criteria), TODAY, when)


def row(steps: list[list[Any]], **fields: Any) -> dict[str, Any]:
    defaults = {
        "unit": "东关镇",
        "situation": "gm-fryer",
        "number": 4,
        "found_by": "department",
        "found": "past 2 9",
    }
    return {**defaults, "steps": steps, **fields}


def written(script: Script, steps: list[list[Any]], **fields: Any) -> Hazard:
    _, job = script.job(row(steps, **fields))
    job()
    return Hazard.objects.select_related("enterprise", "unit").latest("id")


def verbs(record: Hazard) -> list[str]:
    return [event.verb for event in records.history(record)]


FILE: list[Any] = ["file", "past 2 16"]
ACCEPT: list[Any] = ["accept", "past 3 10"]
DONE: list[Any] = ["report_done", "past 9 15"]


def test_draft_is_complete_and_answered(script: Script) -> None:
    record = written(script, [])
    assert (record.status, record.synthetic, record.number) == (Status.DRAFT, True, "")
    assert (record.place, record.inspectors) == ("4号油炸生产线", INSPECTORS[FoundBy.DEPARTMENT])
    assert (record.responsible, record.halt) == (RESPONSIBLE, cases.scenes()["furnace"].halt)
    assert record.answers["/"]["value"] == "yes"
    assert record.discovered_at == datetime(2026, 9, 27, 9, 7, tzinfo=ZONE)
    assert verbs(record) == ["新建", "判定", "上传佐证"]


def test_draft_only_begun_lacks_clause_plan_and_photo(script: Script) -> None:
    record = written(script, [], sketched=True)
    assert record.criterion is None
    assert (record.measures, record.funds, record.answers) == ("", None, {})
    assert record.description == situation("gm-fryer").description.replace("{n}", "4")
    assert verbs(record) == ["新建"]
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("steps", "status", "said"),
    [
        ([FILE], Status.FILED, ["报送"]),
        ([FILE, ["send_back", "past 3 9", "请补充"]], Status.RETURNED, ["报送", "退回"]),
        ([FILE, ["withdraw", "past 3 9", "报错了"]], Status.WITHDRAWN, ["报送", "撤回"]),
        ([FILE, ACCEPT], Status.RECTIFYING, ["报送", "审核通过"]),
        (
            [FILE, ACCEPT, ["progress", "past 5 9", "过半"]],
            Status.RECTIFYING,
            ["报送", "审核通过", "整改进展"],
        ),
        ([FILE, ACCEPT, DONE], Status.AWAITING, ["报送", "审核通过", "报请复查"]),
        (
            [FILE, ACCEPT, DONE, ["fail", "past 10 9", "不动作"]],
            Status.RECTIFYING,
            ["报送", "审核通过", "报请复查", "复查不合格"],
        ),
        (
            [FILE, ACCEPT, DONE, ["close", "past 10 9"]],
            Status.CLOSED,
            ["报送", "审核通过", "报请复查", "上传佐证", "复查销号"],
        ),
    ],
)
def test_steps_lead_where_life_says(
    script: Script, steps: list[list[Any]], status: Status, said: list[str]
) -> None:
    record = written(script, steps)
    assert record.status == status
    assert verbs(record)[3:] == said


def test_excluded_for_the_reason_given(script: Script) -> None:
    record = written(script, [FILE, ["exclude", "past 3 9", "duplicate", "与别处重复"]])
    assert (record.exclusion, record.review_reason) == (Reason.DUPLICATE, "与别处重复")


def test_reopened_after_the_close_out_and_rewritten_after_the_return(script: Script) -> None:
    reopened = written(script, [FILE, ACCEPT, DONE, ["close", "past 10 9"], ["reopen", "past 12 9", "反弹"]])
    assert (reopened.status, reopened.reopened) == (Status.RECTIFYING, 1)
    back = [
        FILE,
        ["send_back", "past 3 9", "请补充"],
        ["rewrite", "past 4 9", "改写后的描述"],
        ["file", "past 4 10"],
    ]
    rewritten = written(script, back)
    assert (rewritten.status, rewritten.description) == (Status.FILED, "改写后的描述")
    assert verbs(rewritten)[3:] == ["报送", "退回", "修改", "报送"]


def test_term_is_asked_for_and_granted(script: Script) -> None:
    steps = [FILE, ACCEPT, ["ask", "before 5", 10, "设备未到"], ["grant", "before 1", "同意"]]
    record = written(script, steps, due=3)
    (asked,) = Extension.objects.all()
    assert asked.decision == Decision.GRANTED
    assert (asked.due_on, asked.wanted_on) == (TODAY + timedelta(days=3), TODAY + timedelta(days=13))
    assert record.due_on == asked.wanted_on


def test_term_counts_from_today_or_from_discovery(script: Script) -> None:
    assert written(script, [], due=-4).due_on == TODAY - timedelta(days=4)
    assert written(script, []).due_on == date(2026, 9, 27) + TERM


def test_steps_are_signed_by_who_makes_them(script: Script, district: District) -> None:
    record = written(script, [FILE, ACCEPT, DONE, ["close", "past 10 9"]])
    signed = dict(HazardEvent.objects.filter(hazard=record).values_list("verb", "actor_id"))
    assert signed["报送"] == signed["报请复查"] == district.filer.user_id
    assert signed["审核通过"] == district.reviewer.user_id
    assert signed["复查销号"] == district.head.user_id


def test_job_is_due_when_first_filed_or_when_found(script: Script) -> None:
    filed, _ = script.job(row([FILE, ACCEPT]))
    assert filed == datetime(2026, 9, 27, 16, 7, tzinfo=ZONE)
    never, _ = script.job(row([]))
    assert never == datetime(2026, 9, 27, 9, 7, tzinfo=ZONE)


def test_named_enterprise_is_shared_and_its_photo_borrowed(script: Script) -> None:
    one = written(script, [FILE], name="演示同报厂")
    later: list[list[Any]] = [["file", "past 4 16"]]
    other = written(script, later, name="演示同报厂", borrows="演示同报厂", unit="西关街道", found="past 4 9")
    assert one.enterprise == other.enterprise
    assert one.unit != other.unit
    own, borrowed = Evidence.objects.filter(hazard=other).order_by("id")
    (lent,) = Evidence.objects.filter(hazard=one)
    assert borrowed.digest == lent.digest != own.digest
    assert borrowed.name == "现场照片.jpg"


def test_body_that_is_no_enterprise_is_registered_as_such(script: Script) -> None:
    record = written(script, [], name="演示文化站", kind="other")
    assert record.enterprise is not None
    assert record.enterprise.kind == EnterpriseKind.OTHER


def test_every_step_of_the_material_is_something_a_record_can_do() -> None:
    told = {name for each in (*cases.read("under_way"), *cases.read("extras")) for name, *_ in each["steps"]}
    assert all(callable(getattr(Walk, name, None)) for name in told)
    assert told == {
        "file", "accept", "send_back", "rewrite", "withdraw", "exclude", "progress", "ask", "grant",
        "report_done", "fail", "close", "reopen",
    }  # fmt: skip


@pytest.mark.parametrize("key", sorted(ROWS))
def test_row_of_the_material_runs_on_the_first_instant_of_a_period(district: District, key: str) -> None:
    """Nothing of the present period has passed yet: every recent step falls on that very instant."""
    load_standards(standards=library.criteria())
    start = datetime(2026, 10, 25, tzinfo=ZONE)
    criteria = {each.code: each for each in Criterion.objects.select_related("standard")}
    crew = Crew(district.town, district.filer, district.head, district.reviewer)
    register = Register({unit.name: unit for unit in district.units})
    moments = Moments(LAST, CURRENT, start, ZONE)
    script = Script({"东关镇": crew}, criteria, register, Pending(criteria), moments.today, moments.when)
    told = {name: value for name, value in ROWS[key].items() if name != "borrows"}
    _, job = script.job({**told, "unit": "东关镇"})
    job()
    record = Hazard.objects.latest("id")
    assert record.discovered_at <= start
    assert HazardEvent.objects.filter(hazard=record).latest("at").at <= start
