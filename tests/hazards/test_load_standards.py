"""`manage.py load_standards`: counts in words, and faults with file and place."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hazards.management.commands.load_standards import LIBRARY
from hazards.models import Standard

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = StringIO()
    call_command("load_standards", *args, stdout=out)
    return out.getvalue().strip()


def refusal(*args: str) -> str:
    with pytest.raises(CommandError) as caught:
        run(*args)
    assert not Standard.objects.exists()
    return str(caught.value)


def test_library_is_loaded_once_and_a_second_time_untouched() -> None:
    assert run() == "18 部标准、691 条：新增 18 部，更新 0 部，未变 0 部。"
    assert run() == "18 部标准、691 条：新增 0 部，更新 0 部，未变 18 部。"


def test_other_folder_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes((LIBRARY / "yuchuan-2022.json").read_bytes())
    assert run("--dir", str(tmp_path)) == "1 部标准、8 条：新增 1 部，更新 0 部，未变 0 部。"


def test_one_bad_file_stops_all_and_is_named(tmp_path: Path) -> None:
    for name in ("yuchuan-2022.json", "ranqi-2023.json"):
        (tmp_path / name).write_bytes((LIBRARY / name).read_bytes())
    bad = json.loads((tmp_path / "yuchuan-2022.json").read_text(encoding="utf-8"))
    bad["criteria"][2]["logic"] = {"all": [{"condition": "一个"}]}
    (tmp_path / "yuchuan-2022.json").write_text(json.dumps(bad), encoding="utf-8")
    code = bad["criteria"][2]["code"]
    message = refusal("--dir", str(tmp_path))
    assert message == f"标准库没有导入。yuchuan-2022.json › 第 3 条 {code} › logic.all：至少要有两个子条件"


def test_folder_that_is_missing_or_empty_is_refused(tmp_path: Path) -> None:
    assert "没有文件夹" in refusal("--dir", str(tmp_path / "none"))
    assert "没有标准文件" in refusal("--dir", str(tmp_path))
