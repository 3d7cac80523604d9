"""The scope: what it opens, what it restores, and that nothing is left behind (I3)."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import District, make_district, make_unit
from tests.walls import execute, rows
from units.models import Unit
from units.scoping import NoActiveScope, Scope, current, current_tenant_id, narrow, scope


def settings_now() -> tuple[str, str]:
    """What the database believes: the open tenant and the visible units."""
    query = "SELECT current_setting('qinghuan.tenant', true), current_setting('qinghuan.units', true)"
    tenant, units = rows(query)[0]
    return tenant or "", units or ""


def test_I3_manager_outside_any_scope_raises() -> None:
    with pytest.raises(NoActiveScope, match="no tenant scope"):
        Unit.objects.all()


def test_I3_related_manager_outside_any_scope_raises(scenery: District) -> None:
    with pytest.raises(NoActiveScope):
        scenery.town.submissions.all()


def test_I3_new_row_outside_any_scope_raises(scenery: District) -> None:
    with pytest.raises(NoActiveScope):
        Unit(name="无主单位", order=9, kind="town")


def test_I3_new_row_takes_the_tenant_of_the_scope(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        assert make_unit("新度镇", order=9).tenant_id == scenery.tenant.pk


def test_I3_query_built_in_one_scope_finds_nothing_in_another(
    district: District, neighbour: District
) -> None:
    built = Unit.objects.all()
    with scope(neighbour.tenant.pk):
        assert list(built) == []


def test_I3_query_built_in_a_scope_finds_nothing_after_it(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        built = Unit.objects.all()
    assert list(built) == []


def test_I3_row_of_one_tenant_cannot_be_saved_in_anothers_scope(
    district: District, neighbour: District
) -> None:
    district.town.name = "改了名"
    with pytest.raises(DatabaseError), scope(neighbour.tenant.pk):
        district.town.save()
    district.town.refresh_from_db()
    assert district.town.name == "东关镇"


def test_scope_tells_the_database_tenant_and_units(scenery: District) -> None:
    with scope(scenery.tenant.pk, units={30, 4}):
        assert settings_now() == (str(scenery.tenant.pk), "4,30")


@pytest.mark.parametrize(("units", "setting"), [(None, "*"), ((), ""), ({7}, "7"), ([12, 3], "3,12")])
def test_units_setting_lists_ids_in_order(units: set[int] | None, setting: str) -> None:
    assert Scope(1, None if units is None else frozenset(units)).units_setting == setting


@pytest.mark.django_db
def test_I3_nothing_is_left_after_the_scope(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        pass
    assert settings_now() == ("", "")
    with pytest.raises(NoActiveScope):
        current()


def test_I3_nothing_is_left_after_an_exception(scenery: District) -> None:
    with pytest.raises(ZeroDivisionError), scope(scenery.tenant.pk):
        raise ZeroDivisionError
    assert settings_now() == ("", "")
    with pytest.raises(NoActiveScope):
        current()


def test_I3_nothing_is_left_after_a_database_error(scenery: District) -> None:
    with pytest.raises(DatabaseError), scope(scenery.tenant.pk):
        execute("SELECT nonsense")
    assert settings_now() == ("", "")


def test_I3_nothing_is_left_after_a_rollback_without_exception(scenery: District) -> None:
    with scope(scenery.tenant.pk):
        transaction.set_rollback(True)
    assert settings_now() == ("", "")


def test_I3_inner_scope_restores_the_outer_one(district: District, neighbour: District) -> None:
    outer = settings_now()
    with scope(neighbour.tenant.pk, units={neighbour.town.pk}):
        assert settings_now() == (str(neighbour.tenant.pk), str(neighbour.town.pk))
        assert current_tenant_id() == neighbour.tenant.pk
    assert settings_now() == outer == (str(district.tenant.pk), "*")
    assert current_tenant_id() == district.tenant.pk


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_I3_inner_scopes_restore_after_exceptions(
    district: District, neighbour: District, depth: int
) -> None:
    def descend(left: int) -> None:
        tenant = neighbour.tenant if left % 2 else district.tenant
        with scope(tenant.pk, units={left}):
            if left == 0:
                raise ZeroDivisionError
            descend(left - 1)

    with pytest.raises(ZeroDivisionError):
        descend(depth)
    assert settings_now() == (str(district.tenant.pk), "*")
    assert current() == Scope(district.tenant.pk, None)


def test_I3_rollback_to_a_savepoint_inside_keeps_the_scope(district: District) -> None:
    def change() -> None:
        with transaction.atomic():
            make_unit("半途", order=9)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert settings_now() == (str(district.tenant.pk), "*")
    assert not Unit.objects.filter(name="半途").exists()


def test_I3_rollback_of_the_inner_scope_restores_the_outer_one(
    district: District, neighbour: District
) -> None:
    with scope(neighbour.tenant.pk):
        make_unit("半途", order=9)
        transaction.set_rollback(True)
    assert settings_now() == (str(district.tenant.pk), "*")
    with scope(neighbour.tenant.pk):
        assert not Unit.objects.filter(name="半途").exists()


def test_I3_narrowing_hides_other_units_until_the_scope_ends(district: District) -> None:
    with scope(district.tenant.pk, units=()):
        narrow({district.town.pk})
        assert settings_now()[1] == str(district.town.pk)
        assert current().units == frozenset({district.town.pk})
    assert settings_now()[1] == "*"
    assert current().units is None


def test_narrowing_to_everything_opens_the_whole_tenant(district: District) -> None:
    with scope(district.tenant.pk, units=()):
        narrow(None)
        assert settings_now() == (str(district.tenant.pk), "*")


def test_narrowing_without_a_scope_raises() -> None:
    with pytest.raises(NoActiveScope):
        narrow({1})


@pytest.mark.django_db(transaction=True)
def test_I3_no_scope_on_the_pooled_connection_after_commit() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        backend = rows("SELECT pg_backend_pid()")
    assert rows("SELECT pg_backend_pid()") == backend, "the connection is reused"
    assert not connection.in_atomic_block
    assert settings_now() == ("", "")
    assert rows("SELECT count(*) FROM units_unit") == [(0,)]


def test_locked_rows_are_locked_for_update(district: District) -> None:
    assert "FOR UPDATE OF" in str(Unit.objects.get_queryset().locked().query)
