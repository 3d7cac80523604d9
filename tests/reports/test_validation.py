"""Immediate checks: what blocks a filing, what is only pointed out, and how typed values are read."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.snapshot import IndicatorSpec, decimal_text
from reports.validation import Finding, InvalidValue, Severity, check, parse_value
from tests import licheng

FORM = licheng.indicators()
COUNT = next(spec for spec in FORM if spec.code == "general_found")
MONEY = next(spec for spec in FORM if spec.code == "penalty_amount")


def findings(
    changes: dict[str, str | None], *, previous: dict[str, str] | None = None, kind: str = "bureau"
) -> tuple[Finding, ...]:
    """Findings of a filing that is all zeros but for `changes`."""
    values: dict[str, Decimal | None] = {spec.code: Decimal(0) for spec in FORM}
    values |= {code: None if text is None else Decimal(text) for code, text in changes.items()}
    before = None if previous is None else {code: Decimal(text) for code, text in previous.items()}
    return check(values, FORM, previous=before, unit_kind=kind)


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(item.code, item.severity.value) for item in found]


@pytest.mark.parametrize(("unit", "kind"), licheng.unit_kinds().items())
def test_real_rows_have_no_findings_but_one_known_hint(unit: str, kind: str) -> None:
    found = check(licheng.september()[unit], FORM, previous=None, unit_kind=kind)
    assert codes(found) == ([("listed_above_department", "hint")] if unit == "区文旅局" else [])


@pytest.mark.parametrize(("unit", "kind"), licheng.unit_kinds().items())
def test_real_rows_filed_unchanged_next_month_raise_nothing_new(unit: str, kind: str) -> None:
    row = licheng.september()[unit]
    found = check(row, FORM, previous=row, unit_kind=kind)
    assert [item.code for item in found if item.code != "listed_above_department"] == []


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("general_rectified", "general_found"),
        ("major_enterprise_rectified", "major_enterprise_found"),
        ("major_department_rectified", "major_department_found"),
        ("listed_rectified", "listed_found"),
        ("report_reward_anonymous", "report_reward_total"),
    ],
)
@pytest.mark.parametrize(("amount", "blocked"), [("9", False), ("10", False), ("11", True)])
def test_I9_part_above_its_whole_blocks(part: str, whole: str, amount: str, blocked: bool) -> None:
    found = [item for item in findings({part: amount, whole: "10"}) if item.severity is Severity.BLOCK]
    assert [item.fields for item in found] == ([(part, whole)] if blocked else [])


def test_rectified_above_found_names_both_columns_and_both_values() -> None:
    (found,) = findings({"general_rectified": "12", "general_found": "9"})
    assert found.message == "“一般隐患/已整改”12条，大于“一般隐患/排查”9条，请改正。"


@pytest.mark.parametrize(("listed", "expected"), [("0", []), ("4", []), ("5", ["listed_above_department"])])
def test_listed_above_department_is_a_hint_only(listed: str, expected: list[str]) -> None:
    found = findings({"listed_found": listed, "major_department_found": "4"})
    assert codes(found) == [(code, "hint") for code in expected]


@pytest.mark.parametrize(
    ("count", "amount", "expected"),
    [
        ("0", "0", []),
        ("0", "14", [("amount_without_count", "block")]),
        ("0", "0.000001", [("amount_without_count", "block")]),
        ("1", "0", [("count_without_amount", "hint")]),
        ("1", "0.45", []),
        ("1", "99.999999", []),
        ("1", "100", [("penalty_in_yuan", "hint")]),
        ("2", "199.99", []),
        ("566", "262480", [("penalty_in_yuan", "hint")]),
    ],
)
def test_penalty_count_and_amount_go_together(
    count: str, amount: str, expected: list[tuple[str, str]]
) -> None:
    assert codes(findings({"penalty_count": count, "penalty_amount": amount})) == expected


def test_amount_without_count_is_worded_as_a_clerk_reads_it() -> None:
    (found,) = findings({"penalty_amount": "14"})
    assert "行政处罚/罚款金额”14万元，而“" in found.message
    assert "行政处罚/次数”0次，请改正其中一项。" in found.message


@pytest.mark.parametrize(
    ("sessions", "attendees", "expected"),
    [
        ("0", "1", [("attendees_without_session", "block")]),
        ("1", "0", [("session_without_attendees", "hint")]),
        ("1", "1", []),
        ("0", "0", []),
    ],
)
def test_training_sessions_and_attendees_go_together(
    sessions: str, attendees: str, expected: list[tuple[str, str]]
) -> None:
    found = findings({"officer_training_sessions": sessions, "officer_training_attendees": attendees})
    assert codes(found) == expected


def test_I12_every_empty_column_blocks_by_name() -> None:
    found = check({}, FORM, previous=None, unit_kind="bureau")
    assert [item.fields for item in found] == [(spec.code,) for spec in FORM]
    assert {item.severity for item in found} == {Severity.BLOCK}
    assert found[0].message == "“一般隐患/排查”未填，没有请填0。"


def test_column_not_for_towns_may_stay_empty_there_and_only_there() -> None:
    assert findings({"towns_assisted": None}, kind="town") == ()
    assert codes(findings({"towns_assisted": None}, kind="park")) == [("empty", "block")]


@pytest.mark.parametrize(("text", "expected"), [("0", []), ("1", [("not_for_kind", "block")])])
def test_town_may_fill_only_zero_where_towns_do_not_fill(text: str, expected: list[tuple[str, str]]) -> None:
    found = findings({"towns_assisted": text}, kind="town")
    assert codes(found) == expected
    assert all("镇街不填，现为1个次，请改为0" in item.message for item in found)


@pytest.mark.parametrize(("now", "expected"), [("11", []), ("10", []), ("9", ["below_last_period"])])
def test_cumulative_value_below_last_period_is_pointed_out(now: str, expected: list[str]) -> None:
    found = findings({"closed_down": now}, previous={"closed_down": "10"})
    assert codes(found) == [(code, "hint") for code in expected]


def test_fall_below_last_period_shows_both_values() -> None:
    (found,) = findings({"closed_down": "9"}, previous={"closed_down": "10"})
    assert "关闭取缔”9家，上期10家，累计数比上期少" in found.message


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("26", "259", []),
        ("26", "260", ["far_above_last_period"]),
        ("26", "261", ["far_above_last_period"]),
        ("2", "21", []),  # ten times as many, yet too few to be a slip of a digit
        ("2", "22", ["far_above_last_period"]),
        ("1", "20", []),
        ("1", "21", ["far_above_last_period"]),
        ("0", "500", []),
    ],
)
def test_value_ten_times_last_periods_is_pointed_out(before: str, now: str, expected: list[str]) -> None:
    found = findings({"closed_down": now}, previous={"closed_down": before})
    assert codes(found) == [(code, "hint") for code in expected]


def test_rules_whose_columns_the_form_lacks_do_not_apply() -> None:
    values = {"general_found": Decimal(3), "general_rectified": Decimal(5), "penalty_amount": Decimal(14)}
    assert check(values, (COUNT,), previous=None, unit_kind="bureau") == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"general_rectified": 2, "general_found": 1}, "rectified_above_found"),
        ({"penalty_amount": 2, "penalty_count": 0}, "amount_without_count"),
        ({"penalty_amount": 200, "penalty_count": 2}, "penalty_in_yuan"),
    ],
)
def test_rules_apply_to_a_form_of_just_their_two_columns(values: dict[str, int], code: str) -> None:
    form = tuple(spec for spec in FORM if spec.code in values)
    found = check(
        {key: Decimal(value) for key, value in values.items()}, form, previous=None, unit_kind="bureau"
    )
    assert [item.code for item in found] == [code]


@pytest.mark.parametrize("missing", ["penalty_count", "penalty_amount"])
def test_rule_with_one_side_not_filled_waits_for_it(missing: str) -> None:
    values: dict[str, str | None] = {"penalty_count": "1", "penalty_amount": "400", missing: None}
    assert codes(findings(values)) == [("empty", "block")]


def test_clean_filing_next_to_an_unfilled_one_of_last_period_raises_nothing() -> None:
    zeros: dict[str, Decimal | None] = dict.fromkeys((spec.code for spec in FORM), Decimal(0))
    nothing: dict[str, Decimal | None] = dict.fromkeys(spec.code for spec in FORM)
    assert check(zeros, FORM, previous=nothing, unit_kind="bureau") == ()


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(licheng.unit_kinds())),
    st.sampled_from([spec.code for spec in FORM if spec.code.endswith("_rectified")]),
    st.integers(1, 500),
)
def test_I9_any_real_row_with_more_rectified_than_found_is_blocked(unit: str, code: str, more: int) -> None:
    row = licheng.september()[unit]
    whole = code.replace("_rectified", "_found")
    wrong = row | {code: row[whole] + more}
    found = check(wrong, FORM, previous=None, unit_kind=licheng.unit_kinds()[unit])
    assert ("rectified_above_found", (code, whole)) in [(item.code, item.fields) for item in found]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(licheng.unit_kinds())), st.sampled_from([spec.code for spec in FORM]))
def test_I12_any_real_row_with_one_column_emptied_is_blocked_at_that_column(unit: str, code: str) -> None:
    row: dict[str, Decimal | None] = {**licheng.september()[unit], code: None}
    kind = licheng.unit_kinds()[unit]
    blocks = [item for item in check(row, FORM, previous=None, unit_kind=kind) if item.code == "empty"]
    excused = code == "towns_assisted" and kind == "town"
    assert [item.fields for item in blocks] == ([] if excused else [(code,)])


def test_several_faults_are_reported_at_once() -> None:
    found = findings({"general_rectified": "1", "penalty_amount": "1", "closed_down": None})
    assert codes(found) == [
        ("empty", "block"),
        ("rectified_above_found", "block"),
        ("amount_without_count", "block"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("4993", "4993"),
        (" 12 ", "12"),
        ("　１２３\t", "123"),
        ("4,993", "4993"),
        ("１，２３４，５６７", "1234567"),
        ("007", "7"),
        ("5.0", "5"),
        ("5.000000000", "5"),
        ("999999999", "999999999"),
    ],
)
def test_whole_number_is_read_in_any_usual_spelling(text: str, expected: str) -> None:
    assert decimal_text(parse_value(text, COUNT)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("114.438", "114.438"), ("２．７０", "2.7"), ("1,114.438", "1114.438"), ("0.000001", "0.000001")],
)
def test_I10_money_is_read_without_loss(text: str, expected: str) -> None:
    assert str(parse_value(text, MONEY)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1e99", "1E5", "inf", "NaN", "十二", "12条", "abc", "1.2.3", "1,23", "12,3456", ",123", ".", "5.",
        ".5", "+5", "1/2", "½", "²", "①", "٣", "0x10", "1_000", "=1+1", "#REF!", "1 000",
    ],
)  # fmt: skip
def test_text_that_is_no_plain_number_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(InvalidValue, match="“一般隐患/排查”应填整数，填的是“"):
        parse_value(text, COUNT)


@pytest.mark.parametrize("text", ["-1", "－３", "−2", "- 5", "-0.5", "-0"])
def test_negative_value_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="“一般隐患/排查”不能是负数"):
        parse_value(text, COUNT)


@pytest.mark.parametrize("text", ["", "   ", "　"])
def test_I12_nothing_typed_is_not_a_zero(text: str) -> None:
    with pytest.raises(InvalidValue, match="未填，没有请填0"):
        parse_value(text, COUNT)


@pytest.mark.parametrize("text", ["1000000000", "9" * 400, "1,000,000,000"])
def test_value_with_too_many_digits_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="数字太大，最多9位，请核对单位（条）"):
        parse_value(text, COUNT)


def test_decimals_in_a_column_of_counts_are_refused() -> None:
    with pytest.raises(InvalidValue, match=r"应填整数，填的是“3\.5”"):
        parse_value("3.5", COUNT)


@pytest.mark.parametrize(
    ("text", "accepted"), [("0.123456", True), ("0.1234560", True), ("0.1234567", False)]
)
def test_money_takes_six_decimals_and_no_more(text: str, accepted: bool) -> None:
    if accepted:
        assert parse_value(text, MONEY) == Decimal("0.123456")
        return
    with pytest.raises(InvalidValue, match="最多6位小数"):
        parse_value(text, MONEY)


@pytest.mark.parametrize(("length", "shown"), [(19, "字" * 19), (20, "字" * 20), (21, "字" * 20 + "…")])
def test_text_is_quoted_up_to_twenty_characters(length: int, shown: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_value("字" * length, COUNT)
    assert str(caught.value) == f"“一般隐患/排查”应填整数，填的是“{shown}”。"


def test_long_text_is_shortened_in_the_message() -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_value("天" * 10**6, COUNT)
    assert len(str(caught.value)) < 60


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_value_within_bounds_or_refused(text: str) -> None:
    for spec in (COUNT, MONEY):
        try:
            value = parse_value(text, spec)
        except InvalidValue:
            continue
        assert 0 <= value < 10**9
        assert value.as_tuple().exponent in range(-spec.decimals, 1)


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=Decimal(999999999), places=6))
def test_value_shown_is_read_back_the_same(value: Decimal) -> None:
    assert parse_value(decimal_text(value), MONEY) == value
    assert parse_value(f"{value:,}", MONEY) == value


@settings(deadline=None)
@given(
    st.fixed_dictionaries({spec.code: st.integers(0, 50).map(Decimal) for spec in FORM}),
    st.sampled_from(["town", "bureau", "soe", "park"]),
)
def test_findings_point_at_columns_of_the_form_and_say_what_to_do(
    values: dict[str, Decimal], kind: str
) -> None:
    known: set[str] = {spec.code for spec in FORM}
    for item in check(values, FORM, previous=None, unit_kind=kind):
        assert item.fields
        assert set(item.fields) <= known
        assert item.message.endswith("。")
        assert ("请改" in item.message) == (item.severity is Severity.BLOCK)


def test_unused_form_column_has_no_rule_to_break() -> None:
    spec = IndicatorSpec("extra", 29, ("其他",), "聘请专家", "人")
    values = {**dict.fromkeys((item.code for item in FORM), Decimal(0)), "extra": Decimal(3)}
    assert check(values, (*FORM, spec), previous=None, unit_kind="soe") == ()
