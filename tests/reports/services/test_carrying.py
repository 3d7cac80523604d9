"""Beginning a table with what is known: the last filing's values and the ledger's counts."""

from decimal import Decimal

import pytest

from hazards.life import Status
from reports.models import FilingEvent, Submission
from reports.services import carrying
from tests.factories import (
    BEFORE,
    ENTRIES,
    District,
    close,
    file_for,
    make_previous,
    save_draft,
    sign_and_file,
)
from tests.ledgers import standing
from tests.reports.majors import with_majors
from tests.reports.steps import stored
from units.actors import Actor
from units.errors import Conflict, NotAllowed


def begin(district: District, actor: Actor | None = None, version: int = 0) -> Submission:
    return carrying.begin(
        actor=actor or district.filer,
        period=district.period,
        unit=district.town,
        version=version,
        at=BEFORE,
    )


def test_values_last_filed_are_brought(district: District) -> None:
    file_for(district, district.town, period=make_previous(district))
    begin(district)
    assert stored(district).values == {
        code: text for code, text in ENTRIES.items() if code != "towns_assisted"
    }


def test_ledgers_counts_are_brought_before_last_values(district: District) -> None:
    august = make_previous(district)
    with_majors(district)
    august.form = district.period.form
    august.save()
    last = {"major_department_found": Decimal(9), "general_found": Decimal(4)}
    file_for(district, district.town, last, period=august)
    standing(district, Status.CLOSED)
    begin(district)
    values = stored(district).values
    assert values["major_department_found"] == "1"
    assert values["general_found"] == "4"


def test_what_was_typed_stays(district: District) -> None:
    file_for(district, district.town, period=make_previous(district))
    save_draft(district, {"general_found": "15"})
    begin(district, version=1)
    assert stored(district).values["general_found"] == "15"
    assert stored(district).values["penalty_count"] == "2"


def test_I8_trail_names_what_was_brought_and_by_whom(district: District) -> None:
    file_for(district, district.town, period=make_previous(district))
    begin(district)
    event = FilingEvent.objects.get(submission=stored(district))
    assert (event.action, event.verb, event.by_name) == ("begin", carrying.VERB, district.filer.name)
    assert event.changes["general_found"] == ["", "10"]
    assert stored(district).filled_by_id == district.filer.user_id


def test_nothing_known_is_said(district: District) -> None:
    with pytest.raises(Conflict, match="没有上期数或台账数可以带入"):
        begin(district)


def test_second_time_finds_no_empty_field(district: District) -> None:
    file_for(district, district.town, period=make_previous(district))
    begin(district)
    with pytest.raises(Conflict, match="没有上期数或台账数可以带入"):
        begin(district, version=1)


def test_stale_page_is_refused(district: District) -> None:
    file_for(district, district.town, period=make_previous(district))
    save_draft(district, {"general_found": "15"})
    with pytest.raises(Conflict, match="不是最新内容"):
        begin(district)
    assert stored(district).values == {"general_found": "15"}


@pytest.mark.parametrize("who", ["other_filer", "reviewer", "admin", "leader"])
def test_begin_denied_to_those_who_do_not_fill(district: District, who: str) -> None:
    file_for(district, district.town, period=make_previous(district))
    with pytest.raises(NotAllowed, match="不是东关镇的填报人员"):
        begin(district, getattr(district, who))


def test_filed_table_is_not_begun_again(district: District) -> None:
    filed = sign_and_file(district)
    with pytest.raises(Conflict, match="不能修改"):
        begin(district, version=filed.version)


def test_I4_closed_period_is_not_begun(district: District) -> None:
    august = make_previous(district)
    file_for(district, district.town, period=august)
    close(district, august)
    close(district)
    with pytest.raises(Conflict, match="关账"):
        begin(district)
