"""The version of a filing that a page was loaded with, as its buttons send it back."""

from units.errors import Invalid

_DIGITS = 9


def sent_version(text: str) -> int:
    """The number; Invalid for anything else."""
    if not text.isdecimal() or len(text) > _DIGITS:
        raise Invalid("页面内容不完整。请刷新页面后再试。")
    return int(text)
