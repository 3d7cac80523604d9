"""Strict readers for environment variables: a missing or misspelt value fails at start, by name."""

import os
from pathlib import Path

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


class BadEnvironment(Exception):
    """An environment variable is missing or unusable; the message names it and says what to set."""


def text(name: str, default: str | None = None) -> str:
    """The value of `name`, or `default`; BadEnvironment when neither is there."""
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default == "":
            return ""
        raise BadEnvironment(f"缺少环境变量 {name}，请设置后再启动。")
    return value


def flag(name: str, *, default: bool) -> bool:
    """A yes/no value: 1, true, yes, on or 0, false, no, off."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    lowered = raw.strip().lower()
    if lowered in TRUE:
        return True
    if lowered in FALSE:
        return False
    raise BadEnvironment(f"环境变量 {name} 应为 1 或 0，现为“{raw}”。")


def number(name: str, default: int) -> int:
    """A whole number."""
    raw = os.environ.get(name, str(default))
    try:
        return int(raw)
    except ValueError:
        raise BadEnvironment(f"环境变量 {name} 应为整数，现为“{raw}”。") from None


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """A directory as an absolute path; it need not exist yet."""
    return Path(os.environ.get(name) or default).expanduser().resolve()
