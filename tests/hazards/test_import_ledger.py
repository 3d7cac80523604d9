"""The command import_ledger: good rows are stored, faulty ones named, given back and told by the exit status."""

from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from hazards.ledger_workbook_out import HEADER
from hazards.life import Status
from hazards.models import Hazard, HazardEvent, LedgerImport
from tests.factories import District
from tests.sheets import several, typed, workbook
from units.scoping import scope


@pytest.fixture
def file(scenery: District, tmp_path: Path) -> Path:
    """Three good rows, of which one lacks something, and two faulty ones."""
    with scope(scenery.tenant.pk):
        rows = several(3)
        rows[1]["funds"] = ""
        bad = [typed(description="坏一", discovered_at="2023-02-30"), typed(description="坏二", funds="x")]
        content = workbook([*rows, *bad])
    path = tmp_path / "旧台账.xlsx"
    path.write_bytes(content)
    return path


def run(*args: object, **options: Any) -> tuple[str, str, str]:
    """What the command said, what it complained of, and how it refused."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_ledger", *map(str, args), stdout=out, stderr=err, **options)
    except CommandError as refused:
        return out.getvalue(), err.getvalue(), str(refused)
    return out.getvalue(), err.getvalue(), ""


def statuses(district: District) -> list[str]:
    with scope(district.tenant.pk):
        return sorted(Hazard.objects.values_list("status", flat=True))


def test_good_rows_stay_and_faulty_ones_are_named(scenery: District, file: Path) -> None:
    out, err, refusal = run("--tenant", "licheng", "--unit", "东关镇", file)
    assert out == "旧台账.xlsx：导入 3 条，无变化 0 条，有问题 2 条。\n"
    assert "L7 没有“2023-02-30”这一天，请核对发现时间。" in err
    assert "S8 整改资金（万元）“x”不是数" in err
    assert "5/5 行" in err
    assert refusal == "有 2 行没有导入，见上。"
    assert statuses(scenery) == ["draft"] * 3


def test_sound_rows_are_filed_if_asked(scenery: District, file: Path) -> None:
    run("--tenant", "licheng", "--all", file, "--file-them")
    assert statuses(scenery) == ["draft", "filed", "filed"]
    with scope(scenery.tenant.pk):
        event = HazardEvent.objects.filter(status=Status.FILED).earliest("id")
        assert (event.actor_name, event.actor_id) == ("系统（命令行）", None)


def test_faulty_rows_are_written_to_a_file(scenery: District, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "待改.xlsx"
    run("--tenant", "licheng", "--all", file, "--errors", out)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [row[12].value for row in sheet.iter_rows(min_row=HEADER + 1)] == ["坏一", "坏二"]


def test_second_run_changes_nothing(scenery: District, file: Path) -> None:
    run("--tenant", "licheng", "--all", file)
    out, *_ = run("--tenant", "licheng", "--all", file)
    assert out == "旧台账.xlsx：导入 0 条，无变化 3 条，有问题 2 条。\n"
    assert len(statuses(scenery)) == 3


def test_flawless_file_ends_well(scenery: District, tmp_path: Path) -> None:
    path = tmp_path / "好台账.xlsx"
    with scope(scenery.tenant.pk):
        path.write_bytes(workbook(several(2)))
    out, _, refusal = run("--tenant", "licheng", "--unit", "东关镇", path, "--errors", tmp_path / "无.xlsx")
    assert (out, refusal) == ("好台账.xlsx：导入 2 条，无变化 0 条，有问题 0 条。\n", "")
    assert not (tmp_path / "无.xlsx").exists()


def test_nothing_is_left_of_an_import_that_cannot_go_on(
    scenery: District, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hazards.ledger_workbook_in.MAX_ROWS", 3)
    *_, refusal = run("--tenant", "licheng", "--all", file)
    assert refusal == "“旧台账.xlsx”没有导入：台账超过3行，请分成几个文件上传"
    with scope(scenery.tenant.pk):
        assert not LedgerImport.objects.exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--tenant", "nowhere", "--all"], "没有辖区“nowhere”"),
        (["--tenant", "licheng", "--unit", "东关乡"], "没有单位“东关乡”"),
        (["--tenant", "licheng"], "--unit"),
        (["--tenant", "licheng", "--all", "--unit", "东关镇"], "--unit"),
        (["--all"], "--tenant"),
    ],
)
def test_call_that_is_not_clear_is_refused(
    scenery: District, file: Path, args: list[str], words: str
) -> None:
    *_, refusal = run(*args, file)
    assert words in refusal
    assert statuses(scenery) == []


def test_file_that_cannot_be_opened_is_refused(scenery: District, tmp_path: Path) -> None:
    *_, refusal = run("--tenant", "licheng", "--all", tmp_path / "没有.xlsx")
    assert "打不开" in refusal


def test_faulty_rows_that_cannot_be_written_undo_the_import(
    scenery: District, file: Path, tmp_path: Path
) -> None:
    *_, refusal = run("--tenant", "licheng", "--all", file, "--errors", tmp_path / "无" / "待改.xlsx")
    assert "写不进去" in refusal
    assert statuses(scenery) == []
