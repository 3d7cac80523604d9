"""Reasons for what the rules find strange: given for one message, and for that only."""

import pytest

from reports.findings_answered import unanswered
from reports.models import FilingEvent, Period, Submission
from reports.selectors import findings
from reports.services import reasons
from reports.validation import Finding
from tests.factories import BEFORE, District, close, file_for, make_previous, save_draft, sign_and_file
from tests.reports.steps import stored
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed

WHY = "上期误把复查数计入，已核减"


def fell(district: District, found: str = "9") -> str:
    """A cumulative value fell since the last period: the finding's key."""
    file_for(district, district.town, period=make_previous(district))
    save_draft(district, {"general_found": found})
    return waiting(district)[0].key


def waiting(district: District) -> tuple[Finding, ...]:
    """The findings of the first town's filing that still wait for a reason."""
    filing = stored(district)
    found = findings.of_filing(district.period, district.town, filing)
    return unanswered(found, filing.reasons)


def give(
    district: District, key: str, text: str = WHY, *, version: int = 1, actor: Actor | None = None
) -> Submission:
    return reasons.give(
        actor=actor or district.filer,
        period=district.period,
        unit=district.town,
        version=version,
        key=key,
        text=text,
        at=BEFORE,
    )


def test_reason_answers_the_finding_and_is_on_the_trail(district: District) -> None:
    key = fell(district)
    given = give(district, key, f"  {WHY}\0 ")
    assert given.version == 2
    assert waiting(district) == ()
    assert stored(district).reasons[key]["text"] == WHY
    event = FilingEvent.objects.latest("id")
    assert (event.action, event.verb, event.note) == ("reason", "说明原因", WHY)


def test_reason_answers_no_other_number(district: District) -> None:
    key = fell(district)
    give(district, key)
    save_draft(district, {"general_found": "8"}, version=2)
    assert [finding.key for finding in waiting(district)] == [key]


def test_reason_taken_back_leaves_the_finding_open(district: District) -> None:
    key = fell(district)
    give(district, key)
    give(district, key, "", version=2)
    assert len(waiting(district)) == 1
    assert FilingEvent.objects.latest("id").verb == "撤回说明"


def test_same_words_again_change_nothing(district: District) -> None:
    key = fell(district)
    give(district, key)
    assert give(district, key, version=2).version == 2
    assert FilingEvent.objects.filter(action="reason").count() == 1


def test_no_words_where_none_were_change_nothing(district: District) -> None:
    key = fell(district)
    assert give(district, key, " ").version == 1


def test_same_words_are_given_anew_for_another_number(district: District) -> None:
    key = fell(district)
    give(district, key)
    save_draft(district, {"general_found": "8"}, version=2)
    give(district, key, version=3)
    assert waiting(district) == ()


@pytest.mark.parametrize("key", ["", "no_such/general_found", "empty/penalty_count"])
def test_finding_that_is_not_there_takes_no_reason(district: District, key: str) -> None:
    fell(district)
    with pytest.raises(Conflict, match="不用说明原因"):
        give(district, key)


@pytest.mark.parametrize("length", [reasons.MAX_TEXT - 1, reasons.MAX_TEXT])
def test_reason_up_to_the_limit_is_kept(district: District, length: int) -> None:
    assert len(give(district, fell(district), "因" * length).reasons) == 1


def test_reason_beyond_the_limit_is_refused(district: District) -> None:
    with pytest.raises(Invalid, match="最多300字，现有301字"):
        give(district, fell(district), "因" * (reasons.MAX_TEXT + 1))


def test_stale_page_is_refused(district: District) -> None:
    with pytest.raises(Conflict, match="不是最新内容"):
        give(district, fell(district), version=0)


@pytest.mark.parametrize("who", ["other_filer", "reviewer", "admin"])
def test_reason_denied_to_those_who_do_not_fill(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="不是东关镇的填报人员"):
        give(district, fell(district), actor=getattr(district, who))


def test_filed_table_takes_no_more_reasons(district: District) -> None:
    filed = sign_and_file(district)
    with pytest.raises(Conflict, match="不能修改"):
        give(district, "below_last_period/general_found", version=filed.version)


def test_I4_closed_period_takes_no_more_reasons(district: District) -> None:
    key = fell(district)
    close(district, Period.objects.get(label="2023-08"))
    close(district)
    with pytest.raises(Conflict, match="关账"):
        give(district, key)
