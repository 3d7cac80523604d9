"""Filling, signing, filing and returning: what is stored, what is refused, who may."""

from datetime import timedelta
from itertools import product

import pytest

from reports.models import Submission
from reports.services import submissions
from reports.services.submissions import InvalidFields
from reports.transitions import MOVES, Hand, State
from tests.factories import (
    BEFORE,
    CUTOFF,
    ENTRIES,
    INSTANT,
    District,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.reports.steps import STORED, declare_nil, move, put, stored
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed
from units.models import AuditEntry


def person_with(district: District, hands: frozenset[Hand]) -> Actor:
    """Somebody with exactly these hands on the first town's filing."""
    unit = {district.town.pk}
    return Actor(
        district.filer.user_id,
        "某人",
        district.tenant.pk,
        tenant_roles=frozenset({Role.REVIEWER.value}) if Hand.REVIEWER in hands else frozenset(),
        grants={
            "file_for_unit": frozenset(unit if Hand.FILLER in hands else ()),
            "sign_for_unit": frozenset(unit if Hand.SIGNER in hands else ()),
        },
    )


@pytest.mark.parametrize(("name", "state", "hand"), list(product(MOVES, State, Hand)), ids=str)
def test_I8_move_is_made_only_by_its_hand_from_its_state(
    district: District, name: str, state: State, hand: Hand
) -> None:
    before = put(district, state)
    step = MOVES[name]
    actor = person_with(district, frozenset({hand}))
    expected = NotAllowed if hand not in step.hands else Conflict if state not in step.sources else None
    if expected is None:
        assert move(district, name, actor, before.version, "请核对").state == step.target
        assert stored(district).version == before.version + 1
    else:
        with pytest.raises(expected):
            move(district, name, actor, before.version, "请核对")
        assert (stored(district).state, stored(district).version) == (state, before.version)


def test_typed_values_are_stored_exactly(district: District) -> None:
    save_draft(district, {"penalty_amount": "１１４.４３８０", "general_found": " 1,234 "})
    assert stored(district).values == {"penalty_amount": "114.438", "general_found": "1234"}


def test_saving_says_who_and_when(district: District) -> None:
    saved = save_draft(district)
    assert (saved.filled_by_id, saved.filled_at) == (district.filer.user_id, BEFORE)
    assert (saved.state, saved.version, saved.origin) == (State.DRAFT, 1, Submission.Origin.TYPED)


def test_saving_some_fields_keeps_the_others(district: District) -> None:
    save_draft(district)
    save_draft(district, {"general_found": "11"}, version=1)
    assert stored(district).values == {**STORED, "general_found": "11"}


@pytest.mark.parametrize("empty", ["", "  ", "\u3000"])
def test_I12_empty_text_empties_the_field(district: District, empty: str) -> None:
    save_draft(district)
    save_draft(district, {"general_found": empty}, version=1)
    assert "general_found" not in stored(district).values


def test_all_bad_entries_are_named_and_nothing_is_stored(district: District) -> None:
    save_draft(district)
    bad = {"general_found": "-1", "penalty_count": "1e99", "penalty_amount": "很多", "no_such": "1"}
    with pytest.raises(InvalidFields) as refusal:
        save_draft(district, {**bad, "general_rectified": "7"}, version=1)
    assert set(refusal.value.problems) == set(bad)
    assert all(message in refusal.value.message for message in refusal.value.problems.values())
    assert (stored(district).values, stored(district).version) == (STORED, 1)


def test_first_entry_that_is_refused_leaves_no_row(district: District) -> None:
    with pytest.raises(InvalidFields):
        save_draft(district, {"general_found": "1.5"})
    assert not Submission.objects.exists()


@pytest.mark.parametrize("version", [0, 2, 99])
def test_stale_page_is_refused_and_nothing_is_stored(district: District, version: int) -> None:
    save_draft(district)
    with pytest.raises(Conflict, match=f"刚被{district.filer.name}改过"):
        save_draft(district, {"general_found": "99"}, version=version)
    assert stored(district).values == STORED


@pytest.mark.parametrize("name", ["submit", "sign"])
def test_I8_stale_move_is_refused(district: District, name: str) -> None:
    """The head signs what they have seen, not what somebody has typed since."""
    save_draft(district)
    save_draft(district, {"general_found": "11"}, version=1)
    with pytest.raises(Conflict, match="不是最新内容"):
        move(district, name, district.head, 1)
    assert stored(district).state == State.DRAFT


@pytest.mark.parametrize("state", [State.READY, State.SIGNED, State.FILED])
def test_values_cannot_be_edited_once_handed_on(district: District, state: State) -> None:
    before = put(district, state)
    with pytest.raises(Conflict, match="不能修改"):
        save_draft(district, {"general_found": "99"}, version=before.version)
    with pytest.raises(Conflict, match="不能修改"):
        declare_nil(district, version=before.version)
    assert stored(district).values == STORED


@pytest.mark.parametrize("who", ["other_filer", "other_head", "reviewer", "leader", "admin", "system"])
def test_I8_only_the_units_own_people_fill_its_table(district: District, who: str) -> None:
    actor, period, unit = getattr(district, who), district.period, district.town
    with pytest.raises(NotAllowed, match="您不是东关镇的填报人员"):
        submissions.save_values(actor=actor, period=period, unit=unit, version=0, entries=ENTRIES, at=BEFORE)
    with pytest.raises(NotAllowed, match="您不是东关镇的填报人员"):
        submissions.declare_nil(actor=actor, period=period, unit=unit, version=0, at=BEFORE)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("who", ["filer", "other_head", "other_filer", "reviewer", "leader", "admin"])
def test_I8_only_the_head_signs(district: District, who: str) -> None:
    save_draft(district)
    with pytest.raises(NotAllowed, match="您不能审核签字东关镇的调度表"):
        move(district, "sign", getattr(district, who), 1)
    with pytest.raises(NotAllowed):
        submissions.sign_and_file(
            actor=getattr(district, who), period=district.period, unit=district.town, version=1, at=BEFORE
        )
    assert stored(district).state == State.DRAFT


def test_I8_life_of_a_filing_names_each_hand(district: District) -> None:
    save_draft(district)
    move(district, "submit", district.filer, 1, at=BEFORE + timedelta(hours=1))
    move(district, "sign", district.head, 2, at=BEFORE + timedelta(hours=2))
    move(district, "file", district.filer, 3, at=BEFORE + timedelta(hours=3))
    filed = stored(district)
    assert filed.state == State.FILED
    assert (filed.filled_by_id, filed.filled_at) == (district.filer.user_id, BEFORE)
    assert (filed.signed_by_id, filed.signed_at) == (district.head.user_id, BEFORE + timedelta(hours=2))
    assert (filed.filed_by_id, filed.filed_at) == (district.filer.user_id, BEFORE + timedelta(hours=3))
    assert filed.first_filed_at == filed.filed_at
    trail = list(AuditEntry.objects.order_by("id").values_list("action", "actor_name"))
    assert trail == [
        ("submission.submit", district.filer.name),
        ("submission.sign", district.head.name),
        ("submission.file", district.filer.name),
    ]


def test_I8_trail_keeps_the_figures_that_were_signed(district: District) -> None:
    sign_and_file(district)
    entry = AuditEntry.objects.get(action="submission.sign")
    assert entry.detail == {"version": 2, "values": STORED}
    assert entry.summary == "东关镇2023年9月调度表：审核签字"


def test_head_files_in_one_step(district: District) -> None:
    filed = sign_and_file(district)
    assert (filed.state, filed.version) == (State.FILED, 3)
    assert filed.signed_by_id == filed.filed_by_id == district.head.user_id


def test_I8_taking_back_erases_the_signature(district: District) -> None:
    save_draft(district)
    move(district, "sign", district.head, 1)
    reopened = move(district, "reopen", district.filer, 2)
    assert (reopened.state, reopened.signed_by, reopened.signed_at) == (State.DRAFT, None, None)


def test_I8_sending_back_erases_the_signature_and_tells_the_reason(district: District) -> None:
    returned = send_back(district, sign_and_file(district))
    assert (returned.state, returned.return_reason) == (State.RETURNED, "请核对罚款金额")
    assert (returned.returned_by_id, returned.returned_at) == (district.reviewer.user_id, BEFORE)
    assert (returned.signed_by, returned.signed_at) == (None, None)
    entry = AuditEntry.objects.get(action="submission.return")
    assert entry.summary == "东关镇2023年9月调度表：退回（请核对罚款金额）"


def test_filing_again_keeps_the_first_time(district: District) -> None:
    returned = send_back(district, sign_and_file(district, at=CUTOFF - INSTANT))
    save_draft(district, {"penalty_amount": "2"}, version=returned.version, at=CUTOFF)
    filed = submissions.sign_and_file(
        actor=district.head,
        period=district.period,
        unit=district.town,
        version=returned.version + 1,
        at=CUTOFF + INSTANT,
    )
    assert (filed.first_filed_at, filed.filed_at) == (CUTOFF - INSTANT, CUTOFF + INSTANT)


@pytest.mark.parametrize("reason", ["", "   ", "\n", "\x00"])
def test_sending_back_needs_a_reason(district: District, reason: str) -> None:
    filed = sign_and_file(district)
    with pytest.raises(Invalid, match="要写明原因"):
        move(district, "return", district.reviewer, filed.version, reason)
    assert stored(district).state == State.FILED


@pytest.mark.parametrize(("length", "accepted"), [(299, True), (300, True), (301, False), (5000, False)])
def test_reason_has_a_length_that_can_be_stored(district: District, length: int, accepted: bool) -> None:
    filed = sign_and_file(district)
    if accepted:
        assert move(district, "return", district.reviewer, filed.version, "长" * length).return_reason
    else:
        with pytest.raises(Invalid, match=f"最多300字，现有{length}字"):
            move(district, "return", district.reviewer, filed.version, "长" * length)


@pytest.mark.parametrize("name", ["submit", "sign"])
@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"penalty_count": ""}, "未填"),
        ({"general_rectified": "11"}, "大于"),
        ({"penalty_count": "0"}, "请改正其中一项"),
        ({"towns_assisted": "3"}, "镇街不填"),
    ],
)
def test_unsound_table_is_not_handed_on(
    district: District, name: str, entries: dict[str, str], words: str
) -> None:
    save_draft(district, {**ENTRIES, **entries})
    with pytest.raises(Invalid, match=f"还有 1 处问题.*{words}"):
        move(district, name, district.head, 1)
    assert stored(district).state == State.DRAFT


def test_empty_table_is_not_handed_on_and_leaves_no_row(district: District) -> None:
    with pytest.raises(Invalid, match="还有 4 处问题，改好后才能报送：“一般隐患/排查”未填"):
        move(district, "submit", district.filer, 0)
    assert not Submission.objects.exists()
