"""The words 安委办 returns a filing with: the reason, and comments on single cells."""

from collections.abc import Mapping, Sequence

from reports.snapshot import IndicatorSpec
from reports.wording import quoted
from units.errors import Invalid
from units.models import Unit

MAX_REASON = 300
MAX_COMMENT = 200


def require_reason(unit: Unit, reason: str) -> None:
    """Invalid without a reason, or with one that cannot be stored."""
    if not reason:
        raise Invalid(f"退回{unit.name}的调度表要写明原因，让填报人知道改什么。")
    if len(reason) > MAX_REASON:
        raise Invalid(f"退回原因最多{MAX_REASON}字，现有{len(reason)}字，请写短一些。")


def read_comments(comments: Mapping[str, str], specs: Sequence[IndicatorSpec]) -> dict[str, str]:
    """Comments as they are stored, in printed order; empty ones are none.

    Invalid for a cell the form does not have, or a text too long.
    """
    by_code = {spec.code: spec for spec in specs}
    if not by_code.keys() >= comments.keys():
        raise Invalid("批注的指标不在本期的调度表里，没有退回。请刷新页面后再写。")
    said = {code: text.replace("\0", "").strip() for code, text in comments.items()}
    for code, text in said.items():
        if len(text) > MAX_COMMENT:
            raise Invalid(
                f"{quoted(by_code[code])}的批注最多{MAX_COMMENT}字，现有{len(text)}字，请写短一些。"
            )
    return {code: said[code] for code in by_code if said.get(code)}
