"""Photos: limits before decoding, copies that tell nothing, and what the camera wrote."""

import io
import struct
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hazards import pictures
from hazards.filetypes import Unfit
from hazards.pictures import SHOWN, THUMBNAIL, Picture, camera, taken_at
from tests.factories import ZONE
from tests.photos import exif, jpeg, saved, scene

LIMIT = 40_000_000


def read(content: bytes, limit: int = LIMIT) -> Picture:
    return pictures.read(content, max_pixels=limit)


def refusal(content: bytes, limit: int = LIMIT) -> str:
    with pytest.raises(Unfit) as caught:
        read(content, limit)
    return caught.value.words


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it has this size and holds hardly any data."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def webp_of(width: int, height: int) -> bytes:
    """A WebP whose header says it has this size."""
    data = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 4 + 8 + len(data)) + b"WEBPVP8X" + struct.pack("<I", len(data)) + data


@pytest.mark.parametrize("size", [(20_000, 10_000), (10_000, 10_000)])
def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    """Decoding would find it broken: that it is not called broken shows that nobody tried."""
    words = refusal(png_of(*size))
    assert "像素太多，最多4000万像素" in words
    assert "损坏" not in words


def test_size_of_a_picture_with_somewhat_too_many_pixels_is_told() -> None:
    assert refusal(png_of(8000, 6000)).startswith("有8000×6000像素，像素太多")


def test_webp_of_too_many_pixels_is_refused() -> None:
    assert "像素太多" in refusal(webp_of(16_000, 16_000))


def test_webp_may_have_half_as_many_pixels() -> None:
    content = saved(scene(1, (40, 30)), "WEBP")
    assert read(content, 2400).width == 40
    assert "像素太多" in refusal(content, 2399)


def test_limit_of_pixels_is_exact() -> None:
    content = saved(scene(1, (40, 30)))
    assert read(content, 1200).width == 40
    assert "像素太多" in refusal(content, 1199)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_broken_picture_is_refused(form: str) -> None:
    whole = saved(scene(1), form)
    assert read(whole).fingerprint
    for part in (len(whole) // 2, 60):
        assert "已损坏或没有传完" in refusal(whole[:part])


def test_other_formats_are_not_opened() -> None:
    """Their decoders stay out of reach, whatever the caller thought the file was."""
    assert "已损坏" in refusal(saved(scene(1), "BMP"))


def test_copies_are_small_jpegs() -> None:
    found = read(saved(scene(1, (4000, 3000)), quality=90))
    shown, thumbnail = opened(found.shown), opened(found.thumbnail)
    assert (found.width, found.height) == (4000, 3000)
    assert (shown.format, shown.size) == ("JPEG", (SHOWN, SHOWN * 3 // 4))
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (THUMBNAIL, THUMBNAIL * 3 // 4))


def test_small_picture_is_not_blown_up() -> None:
    assert opened(read(saved(scene(1, (200, 150)))).shown).size == (200, 150)


def test_copies_hold_nothing_of_what_the_camera_wrote() -> None:
    content = jpeg(exif=exif(), comment=b"secret", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")
    assert b"HUAWEI" in content
    assert b"secret" in content
    found = read(content)
    for copy in (found.shown, found.thumbnail):
        assert not opened(copy).getexif()
        assert b"HUAWEI" not in copy
        assert b"secret" not in copy
        assert b"Exif" not in copy


def test_what_the_camera_wrote_is_kept_beside() -> None:
    recorded = read(jpeg(exif=exif())).recorded
    assert recorded["Make"] == "HUAWEI"
    assert recorded["DateTimeOriginal"] == "2023:09:10 09:21:30"
    assert recorded["GPSLatitude"] == "25.0 26.0 10.2"
    assert all(isinstance(value, str) for value in recorded.values())


def test_what_cannot_be_stored_is_left_out_of_the_record() -> None:
    recorded = read(jpeg(exif=exif(LensModel="镜头\0\ud800x" + "长" * 300))).recorded
    assert "\0" not in recorded.get("LensModel", "")
    assert len(recorded.get("LensModel", "")) <= 200


@pytest.mark.parametrize("orientation", range(1, 9))
def test_copy_is_upright_whatever_the_camera_was_held_like(orientation: int) -> None:
    """The corner that was up and left is red again."""
    upright = Image.new("RGB", (400, 300), "white")
    upright.paste("red", (0, 0, 100, 100))
    undo = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    as_held = upright if undo is None else upright.transpose(undo)
    found = read(saved(as_held, exif=exif(orientation)))
    shown = opened(found.shown)
    assert shown.size == (found.width, found.height) == (400, 300)
    pixel = shown.getpixel((50, 50))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200 > 100 > pixel[1]


def test_photo_saved_upright_has_the_fingerprint_of_the_turned_one() -> None:
    turned = saved(scene(3).transpose(Image.Transpose.ROTATE_90), exif=exif(6), quality=95)
    assert read(turned).fingerprint == read(jpeg(3, quality=95)).fingerprint


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_mode_are_shown(mode: str) -> None:
    base = scene(1, (120, 90))
    image = Image.new("I;16", base.size, 30_000) if mode == "I;16" else base.convert(mode)
    assert opened(read(saved(image, "PNG")).shown).mode == "RGB"


def test_grey_of_sixteen_bits_keeps_its_levels() -> None:
    image = Image.new("I;16", (120, 90), 128 * 256)
    level = opened(read(saved(image, "PNG")).shown).getpixel((60, 45))
    assert isinstance(level, tuple)
    assert abs(level[0] - 128) <= 2


def test_four_colour_jpeg_of_a_printer_is_shown() -> None:
    assert opened(read(saved(scene(1).convert("CMYK"))).shown).mode == "RGB"


def test_transparent_ground_becomes_white() -> None:
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    assert opened(read(saved(clear, "PNG")).shown).getpixel((50, 50)) == (255, 255, 255)


def test_time_of_the_camera_is_the_tenants_unless_it_says_otherwise() -> None:
    local = datetime(2023, 9, 10, 9, 21, 30, tzinfo=ZONE)
    assert taken_at({"DateTimeOriginal": "2023:09:10 09:21:30"}, ZONE) == local
    elsewhere = {"DateTimeOriginal": "2023:09:10 09:21:30", "OffsetTimeOriginal": "+00:00"}
    assert taken_at(elsewhere, ZONE) == datetime(2023, 9, 10, 9, 21, 30, tzinfo=UTC)
    assert taken_at(elsewhere, ZONE) == local + timedelta(hours=8)


@pytest.mark.parametrize(
    "recorded",
    [
        {},
        {"DateTimeOriginal": "0000:00:00 00:00:00"},
        {"DateTimeOriginal": "昨天"},
        {"DateTimeOriginal": "2023:09:10 09:21:30", "OffsetTimeOriginal": "+99:99"},
    ],
)
def test_time_the_camera_did_not_set_is_none(recorded: dict[str, str]) -> None:
    assert taken_at(recorded, ZONE) is None


def test_camera_is_told_in_words() -> None:
    assert camera(read(jpeg(exif=exif())).recorded) == "HUAWEI P60；N25.43617，E119.00769"
    assert camera({"Model": "P60", "GPSLatitudeRef": "N", "GPSLatitude": "坏"}) == "P60；N坏"
    assert camera({}) == ""


WHOLE = {
    "jpeg": saved(scene(1, (80, 60)), exif=exif(6)),
    "png": saved(scene(1, (80, 60)), "PNG", exif=exif(6)),
    "webp": saved(scene(1, (80, 60)), "WEBP", exif=exif(6)),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", WHOLE)
@given(data=st.data())
def test_spoilt_picture_is_read_or_refused_and_never_fails(form: str, data: st.DataObject) -> None:
    """Some bytes are others, and the end may be missing."""
    content = bytearray(WHOLE[form])
    places = st.integers(0, len(content) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.just(len(content)) | places)
    try:
        found = read(bytes(content[:end]))
    except Unfit:
        return
    assert opened(found.shown).format == "JPEG"
    assert all(value.isprintable() for value in found.recorded.values())
