"""Several files sent at once: one that cannot be taken holds up no other."""

from dataclasses import dataclass

import pytest
from django.test import override_settings

from hazards.sent_files import take_each
from units.errors import Conflict, DomainError, Invalid, NotAllowed


@dataclass
class Sent:
    name: str | None
    content: bytes = b"x"
    size: int | None = 1
    reads: int = 0

    def read(self) -> bytes:
        self.reads += 1
        return self.content


def test_each_is_handed_on_under_its_own_name() -> None:
    found = take_each([Sent("C:\\照片\\甲.jpg"), Sent(None)], lambda name, content: (name, content))
    assert found.added == [("甲.jpg", b"x"), ("未命名", b"x")]
    assert found.refused == []


@pytest.mark.parametrize("refusal", [Invalid("坏了。"), Conflict("已有。")])
def test_one_refused_holds_up_no_other(refusal: DomainError) -> None:
    def attach(name: str, _: bytes) -> str:
        if name == "乙":
            raise refusal
        return name

    found = take_each([Sent("甲"), Sent("乙"), Sent("丙")], attach)
    assert (found.added, found.refused) == (["甲", "丙"], [refusal.message])


@override_settings(EVIDENCE_MAX_BYTES=3)
def test_what_is_too_large_is_not_read() -> None:
    fits, exceeds = Sent("甲", size=3), Sent("乙", size=4)
    found = take_each([fits, exceeds], lambda name, _: name)
    assert (fits.reads, exceeds.reads) == (1, 0)
    assert found.added == ["甲"]
    assert "“乙”" in found.refused[0]


def test_what_concerns_all_files_is_raised() -> None:
    def attach(*_: object) -> None:
        raise NotAllowed("不归您办。")

    with pytest.raises(NotAllowed):
        take_each([Sent("甲")], attach)
