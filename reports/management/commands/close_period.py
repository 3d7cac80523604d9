from typing import Any

from django.core.management.base import CommandParser

from reports.selectors.periods import period_by_label
from reports.services.closing import close_period
from units.actors import Actor
from units.commands import TenantCommand, instant
from units.models import Tenant


class Command(TenantCommand):
    """Close a period once; closing it again reports the same snapshot."""

    help = "关账：冻结应报名单，标记迟报、缺报，生成快照。重复执行得到同一快照。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("period", metavar="PERIOD", help="期号，例如 2023-09")
        parser.add_argument("--at", metavar="ISO-TIME", help="关账时间，缺省为现在，例如 2023-09-25T00:00")

    def run(self, actor: Actor, tenant: Tenant, **options: Any) -> None:
        period = period_by_label(options["period"])
        snapshot = close_period(actor=actor, period=period, at=instant(options["at"], tenant))
        self.stdout.write(f"{tenant.name}{period.title}已关账，快照第{snapshot.revision}版 {snapshot.sha256}")
