"""Every change of a filing leaves its line, in the transaction of the change (I7, I8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from reports.models import FilingEvent, Submission
from reports.services import filing_trail, submissions
from reports.services.submissions import InvalidFields
from reports.transitions import State
from tests.factories import (
    BEFORE,
    ENTRIES,
    VALUES,
    District,
    file_for,
    make_previous,
    save_draft,
    sign_and_file,
)
from tests.reports.steps import STORED, declare_nil, move, put, refiled, returned, stored
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed


def lines(district: District) -> list[FilingEvent]:
    """The trail of the first town's filing in the open period."""
    return list(FilingEvent.objects.filter(submission=stored(district)).order_by("number"))


def told(district: District) -> list[tuple[str, str]]:
    return [(line.action, line.by_name) for line in lines(district)]


def test_I8_life_of_a_filing_stands_in_its_trail(district: District) -> None:
    save_draft(district)
    move(district, "submit", district.filer, 1)
    move(district, "reopen", district.filer, 2)
    move(district, "sign", district.head, 3)
    move(district, "file", district.filer, 4)
    move(district, "return", district.reviewer, 5, "请核对")
    filer, head, reviewer = district.filer.name, district.head.name, district.reviewer.name
    assert told(district) == [
        ("save", filer), ("submit", filer), ("reopen", filer), ("sign", head), ("file", filer), ("return", reviewer),
    ]  # fmt: skip
    assert [line.number for line in lines(district)] == [1, 2, 3, 4, 5, 6]
    assert {line.unit_id for line in lines(district)} == {district.town.pk}


def test_I8_head_alone_signs_under_both_names(district: District) -> None:
    """The head may fill and sign: the trail shows that it was one person."""
    submissions.save_values(
        actor=district.head, period=district.period, unit=district.town, version=0, entries=ENTRIES, at=BEFORE
    )
    submissions.sign_and_file(
        actor=district.head, period=district.period, unit=district.town, version=1, at=BEFORE
    )
    head = district.head.name
    assert told(district) == [("save", head), ("sign", head), ("file", head)]


def test_save_keeps_old_and_new_of_each_cell(district: District) -> None:
    save_draft(district)
    later = BEFORE + timedelta(seconds=1)
    save_draft(
        district, {"general_found": "11", "penalty_count": "", "penalty_amount": "1.50"}, version=1, at=later
    )
    first, second = lines(district)
    assert first.changes == {code: ["", text] for code, text in STORED.items()}
    assert second.changes == {"general_found": ["10", "11"], "penalty_count": ["2", ""]}
    assert (second.verb, second.at, second.by_id) == ("填写", later, district.filer.user_id)


def test_I7_each_autosave_has_its_own_line(district: District) -> None:
    for version in range(5):
        save_draft(district, {"general_found": str(version)}, version=version)
    assert [line.changes["general_found"][1] for line in lines(district)] == ["0", "1", "2", "3", "4"]


def test_save_without_change_leaves_no_line(district: District) -> None:
    save_draft(district)
    save_draft(district, version=1)
    assert len(lines(district)) == 1


def test_I12_nil_statement_and_its_end_are_told(district: District) -> None:
    august = make_previous(district)
    file_for(district, district.town, period=august)
    declare_nil(district)
    save_draft(district, {"general_found": STORED["general_found"]}, version=1)
    nil, ended = lines(district)
    assert (nil.verb, nil.changes["general_found"]) == ("零报送", ["", "10"])
    assert (ended.note, ended.changes) == ("不再是零报送", {})


def test_import_keeps_the_whole_table(district: District) -> None:
    save_draft(district, {"general_found": "9"})
    file_for(district, district.town)
    *_, imported = lines(district)
    assert (imported.action, imported.verb, imported.values) == ("import", "导入", STORED)
    assert imported.changes["general_found"] == ["9", "10"]
    file_for(district, district.town)
    assert len(lines(district)) == 2


def test_I8_what_was_filed_and_what_was_sent_back_stay_readable(district: District) -> None:
    refiled(district, {"general_found": "请核对"}, {"general_found": "12"})
    kept = {line.number: line.values for line in lines(district) if line.values is not None}
    again = {**STORED, "general_found": "12"}
    assert list(kept.values()) == [STORED, STORED, again]
    assert [line.action for line in lines(district) if line.values is not None] == ["file", "return", "file"]


def test_return_keeps_its_reason_and_comments(district: District) -> None:
    returned(district, sign_and_file(district), {"penalty_amount": "是否为万元？"})
    *_, line = lines(district)
    assert (line.note, line.comments) == ("请核对", {"penalty_amount": "是否为万元？"})


Refused = Callable[[District], object]
REFUSED: dict[str, tuple[Refused, type[Exception]]] = {
    "unreadable": (lambda d: save_draft(d, {"general_found": "x"}, version=1), InvalidFields),
    "stale": (lambda d: save_draft(d, {"general_found": "9"}), Conflict),
    "unsound": (lambda d: move(d, "sign", d.head, 1), Invalid),
    "not allowed": (lambda d: move(d, "return", d.filer, 1, "请核对"), NotAllowed),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_leaves_no_line(district: District, name: str) -> None:
    save_draft(district, {"general_found": "1"})
    step, error = REFUSED[name]
    with pytest.raises(error):
        step(district)
    assert len(lines(district)) == 1


def test_I7_line_and_change_are_stored_together_or_not_at_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_draft(district)
    monkeypatch.setattr(filing_trail, "note", fail)
    with pytest.raises(RuntimeError):
        save_draft(district, {"general_found": "99"}, version=1)
    assert (stored(district).values, len(lines(district))) == (STORED, 1)


def fail(*_: object, **__: object) -> None:
    raise RuntimeError


def test_numbers_go_on_after_the_last(district: District) -> None:
    submission = put_with_number(district, 41)
    line = filing_trail.note(submission, actor=district.system, at=BEFORE, action="begin", verb="开始填报")
    assert (line.number, line.by_id, line.by_name, line.values) == (42, None, "系统", None)


def put_with_number(district: District, number: int) -> Submission:
    save_draft(district, dict.fromkeys(VALUES, "1"))
    submission = stored(district)
    FilingEvent.objects.create(
        submission=submission,
        unit=district.town,
        number=number,
        action="save",
        verb="填写",
        at=BEFORE,
        by_name="甲",
    )
    return submission


def test_I8_trail_is_written_for_the_hand_that_moved(district: District) -> None:
    stranger: Actor = district.other_filer
    put(district, State.READY)
    with pytest.raises(NotAllowed):
        move(district, "reopen", stranger, 1)
    assert stranger.name not in {line.by_name for line in lines(district)}
