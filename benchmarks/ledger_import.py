"""How long a ledger takes to be imported: `python -m benchmarks.ledger_import`.

Services and a database of its own are started and thrown away. The yardstick is what openpyxl needs merely to
read the same file; the aim is twice that for reading, judging and storing it.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from openpyxl import Workbook

from config.preparation import migrate
from config.runtime import opened
from hazards.ledger_sheet import BY_NAME, READ

UNITS = ("东关镇", "西关街道", "南关镇", "北关街道", "区试验局")
# What makes a row faulty, one after the other.
FAULTS: Sequence[tuple[str, str]] = (
    ("discovered_at", "2023-02-30"),
    ("funds", "三万"),
    ("uscc", "91110000600037341M"),
    ("criterion", "第九百条"),
    ("unit", "没有这个单位"),
)


def synthetic(rows: int, bad: int) -> bytes:
    """A made-up ledger of so many rows, of which so many are faulty, evenly spread."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(["重大事故隐患台账（合成数据）"])
    sheet.append([BY_NAME[name].label for name in READ])
    for number, faulty in enumerate(_spread(rows, bad)):
        row = _row(number)
        if faulty:
            column, text = FAULTS[number * bad // rows % len(FAULTS)]
            row[column] = text
        sheet.append([row.get(name) for name in READ])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _spread(rows: int, bad: int) -> Iterator[bool]:
    """True `bad` times among `rows`."""
    return ((number + 1) * bad // rows > number * bad // rows for number in range(rows))


def _row(number: int) -> dict[str, Any]:
    """A row that can be filed, unlike all others."""
    return {
        "unit": UNITS[number % len(UNITS)],
        "enterprise": f"第{number % 400}机械厂",
        "kind": "企业",
        "address": f"工业路{number % 400}号",
        "place": f"{number % 7}号车间污水处理站",
        "sector": "工贸",
        "found_by": "部门检查" if number % 2 else "企业自查",
        "inspectors": "甲、乙",
        "discovered_at": f"2023-09-{number % 20 + 1:02d} 09:30",
        "description": f"第{number}号污水池入口处没有设置有限空间安全警示标志，作业人员随意进出",
        "standard": "工贸企业重大事故隐患判定标准",
        "criterion": "第十三条第（一）项",
        "answers": "全部满足",
        "responsible": f"负责人{number % 50}",
        "measures": "设置警示标志，加锁管理，专人负责并定期检查",
        "funds": number % 100 / 8,
        "due_on": "2023-10-30",
        "plan": "停止进入，专人看守",
        "halt": "未停产",
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ledger_import", description="导入台账的用时和内存"
    )
    parser.add_argument("--rows", type=int, default=10_000, help="行数")
    parser.add_argument("--bad", type=int, default=500, help="其中有问题的行数")
    parser.add_argument("--rounds", type=int, default=3, help="重复次数，取最快的一次")
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="qinghuan-bench-", ignore_cleanup_errors=True) as folder,
        opened({"DATA_DIR": folder}) as runtime,
    ):
        os.environ.update(runtime.variables(as_owner=True))
        django.setup()
        migrate(Path(folder))
        # Models can only be imported once Django is set up.
        measuring = import_module("benchmarks.ledger_measuring")
        content = synthetic(options.rows, options.bad)
        measuring.warm_up(synthetic(1000, 50))
        measured = [measuring.measure(content, f"bench{number}") for number in range(options.rounds)]
        print(measuring.table(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
