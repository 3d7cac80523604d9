"""Names of units as tables shorten them: 区应急局 for 区应急管理局."""

from itertools import dropwhile

from reports.workbook_values import plain

_DISTRICT = "省市区县"
_SHORTEST = 3


def same_unit(one: str, other: str) -> bool:
    """Whether one name is the other with signs left out, the ends kept; both full names differ otherwise."""
    short, long = sorted((_bare(one), _bare(other)), key=len)
    if short == long:
        return bool(short)
    if len(short) < _SHORTEST or short[-1] != long[-1] or short[0] != long[0]:
        return False
    rest = iter(long)
    return all(sign in rest for sign in short)


def _bare(name: str) -> str:
    """The name without the word for its district."""
    return "".join(dropwhile(lambda sign: sign in _DISTRICT, plain(name)))
