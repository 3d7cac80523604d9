"""`manage.py suggest_criteria`: files in and out, bad lines by number, nothing half written."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.commands import declares_no_services, needs_services
from hazards.management.commands import suggest_criteria

ROOT = Path(__file__).resolve().parents[2]


def row(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{number}",
        "date": "2024-06-01",
        "sector": "工贸",
        "description": "污水池没有警示牌",
    } | changes


def written(folder: Path, *lines: Any) -> Path:
    source = folder / "in.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    source.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return source


def run(source: Path, target: Path) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("suggest_criteria", "--in", str(source), "--out", str(target), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refusal(source: Path, target: Path) -> str:
    with pytest.raises(CommandError) as caught:
        run(source, target)
    assert not target.exists()
    assert not list(source.parent.glob("*.part"))
    return str(caught.value)


def test_every_line_is_answered_in_order(tmp_path: Path) -> None:
    source = written(tmp_path, row(1), "", row(2, description="焊工证没有复审"), row(3, sector=None))
    out, _ = run(source, tmp_path / "out.jsonl")
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["1", "2", "3"]
    assert answers[0]["top"][0] == "gongmao-2023-13-1"
    assert answers[1]["verdict"] == "not"
    assert out == f"3 条描述已处理，结果在 {tmp_path / 'out.jsonl'}。\n"


def test_bad_lines_are_named_by_number_and_nothing_is_written(tmp_path: Path) -> None:
    source = written(tmp_path, row(1), "", row(2, date="2023-02-30"), "{", row(3))
    assert refusal(source, tmp_path / "out.jsonl") == (
        "2 行有误，没有写出结果：\n"
        '第 3 行：发现日期 date 应为 2024-05-01 这样的日期，现为 "2023-02-30"\n'
        "第 4 行：不是有效的 JSON（第 2 列）"
    )


def test_many_bad_lines_are_counted_after_the_first_ones(tmp_path: Path) -> None:
    message = refusal(written(tmp_path, *["{"] * 25), tmp_path / "out.jsonl")
    assert message.startswith("25 行有误")
    assert message.count("不是有效的 JSON") == suggest_criteria.NAMED
    assert message.endswith("……另有 5 行")


def test_result_of_before_stays_when_the_input_is_bad(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("先前的结果", encoding="utf-8")
    with pytest.raises(CommandError):
        run(written(tmp_path, "{"), target)
    assert target.read_text(encoding="utf-8") == "先前的结果"


def test_interruption_leaves_neither_result_nor_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: object) -> dict[str, Any]:
        raise KeyboardInterrupt

    monkeypatch.setattr(suggest_criteria, "suggest_line", interrupted)
    source = written(tmp_path, row(1))
    with pytest.raises(KeyboardInterrupt):
        run(source, tmp_path / "out.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_empty_file_gives_an_empty_result(tmp_path: Path) -> None:
    out, _ = run(written(tmp_path, ""), tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == ""
    assert out.startswith("0 条描述已处理")


def test_input_may_be_replaced_by_its_result(tmp_path: Path) -> None:
    source = written(tmp_path, row(1))
    run(source, source)
    assert json.loads(source.read_text(encoding="utf-8"))["id"] == "1"


def test_file_or_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "没有文件" in refusal(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    assert "请核对 --out" in refusal(written(tmp_path, row(1)), tmp_path / "none" / "out.jsonl")
    with pytest.raises(CommandError, match="请核对 --out"):
        run(written(tmp_path, row(1)), tmp_path)


def test_progress_of_long_work_is_reported_on_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggest_criteria, "REPORT_EVERY", 0.0)
    _, err = run(written(tmp_path, *map(row, range(4))), tmp_path / "out.jsonl")
    assert err.splitlines() == [
        "已处理 0/4 条（0%）",
        "已处理 1/4 条（25%）",
        "已处理 2/4 条（50%）",
        "已处理 3/4 条（75%）",
    ]


def test_command_needs_neither_database_nor_broker(tmp_path: Path) -> None:
    assert declares_no_services("suggest_criteria")
    source, target = written(tmp_path, row(1)), tmp_path / "out.jsonl"
    argv = ["manage.py", "suggest_criteria", "--in", str(source), "--out", str(target)]
    assert not needs_services(argv)
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, *argv], cwd=ROOT, env=environment | {"DATA_DIR": str(tmp_path / "data")}, check=False
    )
    assert done.returncode == 0
    assert target.exists()
    assert not (tmp_path / "data").exists()
