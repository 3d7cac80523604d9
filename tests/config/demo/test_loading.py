"""Loading the demonstration: once, whole, and only where it is wanted."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from config.demo import licheng, loading
from config.demo.loading import TENANTS
from config.settings import base
from reports.tasks import close_due_periods
from tests.config.demo.conftest import AT, Loaded
from tests.walls import tenant_tables
from units.actors import Actor
from units.errors import NotAllowed
from units.models import Tenant, User
from units.scoping import scope


def size() -> dict[str, int]:
    """How many rows each tenant has in each table, and how many people there are."""
    found = {"people": User.objects.count()}
    for tenant in Tenant.objects.all():
        with scope(tenant.pk), connection.cursor() as cursor:
            for table in tenant_tables():
                cursor.execute(f"SELECT count(*) FROM {table}")
                found[f"{tenant.slug}.{table}"] = cursor.fetchone()[0]
    return found


def test_two_tenants_are_loaded_and_marked_as_demonstration(demo: Loaded) -> None:
    assert demo.tenants == ["荔城区", "示范县（演示）"]
    assert list(Tenant.objects.values_list("slug", "is_demo")) == [("licheng", True), ("shifan", True)]


def test_loading_again_changes_nothing(demo: Loaded) -> None:
    before, accounts = size(), demo.accounts.read_bytes()
    assert loading.load(AT) == ([], demo.accounts)
    assert size() == before
    assert demo.accounts.read_bytes() == accounts


def test_lost_tenant_is_loaded_without_touching_the_other(demo: Loaded) -> None:
    before = size()
    Tenant.objects.filter(slug="licheng").update(slug="renamed")
    User.objects.filter(username__startswith="licheng.").update(is_active=False)
    for user in User.objects.filter(username__startswith="licheng."):
        User.objects.filter(pk=user.pk).update(username=f"old.{user.username}")
    loaded, _ = loading.load(AT)
    after = size()
    assert loaded == ["荔城区"]
    assert {key: after[key] for key in before if key.startswith("shifan")} == {
        key: before[key] for key in before if key.startswith("shifan")
    }


def test_nothing_is_loaded_outside_a_demonstration(db: None, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(NotAllowed, match="这不是演示环境"):
        loading.load(AT)
    with pytest.raises(CommandError, match="这不是演示环境"):
        call_command("load_demo")


def test_production_is_no_demonstration() -> None:
    assert base.DEMO is False


def test_half_loaded_tenant_leaves_nothing(demo: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(at: object) -> None:
        licheng.create_units(Actor.system(Tenant.objects.get(slug="third").pk), AT)
        raise ZeroDivisionError

    monkeypatch.setattr(loading, "TENANTS", (*TENANTS, ("third", "第三区", "安委办", broken)))
    with pytest.raises(ZeroDivisionError):
        loading.load(AT)
    assert not Tenant.objects.filter(slug="third").exists()


def test_command_says_what_was_done(
    demo: Loaded, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA_DIR, settings.DEMO = demo.data_dir, True
    call_command("load_demo")
    assert capsys.readouterr().out == f"演示数据已经在了，没有改动。\n演示账号见 {demo.accounts}\n"


def test_I6_tick_after_loading_leaves_the_real_campaign_alone(demo: Loaded) -> None:
    before = size()
    close_due_periods()
    after = size()
    licheng_rows = [key for key in before if key.startswith("licheng")]
    assert [after[key] for key in licheng_rows] == [before[key] for key in licheng_rows]
