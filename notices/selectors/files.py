"""The files of a circular: of a draft as it stands, of what was issued as it was printed."""

import hashlib
from dataclasses import dataclass

from notices import document, printed_annex
from notices.models import Circular, Publication, PublicationState
from notices.selectors import annexes, issuing
from units.errors import Conflict


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word file and the name it is saved under."""

    content: bytes
    name: str


def of_circular(circular: Circular) -> WordFile:
    """A draft with its draft mark, or the printed copy of what was issued."""
    if publication := issuing.publication_of(circular):
        return of_publication(publication)
    try:
        content = document.render(circular.document, annexes.of(circular))
    except (document.BrokenDocument, ValueError) as error:
        raise Conflict("文稿里有Word放不下的符号，生成不了文件。请在编辑页删去特殊符号后再下载。") from error
    return WordFile(content, f"{circular.title}（{circular.get_state_display()}）")


def of_publication(publication: Publication) -> WordFile:
    """The printed copy, made again from what is kept; its name tells when it no longer holds, or when a newer version
    sets it otherwise.
    """
    content = document.render(publication.document, printed_annex.from_json(publication.annex))
    same = hashlib.sha256(content).hexdigest() == publication.sha256
    name = f"{publication.document_number} {publication.title}{_no_longer(publication)}"
    return WordFile(content, name if same else f"{name}（排版已更新，校验码不同）")


def _no_longer(publication: Publication) -> str:
    return "" if publication.state == PublicationState.IN_FORCE else f"（{publication.get_state_display()}）"
