"""Nil statements, closed periods, rows of imported tables, and what is one step or none."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from reports.models import Indicator, Submission
from reports.services import submissions
from reports.transitions import State
from tests.factories import (
    BEFORE,
    ENTRIES,
    VALUES,
    District,
    act_as,
    close,
    file_for,
    join,
    make_period,
    make_previous,
    make_unit,
    make_user,
    save_draft,
    send_back,
    sign_and_file,
    user_of,
)
from tests.reports.steps import STORED, declare_nil, move, put, stored
from units import audit, grants
from units.actors import FILE_FOR_UNIT
from units.enums import Role
from units.errors import Conflict, DomainError, NotAllowed
from units.models import AuditEntry


def test_I12_nil_in_the_first_period_is_zeros_said_expressly(district: District) -> None:
    said = declare_nil(district)
    assert said.nil
    assert said.values == dict.fromkeys(ENTRIES, "0")
    assert AuditEntry.objects.get().summary == "东关镇声明2023年9月无新增（零报送）"
    assert move(district, "sign", district.head, 1).nil


def test_I12_nil_keeps_what_was_filed_in_the_period_before(district: District) -> None:
    file_for(district, district.town, period=make_previous(district))
    assert declare_nil(district).values == STORED


def test_I12_nil_adds_nothing_to_what_is_asked_for_per_period(district: District) -> None:
    file_for(district, district.town, period=make_previous(district))
    Indicator.objects.filter(code="general_found").update(cumulative=False)
    assert declare_nil(district).values == {**STORED, "general_found": "0"}


def test_I12_nil_after_a_missed_period_keeps_what_was_filed_last(district: District) -> None:
    """The values are cumulative: zeros would wipe out everything the unit has ever filed."""
    august = make_previous(district)
    july_cutoff = august.cutoff_at - timedelta(days=31)
    july = make_period(district.campaign, district.form, "2023-07", july_cutoff)
    file_for(district, district.town, period=july)
    assert declare_nil(district).values == STORED


def test_I12_nil_ignores_what_was_never_accepted(district: District) -> None:
    august = make_previous(district)
    send_back(district, file_for(district, district.town, period=august))
    assert declare_nil(district).values == dict.fromkeys(ENTRIES, "0")


def test_I12_typing_a_value_takes_the_nil_statement_back(district: District) -> None:
    declare_nil(district)
    assert not save_draft(district, {"general_found": "1"}, version=1).nil


def test_I12_silence_is_no_statement(district: District) -> None:
    save_draft(district, {})
    assert not stored(district).nil
    assert stored(district).values == {}


CLOSED = "2023年9月已关账，数据已冻结，不能再改（自2023年9月25日00:00起"


@pytest.mark.parametrize(
    "write",
    [
        lambda d: save_draft(d, version=3),
        lambda d: declare_nil(d, version=3),
        lambda d: move(d, "return", d.reviewer, 3, "请核对"),
        lambda d: file_for(d, d.town),
        lambda d: file_for(d, d.bureau),
        lambda d: submissions.sign_and_file(
            actor=d.other_head, period=d.period, unit=d.other_town, version=0, at=BEFORE
        ),
    ],
)
def test_I4_closed_period_takes_no_change_and_says_since_when(
    district: District, write: Callable[[District], object]
) -> None:
    sign_and_file(district)
    close(district)
    rows = list(Submission.objects.values())
    with pytest.raises(Conflict, match=CLOSED):
        write(district)
    assert list(Submission.objects.values()) == rows


def test_unit_that_owes_nothing_is_told_so_instead_of_filing_in_vain(district: District) -> None:
    for unit in (make_unit("不报的园区", obliged=False), make_unit("撤并的镇", is_active=False)):
        user = make_user(f"filer{unit.pk}")
        join(user, Role.FILER, unit)
        with pytest.raises(Conflict, match="不在应报单位之列"):
            submissions.save_values(
                actor=act_as(user), period=district.period, unit=unit, version=0, entries=ENTRIES, at=BEFORE
            )


def test_I8_granted_colleague_fills_until_the_grant_is_revoked(district: District) -> None:
    user = user_of(district.other_filer)

    def fill(version: int) -> Submission:
        return submissions.save_values(
            actor=act_as(user),
            period=district.period,
            unit=district.town,
            version=version,
            entries=ENTRIES,
            at=BEFORE,
        )

    def change(act: Callable[..., None]) -> None:
        act(actor=district.admin, user=user, unit=district.town, permission=FILE_FOR_UNIT, at=BEFORE)

    change(grants.grant)
    assert fill(0).filled_by_id == user.pk
    with pytest.raises(NotAllowed, match="您不能审核签字"):
        move(district, "sign", act_as(user), 1)
    change(grants.revoke)
    with pytest.raises(NotAllowed, match="如需代填，请管理员授权"):
        fill(1)


def test_I8_change_and_its_line_are_written_together_or_not_at_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_draft(district)

    def broken(**kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        move(district, "sign", district.head, 1)
    with pytest.raises(ZeroDivisionError):
        declare_nil(district, version=1)
    assert (stored(district).state, stored(district).version) == (State.DRAFT, 1)
    assert not AuditEntry.objects.exists()


def test_sign_and_file_is_one_step_or_none(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    save_draft(district)
    real = audit.record

    def fails_at_the_second(**line: object) -> None:
        if line["action"] == "submission.file":
            raise ZeroDivisionError
        real(**line)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "record", fails_at_the_second)
    with pytest.raises(ZeroDivisionError):
        submissions.sign_and_file(
            actor=district.head, period=district.period, unit=district.town, version=1, at=BEFORE
        )
    assert stored(district).state == State.DRAFT


def test_row_taken_in_from_a_table_is_filed_without_signature(district: District) -> None:
    filed = file_for(district, district.town)
    assert (filed.state, filed.origin, filed.values) == (State.FILED, Submission.Origin.IMPORTED, STORED)
    assert (filed.signed_by, filed.filled_by_id, filed.filed_by_id) == (
        None,
        district.reviewer.user_id,
        district.reviewer.user_id,
    )


def test_same_row_taken_in_twice_changes_nothing(district: District) -> None:
    file_for(district, district.town)
    again = file_for(district, district.town, at=BEFORE + timedelta(hours=5))
    assert (again.version, again.filed_at) == (1, BEFORE)
    assert AuditEntry.objects.filter(action="submission.imported").count() == 1


@pytest.mark.parametrize("state", [State.SIGNED, State.FILED])
def test_I8_table_does_not_overwrite_what_the_unit_signed(district: District, state: State) -> None:
    put(district, state)
    with pytest.raises(DomainError, match=r"东关镇(已经报送|负责人已签字)"):
        file_for(district, district.town, {**VALUES, "general_found": VALUES["general_found"] + 1})
    assert stored(district).values == STORED


@pytest.mark.parametrize("state", [State.DRAFT, State.READY, State.RETURNED])
def test_table_replaces_what_was_not_signed(district: District, state: State) -> None:
    put(district, state)
    filed = file_for(district, district.town, {**VALUES, "general_found": VALUES["general_found"] + 1})
    assert filed.state == State.FILED
    assert stored(district).values["general_found"] == "11"


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_I8_only_the_office_takes_in_tables(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="安委办"):
        submissions.file_imported(
            actor=getattr(district, who), period=district.period, unit=district.town, values=VALUES, at=BEFORE
        )


def test_I8_figures_typed_after_an_import_are_the_units_own(district: District) -> None:
    returned = send_back(district, file_for(district, district.town))
    typed = save_draft(district, version=returned.version)
    assert (typed.origin, typed.filled_by_id) == (Submission.Origin.TYPED, district.filer.user_id)
