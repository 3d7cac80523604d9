"""Environment variables: a missing or misspelt one fails at start, by name."""

from pathlib import Path

import pytest

from config import env
from config.env import BadEnvironment

NAME = "QINGHUAN_TEST_VALUE"


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)


def given(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)


def test_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "某值")
    assert env.text(NAME) == "某值"
    assert env.text(NAME, "缺省") == "某值"


def test_missing_text_takes_its_default() -> None:
    assert env.text(NAME, "缺省") == "缺省"
    assert env.text(NAME, "") == ""


def test_missing_text_without_default_is_named() -> None:
    with pytest.raises(BadEnvironment, match=f"缺少环境变量 {NAME}，请设置后再启动"):
        env.text(NAME)


@pytest.mark.parametrize("default", [None, "缺省"])
def test_empty_text_counts_as_missing(monkeypatch: pytest.MonkeyPatch, default: str | None) -> None:
    given(monkeypatch, "")
    with pytest.raises(BadEnvironment, match=NAME):
        env.text(NAME, default)


def test_empty_text_is_allowed_where_empty_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "")
    assert env.text(NAME, "") == ""


@pytest.mark.parametrize("raw", ["1", "true", "YES", " on "])
def test_flag_is_on(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    given(monkeypatch, raw)
    assert env.flag(NAME, default=False) is True


@pytest.mark.parametrize("raw", ["0", "False", "no", "OFF", "", " "])
def test_flag_is_off(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    given(monkeypatch, raw)
    assert env.flag(NAME, default=True) is False


@pytest.mark.parametrize("default", [True, False])
def test_missing_flag_takes_its_default(default: bool) -> None:
    assert env.flag(NAME, default=default) is default


@pytest.mark.parametrize("raw", ["ture", "是", "2", "-1"])
def test_misspelt_flag_is_named_with_what_it_says(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    given(monkeypatch, raw)
    with pytest.raises(BadEnvironment, match=f"环境变量 {NAME} 应为 1 或 0，现为“{raw}”"):
        env.flag(NAME, default=False)


@pytest.mark.parametrize(("raw", "value"), [("8000", 8000), ("0", 0), ("-5", -5), (" 7 ", 7)])
def test_number_is_read(monkeypatch: pytest.MonkeyPatch, raw: str, value: int) -> None:
    given(monkeypatch, raw)
    assert env.number(NAME, 1) == value


def test_missing_number_takes_its_default() -> None:
    assert env.number(NAME, 8000) == 8000


@pytest.mark.parametrize("raw", ["", "八千", "8000.5", "0x10"])
def test_text_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    given(monkeypatch, raw)
    with pytest.raises(BadEnvironment, match=f"环境变量 {NAME} 应为整数，现为“{raw}”"):
        env.number(NAME, 1)


@pytest.mark.parametrize(
    ("raw", "value"),
    [("a.cn", ["a.cn"]), (" a.cn , b.cn,", ["a.cn", "b.cn"]), ("", []), (",", []), (" ", [])],
)
def test_names_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, raw: str, value: list[str]) -> None:
    given(monkeypatch, raw)
    assert env.names(NAME, "z.cn") == value


def test_missing_names_take_their_default() -> None:
    assert env.names(NAME) == []
    assert env.names(NAME, "a,b") == ["a", "b"]


@pytest.mark.parametrize("raw", [None, ""])
def test_missing_folder_takes_its_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raw: str | None
) -> None:
    if raw is not None:
        given(monkeypatch, raw)
    assert env.folder(NAME, tmp_path / "a" / ".." / "b") == (tmp_path / "b").resolve()


def test_folder_may_begin_at_home_and_need_not_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    given(monkeypatch, "~/data")
    assert env.folder(NAME, Path("/nowhere")) == tmp_path.resolve() / "data"
