"""What the rows of a ledger come to: new, changed, unchanged or faulty."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.judgment import Answer, Value
from hazards.ledger_sheet import READ
from hazards.life import Status
from hazards.models import Enterprise, Hazard, RowKind
from hazards.services import import_rows, ledger
from hazards.services.import_rows import Given, Line
from tests.factories import ZONE, District
from tests.ledgers import (
    FILED_AT,
    FOUND_AT,
    OTHER_USCC,
    USCC,
    drafted,
    make_criterion,
    make_enterprise,
    standing,
)
from tests.sheets import several, typed
from units.actors import Actor
from units.models import Unit

DAY = timedelta(days=1)


def compared(
    district: District, *rows: dict[str, Any], actor: Actor | None = None, unit: Unit | None = None
) -> list[Line]:
    """The rows as the first town's filer imports them, or as somebody else does for a unit or all."""
    lines = [
        import_rows.line(number, {name: row.get(name, "") for name in READ})
        for number, row in enumerate(rows, start=4)
    ]
    town = district.town if actor is None else unit
    import_rows.compare(lines, Given(actor or district.filer, town, FILED_AT))
    return lines


def one(district: District, **changes: Any) -> Line:
    (line,) = compared(district, typed(**changes))
    return line


def as_typed(hazard: Hazard, **changes: Any) -> dict[str, Any]:
    """The row of a record that stands in the ledger."""
    return typed(number=hazard.number, draft="" if hazard.number else str(hazard.pk), **changes)


def test_complete_row_is_new_and_could_be_filed(district: District) -> None:
    known = make_enterprise()
    line = one(district)
    assert (line.kind, line.problems, line.gaps) == (RowKind.NEW, {}, {})
    assert line.target is not None
    assert line.target.enterprise == known
    assert line.target.discovered_at == FOUND_AT
    assert line.target.discovered_on == date(2023, 9, 10)
    assert line.target.answers == {
        "/0": {"value": "yes", "fact": "污水池", "evidence": ""},
        "/1": {"value": "yes", "fact": "现场无标志", "evidence": "照片3"},
    }


def test_row_with_little_is_a_draft_that_says_what_it_lacks(district: District) -> None:
    line = one(district, funds="", answers="", responsible="")
    assert line.kind == RowKind.NEW
    assert list(line.gaps) == ["responsible", "funds", "criterion"]


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("discovered_at", "", "发现时间还没有填"),
        ("discovered_at", "2023-02-30", "没有“2023-02-30”这一天"),
        ("discovered_at", "1999-05-01", "年份1999不对"),
        ("discovered_at", "2023-09-11 09:31", "发现时间在将来"),
        ("due_on", "月底", "不是日期"),
        ("funds", "-1", "不小于0"),
        ("funds", "0.1234567", "最多6位小数"),
        ("funds", "NaN", "不是金额"),
        ("funds", "三万", "不是数"),
        ("found_by", "群众举报", "部门检查、企业自查"),
        ("place", "厂" * 201, "最多200字，现有201字"),
        ("uscc", "91110000600037341M", "校验位不对"),
        ("enterprise", "厂" * 121, "最多120字"),
        ("address", "路" * 201, "企业地址最多200字"),
        ("criterion", "第九百条", "没有“第九百条”这一条"),
        ("answers", "1是；3否", "没有第3项"),
        ("answers", "大概是", "看不懂"),
        ("answers", f"1是：{'事' * 201}", "最多200字"),
        ("unit", "西关街道", "只导入东关镇的隐患"),
        ("unit", "东关乡", "是不是“东关镇”"),
        ("number", "2023-00009", "台账里没有这个编号"),
        ("draft", "999999", "台账里没有这个编号"),
        ("draft", "第一条", "台账里没有这个编号"),
    ],
)
def test_faulty_cell_is_named_in_words(district: District, column: str, text: str, words: str) -> None:
    line = one(district, **{column: text})
    assert line.kind == RowKind.BAD
    assert words in line.problems[column]


def test_future_begins_after_the_instant_of_the_upload(district: District) -> None:
    assert one(district, discovered_at="2023-09-11 09:30").problems == {}


def test_every_fault_of_a_row_is_named_at_once(district: District) -> None:
    line = one(district, funds="x", due_on="x", criterion="x", uscc="x")
    assert set(line.problems) == {"funds", "due_on", "criterion", "uscc"}


def test_enterprise_not_in_the_register_will_be_registered(district: District) -> None:
    line = one(district, enterprise="新厂", uscc=USCC, kind="个体工商户", address="一路1号")
    assert (line.newcomer, line.changes) == (True, {"enterprise": ("", "新厂")})
    assert line.target is not None
    assert line.target.enterprise is not None
    facts = line.target.enterprise
    assert (facts.name, facts.uscc, facts.kind, facts.address, facts.sector) == (
        "新厂",
        USCC,
        "sole_trader",
        "一路1号",
        "工贸",
    )
    assert not Enterprise.objects.exists()


def test_rows_of_one_newcomer_share_it(district: District) -> None:
    first, second = compared(district, *several(2, enterprise="新厂"))
    assert first.entries["enterprise"] is second.entries["enterprise"]


def test_code_finds_the_enterprise_whatever_its_spelling(district: District) -> None:
    known = make_enterprise("西关化工厂", USCC)
    line = one(district, enterprise="西关化工厂", uscc=f" {USCC.lower()} ")
    assert line.entries["enterprise"] == known
    assert one(district, enterprise="", uscc=USCC).entries["enterprise"] == known


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"enterprise": "东关化工厂", "uscc": USCC}, "enterprise", "企业名录里是“西关化工厂”"),
        ({"enterprise": "西关化工厂", "uscc": OTHER_USCC}, "uscc", f"的代码是{USCC}"),
        ({"enterprise": "双胞厂"}, "enterprise", "有2家“双胞厂”"),
        ({"enterprise": "", "uscc": OTHER_USCC}, "enterprise", "没有填企业名称"),
    ],
)
def test_enterprise_that_is_not_clear_is_refused(
    district: District, changes: dict[str, str], column: str, words: str
) -> None:
    make_enterprise("西关化工厂", USCC)
    make_enterprise("双胞厂")
    make_enterprise("双胞厂")
    assert words in one(district, **changes).problems[column]


def test_two_newcomers_cannot_share_a_code(district: District) -> None:
    first, second = compared(
        district, typed(enterprise="甲厂", uscc=USCC), typed(enterprise="乙厂", uscc=USCC)
    )
    assert first.problems == {}
    assert "也用了代码" in second.problems["uscc"]


def test_merged_entry_is_not_taken(district: District) -> None:
    kept = make_enterprise("新名厂")
    make_enterprise("旧名厂", merged_into=kept)
    assert one(district, enterprise="旧名厂").newcomer


@pytest.mark.parametrize("said", ["工贸企业重大事故隐患判定标准", "应急管理部令第10号", "gm-2023", ""])
def test_standard_is_named_by_title_number_or_not_at_all(district: District, said: str) -> None:
    line = one(district, standard=said)
    assert line.target is not None
    assert line.target.criterion is not None
    assert line.target.criterion.code == "gm-2023-13"


def test_clause_may_be_named_by_its_code(district: District) -> None:
    assert one(district, standard="", criterion="gm-2023-13").problems == {}


def test_I2_version_in_force_on_the_day_is_taken(district: District) -> None:
    old = make_criterion("gm-2017-1", date(2018, 1, 1), date(2023, 5, 14))
    line = one(district, discovered_at="2023-05-14")
    assert line.entries["criterion"] == old
    assert one(district, discovered_at="2023-05-15").entries["criterion"].code == "gm-2023-13"


def test_I2_clause_out_of_force_is_refused_with_the_dates(district: District) -> None:
    words = one(district, discovered_at="2023-05-14").problems["criterion"]
    assert "自2023年5月15日起施行" in words
    assert "请改填当日有效的条款" in words


def test_article_of_two_standards_asks_for_the_standard(district: District) -> None:
    make_criterion("mk-2020-13")
    assert "有2部标准都有“第十三条”" in one(district, standard="").problems["standard"]


def test_standard_without_an_article_is_not_enough(district: District) -> None:
    assert "请补上条号" in one(district, criterion="").problems["criterion"]


def test_answers_without_a_clause_are_refused(district: District) -> None:
    assert "还没有选判定条款" in one(district, criterion="", standard="").problems["answers"]


def test_office_imports_for_all_units(district: District) -> None:
    rows = [typed(unit="西关街道"), typed(unit=""), typed(unit="东关真")]
    good, blank, unknown = compared(district, *rows, actor=district.reviewer)
    assert good.unit == district.other_town
    assert blank.problems == {"unit": "报送单位还没有填。"}
    assert unknown.problems == {"unit": "没有“东关真”这个单位，是不是“东关镇”？"}


def test_blank_unit_is_ones_own(district: District) -> None:
    assert one(district, unit="").unit == district.town


def test_same_row_is_unchanged(district: District) -> None:
    for hazard in (drafted(district), standing(district, Status.FILED), standing(district, Status.CLOSED)):
        (line,) = compared(district, as_typed(hazard))
        assert (line.kind, line.changes, line.standing) == (RowKind.UNCHANGED, {}, hazard)


def test_day_without_a_time_keeps_the_time(district: District) -> None:
    (line,) = compared(district, as_typed(drafted(district), discovered_at="2023-09-10"))
    assert line.kind == RowKind.UNCHANGED
    (other,) = compared(
        district, as_typed(drafted(district, description="另一处"), discovered_at="2023-09-09")
    )
    assert other.target is not None
    assert other.target.discovered_at == datetime(2023, 9, 9, tzinfo=ZONE)


def test_seconds_that_excel_does_not_show_are_no_change(district: District) -> None:
    hazard = drafted(district, discovered_at=FOUND_AT + timedelta(seconds=42))
    (line,) = compared(district, as_typed(hazard))
    assert line.kind == RowKind.UNCHANGED


def test_changes_are_told_old_and_new(district: District) -> None:
    hazard = drafted(district)
    (line,) = compared(
        district,
        as_typed(hazard, funds="1.5", due_on="2023-10-07", answers="1是：污水池；2否", measures=""),
    )
    assert line.kind == RowKind.CHANGED
    assert line.changes == {
        "measures": ("设置警示标志，加锁管理", ""),
        "funds": ("0.35", "1.5"),
        "due_on": ("2023-09-30", "2023-10-07"),
        "answers": ("1是：污水池；2是：现场无标志【依据：照片3】", "1是：污水池；2否"),
    }
    assert "不能认定" in line.gaps["criterion"]


def test_another_clause_discards_the_answers(district: District) -> None:
    hazard = drafted(district)
    make_criterion("mk-2020-9").standard.__class__.objects.filter(code="mk-2020").update(title="煤矿标准")
    row = as_typed(hazard, standard="煤矿标准")
    (line,) = compared(district, row)
    assert line.target is not None
    assert line.changes["criterion"][1].startswith("煤矿标准")
    assert line.target.answers == {}


def test_column_the_sheet_does_not_have_changes_nothing(district: District) -> None:
    hazard = drafted(district)
    line = import_rows.line(4, {"draft": str(hazard.pk), "discovered_at": "2023-09-10", "funds": "0.35"})
    import_rows.compare([line], Given(district.filer, district.town, FILED_AT))
    assert line.kind == RowKind.UNCHANGED


@pytest.mark.parametrize("status", [Status.FILED, Status.EXCLUDED, Status.RECTIFYING, Status.CLOSED])
def test_record_that_cannot_be_edited_says_so_at_each_change(district: District, status: Status) -> None:
    (line,) = compared(district, as_typed(standing(district, status), funds="9", place="别处"))
    assert line.kind == RowKind.BAD
    assert set(line.problems) == {"funds", "place"}
    assert "不能修改" in line.problems["funds"]
    assert "“0.35”" in line.problems["funds"]


def test_returned_record_can_be_changed(district: District) -> None:
    (line,) = compared(district, as_typed(standing(district, Status.RETURNED), funds="9"))
    assert line.kind == RowKind.CHANGED


def test_I8_office_changes_no_units_record(district: District) -> None:
    hazard = standing(district, Status.RETURNED)
    (line,) = compared(district, as_typed(hazard, funds="9"), actor=district.reviewer)
    assert "由东关镇自己修改" in line.problems["funds"]


def test_I3_number_of_another_unit_is_not_known(district: District) -> None:
    hazard = standing(district, Status.FILED)
    row = as_typed(hazard, unit="")
    (line,) = compared(district, row, actor=district.other_filer, unit=district.other_town)
    assert line.problems == {"number": "台账里没有这个编号，请核对；新增的隐患，编号请留空。"}


def test_I3_office_knows_no_drafts(district: District) -> None:
    (line,) = compared(district, as_typed(drafted(district)), actor=district.reviewer)
    assert set(line.problems) == {"draft"}


def test_unit_of_a_record_stays(district: District) -> None:
    hazard = standing(district, Status.FILED)
    (line,) = compared(district, as_typed(hazard, unit="西关街道"), actor=district.reviewer)
    assert "报送单位不能改" in line.problems["unit"]


def test_number_and_draft_of_two_records_are_refused(district: District) -> None:
    filed, draft = standing(district, Status.FILED), drafted(district)
    (line,) = compared(district, typed(number=filed.number, draft=str(draft.pk)))
    assert "不是同一条" in line.problems["draft"]


def test_number_in_full_width_digits_is_understood(district: District) -> None:
    hazard = standing(district, Status.FILED)
    (line,) = compared(district, typed(number=hazard.number.translate({ord("2"): "２"})))
    assert line.standing == hazard


def test_row_that_comes_twice_is_the_same_record(district: District) -> None:
    hazard = drafted(district)
    (same,) = compared(district, typed())
    assert (same.kind, same.standing) == (RowKind.UNCHANGED, hazard)
    (other,) = compared(district, typed(funds="2"))
    assert (other.kind, other.changes) == (RowKind.CHANGED, {"funds": ("0.35", "2")})


@pytest.mark.parametrize(
    "changes", [{"description": "另一处"}, {"discovered_at": "2023-09-09"}, {"enterprise": "别厂"}]
)
def test_other_day_place_or_words_are_another_record(district: District, changes: dict[str, str]) -> None:
    drafted(district)
    assert one(district, **changes).kind == RowKind.NEW


def test_withdrawn_record_is_no_twin(district: District) -> None:
    standing(district, Status.WITHDRAWN)
    assert one(district).kind == RowKind.NEW


def test_I3_office_is_not_shown_what_a_units_draft_says(district: District) -> None:
    drafted(district, funds=None)
    (line,) = compared(district, typed(), actor=district.reviewer)
    assert line.problems == {"description": "东关镇已有一条内容相同的草稿，由该单位自己报送。"}
    assert line.changes == {}


def test_answers_replace_those_before(district: District) -> None:
    hazard = drafted(district)
    ledger.answer(
        actor=district.filer,
        hazard_id=hazard.pk,
        version=hazard.version,
        answers={"/1": Answer(Value.NO, "有标志")},
        at=FOUND_AT,
    )
    (line,) = compared(district, as_typed(hazard, answers="全部满足"))
    assert line.changes["answers"] == ("1是：污水池；2否：有标志", "1是；2是")


def test_queries_do_not_grow_with_the_rows(district: District) -> None:
    make_enterprise()
    new = several(30)
    standings = [as_typed(drafted(district, description=f"第{n}处")) for n in range(30)]

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            compared(district, *new[:count], *standings[:count])
        return len(captured)

    assert queries(1) == queries(30)
