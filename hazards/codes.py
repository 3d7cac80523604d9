"""统一社会信用代码 (GB 32100): what is wrong with one, in words. Pure."""

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError


class BadCode(Exception):
    """A code that cannot be right; the Chinese message says what to check."""


def normal_code(text: str) -> str:
    """The code in capitals without spaces and hyphens, "" for none; BadCode says what is wrong."""
    compact = uscc.compact(text)
    if not compact:
        return ""
    try:
        return uscc.validate(compact)
    except InvalidLength as error:
        raise BadCode(f"统一社会信用代码应为18位，现有{len(compact)}位，请对照营业执照核对。") from error
    except InvalidChecksum as error:
        raise BadCode("统一社会信用代码的校验位不对，请对照营业执照逐位核对。") from error
    except ValidationError as error:
        raise BadCode(
            "统一社会信用代码前8位应为数字，其余为数字或大写字母（没有 I、O、S、V、Z）。"
        ) from error
