"""The columns of the ledger, and what the texts of a row mean."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards import ledger_sheet
from hazards.entries import LABELS
from hazards.ledger_sheet import BY_NAME, CHOICES, COLUMNS, HEADINGS, READ, REQUIRED, heading, parse, text_of
from hazards.models import EnterpriseKind, FoundBy, Halt
from hazards.workbook_xml import Cell, Fault

MIDNIGHT = time()


def at(day: date, clock: time = MIDNIGHT) -> datetime:
    """A moment as Excel has it: without a zone."""
    return datetime.combine(day, clock)


def value(name: str, text: str) -> Any:
    parsed = parse({name: text})
    assert parsed.problems == {}
    return parsed.values[name]


def problem(name: str, text: str) -> str:
    parsed = parse({name: text})
    assert name not in parsed.values
    return parsed.problems[name]


def test_every_field_of_a_record_has_its_column() -> None:
    assert set(LABELS) <= set(READ)
    differing = {name: BY_NAME[name].label for name in LABELS if BY_NAME[name].label != LABELS[name]}
    assert differing == {"enterprise": "企业名称"}


def test_closed_lists_are_those_of_the_records() -> None:
    for name, choices in (("kind", EnterpriseKind), ("found_by", FoundBy), ("halt", Halt)):
        assert {label: code for code, label in choices.choices} == dict(CHOICES[name])


def test_no_two_columns_share_a_heading() -> None:
    said = [heading(word) for column in COLUMNS for word in (column.label, *column.others)]
    assert len(said) == len(set(said)) == len(HEADINGS)


def test_required_columns_are_read() -> None:
    assert set(REQUIRED) <= set(READ)
    assert not {"status", "first_filed_at", "closed_at"} & set(READ)


@pytest.mark.parametrize(
    "said", ["整改资金（万元）", "整改资金(万元)", " 整改资金\n（万元） ", "*整改资金（万元）", "整改资金"]
)
def test_heading_is_known_however_it_is_printed(said: str) -> None:
    assert HEADINGS[heading(said)] == "funds"


@pytest.mark.parametrize(
    "text",
    [
        "2023-09-10",
        "2023-9-10",
        "2023.9.10",
        "2023/9/10",
        "2023年9月10日",
        "20230910",
        "２０２３－９－１０",
    ],
)
def test_day_is_understood_however_it_is_written(text: str) -> None:
    assert value("due_on", text) == date(2023, 9, 10)
    assert value("discovered_at", text) == date(2023, 9, 10)


@pytest.mark.parametrize(
    "text",
    [
        "2023-09-10 09:30", "2023-9-10 9:30", "2023年9月10日9时30分", "2023-09-10T09:30:00", "2023/9/10 9:30:59",
        "2023年9月10日 9点30分", "2023-09-10 09：30",
    ],
)  # fmt: skip
def test_time_is_understood_however_it_is_written(text: str) -> None:
    assert value("discovered_at", text) == at(date(2023, 9, 10), time(9, 30))


@pytest.mark.parametrize("text", ["2023-02-30", "2023-13-01", "20230230", "2023年2月29日", "2023-9-31"])
def test_day_there_is_not_is_named(text: str) -> None:
    assert problem("discovered_at", text) == f"没有“{text}”这一天，请核对发现时间。"


@pytest.mark.parametrize("text", ["昨天", "9月10日", "2023", "10.9.2023", "2023-09-10 上午", "-1"])
def test_what_is_no_day_is_refused(text: str) -> None:
    assert "不是日期" in problem("due_on", text)


def test_hour_there_is_not_is_refused() -> None:
    assert "时间不对" in problem("discovered_at", "2023-09-10 25:00")


def test_empty_cells_say_nothing() -> None:
    assert [value(name, "") for name in ("due_on", "funds", "place", "number")] == [None, None, "", ""]
    assert [value(name, "") for name in ("kind", "found_by", "halt")] == ["company", "department", "none"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0.35", "0.35"),
        ("114.438", "114.438"),
        ("1,200.5", "1200.5"),
        ("３．５", "3.5"),
        ("3.5万元", "3.5"),
        ("0", "0"),
    ],
)
def test_I10_money_is_exact(text: str, amount: str) -> None:
    assert value("funds", text) == Decimal(amount)


@pytest.mark.parametrize("text", ["三万", "3.5元", "约3", "1.2.3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert problem("funds", text) == f"整改资金（万元）“{text}”不是数，请只填数字，单位万元。"


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "1E+999999999", "1E-999999999", "9" * 60])
def test_number_that_is_no_amount_is_refused(text: str) -> None:
    assert problem("funds", text) == f"整改资金（万元）“{text[:20]}”不是金额，请只填数字，单位万元。"


def test_word_that_is_not_offered_is_refused_with_those_that_are() -> None:
    assert problem("halt", "停了") == "停产情况“停了”不在可选范围内，请填：未停产、局部停产、全部停产。"


@pytest.mark.parametrize(("text", "key"), [("草稿 17", "17"), ("１７", "17"), ("17", "17")])
def test_draft_is_named_by_its_number(text: str, key: str) -> None:
    assert value("draft", text) == key


@pytest.mark.parametrize(
    ("name", "cell", "text"),
    [
        ("discovered_at", Decimal("45179.39583333334"), "2023-09-10 09:30"),
        ("discovered_at", Decimal(45179), "2023-09-10"),
        ("due_on", Decimal(45199), "2023-09-30"),
        ("due_on", Decimal(20230930), "20230930"),
        ("due_on", Decimal("45198.99999"), "2023-09-30 00:00"),
        ("funds", Decimal("0.35"), "0.35"),
        ("funds", Decimal("1E+2"), "100"),
        ("inspectors", Decimal(13800000000), "13800000000"),
        ("place", "\u200b 污水池\u3000", "污水池"),
        ("place", None, ""),
        ("place", Fault("坏"), ""),
    ],
)
def test_cell_is_said_as_text(name: str, cell: Cell, text: str) -> None:
    assert text_of(name, cell) == text


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_days_of_excel_are_days(day: date) -> None:
    serial = Decimal((day - date(1899, 12, 30)).days)
    assert value("due_on", text_of("due_on", serial)) == day


@given(st.datetimes(at(date(2000, 1, 1)), at(date(2099, 12, 31))))
def test_I10_minutes_of_excel_are_not_lost(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    serial = (minute - at(date(1899, 12, 30))).total_seconds() / 86400
    said = text_of("discovered_at", Decimal(repr(serial)))
    read = value("discovered_at", said)
    assert (read if isinstance(read, datetime) else at(read)) == minute


@given(st.dictionaries(st.sampled_from(READ), st.text(max_size=30)))
def test_any_text_is_either_read_or_refused_in_words(texts: dict[str, str]) -> None:
    parsed = parse(texts)
    assert set(parsed.values) | set(parsed.problems) == set(texts)
    assert not set(parsed.values) & set(parsed.problems)
    assert all(words.endswith("。") for words in parsed.problems.values())


def test_marks_are_told_from_fields() -> None:
    assert [column.name for column in COLUMNS if column.kind is ledger_sheet.Kind.MARK] == [
        "status",
        "first_filed_at",
        "closed_at",
    ]
