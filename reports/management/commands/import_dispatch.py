from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from reports.selectors.periods import period_by_label
from reports.services import importing
from reports.workbook_file import MAX_BYTES
from units.actors import Actor
from units.commands import Refused, TenantCommand, read_upload
from units.models import Tenant


class Command(TenantCommand):
    """Import a dispatch table of all units."""

    help = "导入各单位调度表（.xlsx 附件格式或 .csv）。有问题时逐格列出，不存入任何数据。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("period", metavar="PERIOD", help="期号，例如 2023-09")
        parser.add_argument("file", metavar="FILE", type=Path, help="要导入的文件")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不存入")
        parser.add_argument("--accept-good", action="store_true", help="有问题的行不存，其余存入")

    def run(self, actor: Actor, tenant: Tenant, **options: Any) -> None:
        path: Path = options["file"]
        period = period_by_label(options["period"])
        content = read_upload(path, MAX_BYTES)
        reading = importing.read(actor=actor, period=period, content=content, filename=path.name)
        for problem in (*reading.problems, *reading.notes):
            self.stderr.write(str(problem))
        if options["dry_run"]:
            self.stdout.write(f"检查完毕，没有存入：{_counts(reading)}。")
            if not reading.all_right:
                raise Refused(f"有 {len(reading.problems)} 处问题，见上。")
            return
        stored = importing.import_table(
            actor=actor,
            period=period,
            content=content,
            filename=path.name,
            accept_good=options["accept_good"],
            at=timezone.now(),
        )
        self.stdout.write(f"{tenant.name}{period.title}导入完毕：{_counts(stored)}。")


def _counts(reading: importing.Reading) -> str:
    return (
        f"{len(reading.ready)}家可存入，{len(reading.unchanged)}家已报且相同，{len(reading.problems)}处问题"
    )
