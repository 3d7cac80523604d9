"""Photos and documents for tests, drawn on the spot; every scene and wall is its number's own."""

import io
import random
import zipfile
from collections.abc import Mapping
from typing import Any

from django.core.files.storage import storages
from PIL import ExifTags, Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 800, 600
GPS: Mapping[int, Any] = {
    ExifTags.GPS.GPSLatitudeRef: "N",
    ExifTags.GPS.GPSLatitude: (25.0, 26.0, 10.2),
    ExifTags.GPS.GPSLongitudeRef: "E",
    ExifTags.GPS.GPSLongitude: (119.0, 0.0, 27.7),
}


def scene(number: int, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """Things of all colours before a wall, on a floor."""
    dice = random.Random(number)
    width, height = size

    def colour() -> tuple[int, ...]:
        return tuple(dice.randrange(30, 226) for _ in range(3))

    image = Image.new("RGB", size, colour())
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, int(height * dice.uniform(0.5, 0.8)), width, height), fill=colour())
    for _ in range(dice.randrange(10, 18)):
        x, y = dice.randrange(width), dice.randrange(height)
        box = (
            x,
            y,
            x + dice.randrange(width // 10, width // 3),
            y + dice.randrange(height // 10, height // 3),
        )
        (draw.rectangle if dice.random() < 0.6 else draw.ellipse)(box, fill=colour())
    return image.filter(ImageFilter.GaussianBlur(1.5))


def wall(number: int) -> Image.Image:
    """A plain wall: one colour, light from one side, a lens that darkens the corners, grain."""
    dice = random.Random(number)
    base, across, down, corners = (
        dice.randrange(120, 235),
        dice.uniform(-60, 60),
        dice.uniform(-60, 60),
        dice.uniform(0, 50),
    )
    light = Image.new("L", (80, 60))
    light.putdata(
        [
            int(base + across * (x / 80 - 0.5) + down * (y / 60 - 0.5) - corners * ((x / 80 - 0.5) ** 2))
            for y in range(60)
            for x in range(80)
        ]
    )
    grain = Image.effect_noise((WIDTH, HEIGHT), 30)
    return Image.blend(light.resize((WIDTH, HEIGHT)), grain, 0.15).convert("RGB")


def saved(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def jpeg(number: int = 1, **options: Any) -> bytes:
    """A scene as a camera hands it out."""
    return saved(scene(number), **options)


def exif(orientation: int = 1, **tags: str) -> Image.Exif:
    """What a camera writes: device, place, time; other tags by their EXIF names."""
    written = Image.Exif()
    written[ExifTags.Base.Make] = "HUAWEI"
    written[ExifTags.Base.Model] = "P60"
    written[ExifTags.Base.Orientation] = orientation
    written.get_ifd(ExifTags.IFD.GPSInfo).update(GPS)
    inner = written.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.DateTimeOriginal] = "2023:09:10 09:21:30"
    for name, value in tags.items():
        inner[ExifTags.Base[name]] = value
    return written


def archive(*parts: str, content: bytes = b"x") -> bytes:
    """A zip with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in parts:
            packed.writestr(part, content)
    return buffer.getvalue()


def docx() -> bytes:
    """What makes an archive a Word document."""
    return archive("[Content_Types].xml", "word/document.xml")


def xlsx() -> bytes:
    """What makes an archive an Excel table."""
    return archive("[Content_Types].xml", "xl/workbook.xml")


def compound(*streams: str) -> bytes:
    """An office file of old with these streams."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"".join(s.encode("utf-16-le") for s in streams)
    )


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def stored() -> set[str]:
    """Names of all files in the evidence storage."""
    found: set[str] = set()
    places = [""]
    while places:
        place = places.pop()
        folders, names = storages["evidence"].listdir(place)
        places += [f"{place}/{folder}".lstrip("/") for folder in folders]
        found.update(f"{place}/{name}".lstrip("/") for name in names)
    return found
