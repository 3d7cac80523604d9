from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from hazards import ledger_workbook_out
from hazards.ledger_workbook_in import MAX_BYTES
from hazards.models import ImportState, LedgerImport
from hazards.selectors import imports, sheets
from hazards.services import import_jobs, importing
from units.actors import Actor
from units.commands import Refused, TenantCommand, read_upload, trouble
from units.errors import Invalid, NotFound
from units.models import Tenant, Unit

BAR = 30


class Command(TenantCommand):
    """Import a ledger from Excel: good rows are stored, faulty ones named and given back."""

    help = "导入隐患台账（.xlsx）。没有问题的行导入，有问题的逐格列出，并以退出码 1 结束。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, metavar="TENANT", help="辖区的网址名，例如 licheng")
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--unit", metavar="NAME", help="只导入这个单位的隐患")
        whose.add_argument("--all", action="store_true", help="全部单位，按表里的“报送单位”")
        parser.add_argument("file", metavar="FILE", type=Path, help="要导入的台账")
        parser.add_argument("--file-them", action="store_true", help="内容齐全的直接报送，其余存为草稿")
        parser.add_argument("--errors", metavar="OUT.xlsx", type=Path, help="把有问题的行写入这个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        self._bad = 0
        super().handle(*args, **options)
        # Said only now: what was good has to stay.
        if self._bad:
            raise Refused(f"有 {self._bad} 行没有导入，见上。")

    def run(self, actor: Actor, tenant: Tenant, **options: Any) -> None:
        path: Path = options["file"]
        unit = None if options["all"] else _unit(options["unit"])
        batch = importing.receive(
            actor=actor, unit=unit, name=path.name, content=read_upload(path, MAX_BYTES), at=timezone.now()
        )
        self._work(batch, "核对")
        if batch.state == ImportState.FAILED:
            raise Invalid(f"“{path.name}”没有导入：{batch.failure}")
        if imports.figures(batch).storable:
            importing.confirm(
                actor=actor, batch_id=batch.pk, files_them=options["file_them"], at=timezone.now()
            )
            self._work(batch, "导入")
        self._report(actor, batch, options["errors"])

    def _work(self, batch: LedgerImport, verb: str) -> None:
        def told(done: int, total: int) -> None:
            bar = "█" * (BAR * done // max(total, 1))
            self.stderr.write(f"\r{verb} {bar:░<{BAR}} {done}/{total} 行", ending="")

        import_jobs.run(tenant_id=batch.tenant_id or 0, batch_id=batch.pk, at=timezone.now(), told=told)
        self.stderr.write("")
        batch.refresh_from_db()

    def _report(self, actor: Actor, batch: LedgerImport, out: Path | None) -> None:
        """Say what became of the rows, name the faulty ones, and write them into a workbook if asked."""
        figures = imports.figures(batch)
        self._bad = figures.bad
        for row in imports.bad_rows(batch):
            for flaw in imports.line(batch, row).flaws:
                self.stderr.write(f"{flaw.cell} {flaw.words}")
        if out is not None and figures.bad:
            today = timezone.localdate(timezone=batch.tenant.zone)
            offered = sheets.options(actor, on=today)
            content = ledger_workbook_out.faulty(sheets.faulty(batch), offered, f"共{figures.bad}行待改")
            _write(out, content)
        self.stdout.write(
            f"{batch.name}：导入 {figures.stored} 条，无变化 {figures.unchanged} 条，有问题 {figures.bad} 条。"
        )


def _unit(name: str) -> Unit:
    try:
        return Unit.objects.get(name=name, is_active=True)
    except Unit.DoesNotExist:
        raise NotFound(f"没有单位“{name}”，请核对名称。") from None


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Invalid(f"“{path}”写不进去（{trouble(error)}），请核对路径和权限。") from error
