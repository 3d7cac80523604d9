"""Suggest clauses for a file of descriptions."""

import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hazards.batch import BadLine, Line, parse_line, suggest_line
from hazards.library import adviser
from units.commands import Refused, trouble

# Seconds between two reports of progress, and how many bad lines are named before the rest is counted.
REPORT_EVERY = 2.0
NAMED = 20


class Command(BaseCommand):
    """Works from the files of the product alone. Nothing is written unless every line is right."""

    requires_services = False
    requires_system_checks = []

    help = (
        "按隐患描述建议判定标准条款。输入输出都是每行一个 JSON：输入 id、date（发现日期）、sector（行业领域，可缺）、"
        "found_by（可缺）、description；输出 id、top（条款编码，最可能的在前）、"
        "verdict（qualifies 构成、not 不构成、undecided 尚不能确定）、traps（误判提示）。不需要数据库。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--in", dest="source", type=Path, required=True, help="输入文件（JSONL）")
        parser.add_argument("--out", dest="target", type=Path, required=True, help="输出文件（JSONL）")

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = options["source"]
        target: Path = options["target"]
        if not source.is_file():
            raise Refused(f"没有文件“{source}”，请核对 --in")
        if not target.parent.is_dir() or target.is_dir():
            raise Refused(f"不能写“{target}”：没有这个文件夹，或者它本身是文件夹，请核对 --out")
        try:
            total = self._check(source)
            self._write(source, target, total)
        except OSError as error:
            raise Refused(f"文件“{error.filename}”读写失败：{trouble(error)}") from error
        self.stdout.write(f"{total} 条描述已处理，结果在 {target}。")

    def _check(self, source: Path) -> int:
        """How many lines there are; CommandError naming the bad ones, before any work is done."""
        total = 0
        bad: list[str] = []
        for number, raw in _lines(source):
            total += 1
            try:
                parse_line(raw)
            except BadLine as error:
                bad.append(f"第 {number} 行：{error}")
        if bad:
            more = [f"……另有 {len(bad) - NAMED} 行"] if len(bad) > NAMED else []
            listed = "\n".join([*bad[:NAMED], *more])
            raise Refused(f"{len(bad)} 行有误，没有写出结果：\n{listed}")
        return total

    def _write(self, source: Path, target: Path, total: int) -> None:
        """Beside the target first, so that a half-written file never takes its place."""
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with part.open("x", encoding="utf-8") as out:
                for line in self._counted(source, total):
                    out.write(json.dumps(suggest_line(adviser(), line), ensure_ascii=False) + "\n")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def _counted(self, source: Path, total: int) -> Iterator[Line]:
        """The lines, with a word on standard error now and then."""
        reported = time.monotonic()
        for done, (_, raw) in enumerate(_lines(source)):
            if time.monotonic() - reported >= REPORT_EVERY:
                reported = time.monotonic()
                self.stderr.write(f"已处理 {done}/{total} 条（{done * 100 // total}%）")
            yield parse_line(raw)


def _lines(source: Path) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers from 1; empty ones are passed over."""
    with source.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if raw.strip():
                yield number, raw
