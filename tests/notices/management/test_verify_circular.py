"""`manage.py verify_circular`: exit status, both formats, and what it needs."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.commands import needs_services
from tests.circular_files import as_lines, of_paragraphs, printed_form
from tests.factories import District, close, sign_and_file
from tests.licheng import DATA, PUBLISHED_TOTALS, indicators, september
from units.scoping import scope

ROOT = Path(__file__).resolve().parents[3]
CSV = DATA / "dispatch-2023-09.csv"


def run(*arguments: object) -> tuple[int, str]:
    """The exit status and what was printed."""
    out = StringIO()
    try:
        call_command("verify_circular", *map(str, arguments), stdout=out)
    except CommandError as refusal:
        return refusal.returncode, str(refusal)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A circular without a fault."""
    path = tmp_path / "通报.docx"
    path.write_bytes(of_paragraphs("一、工作成效", "全区抽查检查企业2075家次。"))
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A circular with the published table, two of whose cells are wrong."""
    rows = {"累计": PUBLISHED_TOTALS, **september()}
    cells = {name: [str(values[spec.code]) for spec in indicators()] for name, values in rows.items()}
    path = tmp_path / "通报.txt"
    path.write_text(f"附件1\n调度表\n\n{as_lines(printed_form(cells))}\n", encoding="utf-8")
    return path


def test_sound_circular_ends_in_zero(sound: Path) -> None:
    status, said = run(sound)
    assert (status, said.splitlines()[0]) == (0, "通报.docx：没有发现不对的数")


def test_faulty_circular_ends_in_one_and_names_the_faults(faulty: Path) -> None:
    status, said = run(faulty)
    assert status == 1
    assert "1. 表格 累计行 帮扶指导重点县区（镇街）列  366，应为386（前后矛盾）" in said
    assert "2. 表格 区文旅局行 重大隐患/部门挂牌督办/排查列  1，应不大于0（前后矛盾）" in said


def test_json_has_the_promised_shape(faulty: Path) -> None:
    status, said = run(faulty, "--table", CSV, "--format", "json")
    answer: dict[str, Any] = json.loads(said)
    assert status == 1
    assert list(answer) == ["file", "numbers", "table", "notes", "summary"]
    assert answer["file"] == str(faulty)
    assert set(answer["numbers"][0]) == {
        *("text", "value", "unit", "start", "end", "context", "verdict", "figure", "expected", "reason")
    }
    assert set(answer["table"][0]) == {"row", "column", "value", "verdict", "expected", "reason"}
    assert answer["summary"]["wrong"] == 2


def test_table_of_the_month_before_is_taken_too(sound: Path) -> None:
    assert "没有上一期的数据" in run(sound, "--table", CSV)[1]
    assert "没有上一期的数据" not in run(sound, "--table", CSV, "--previous", CSV)[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "没有给出要核对的通报"),
        (("{folder}/none.txt",), "打不开"),
        (("{folder}",), "打不开"),
        (("{folder}/scan.pdf",), "“{folder}/scan.pdf”：PDF 读不了"),
        (("{sound}", "--table", "{folder}/none.csv"), "打不开"),
        (("{sound}", "--table", "{sound}"), "“{sound}”：只接受 .xlsx 和 .csv"),
        (("{sound}", "--format", "xml"), "--format 只能是 text 或 json"),
        (("{sound}", "--period", "2023-09"), "--tenant 和 --period 要一起给"),
        (("{sound}", "--tenant", "licheng"), "--tenant 和 --period 要一起给"),
        (("{sound}", "--previous", "{folder}/a.csv"), "--previous 是 --table 的上一期"),
    ],
)
def test_what_cannot_be_read_ends_in_two_with_the_reason(
    sound: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    places = {"folder": tmp_path, "sound": sound}
    status, said = run(*(each.format(**places) for each in arguments))
    assert status == 2
    assert words.format(**places) in said


@pytest.mark.parametrize(
    ("words", "about"),
    [(["a.txt", "--bogus"], "--bogus"), (["a.txt", "--table"], "--table"), (["a", "b"], "")],
)
def test_wrong_arguments_end_in_two_in_chinese(
    capsys: pytest.CaptureFixture[str], words: list[str], about: str
) -> None:
    status, _ = run(*words)
    assert status == 2
    assert (
        capsys.readouterr().err == f"错误：参数{about}写错了，写法请看 manage.py verify_circular --help。\n"
    )


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("a.txt", False),
        ("a.txt --table b.csv --format json", False),
        ("a.txt --tenant licheng --period 2023-09", True),
        ("a.txt --tenant=licheng", True),
        ("a.txt --te licheng", True),
    ],
)
def test_services_start_only_with_a_tenant(words: str, needs: bool) -> None:
    assert needs_services(["manage.py", "verify_circular", *words.split()]) is needs


def test_no_database_is_needed(faulty: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATA_DIR": str(faulty.parent / "none")}
    command = [sys.executable, "manage.py", "verify_circular", str(faulty)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert not (faulty.parent / "none").exists()


@pytest.fixture
def closed(scenery: District) -> District:
    """A district with a closed period."""
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
        close(scenery)
    return scenery


def test_closed_period_is_what_a_text_is_held_against(closed: District, sound: Path) -> None:
    status, said = run(sound, "--tenant", closed.tenant.slug, "--period", "2023-09")
    assert "文中的数字与2023年9月快照第1版核对。" in said
    assert status in {0, 1}


@pytest.mark.parametrize(("period", "words"), [("1999-01", "没有“1999-01”这一期"), ("2023-09", "还没有关账")])
def test_period_that_is_not_closed_ends_in_two(
    scenery: District, sound: Path, period: str, words: str
) -> None:
    status, said = run(sound, "--tenant", scenery.tenant.slug, "--period", period)
    assert status == 2
    assert words in said


@pytest.mark.django_db
def test_unknown_tenant_ends_in_two(sound: Path) -> None:
    assert run(sound, "--tenant", "nobody", "--period", "2023-09")[0] == 2
