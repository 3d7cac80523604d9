"""The demonstration's accounts are shown there and nowhere else."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.factories import make_tenant
from units.demo_accounts import FILE, demo_accounts

ROWS = [
    {"tenant": "licheng", "username": "a.filer", "password": "p1", "role": "filer", "unit": "东关镇"},
    {"tenant": "unknown", "username": "b.admin", "password": "p2", "role": "admin", "unit": ""},
]


@pytest.fixture
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.DEMO = True
    return tmp_path


@pytest.mark.django_db
def test_accounts_are_shown_in_words(data_dir: Path) -> None:
    make_tenant("licheng", name="荔城区")
    (data_dir / FILE).write_text(json.dumps(ROWS), encoding="utf-8")
    shown = [(a.tenant, a.username, a.password, a.role, a.unit) for a in demo_accounts()]
    assert shown == [
        ("荔城区", "a.filer", "p1", "填报员", "东关镇"),
        ("unknown", "b.admin", "p2", "管理员", ""),
    ]


@pytest.mark.django_db
def test_unit_may_be_null(data_dir: Path) -> None:
    (data_dir / FILE).write_text(json.dumps([{**ROWS[1], "unit": None}]), encoding="utf-8")
    assert [account.unit for account in demo_accounts()] == [""]


def test_no_file_no_accounts(data_dir: Path) -> None:
    assert demo_accounts() == []


def test_file_is_not_read_outside_a_demonstration(data_dir: Path, settings: Settings) -> None:
    (data_dir / FILE).write_text(json.dumps(ROWS), encoding="utf-8")
    settings.DEMO = False
    assert demo_accounts() == []
