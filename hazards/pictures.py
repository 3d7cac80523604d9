"""Photos: their size before anything is decoded, what the camera wrote, and copies that tell nothing of it. Pure."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from threading import Lock

from PIL import ExifTags, Image

from hazards.filetypes import Unfit
from hazards.fingerprints import fingerprint

SHOWN, THUMBNAIL = 1600, 320
"""Longest edges of the copies, in pixels."""
QUALITY = 82
EXIF_TEXT = 200
_FORMATS = ("JPEG", "PNG", "WEBP")
_TAKEN = ("DateTimeOriginal", "DateTimeDigitized", "DateTime")
_BROKEN = "已损坏或没有传完，打不开。请重新拍照或重新导出后再上传。"
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a photo upright, by the orientation the camera wrote."""
_ON_ITS_SIDE = frozenset(_TURNS[orientation] for orientation in (5, 6, 7, 8))
# One large photo takes some 200 MB while it is decoded: never two at once in a process.
_decoding = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept. Copies are JPEG, upright; width and height are those of the upright original."""

    width: int
    height: int
    shown: bytes
    thumbnail: bytes
    fingerprint: str
    recorded: Mapping[str, str]


def read(content: bytes, *, max_pixels: int) -> Picture:
    """Decode a JPEG or PNG, or a WebP of half as many pixels.

    Unfit when it has too many pixels, which is found before decoding, or is broken.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            # The decoder of WebP holds the whole picture several times.
            _require_size(image, max_pixels // 2 if image.format == "WEBP" else max_pixels)
            with _decoding:
                return _picture(image)
    except _BOMBS as error:
        raise Unfit(_too_many(max_pixels)) from error
    except Unfit:
        raise
    # Decoders of hostile files fail in many ways; none of them is this program's fault.
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, EOFError, TypeError) as error:
        raise Unfit(_BROKEN) from error


def taken_at(recorded: Mapping[str, str], zone: tzinfo) -> datetime | None:
    """When the camera says the photo was taken, by its own zone if it wrote one, else by the tenant's."""
    text = next((recorded[name] for name in _TAKEN if recorded.get(name)), "")
    offset = recorded.get("OffsetTimeOriginal", "")
    try:
        local = datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  the zone follows
        if re.fullmatch(r"[+-]\d\d:\d\d", offset):
            return datetime.strptime(f"{local:%Y-%m-%d %H:%M:%S}{offset}", "%Y-%m-%d %H:%M:%S%z")
    except ValueError:
        return None
    return local.replace(tzinfo=zone)


def camera(recorded: Mapping[str, str]) -> str:
    """The device and the place the camera wrote down, in words; empty when it wrote neither."""
    device = " ".join(recorded[name] for name in ("Make", "Model") if recorded.get(name))
    place = "，".join(
        f"{recorded[f'{name}Ref']}{_degrees(recorded[name])}"
        for name in ("GPSLatitude", "GPSLongitude")
        if recorded.get(name) and recorded.get(f"{name}Ref")
    )
    return "；".join(part for part in (device, place) if part)


def _require_size(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        raise Unfit(f"有{image.width}×{image.height}像素，{_too_many(max_pixels)}")


def _too_many(max_pixels: int) -> str:
    return f"像素太多，最多{max_pixels // 10_000}万像素。请用手机的普通模式拍摄，或缩小后再上传。"


def _picture(image: Image.Image) -> Picture:
    exif = image.getexif()
    recorded = _recorded(exif)
    turn = _TURNS.get(exif.get(ExifTags.Base.Orientation, 1))
    width, height = reversed(image.size) if turn in _ON_ITS_SIDE else image.size
    shown = _flat(_shrunk(image))
    if turn is not None:
        shown = shown.transpose(turn)
    thumbnail = shown.copy()
    thumbnail.thumbnail((THUMBNAIL, THUMBNAIL))
    return Picture(width, height, _jpeg(shown), _jpeg(thumbnail), fingerprint(shown), recorded)


def _shrunk(image: Image.Image) -> Image.Image:
    """Small enough for a page; a JPEG is not even decoded at full size."""
    if image.mode == "P":
        image = image.convert("RGBA")
    if image.mode.startswith("I"):
        # 16 bits of grey.
        image = image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    image.thumbnail((SHOWN, SHOWN), reducing_gap=2.0)
    return image


def _flat(image: Image.Image) -> Image.Image:
    """In three colours; what is transparent becomes white."""
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    return image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    """The pixels alone: whatever else the file held is left out."""
    plain = Image.frombytes("RGB", image.size, image.tobytes())
    buffer = io.BytesIO()
    plain.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()


def _recorded(exif: Image.Exif) -> dict[str, str]:
    """EXIF as printable text by tag name; makers' own blocks stay in the original alone."""
    tags = {
        **{ExifTags.TAGS.get(tag): value for tag, value in exif.items()},
        **{ExifTags.TAGS.get(tag): value for tag, value in exif.get_ifd(ExifTags.IFD.Exif).items()},
        **{ExifTags.GPSTAGS.get(tag): value for tag, value in exif.get_ifd(ExifTags.IFD.GPSInfo).items()},
    }
    texts = {name: _text(value) for name, value in tags.items() if name and not isinstance(value, bytes)}
    return {name: text for name, text in texts.items() if text}


def _text(value: object) -> str:
    """A value as it is stored: PostgreSQL takes neither null characters nor halves of characters."""
    parts = value if isinstance(value, tuple) else (value,)
    text = " ".join(str(part) for part in parts)
    return "".join(letter for letter in text if letter.isprintable())[:EXIF_TEXT].strip()


def _degrees(text: str) -> str:
    """Degrees, minutes and seconds as decimal degrees; as they stand when they cannot be read."""
    try:
        degrees, minutes, seconds = (float(part) for part in text.split())
    except ValueError:
        return text
    return f"{degrees + minutes / 60 + seconds / 3600:.5f}"
