"""What the shipped wording says of the ledger: sectors, records that do not count, overdue and reopened ones."""

from collections.abc import Iterable

from hazards.counting import Reason
from notices.content import BlockKind, CircularContent
from reports.demo_series import synthetic_series
from reports.figures import compute
from reports.ledger_part import LedgerCount, Misjudged
from tests import licheng
from tests.notices.composed import compose
from tests.reports.ledger_rows import agreeing, row, with_ledger

JULY, AUGUST = synthetic_series(licheng.september())
BEFORE = licheng.snapshot(AUGUST, JULY, period="2023-08", period_title="2023年8月")
DATA = licheng.snapshot(previous=AUGUST)


def circular(
    rows: Iterable[LedgerCount], misjudged: Iterable[Misjudged] = (), kind: str = "monthly"
) -> CircularContent:
    data = with_ledger(rows, misjudged, DATA)
    return compose(compute(data, BEFORE, [BEFORE]), data, BEFORE, office="某安委办", kind=kind)


def headings(content: CircularContent) -> list[str]:
    return [block.text for block in content.of(BlockKind.HEADING_2)]


def test_I5_concentration_is_stated_as_published() -> None:
    text = circular(agreeing()).text
    assert "重大隐患主要集中在工贸领域，共98条、占63.23%。" in text
    assert "各行业领域的分布为工贸98条、占比63.23%；危化品12条、占比7.74%；" in text
    assert "建筑施工" in text.split("各行业领域的分布为")[1]


def test_unbalanced_sectors_call_for_a_step() -> None:
    assert "（五）补齐薄弱领域" in headings(circular(agreeing()))
    assert not any("补齐薄弱领域" in each for each in headings(circular(())))


def test_sectors_of_a_ledger_at_odds_with_the_table_are_not_told() -> None:
    text = circular([row(100), row(3, "消防（火灾）")]).text
    assert "主要集中在" not in text.partition("行政处罚主要集中在")[0]
    assert "各行业领域的分布" not in text


def test_even_spread_is_no_problem() -> None:
    rows = [row(52), row(52, "消防（火灾）"), row(51, "特种设备")]
    assert "行业领域之间不够平衡" not in circular(rows).text


def test_records_that_do_not_count_are_a_problem_of_filing() -> None:
    rows = [
        *agreeing(),
        row(3, reason=Reason.CRITERION_NOT_MET),
        row(1, unit="区卫健局", reason=Reason.DUPLICATE),
    ]
    text = circular(rows).text
    assert "有4条不纳入统计，其中不符合判定标准的3条，涉及区应急局" in text


def test_overdue_and_reopened_records_are_told() -> None:
    rows = [*agreeing()[:-1], row(6, overdue=2, reopened=1)]
    text = circular(rows).text
    assert "超过整改时限还没有销号的重大隐患2条，即区应急局2条。" in text
    assert "重新打开的重大隐患1条" in text


def test_progress_tells_where_hazards_lie_and_what_was_misjudged() -> None:
    rows = [*agreeing(), row(3, reason=Reason.CRITERION_NOT_MET)]
    clause = Misjudged("2023-09", "gongmao-2023-3-1", "工贸标准第三条", "未按规定设置", 3)
    text = circular(rows, [clause], "progress").text
    assert "按行业领域分，工贸98条、占比63.23%；" in text
    assert "共报送台账9条，纳入统计6条，不纳入统计3条，其中不符合判定标准的3条。" in text
    assert "容易误判的条款有：工贸标准第三条" in text
    assert "严把判定关" in text


def test_progress_of_a_period_without_a_ledger_leaves_the_section_out() -> None:
    content = compose(compute(DATA, BEFORE, [BEFORE]), DATA, BEFORE, office="某安委办", kind="progress")
    assert "常见误判" not in content.text
    assert "严把判定关" not in content.text
