import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from notices.services import circular_files
from reports.selectors.periods import period_by_label
from units.actors import Actor
from units.commands import TenantCommand, trouble
from units.errors import Invalid
from units.models import Tenant


class Command(TenantCommand):
    """Draft a closed period's circular and write its three files."""

    help = "起草通报：在 DIR 中写出 circular.docx、dispatch.xlsx、figures.json。本期须已关账。"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("period", metavar="PERIOD", help="期号，例如 2023-09")
        parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="存放三个文件的目录")

    def run(self, actor: Actor, tenant: Tenant, **options: Any) -> None:
        out: Path = options["out"]
        files = circular_files(actor=actor, period=period_by_label(options["period"]), at=timezone.now())
        figures = json.dumps(files.closed.to_json(), ensure_ascii=False, indent=1)
        contents = {
            "circular.docx": files.docx(),
            "dispatch.xlsx": files.xlsx(),
            "figures.json": figures.encode(),
        }
        try:
            out.mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                (out / name).write_bytes(content)
        except OSError as error:
            raise Invalid(f"不能写入“{out}”（{trouble(error)}），请换一个目录或检查权限。") from error
        for name, content in contents.items():
            self.stdout.write(f"{out / name}  {len(content)} 字节")
