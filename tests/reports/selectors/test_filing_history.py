"""Reading a filing's trail: all of it, one cell, what changed since a return."""

from reports.models import Submission
from reports.selectors import filing_history
from tests.factories import BEFORE, District, save_draft, sign_and_file
from tests.reports.steps import move, refiled, returned, stored


def test_filing_not_begun_has_no_trail(district: District) -> None:
    empty = Submission(period=district.period, unit=district.town)
    assert filing_history.events(empty) == []
    assert filing_history.cell(empty, "general_found") == []
    assert filing_history.since_return(empty) == {}


def test_trail_comes_from_its_beginning(district: District) -> None:
    filed = sign_and_file(district)
    trail = filing_history.events(filed)
    assert [event.action for event in trail] == ["save", "sign", "file"]


def test_cell_has_only_its_own_changes_and_comments(district: District) -> None:
    filed = refiled(
        district, {"penalty_amount": "是否为万元？"}, {"penalty_amount": "2", "penalty_count": "3"}
    )
    typed, asked, mended = filing_history.cell(filed, "penalty_amount")
    assert (typed.old, typed.new, typed.by_name) == ("", "1.5", district.filer.name)
    assert (asked.old, asked.new, asked.comment, asked.verb) == ("", "", "是否为万元？", "退回")
    assert (mended.old, mended.new, mended.at) == ("1.5", "2", BEFORE)
    assert len(filing_history.cell(filed, "general_found")) == 1
    assert filing_history.cell(filed, "no_such") == []


def test_nothing_changed_since_a_return_that_never_was(district: District) -> None:
    filed = sign_and_file(district)
    assert filing_history.since_return(filed) == {}
    assert filing_history.last_return(filing_history.events(filed)) is None


def test_changes_since_a_return_are_old_and_new(district: District) -> None:
    filed = refiled(district, {}, {"penalty_amount": "2", "general_found": ""} | {"general_found": "12"})
    assert filing_history.since_return(filed) == {
        "general_found": ("10", "12"),
        "penalty_amount": ("1.5", "2"),
    }


def test_cell_changed_there_and_back_did_not_change(district: District) -> None:
    back = returned(district, sign_and_file(district), {})
    save_draft(district, {"general_found": "99"}, version=back.version)
    save_draft(district, {"general_found": "10"}, version=back.version + 1)
    assert filing_history.since_return(stored(district)) == {}


def test_changes_are_told_while_the_unit_still_mends(district: District) -> None:
    back = returned(district, sign_and_file(district), {})
    save_draft(district, {"general_found": "11"}, version=back.version)
    assert filing_history.since_return(stored(district)) == {"general_found": ("10", "11")}


def test_latest_return_is_what_counts(district: District) -> None:
    filed = refiled(district, {}, {"general_found": "12"})
    again = move(district, "return", district.reviewer, filed.version, "还要改")
    save_draft(district, {"penalty_amount": "2"}, version=again.version)
    assert filing_history.since_return(stored(district)) == {"penalty_amount": ("1.5", "2")}
    latest = filing_history.last_return(filing_history.events(stored(district)))
    assert latest is not None
    assert latest.note == "还要改"
