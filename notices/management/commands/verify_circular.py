"""Check every number of a circular."""

import json
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from notices.numbers import printed_report, reading, verifying
from notices.numbers.docx_file import UnreadableDocument
from notices.numbers.printed import PrintedTable
from notices.numbers.tables_file import read_table
from notices.numbers.verifying import Beside, Known
from notices.selectors.checking import known_of
from reports.snapshot import IndicatorSpec
from reports.workbook_file import MAX_BYTES
from reports.workbook_problems import UnreadableFile
from units import selectors
from units.actors import Actor
from units.commands import Refused, read_upload
from units.errors import DomainError, Invalid
from units.scoping import scope

UNREADABLE = 2
FORMATS = ("text", "json")


class Command(BaseCommand):
    """Exit status 0: nothing wrong; 1: something is; 2: not read, with the reason on standard error."""

    services_only_with = "--tenant"
    requires_system_checks = []

    help = (
        "核对通报里的每个数：与期次的指标、与调度表、前后之间。退出码：0 没有不对的，1 有不对的，2 读不了。"
        "不给 --tenant 时不用数据库。"
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = _refuse  # type: ignore[method-assign]  # its own words are English
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help="通报（.docx 或 .txt）")
        parser.add_argument("--tenant", metavar="TENANT", help="辖区的网址名，与 --period 一起给")
        parser.add_argument("--period", metavar="PERIOD", help="已关账的期号，例如 2023-09")
        parser.add_argument("--table", metavar="FILE", type=Path, help="核对用的调度表（.xlsx 或 .csv）")
        parser.add_argument("--previous", metavar="FILE", type=Path, help="上一期的调度表，与 --table 一起给")
        parser.add_argument("--format", metavar="text|json", default="text", help="输出给人看还是给程序用")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            wrong = self._report(**options)
        except DomainError as error:
            raise Refused(error.message, returncode=UNREADABLE) from error
        except UnreadableDocument as error:
            raise Refused(f"“{options['file']}”：{error.message}", returncode=UNREADABLE) from error
        if wrong:
            sys.exit(1)

    def _report(self, **options: Any) -> int:
        """Check and print; how many numbers are wrong."""
        _require_sound(options)
        path: Path = options["file"]
        known = _known(options["tenant"], options["period"]) if options["tenant"] else None
        indicators = known.snapshot.indicators if known else verifying.default_indicators()
        document = reading.read(read_upload(path, reading.MAX_BYTES), path.name, indicators)
        report = verifying.verify(document, known, _beside(options, indicators))
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.to_json(str(path)), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(printed_report.lines(report, document.text, path.name)))
        return report.wrong


def _refuse(message: str) -> NoReturn:
    """In place of argparse's own refusal, which is English but for the option's name."""
    named = "、".join(dict.fromkeys(re.findall(r"--[\w-]+", message)))
    about = f"参数{named}写错了" if named else "参数写错了"
    print(f"错误：{about}，写法请看 manage.py verify_circular --help。", file=sys.stderr)
    sys.exit(UNREADABLE)


def _require_sound(options: dict[str, Any]) -> None:
    """Invalid for options that do not go together."""
    if options["file"] is None:
        raise Invalid("没有给出要核对的通报，请写上 .docx 或 .txt 文件的路径。")
    if options["format"] not in FORMATS:
        raise Invalid(f"--format 只能是 text 或 json，不能是“{options['format']}”。")
    if bool(options["tenant"]) != bool(options["period"]):
        raise Invalid("--tenant 和 --period 要一起给，例如 --tenant licheng --period 2023-09。")
    if options["previous"] and not options["table"]:
        raise Invalid("--previous 是 --table 的上一期，请把两张表都给出。")


def _known(slug: str, label: str) -> Known:
    tenant = selectors.tenant_by_slug(slug)
    with scope(tenant.pk):
        return known_of(Actor.system(tenant.pk, "系统（命令行）"), label)


def _beside(options: dict[str, Any], indicators: tuple[IndicatorSpec, ...]) -> Beside | None:
    if not options["table"]:
        return None
    before = _table(options["previous"], indicators) if options["previous"] else None
    return Beside(_table(options["table"], indicators), f"核对表“{options['table'].name}”", before)


def _table(path: Path, indicators: tuple[IndicatorSpec, ...]) -> PrintedTable:
    try:
        return read_table(read_upload(path, MAX_BYTES), path.name, indicators)
    except UnreadableFile as error:
        raise Invalid(f"“{path}”：{error.message}。") from error
