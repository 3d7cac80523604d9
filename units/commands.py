"""What the management commands that work inside one tenant have in common."""

import errno
from abc import abstractmethod
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from units import selectors
from units.actors import Actor
from units.errors import DomainError, Invalid
from units.models import Tenant
from units.scoping import scope

_TROUBLES = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是一个目录",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "已有同名的文件",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
    errno.ENAMETOOLONG: "名称太长",
}


class Refused(CommandError):
    """A command's refusal in words."""


# Django prints the class's name before the message, to people who read Chinese.
Refused.__name__ = "错误"


def trouble(error: OSError) -> str:
    """What the system says of a file, in Chinese."""
    return _TROUBLES.get(error.errno or 0, f"系统错误{error.errno}")


def read_upload(path: Path, at_most: int) -> bytes:
    """A file named on the command line; Invalid when it cannot be opened.

    One byte more than the reader takes: enough to be refused, whatever the file's size.
    """
    try:
        with path.open("rb") as file:
            return file.read(at_most + 1)
    except OSError as error:
        raise Invalid(f"文件“{path}”打不开（{trouble(error)}），请核对路径和权限。") from error


class TenantCommand(BaseCommand):
    """Opens the tenant named by the first argument; a refusal becomes one line and exit status 1."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tenant", metavar="TENANT", help="辖区的网址名，例如 licheng")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tenant = selectors.tenant_by_slug(options.pop("tenant"))
            with scope(tenant.pk):
                self.run(Actor.system(tenant.pk, "系统（命令行）"), tenant, **options)
        except DomainError as error:
            raise Refused(error.message) from error

    @abstractmethod
    def run(self, actor: Actor, tenant: Tenant, **options: Any) -> None:
        """Do the work in the open tenant."""


def instant(text: str | None, tenant: Tenant) -> datetime:
    """An ISO time given on the command line, in the tenant's zone unless it names one; now if not given."""
    if text is None:
        return timezone.now()
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(f"“{text}”不是 ISO 格式的时间，例如 2023-09-25T00:00:00+08:00。") from None
    return given if given.tzinfo else given.replace(tzinfo=tenant.zone)
