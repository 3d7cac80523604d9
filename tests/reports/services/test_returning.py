"""Returning with a reason and comments on cells: what is stored, what is refused, when comments are gone."""

import pytest

from reports.services import returning, submissions
from reports.services.returning import MAX_COMMENT
from reports.transitions import State
from tests.factories import BEFORE, District, file_for, save_draft, sign_and_file, specs
from tests.reports.steps import refiled, returned, stored
from units.errors import Invalid

COMMENT = {"penalty_amount": "是否为万元？"}


def test_comments_stand_in_printed_order_without_the_empty_ones() -> None:
    said = {"penalty_amount": " 万元？\0 ", "general_found": "请核对", "penalty_count": " \n "}
    assert list(returning.read_comments(said, specs()).items()) == [
        ("general_found", "请核对"),
        ("penalty_amount", "万元？"),
    ]


def test_no_comments_are_fine() -> None:
    assert returning.read_comments({}, specs()) == {}


def test_comment_on_a_cell_the_form_lacks_is_refused(district: District) -> None:
    filed = sign_and_file(district)
    with pytest.raises(Invalid, match="不在本期的调度表里"):
        returned(district, filed, {**COMMENT, "no_such": "请改"})
    assert (stored(district).state, stored(district).comments) == (State.FILED, {})


@pytest.mark.parametrize(
    ("length", "accepted"), [(MAX_COMMENT - 1, True), (MAX_COMMENT, True), (MAX_COMMENT + 1, False)]
)
def test_comment_has_a_length(length: int, accepted: bool) -> None:
    said = {"general_found": "长" * length}
    if accepted:
        assert returning.read_comments(said, specs()) == said
    else:
        with pytest.raises(Invalid, match=f"“一般隐患/排查”的批注最多{MAX_COMMENT}字，现有{length}字"):
            returning.read_comments(said, specs())


def test_comments_stand_while_the_unit_mends(district: District) -> None:
    back = returned(district, sign_and_file(district), COMMENT)
    assert back.comments == COMMENT
    save_draft(district, {"penalty_amount": "2"}, version=back.version)
    assert stored(district).comments == COMMENT


def test_comments_are_gone_once_filed_again(district: District) -> None:
    assert refiled(district, COMMENT, {"penalty_amount": "2"}).comments == {}


def test_comments_are_gone_once_imported(district: District) -> None:
    returned(district, sign_and_file(district), COMMENT)
    assert file_for(district, district.town).comments == {}


def test_second_return_replaces_the_comments_of_the_first(district: District) -> None:
    again = refiled(district, COMMENT, {})
    assert returned(district, again, {"general_found": "请核对"}).comments == {"general_found": "请核对"}


@pytest.mark.parametrize("name", ["submit", "sign"])
def test_comments_come_with_a_return_only(district: District, name: str) -> None:
    save_draft(district)
    with pytest.raises(Invalid, match="批注只随退回送达"):
        submissions.move(
            actor=district.head,
            period=district.period,
            unit=district.town,
            name=name,
            version=1,
            at=BEFORE,
            comments=COMMENT,
        )
    assert stored(district).state == State.DRAFT


def test_comments_do_not_replace_the_reason(district: District) -> None:
    filed = sign_and_file(district)
    with pytest.raises(Invalid, match="要写明原因"):
        submissions.move(
            actor=district.reviewer,
            period=district.period,
            unit=district.town,
            name="return",
            version=filed.version,
            at=BEFORE,
            comments=COMMENT,
        )
