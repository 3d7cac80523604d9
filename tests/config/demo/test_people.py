"""Invented people, and the accounts one may sign in with."""

import json
import stat
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from pytest_django import Settings

from config.demo import loading, people
from config.demo.people import Account, write_accounts
from tests.config.demo.conftest import AT, Loaded
from units import selectors
from units.demo_accounts import demo_accounts
from units.enums import Role
from units.errors import Invalid
from units.models import Membership, Tenant, Unit, User
from units.scoping import scope

ONE = Account("licheng", "licheng.admin", "yanshi-1", "admin", "")


def accounts(demo: Loaded) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(demo.accounts.read_text(encoding="utf-8"))
    return rows


def test_file_lists_an_account_per_role_who_re_inspects_and_who_checks_drafts(demo: Loaded) -> None:
    rows = accounts(demo)
    assert all(set(row) == {"tenant", "username", "password", "role", "unit", "title"} for row in rows)
    assert [(row["tenant"], row["role"]) for row in rows] == [
        (slug, role)
        for slug in ("licheng", "shifan")
        for role in ("filer", "head", "filer", "reviewer", "reviewer", "leader", "admin")
    ]
    assert [row["unit"] for row in rows[:7]] == ["西天尾镇", "西天尾镇", "西天尾镇", "", "", "", ""]
    assert [row["title"] for row in rows[:7]] == ["", "", "复查员", "", "核稿员", "", ""]


def test_I8_first_unit_has_somebody_to_re_inspect(demo: Loaded) -> None:
    for tenant in Tenant.objects.all():
        with scope(tenant.pk):
            first = Unit.objects.earliest("order")
            filers = Membership.objects.filter(role=Role.FILER, unit=first).order_by("user__username")
            names = [(post.user.username, post.user.name) for post in filers.select_related("user")]
        assert names == [
            (f"{tenant.slug}.filer01", f"演示{first.name}填报员"),
            (f"{tenant.slug}.second01", f"演示{first.name}复查员"),
        ]


def test_file_is_readable_by_its_owner_only(demo: Loaded) -> None:
    assert stat.S_IMODE(demo.accounts.stat().st_mode) == 0o600
    assert demo.accounts == demo.data_dir / "demo-accounts.json"
    assert [path.name for path in demo.data_dir.iterdir()] == ["demo-accounts.json"], "no draft is left"


def test_every_account_signs_in_with_its_role_in_its_tenant(demo: Loaded) -> None:
    for row in accounts(demo):
        user = authenticate(username=row["username"], password=row["password"])
        assert isinstance(user, User)
        assert not user.must_change_password
        (tenant,) = selectors.tenants_of(user)
        assert tenant.slug == row["tenant"]
        with scope(tenant.pk):
            membership = Membership.objects.select_related("unit").get(user=user)
            assert membership.role == row["role"]
            assert (membership.unit.name if membership.unit else "") == row["unit"]


def test_nobody_else_can_sign_in(demo: Loaded) -> None:
    listed = {row["username"] for row in accounts(demo)}
    able = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert able == listed


def test_lost_accounts_are_made_anew_with_other_passwords(demo: Loaded, settings: Settings) -> None:
    settings.DATA_DIR, settings.DEMO = demo.data_dir, True
    before = accounts(demo)
    demo.accounts.unlink()
    loading.load(AT)
    after = accounts(demo)
    assert [row["username"] for row in after] == [row["username"] for row in before]
    assert not {row["password"] for row in after} & {row["password"] for row in before}
    assert len({row["password"] for row in after}) == len(after)
    assert authenticate(username=after[0]["username"], password=after[0]["password"])


def test_people_are_visibly_invented(demo: Loaded) -> None:
    for user in User.objects.all():
        assert user.name.startswith("演示")
        assert user.phone is None
        assert user.email == ""
        assert not user.is_superuser


def test_every_unit_has_its_filer_and_head(demo: Loaded) -> None:
    for tenant in Tenant.objects.all():
        with scope(tenant.pk):
            for role in (Role.FILER, Role.HEAD):
                units = Membership.objects.filter(role=role).values_list("unit_id", flat=True)
                assert set(units) == set(Unit.objects.values_list("id", flat=True))


def test_sign_in_page_shows_the_accounts_in_words(demo: Loaded, settings: Settings) -> None:
    settings.DATA_DIR, settings.DEMO = demo.data_dir, True
    shown = demo_accounts()
    assert [account.username for account in shown] == [row["username"] for row in accounts(demo)]
    assert (shown[0].tenant, shown[0].role, shown[0].unit) == ("荔城区", "填报员", "西天尾镇")
    words = [(account.tenant, account.role, account.unit) for account in shown]
    assert len(set(words)) == len(words), "no two look the same"


def test_accounts_replace_older_ones_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / people.ACCOUNTS_FILE
    target.parent.mkdir()
    target.write_text("something longer than what comes now" * 9, encoding="utf-8")
    target.chmod(0o644)
    assert write_accounts(target.parent, [ONE]) == target
    assert json.loads(target.read_text(encoding="utf-8"))[0]["username"] == "licheng.admin"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_leftover_draft_of_an_earlier_start_is_no_wider_open(tmp_path: Path) -> None:
    draft = (tmp_path / people.ACCOUNTS_FILE).with_suffix(".new")
    draft.write_text("", encoding="utf-8")
    draft.chmod(0o644)
    assert stat.S_IMODE(write_accounts(tmp_path, [ONE]).stat().st_mode) == 0o600


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(Invalid, match=r"演示账号写不进“.*demo-accounts\.json”"):
        write_accounts(blocked, [ONE])
