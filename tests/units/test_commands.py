"""The base of the commands that work inside one tenant."""

import errno
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import CommandParser

from tests.factories import ZONE, District
from units.actors import Actor
from units.commands import Refused, TenantCommand, instant, trouble
from units.errors import Invalid
from units.models import Tenant, Unit
from units.scoping import NoActiveScope, current


class Rename(TenantCommand):
    """Renames the first unit, then refuses if asked to."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("name")
        parser.add_argument("--refuse", action="store_true")

    def run(self, actor: Actor, tenant: Tenant, **options: Any) -> None:
        assert current().units is None
        Unit.objects.filter(order=1).update(name=options["name"])
        if options["refuse"]:
            raise Invalid("名称不能改。")
        self.stdout.write(f"{actor.name} {tenant.name} {actor.tenant_id == tenant.pk}")


def test_command_works_in_the_tenant_as_the_system(
    scenery: District, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(Rename(), "licheng", "新名")
    assert capsys.readouterr().out == "系统（命令行） licheng区 True\n"
    with pytest.raises(NoActiveScope):
        current()


def test_refusal_becomes_one_line_and_nothing_is_stored(district: District) -> None:
    with pytest.raises(CommandError, match=r"^名称不能改。$"):
        call_command(Rename(), "licheng", "新名", "--refuse")
    district.town.refresh_from_db()
    assert district.town.name == "东关镇"


@pytest.mark.django_db
def test_unknown_tenant_is_refused_by_name() -> None:
    with pytest.raises(CommandError, match="没有辖区“nowhere”"):
        call_command(Rename(), "nowhere", "新名")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-09-25", datetime(2023, 9, 25, tzinfo=ZONE)),
        ("2023-09-25T00:00", datetime(2023, 9, 25, tzinfo=ZONE)),
        ("2023-09-25 08:30:01.5", datetime(2023, 9, 25, 8, 30, 1, 500000, tzinfo=ZONE)),
        ("2023-09-25T00:00+08:00", datetime(2023, 9, 24, 16, tzinfo=UTC)),
        ("2023-09-24T16:00Z", datetime(2023, 9, 25, tzinfo=ZONE)),
    ],
)
def test_I10_time_without_zone_is_the_tenants(text: str, expected: datetime) -> None:
    assert instant(text, Tenant(timezone="Asia/Shanghai")) == expected


def test_I10_time_without_zone_follows_the_tenant() -> None:
    at = instant("2023-09-25", Tenant(timezone="Asia/Tashkent"))
    assert at.astimezone(UTC) == datetime(2023, 9, 24, 19, tzinfo=UTC)


def test_no_time_is_now() -> None:
    before = datetime.now(UTC)
    assert before <= instant(None, Tenant()) <= datetime.now(UTC)


@pytest.mark.parametrize("text", ["", "今天", "2023-13-01", "2023-09-25T24:00", "1695571200"])
def test_text_that_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Invalid, match="不是 ISO 格式的时间，例如 2023-09-25"):
        instant(text, Tenant())


def test_refusal_names_itself_in_chinese() -> None:
    """Django prints the class's name before the message of a refused command."""
    assert Refused("没有这一期。").__class__.__name__ == "错误"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(errno.ENOENT, "x"), "没有这个文件或目录"),
        (PermissionError(errno.EACCES, "x"), "没有权限"),
        (IsADirectoryError(errno.EISDIR, "x"), "这是一个目录"),
        (OSError(errno.EXDEV, "x"), f"系统错误{errno.EXDEV}"),
    ],
)
def test_trouble_with_files_is_told_in_chinese(error: OSError, words: str) -> None:
    assert trouble(error) == words
