"""Load the library of judgment standards into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hazards.services.standards import load_standards
from hazards.standards import BadStandard, read_folder
from units.commands import Refused
from units.errors import DomainError

LIBRARY = Path(__file__).resolve().parents[2] / "data" / "criteria"


class Command(BaseCommand):
    """Repeating it is harmless; nothing is stored unless every file is right."""

    help = "导入重大事故隐患判定标准库。可以重复执行；有一个文件不对就什么都不存。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dir", type=Path, default=LIBRARY, help="标准文件（*.json）所在的文件夹，默认用系统自带的标准库"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["dir"]
        if not folder.is_dir():
            raise Refused(f"没有文件夹“{folder}”，请核对 --dir")
        try:
            loaded = load_standards(standards=read_folder(folder))
        except (BadStandard, DomainError) as error:
            raise Refused(f"标准库没有导入。{error}") from error
        self.stdout.write(
            f"{loaded.standards} 部标准、{loaded.criteria} 条："
            f"新增 {loaded.created} 部，更新 {loaded.updated} 部，未变 {loaded.unchanged} 部。"
        )
