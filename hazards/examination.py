"""Looking at a file that somebody wants to hand in: what it is, and whether it can be kept."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath

from django.conf import settings

from hazards import filetypes, pictures
from hazards.entries import plain
from hazards.filetypes import Kind, Unfit
from hazards.pictures import Picture
from units.errors import Invalid

NAME_LENGTH = 120
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept; `picture` is None for a document."""

    name: str
    kind: Kind
    digest: str
    picture: Picture | None


def examined(name: str, content: bytes) -> Examined:
    """What the file is; Invalid in words that begin with its name."""
    name = clean_name(name)
    require_size(name, len(content))
    try:
        kind = filetypes.recognise(name, content)
        picture = pictures.read(content, max_pixels=settings.EVIDENCE_MAX_PIXELS) if kind.is_picture else None
    except Unfit as unfit:
        raise Invalid(f"“{name}”{unfit.words}") from unfit
    return Examined(_shortened(filetypes.proper_name(name, kind)), kind, sha256(content).hexdigest(), picture)


def require_size(name: str, size: int) -> None:
    """Invalid when a file has more bytes than are taken; asked before it is read."""
    limit = settings.EVIDENCE_MAX_BYTES
    if size > limit:
        raise Invalid(f"“{name}”有{size / MEGABYTE:.1f}MB，最多{limit // MEGABYTE}MB。请压缩或缩小后再上传。")


def clean_name(name: str) -> str:
    """The name without folders and what cannot be printed."""
    last = PurePath(plain(name).replace("\\", "/")).name
    printable = "".join(letter for letter in last if letter.isprintable())
    return _shortened(printable or "未命名")


def _shortened(name: str) -> str:
    suffix = PurePath(name).suffix[:10]
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - len(suffix)] + suffix
