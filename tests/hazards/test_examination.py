"""Files looked at before they are kept: names, sizes, and refusals that begin with the name."""

import pytest
from pytest_django import Settings

from hazards import filetypes
from hazards.examination import NAME_LENGTH, clean_name, examined, require_size
from tests import photos
from tests.photos import jpeg
from units.errors import Invalid


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("现场.jpg", "现场.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\现场.jpg", "现场.jpg"),
        ("现\0场\u202e\n.jpg", "现场.jpg"),
        ("", "未命名"),
        ("/", "未命名"),
        ("长" * 200 + ".jpeg", "长" * 115 + ".jpeg"),
        ("长" * 200, "长" * 120),
    ],
)
def test_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean
    assert len(clean) <= NAME_LENGTH


@pytest.mark.parametrize("over", [0, 1])
def test_limit_of_bytes_is_exact(settings: Settings, over: int) -> None:
    settings.EVIDENCE_MAX_BYTES = 3 * 1024 * 1024
    if not over:
        require_size("a.jpg", settings.EVIDENCE_MAX_BYTES)
        return
    with pytest.raises(Invalid, match=r"“a\.jpg”有3\.0MB，最多3MB"):
        require_size("a.jpg", settings.EVIDENCE_MAX_BYTES + over)


def test_photo_is_examined_with_its_picture() -> None:
    found = examined("现场.png", jpeg())
    assert (found.name, found.kind, len(found.digest)) == ("现场.jpg", filetypes.JPEG, 64)
    assert found.picture is not None
    assert found.picture.width == photos.WIDTH


def test_document_has_no_picture() -> None:
    assert examined("方案.pdf", photos.PDF).picture is None


def test_same_content_has_the_same_digest_under_any_name() -> None:
    assert examined("a.pdf", photos.PDF).digest == examined("b.pdf", photos.PDF).digest
    assert examined("a.pdf", photos.PDF + b"\n").digest != examined("b.pdf", photos.PDF).digest


@pytest.mark.parametrize(
    ("name", "content"), [("假.jpg", photos.PDF), ("坏.jpg", jpeg()[:3000]), ("空.jpg", b"")]
)
def test_refusal_begins_with_the_name(name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        examined(name, content)
    assert caught.value.message.startswith(f"“{name}”")
