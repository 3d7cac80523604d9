"""An import among people who work on the same records at the same time: nobody waits in a circle, nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError

from hazards.life import Status
from hazards.models import Enterprise, Hazard, HazardEvent, ImportRow, ImportState, LedgerImport, RowKind
from hazards.services import enterprises, import_jobs, importing, ledger
from tests.factories import District
from tests.ledgers import FILED_AT, drafted, make_enterprise
from tests.rivals import at_once
from tests.sheets import checked, several, typed
from units.errors import Conflict, DomainError
from units.scoping import scope

DRAFTS = 12
pytestmark = pytest.mark.django_db(transaction=True)


def prepared(district: District) -> tuple[LedgerImport, list[Hazard], Enterprise]:
    """A confirmed import that changes and files drafts and adds records; the drafts, and an entry to merge."""
    with scope(district.tenant.pk):
        drafts = [drafted(district, description=f"早先第{n}处") for n in range(DRAFTS)]
        other = make_enterprise("东关机械分厂")
        rows = [typed(draft=str(each.pk), description=each.description, place="别处") for each in drafts]
        batch = checked(district, *rows, *several(DRAFTS))
        importing.confirm(actor=district.filer, batch_id=batch.pk, files_them=True, at=FILED_AT)
    return batch, drafts, other


def within(district: District, job: Callable[[], Any]) -> Callable[[], Any]:
    """The job in a scope and transaction of its own."""

    def run() -> Any:
        with scope(district.tenant.pk):
            return job()

    return run


def worker(district: District, batch: LedgerImport) -> Callable[[], None]:
    return lambda: import_jobs.run(tenant_id=district.tenant.pk, batch_id=batch.pk, at=FILED_AT)


def filing(district: District, hazards: list[Hazard]) -> Callable[[], list[Any]]:
    """The head files these one after the other, each in a transaction of its own."""

    def file_all() -> list[Any]:
        outcomes: list[Any] = []
        for hazard in hazards:
            try:
                with scope(district.tenant.pk):
                    outcomes.append(
                        ledger.move(
                            actor=district.head,
                            hazard_id=hazard.pk,
                            name="file",
                            version=hazard.version,
                            at=FILED_AT,
                        )
                    )
            except DomainError as refused:
                outcomes.append(refused)
        return outcomes

    return file_all


def test_I6_import_and_filing_by_hand_give_every_number_once(scenery: District) -> None:
    batch, drafts, _ = prepared(scenery)
    _, by_hand = at_once(worker(scenery, batch), filing(scenery, drafts[::-1]))
    worker(scenery, batch)()
    assert all(isinstance(each, Hazard | Conflict) for each in by_hand)
    with scope(scenery.tenant.pk):
        batch.refresh_from_db()
        assert batch.state == ImportState.DONE
        filed = Hazard.objects.filter(status=Status.FILED)
        assert filed.count() == 2 * DRAFTS, "what one refused the other has filed"
        assert sorted(filed.values_list("number", flat=True)) == [
            f"2023-{n:05d}" for n in range(1, 2 * DRAFTS + 1)
        ]
        refused = ImportRow.objects.filter(batch=batch, kind=RowKind.BAD)
        assert refused.count() == sum(isinstance(each, Hazard) for each in by_hand)
        assert all(row.problems for row in refused)


def test_I6_import_and_merging_do_not_wait_for_each_other(scenery: District) -> None:
    batch, drafts, other = prepared(scenery)
    kept = drafts[0].enterprise_id or 0

    def merge() -> Enterprise:
        return enterprises.merge(actor=scenery.reviewer, duplicate_id=other.pk, into_id=kept, at=FILED_AT)

    outcomes = at_once(worker(scenery, batch), within(scenery, merge))
    worker(scenery, batch)()
    assert not [each for each in outcomes if isinstance(each, OperationalError)]
    with scope(scenery.tenant.pk):
        batch.refresh_from_db()
        assert batch.state == ImportState.DONE
        assert set(Hazard.objects.values_list("enterprise", flat=True)) == {kept}
        assert Hazard.objects.filter(status=Status.FILED).count() == 2 * DRAFTS


def test_I6_two_imports_of_the_same_rows_do_not_double_them(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        make_enterprise()
        batches = [checked(scenery, *several(DRAFTS)) for _ in range(2)]
        for batch in batches:
            importing.confirm(actor=scenery.filer, batch_id=batch.pk, files_them=False, at=FILED_AT)
    at_once(*[worker(scenery, batch) for batch in batches])
    with scope(scenery.tenant.pk):
        assert Hazard.objects.count() == DRAFTS
        assert HazardEvent.objects.count() == 2 * DRAFTS
        kinds = ImportRow.objects.order_by().values_list("batch", "kind").distinct()
        assert sorted(kind for _, kind in kinds) == [RowKind.BAD, RowKind.NEW]


@pytest.mark.parametrize("uscc", ["", "91110000600037341L"])
def test_I6_two_imports_with_the_same_newcomer_register_it_once(scenery: District, uscc: str) -> None:
    """Neither name nor code is there yet to be locked."""
    with scope(scenery.tenant.pk):
        batches = []
        for place in ("甲", "乙"):
            row = typed(enterprise="新厂", uscc=uscc, description=place)
            batches.append(checked(scenery, row))
            importing.confirm(actor=scenery.filer, batch_id=batches[-1].pk, files_them=True, at=FILED_AT)
    at_once(*[worker(scenery, batch) for batch in batches])
    with scope(scenery.tenant.pk):
        assert Enterprise.objects.filter(name="新厂").count() == 1
        assert Hazard.objects.filter(status=Status.FILED).count() == 2


def test_I6_two_imports_of_the_same_newcomers_do_not_double_them(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        batches = [checked(scenery, *several(DRAFTS, enterprise="新厂")) for _ in range(2)]
        for batch in batches:
            importing.confirm(actor=scenery.filer, batch_id=batch.pk, files_them=False, at=FILED_AT)
    at_once(*[worker(scenery, batch) for batch in batches])
    with scope(scenery.tenant.pk):
        assert Enterprise.objects.filter(name="新厂").count() == 1
        assert Hazard.objects.count() == DRAFTS
