"""The shipped rules: what they find in the real table, in the slips of the sources, and nowhere else."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.expressions import parse
from reports.facts import Facts
from reports.rules import RuleSpec, problems
from reports.rules import findings as evaluate
from reports.shipped_rules import shipped
from reports.snapshot import IndicatorSpec
from reports.validation import Finding, Severity
from tests import licheng
from tests.reports.rulebook import FORM, check, codes, zeros

COUNT = next(spec for spec in FORM if spec.code == "general_found")


def findings(
    changes: dict[str, str | None], *, previous: dict[str, str] | None = None, kind: str = "bureau"
) -> tuple[Finding, ...]:
    """Findings of a filing that is all zeros but for `changes`."""
    before = None if previous is None else {code: Decimal(text) for code, text in previous.items()}
    return check(zeros(changes), previous=before, unit_kind=kind)


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.code)
def test_shipped_rule_could_be_saved_and_says_what_to_do_and_why(rule: RuleSpec) -> None:
    assert problems(rule, FORM) == {}
    assert "请" in rule.message
    assert rule.message.endswith("。")
    assert rule.basis
    assert rule.title


def test_shipped_rules_have_codes_of_their_own() -> None:
    assert len({rule.code for rule in shipped()}) == len(shipped())


@pytest.mark.parametrize(("unit", "kind"), licheng.unit_kinds().items())
def test_real_rows_have_no_findings_but_the_known_one(unit: str, kind: str) -> None:
    found = check(licheng.september()[unit], FORM, previous=None, unit_kind=kind)
    assert codes(found) == ([("listed_above_department", "reason")] if unit == "区文旅局" else [])


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
def test_listed_above_department_needs_a_reason(listed: str, expected: list[str]) -> None:
    found = findings({"listed_found": listed, "major_department_found": "4"})
    assert codes(found) == [(code, "reason") for code in expected]


@pytest.mark.parametrize(
    ("count", "amount", "expected"),
    [
        ("0", "0", []),
        ("0", "14", [("amount_without_count", "block")]),
        ("0", "0.000001", [("amount_without_count", "block")]),
        ("1", "0", [("count_without_amount", "reason")]),
        ("1", "0.45", []),
        ("1", "99.999999", []),
        ("1", "100", [("penalty_in_yuan", "reason")]),
        ("2", "199.99", []),
        ("566", "262480", [("penalty_in_yuan", "reason")]),
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
        ("1", "0", [("attendees_below_sessions", "block")]),
        ("2", "1", [("attendees_below_sessions", "block")]),
        ("2", "2", []),
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
    found = check({})
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
def test_cumulative_value_below_last_period_needs_a_reason(now: str, expected: list[str]) -> None:
    found = findings({"closed_down": now}, previous={"closed_down": "10"})
    assert codes(found) == [(code, "reason") for code in expected]


def test_fall_below_last_period_shows_both_values() -> None:
    (found,) = findings({"closed_down": "9"}, previous={"closed_down": "10"})
    assert "关闭取缔”9家，上次报送10家，累计数少了" in found.message


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
        ({"general_rectified": 2, "general_found": 1}, "general_rectified_above_found"),
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
    nothing: dict[str, Decimal | None] = dict.fromkeys(spec.code for spec in FORM)
    assert check(zeros(), previous=nothing) == ()


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
    assert (code + "_above_found", (code, whole)) in [(item.code, item.fields) for item in found]


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
        ("general_rectified_above_found", "block"),
        ("amount_without_count", "block"),
    ]


@settings(deadline=None)
@given(
    st.fixed_dictionaries({spec.code: st.integers(0, 50).map(Decimal) for spec in FORM}),
    st.sampled_from(["town", "bureau", "soe", "park"]),
)
def test_findings_point_at_columns_of_the_form_and_say_what_to_do(
    values: dict[str, Decimal], kind: str
) -> None:
    known: set[str] = {spec.code for spec in FORM}
    for item in check(values, unit_kind=kind):
        assert item.fields
        assert set(item.fields) <= known
        assert item.message.endswith("。")
        assert {Severity.BLOCK: "请改", Severity.REASON: "说明原因", Severity.HINT: "请核"}[
            item.severity
        ] in item.message


def test_unused_form_column_has_no_rule_to_break() -> None:
    spec = IndicatorSpec("extra", 29, ("其他",), "聘请专家", "人")
    values = {**dict.fromkeys((item.code for item in FORM), Decimal(0)), "extra": Decimal(3)}
    assert check(values, (*FORM, spec), previous=None, unit_kind="soe") == ()


def facts(past: list[str], now: str, *, ledger: str = "0", nil: bool = False) -> Facts:
    """A filing in which 关闭取缔 took these cumulative values, the last one now."""
    earlier = [{**ZEROS, "closed_down": Decimal(text)} for text in past]
    values = {**ZEROS, "closed_down": Decimal(now)}
    return Facts(FORM, "bureau", values, earlier, ledger={"major_department_found": Decimal(ledger)}, nil=nil)


ZEROS = dict.fromkeys((spec.code for spec in FORM), Decimal(0))


@pytest.mark.parametrize(
    ("now", "expected"), [("59", []), ("60", ["far_above_usual"]), ("61", ["far_above_usual"])]
)
def test_increase_ten_times_the_usual_one_is_pointed_out(now: str, expected: list[str]) -> None:
    found = evaluate(shipped(), facts(["30", "32", "34", "36"], str(36 + int(now) - 40)))
    assert [item.code for item in found] == expected


@pytest.mark.parametrize(
    ("past", "expected"),
    [(["5", "10", "15"], []), (["5", "10", "15", "20"], ["sudden_zero"]), (["4", "8", "12", "16"], [])],
)
def test_no_increase_where_there_always_was_one_is_pointed_out(past: list[str], expected: list[str]) -> None:
    assert [item.code for item in evaluate(shipped(), facts(past, past[-1]))] == expected
    assert evaluate(shipped(), facts(past, past[-1], nil=True)) == ()


@pytest.mark.parametrize(("ledger", "differs"), [("0", False), ("1", True)])
def test_major_column_unlike_the_ledger_needs_a_reason_and_shows_both(ledger: str, differs: bool) -> None:
    found = evaluate(shipped(), facts([], "0", ledger=ledger))
    assert codes(found) == ([("ledger_differs", "reason")] if differs else [])
    for item in found:
        assert item.key == "ledger_differs/major_department_found"
        assert "部门排查/排查”0条，台账中符合条件的是1条" in item.message


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ({"same_as_others": 0}, []),
        ({"same_as_others": 1}, ["same_as_others"]),
        ({"ledger_new": 9, "ledger_last_hours": 4}, []),
        ({"ledger_new": 10, "ledger_last_hours": 5}, []),
        ({"ledger_new": 9, "ledger_last_hours": 5}, ["ledger_in_the_last_hours"]),
    ],
)
def test_hints_for_the_office_stay_with_it(office: dict[str, int], expected: list[str]) -> None:
    values = {name: Decimal(value) for name, value in office.items()}
    found = evaluate(shipped(), Facts(FORM, "bureau", ZEROS, office=values))
    assert [item.code for item in found] == expected
    assert all(item.office_only and item.severity is Severity.HINT for item in found)


def test_slip_of_the_source_is_stopped() -> None:
    row: dict[str, Decimal | None] = {**licheng.september()["区自然资源局"], "penalty_amount": Decimal(14)}
    assert codes(check(row)) == [("amount_without_count", "block")]


def test_slip_hidden_in_a_large_total_is_seen_in_what_was_added() -> None:
    before = {"penalty_count": "500", "penalty_amount": "25"}
    found = findings({"penalty_count": "501", "penalty_amount": "325"}, previous=before)
    assert ("penalty_in_yuan", "reason") in codes(found)


def test_every_name_of_a_shipped_expression_is_known() -> None:
    assert all(parse(rule.expression).names for rule in shipped())
