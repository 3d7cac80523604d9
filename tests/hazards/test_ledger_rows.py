"""A record as a row of the ledger."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from hazards import ledger_rows
from hazards.ledger_sheet import BY_NAME
from hazards.life import Status
from hazards.models import Criterion, Hazard
from hazards.selectors import ledger
from hazards.services import ledger as services
from tests.factories import District
from tests.ledgers import FILED_AT, FOUND_AT, USCC, drafted, make_enterprise, standing


def fetched(district: District, hazard: Hazard) -> Hazard:
    return ledger.hazard(district.filer, hazard.pk)


def test_filed_record_fills_every_column_it_has(district: District) -> None:
    make_enterprise("东关机械厂", USCC, address="一路1号")
    record = fetched(district, standing(district, Status.CLOSED))
    row = dict(ledger_rows.row(record))
    filed, closed = row.pop("first_filed_at"), row.pop("closed_at")
    assert filed == datetime.combine(date(2023, 9, 11), time(9, 30))
    assert closed is not None
    assert row == {
        "number": "2023-00001",
        "draft": "",
        "unit": "东关镇",
        "enterprise": "东关机械厂",
        "uscc": USCC,
        "kind": "企业",
        "address": "一路1号",
        "place": "污水处理站",
        "sector": "工贸",
        "found_by": "部门检查",
        "inspectors": "甲、乙",
        "discovered_at": datetime.combine(date(2023, 9, 10), time(9, 30)),
        "description": "污水池入口处没有设置有限空间安全警示标志",
        "standard": "工贸企业重大事故隐患判定标准（应急管理部令第10号）",
        "criterion": "第十三条",
        "answers": "1是：污水池；2是：现场无标志【依据：照片3】",
        "responsible": "丙",
        "measures": "设置警示标志，加锁管理",
        "funds": Decimal("0.35"),
        "due_on": date(2023, 9, 30),
        "plan": "停止进入，专人看守",
        "halt": "未停产",
        "coordination": "",
        "status": "已销号",
    }
    assert set(row) | {"first_filed_at", "closed_at"} == set(BY_NAME)


def test_empty_draft_has_its_own_key_and_little_else(district: District) -> None:
    draft = services.draft_hazard(actor=district.filer, unit=district.town, entries={}, at=FOUND_AT)
    row = ledger_rows.row(fetched(district, draft))
    said = {name: value for name, value in row.items() if value not in ("", None)}
    assert said == {
        "draft": str(draft.pk),
        "unit": "东关镇",
        "found_by": "部门检查",
        "halt": "未停产",
        "status": "草稿",
        "discovered_at": datetime.combine(date(2023, 9, 10), time(9, 30)),
    }


def test_I10_times_are_the_tenants_to_the_minute(district: District) -> None:
    hazard = drafted(district, discovered_at=FOUND_AT + timedelta(seconds=59))
    found = ledger_rows.row(fetched(district, hazard))["discovered_at"]
    assert found == datetime.combine(date(2023, 9, 10), time(9, 30))


@pytest.mark.parametrize(("status", "count"), [(Status.FILED, 2), (Status.RETURNED, 1), (Status.DRAFT, 1)])
def test_I2_what_was_filed_is_asked_by_its_own_wording(
    district: District, status: Status, count: int
) -> None:
    hazard = standing(district, status)
    Criterion.objects.update(logic={"condition": "改过的条件"})
    assert len(ledger_rows.conditions_of(fetched(district, hazard))) == count


def test_record_without_a_clause_is_asked_nothing(district: District) -> None:
    record = fetched(district, drafted(district, criterion=None))
    assert ledger_rows.conditions_of(record) == ()
    assert ledger_rows.written(record) == ""


def test_filed_at_is_local(district: District) -> None:
    record = fetched(district, standing(district, Status.FILED))
    assert ledger_rows.row(record)["first_filed_at"] == FILED_AT.replace(tzinfo=None)
