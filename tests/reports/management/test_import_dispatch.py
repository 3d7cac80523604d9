"""`manage.py import_dispatch`."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import Submission
from reports.transitions import State
from tests.factories import CODES, District, close
from tests.reports.workbooks import csv_bytes
from units.models import AuditEntry
from units.scoping import scope

TOWN = ["东关镇", 10, 8, 0, 2, 1.5]
BUREAU = ["区试验局", 7, 1, 3, 0, 0]
BAD = ["西关街道", 5, "很多", 0, 0, 0]


def table(folder: Path, *rows: Sequence[object]) -> str:
    path = folder / "调度表.csv"
    path.write_bytes(csv_bytes([["unit", *CODES], *rows]))
    return str(path)


def run(*arguments: str) -> None:
    call_command("import_dispatch", "licheng", "2023-09", *arguments)


def filed(district: District) -> set[str]:
    with scope(district.tenant.pk):
        return {s.unit.name for s in Submission.objects.filter(state=State.FILED).select_related("unit")}


def test_good_table_is_stored(scenery: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(table(tmp_path, TOWN, BUREAU))
    assert filed(scenery) == {"东关镇", "区试验局"}
    said = capsys.readouterr()
    assert said.out == "licheng区2023年9月导入完毕：2家可存入，0家已报且相同，0处问题。\n"
    with scope(scenery.tenant.pk):
        assert AuditEntry.objects.get(action="table.imported").actor_name == "系统（命令行）"


def test_dry_run_stores_nothing(
    scenery: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(table(tmp_path, TOWN, BUREAU), "--dry-run")
    assert filed(scenery) == set()
    assert capsys.readouterr().out == "检查完毕，没有存入：2家可存入，0家已报且相同，0处问题。\n"


@pytest.mark.parametrize("option", [(), ("--dry-run",), ("--dry-run", "--accept-good")])
def test_bad_table_names_every_cell_and_stores_nothing(
    scenery: District, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, ...]
) -> None:
    bad_too = ["没有的局", 1, 1, 1, 1, 1]
    with pytest.raises(CommandError, match="有 2 处问题"):
        run(table(tmp_path, TOWN, BAD, bad_too), *option)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split("：")[0] for line in lines[:2]] == ["C3 西关街道 已整改", "A4 没有的局"]
    assert filed(scenery) == set()


def test_good_rows_are_stored_when_asked_for(
    scenery: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(table(tmp_path, TOWN, BAD, BUREAU), "--accept-good")
    assert filed(scenery) == {"东关镇", "区试验局"}
    assert "2家可存入，0家已报且相同，1处问题" in capsys.readouterr().out


def test_same_table_twice_is_unchanged(
    scenery: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, TOWN, BUREAU)
    run(path)
    run(path)
    assert "0家可存入，2家已报且相同" in capsys.readouterr().out.splitlines()[1]


def test_file_that_is_not_there_is_named(scenery: District, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.csv”打不开（没有这个文件"):
        run(str(tmp_path / "none.csv"))


def test_folder_instead_of_a_file_is_refused(scenery: District, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="打不开"):
        run(str(tmp_path))


def test_unreadable_file_is_refused_in_one_line(scenery: District, tmp_path: Path) -> None:
    path = tmp_path / "cut.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(CommandError, match=r"“cut\.xlsx”读不了") as refusal:
        run(str(path))
    assert "\n" not in str(refusal.value)


def test_endless_file_is_refused_without_being_read_whole(scenery: District) -> None:
    with pytest.raises(CommandError, match="“zero”读不了"):
        run("/dev/zero")


def test_I4_closed_period_is_refused(scenery: District, tmp_path: Path) -> None:
    with scope(scenery.tenant.pk):
        close(scenery)
    with pytest.raises(CommandError, match="关账，数据已冻结"):
        run(table(tmp_path, TOWN))
    assert filed(scenery) == set()
