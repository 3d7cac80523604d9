"""The files of a circular, made from what is kept."""

import hashlib

import pytest

from notices.selectors import files
from notices.services import issuing
from tests.factories import District
from tests.notices.issued import AFTER, NUMBER, drafted, issued, letter, publication_of
from units.errors import Conflict


def test_draft_is_named_by_its_title_and_state(district: District) -> None:
    circular = drafted(district)
    assert files.of_circular(circular).name == f"{circular.title}（草稿）"


def test_issued_document_is_named_by_its_number(district: District) -> None:
    circular = issued(district)
    assert files.of_circular(circular).name == f"{NUMBER} {circular.title}"


def test_same_file_is_made_each_time(district: District) -> None:
    publication = publication_of(issued(district))
    first, second = (files.of_publication(publication).content for _ in range(2))
    assert first == second
    assert hashlib.sha256(first).hexdigest() == publication.sha256


def test_withdrawn_document_keeps_its_file(district: District) -> None:
    circular = issued(district)
    before = files.of_circular(circular)
    issuing.withdraw(actor=district.leader, circular=circular, at=AFTER, comment="有误")
    assert files.of_circular(circular).content == before.content


def test_other_bytes_are_given_under_another_name(district: District) -> None:
    publication = publication_of(issued(district))
    publication.sha256 = "0" * 64
    assert files.of_publication(publication).name.endswith("（排版已更新，校验码不同）")


def test_symbol_no_word_file_can_hold_is_told(district: District) -> None:
    found = letter(district, text="垂直\x0b制表\x01符")
    with pytest.raises(Conflict, match="请在编辑页删去特殊符号"):
        files.of_circular(found)
