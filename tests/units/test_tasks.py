"""A job in every tenant, each on its own."""

import logging

import pytest

from tests.factories import District, make_tenant, make_unit
from tests.walls import execute
from units.actors import Actor
from units.models import Unit
from units.scoping import NoActiveScope, current, current_tenant_id, scope
from units.tasks import for_each_tenant


def test_I3_job_runs_once_in_each_tenants_scope(district: District, neighbour: District) -> None:
    seen: list[tuple[int, int, set[int]]] = []

    def job(actor: Actor) -> None:
        tenants = set(Unit.objects.values_list("tenant_id", flat=True))
        seen.append((actor.tenant_id, current_tenant_id(), tenants))
        assert actor.is_system
        assert current().units is None

    for_each_tenant(job)
    ids = [district.tenant.pk, neighbour.tenant.pk]
    assert seen == [(pk, pk, {pk}) for pk in ids]


def test_I6_failure_in_one_tenant_does_not_stop_the_others(
    scenery: District, caplog: pytest.LogCaptureFixture
) -> None:
    others = [make_tenant("hanjiang"), make_tenant("xiuyu")]

    def job(actor: Actor) -> None:
        make_unit("新单位", order=9)
        if actor.tenant_id == scenery.tenant.pk:
            raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        for_each_tenant(job)
    found = []
    for tenant in (scenery.tenant, *others):
        with scope(tenant.pk):
            found.append(Unit.objects.filter(name="新单位").exists())
    assert found == [False, True, True], "what failed is rolled back, the rest is done"
    assert "job job failed in tenant licheng" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_failure_of_the_database_in_one_tenant_does_not_stop_the_others(scenery: District) -> None:
    second = make_tenant("hanjiang")
    done: list[int] = []

    def job(actor: Actor) -> None:
        if actor.tenant_id == scenery.tenant.pk:
            execute("SELECT nonsense")
        done.append(actor.tenant_id)

    for_each_tenant(job)
    assert done == [second.pk]


@pytest.mark.django_db
def test_no_tenants_no_work() -> None:
    for_each_tenant(lambda _: pytest.fail("there is nobody to work for"))
    with pytest.raises(NoActiveScope):
        current()
