"""What the reading page is told to show, beyond what the page's own tests see."""

from decimal import Decimal

import pytest

from reports.models import FieldEvidence
from reports.selectors.submissions import Field
from reports.snapshot import IndicatorSpec
from reports.views.filing_review_page import Cell, sent_comments

SPEC = IndicatorSpec("talks", 1, ("执法",), "约谈", "次", evidence="约谈方案")


def cell(now: int | None, before: int | None, files: int = 0, spec: IndicatorSpec = SPEC) -> Cell:
    """A line of the table with these figures and so many files."""
    value, previous = (None if each is None else Decimal(each) for each in (now, before))
    return Cell(
        field=Field(spec, value, previous, filled_by_kind=True),
        doubts=(),
        files=[FieldEvidence(tenant_id=1, name="方案.pdf")] * files,
        asked="",
        since=None,
        story=(),
        box="comment-talks",
        typed="",
    )


@pytest.mark.parametrize(
    ("now", "before", "files", "lacks"),
    [
        (3, 2, 0, True),
        (3, 2, 1, False),
        (2, 2, 0, False),
        (1, 2, 0, False),
        (1, None, 0, True),
        (0, None, 0, False),
        (None, 2, 0, False),
        (None, None, 0, False),
    ],
)
def test_proof_is_missed_where_the_period_added_something(
    now: int | None, before: int | None, files: int, lacks: bool
) -> None:
    assert cell(now, before, files).lacks_proof is lacks


def test_proof_is_not_missed_where_none_is_due() -> None:
    assert not cell(3, 2, spec=IndicatorSpec("found", 1, (), "排查", "条")).lacks_proof


def test_only_boxes_of_comments_are_read_and_empty_ones_are_none() -> None:
    sent = {
        "reason": "请核对",
        "version": "3",
        "comment-a": "改",
        "comment-b": " \n",
        "a": "1",
        "comment-": "无",
    }
    assert sent_comments(sent) == {"a": "改", "": "无"}
