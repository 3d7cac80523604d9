"""What migrations do to rows that stand already."""

from importlib import import_module

import pytest
from django.db import connection

from tests.factories import make_tenant
from units.models import Tenant

KEEPER = import_module("units.migrations.0004_keeper_of_the_library").KEEPER


def chosen() -> list[str]:
    """Who keeps the library after the migration."""
    with connection.cursor() as cursor:
        cursor.execute(KEEPER)
    return list(Tenant.objects.filter(keeps_library=True).values_list("slug", flat=True))


@pytest.mark.django_db
def test_city_above_the_districts_keeps_the_library() -> None:
    make_tenant("licheng")
    city = make_tenant("putian")
    make_tenant("hanjiang", parent=city)
    assert chosen() == ["putian"]


@pytest.mark.django_db
def test_first_district_keeps_it_where_there_is_no_city() -> None:
    make_tenant("licheng")
    make_tenant("hanjiang")
    assert chosen() == ["licheng"]


@pytest.mark.django_db
def test_new_installation_has_nobody_to_choose() -> None:
    assert chosen() == []
