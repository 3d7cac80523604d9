"""Refusals a user is shown: each says in Chinese what is wrong, where, and what to do.

They are raised by services and selectors and mapped to a page or an API answer in one place
(`config/errors.py`).
"""

from collections.abc import Mapping


class DomainError(Exception):
    """Base of all refusals; `message` is meant for the user, `problems` are messages by field, if any."""

    status = 400
    title = "没有办成"
    problems: Mapping[str, str] = {}

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The person may not do this here."""

    status = 403
    title = "没有权限"


class NotFound(DomainError):
    """There is no such thing, or none this person may know of."""

    status = 404
    title = "没有找到"


class WrongMethod(DomainError):
    """An address for sending was opened, or one for looking was sent something."""

    status = 405
    title = "这个网址不能这样打开"


class Conflict(DomainError):
    """Somebody or something was quicker: the state is no longer what the person saw."""

    status = 409
    title = "情况已经变化"


class Invalid(DomainError):
    """What was entered cannot be accepted."""

    status = 422
    title = "内容有误"
