"""A form put in force while others save, import and close: they go by the new one, or are refused (I7). Commits."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest

from reports.models import DispatchForm, Period, Snapshot, Submission
from reports.services import importing, submissions
from reports.workbook_out import Matrix, MatrixRow, write_matrix
from tests.factories import BEFORE, CUTOFF, VALUES, District, close, make_district, save_draft
from tests.reports.designs import drafted, published
from tests.rivals import PATIENCE, at_once, outcome
from units.errors import Conflict, Invalid
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def during_a_publication(district: District, draft: DispatchForm, job: Callable[[], object]) -> object:
    """What becomes of a job that meets the period while the draft is being put in force there."""
    begun = Event()

    def publish_slowly() -> None:
        with scope(district.tenant.pk):
            published(district, draft, district.period)
            begun.set()
            time.sleep(0.4)

    with ThreadPoolExecutor(1) as pool:
        publishing = pool.submit(outcome, publish_slowly)
        assert begun.wait(PATIENCE)
        came_of_it = outcome(job)
        assert publishing.result(PATIENCE) is None
    return came_of_it


def without_found(district: District) -> DispatchForm:
    """A draft that has no general_found any more."""
    with scope(district.tenant.pk):
        return drafted(district, [spec for spec in district.form.specs() if spec.code != "general_found"])


def scoped(district: District, job: Callable[[], object]) -> object:
    with scope(district.tenant.pk):
        return job()


def test_I7_save_that_waited_for_a_publication_goes_by_the_new_form(district_: District) -> None:
    """Even where no filing's version tells: a page that says nothing of its form, a period not begun yet."""
    draft = without_found(district_)
    with scope(district_.tenant.pk):
        Period.objects.update(starts_on=CUTOFF.date(), ends_on=CUTOFF.date())
    job = partial(scoped, district_, partial(save_draft, district_))
    refused = during_a_publication(district_, draft, job)
    assert isinstance(refused, submissions.InvalidFields)
    assert set(refused.problems) == {"general_found"}
    with scope(district_.tenant.pk):
        assert not Submission.objects.exists()


def test_I7_table_that_waited_for_a_publication_is_refused(district_: District) -> None:
    draft = without_found(district_)
    with scope(district_.tenant.pk):
        columns = district_.form.specs()
    table = write_matrix(Matrix("调度表", "", columns, [MatrixRow(district_.town.name, VALUES)]))
    imported = partial(
        importing.import_table,
        actor=district_.reviewer,
        period=district_.period,
        content=table,
        filename="调度表.xlsx",
        accept_good=False,
        at=BEFORE,
    )
    refused = during_a_publication(district_, draft, partial(scoped, district_, imported))
    assert isinstance(refused, Invalid)
    with scope(district_.tenant.pk):
        assert {submission.state for submission in Submission.objects.all()} == {"draft"}


def test_I4_closing_that_waited_for_a_publication_freezes_the_new_form(district_: District) -> None:
    draft = without_found(district_)
    snapshot = during_a_publication(district_, draft, partial(scoped, district_, partial(close, district_)))
    assert isinstance(snapshot, Snapshot)
    assert "general_found" not in {spec.code for spec in snapshot.data.indicators}


def test_I4_closing_and_publishing_at_once_agree_on_the_form(district_: District) -> None:
    draft = without_found(district_)
    published_, snapshot = at_once(
        partial(scoped, district_, partial(published, district_, draft, district_.period)),
        partial(scoped, district_, partial(close, district_)),
    )
    assert isinstance(snapshot, Snapshot)
    has_old = "general_found" in {spec.code for spec in snapshot.data.indicators}
    assert has_old is isinstance(published_, Conflict)


def test_one_of_two_publications_wins(district_: District) -> None:
    draft = without_found(district_)
    job = partial(scoped, district_, partial(published, district_, draft, district_.period))
    results = at_once(job, job)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "DispatchForm"]


@pytest.fixture
def district_() -> District:
    return make_district()
