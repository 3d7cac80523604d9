"""Two hands at once on the ledger: one winner, no gap, nothing lost (I7). These tests commit."""

from functools import partial

import pytest

from hazards.life import Status
from hazards.models import Enterprise, Hazard, NumberSeries
from hazards.selectors import ledger as ledger_reads
from hazards.services import enterprises, ledger
from tests.factories import District, make_district
from tests.ledgers import FOUND_AT, USCC, complete, drafted, make_enterprise, standing, step
from tests.rivals import at_once
from units.actors import Actor
from units.errors import Conflict
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def makes(district: District, actor: Actor, hazard: Hazard, name: str) -> Hazard:
    with scope(district.tenant.pk):
        return step(actor, hazard, name, reason="核对")


def test_I8_of_two_reviewers_one_wins_and_the_other_is_told() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        hazard = standing(district, Status.FILED)
    results = at_once(
        partial(makes, district, district.reviewer, hazard, "accept"),
        partial(makes, district, district.reviewer, hazard, "return"),
    )
    won = [result for result in results if isinstance(result, Hazard)]
    told = [result for result in results if isinstance(result, Conflict)]
    assert (len(won), len(told)) == (1, 1)
    assert "本条刚被" in told[0].message
    with scope(district.tenant.pk):
        stored = Hazard.objects.get()
        assert stored.status == won[0].status
        assert len(ledger_reads.history(stored)) == 4


def test_numbers_have_no_gap_and_no_double_under_rivals() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        sound = [drafted(district) for _ in range(4)]
        unsound = [drafted(district, plan="") for _ in range(2)]
    at_once(*[partial(makes, district, district.filer, hazard, "file") for hazard in (*sound, *unsound)])
    with scope(district.tenant.pk):
        numbers = Hazard.objects.exclude(number="").order_by("number").values_list("number", flat=True)
        assert list(numbers) == [f"2023-{number:05d}" for number in range(1, 5)]
        assert NumberSeries.objects.get().last == 4


def test_I7_of_two_saves_of_the_same_page_one_wins() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        hazard = drafted(district)

    def save(place: str) -> Hazard:
        with scope(district.tenant.pk):
            return ledger.edit_hazard(
                actor=district.filer,
                hazard_id=hazard.pk,
                version=hazard.version,
                entries={"place": place},
                at=FOUND_AT,
            )

    results = at_once(partial(save, "甲"), partial(save, "乙"))
    won = [result for result in results if isinstance(result, Hazard)]
    assert [type(result) for result in results if result not in won] == [Conflict]
    with scope(district.tenant.pk):
        assert Hazard.objects.get().place == won[0].place


def test_same_code_is_registered_once() -> None:
    district = make_district()

    def register(name: str) -> Enterprise:
        with scope(district.tenant.pk):
            entry = enterprises.Entry(name=name, uscc=USCC)
            return enterprises.register(actor=district.filer, entry=entry, at=FOUND_AT)

    results = at_once(partial(register, "甲厂"), partial(register, "乙厂"))
    assert sorted(type(result).__name__ for result in results) == ["CodeTaken", "Enterprise"]


def test_I7_of_two_corrections_of_the_same_page_one_wins() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        shown = make_enterprise("甲厂")
        seen = enterprises.fingerprint(shown)

    def correct(name: str) -> Enterprise:
        with scope(district.tenant.pk):
            return enterprises.update(
                actor=district.reviewer,
                enterprise_id=shown.pk,
                entry=enterprises.Entry(name=name),
                at=FOUND_AT,
                seen=seen,
            )

    results = at_once(partial(correct, "乙厂"), partial(correct, "丙厂"))
    won = [result for result in results if isinstance(result, Enterprise)]
    assert [type(result) for result in results if result not in won] == [Conflict]
    with scope(district.tenant.pk):
        assert Enterprise.objects.get().name == won[0].name


@pytest.mark.parametrize("attempt", range(3))
def test_record_begun_while_its_enterprise_is_merged_is_not_left_behind(attempt: int) -> None:
    district = make_district()
    with scope(district.tenant.pk):
        kept, gone = make_enterprise("甲厂"), make_enterprise("甲厂有限公司")
        entries = complete(enterprise=gone)

    def merge() -> Enterprise:
        with scope(district.tenant.pk):
            return enterprises.merge(
                actor=district.reviewer, duplicate_id=gone.pk, into_id=kept.pk, at=FOUND_AT
            )

    def draft() -> Hazard:
        with scope(district.tenant.pk):
            return ledger.draft_hazard(actor=district.filer, unit=district.town, entries=entries, at=FOUND_AT)

    merged, begun = at_once(merge, draft)
    assert isinstance(merged, Enterprise)
    assert isinstance(begun, Hazard)
    with scope(district.tenant.pk):
        assert Hazard.objects.get().enterprise == kept
