"""Refusals keep their message and have a status each."""

import pytest

from units.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound


@pytest.mark.parametrize(
    ("kind", "status", "title"),
    [
        (DomainError, 400, "没有办成"),
        (NotAllowed, 403, "没有权限"),
        (NotFound, 404, "没有找到"),
        (Conflict, 409, "情况已经变化"),
        (Invalid, 422, "内容有误"),
    ],
)
def test_refusal_has_message_status_and_title(kind: type[DomainError], status: int, title: str) -> None:
    refusal = kind("请核对后重试。")
    assert (refusal.message, str(refusal)) == ("请核对后重试。", "请核对后重试。")
    assert (refusal.status, refusal.title) == (status, title)
    assert isinstance(refusal, DomainError)
