"""Photos of the demonstration: drawn, marked as drawn, each one different from all others.

The wall behind is made of panels in chance tones, so that no two pictures pass for the same one. Where no
Chinese font is installed, a striped band marks the picture instead of words.
"""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from PIL import ExifTags, Image, ImageDraw, ImageFont

from config.demo.cases import Scene
from config.demo.ledger_plan import dice

WIDTH, HEIGHT = 480, 360
"""As small as they still please: hundreds are drawn and examined at the first start."""
QUALITY = 68
COLUMNS, ROWS = 9, 8
"""Panels of the wall."""
BAND = 26
"""Height of the band at the foot that marks the picture."""
MARK = "合成图片 演示用"
FONTS = (
    "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "SourceHanSansSC-Regular.otf", "wqy-microhei.ttc",
    "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "PingFang.ttc", "msyh.ttc", "simhei.ttf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the scene stands before the wall and how large, in shares of the picture."""

    left: float
    top: float
    size: float

    def place(self, across: float, down: float) -> tuple[float, float]:
        """A corner of a shape in pixels."""
        return (self.left + across * self.size) * WIDTH, (self.top + down * self.size) * HEIGHT


def draw(scene: Scene, *, seed: str, taken_at: datetime, mended: bool) -> bytes:
    """A JPEG of a few kilobytes with an invented time in it; `mended` shows the place put right."""
    chance = dice(f"{seed} {mended}")
    image = Image.new("RGB", (WIDTH, HEIGHT))
    pencil = ImageDraw.Draw(image)
    _wall(pencil, chance)
    frame = Frame(chance.uniform(0.0, 0.3), chance.uniform(0.0, 0.25), chance.uniform(0.66, 0.8))
    for kind, colour, *corners in scene.shapes:
        _shape(pencil, kind, colour, corners, frame)
    if mended:
        _sign(pencil, chance)
    else:
        _circle(pencil, chance)
    _band(pencil, f"{MARK} {taken_at:%Y-%m-%d}")
    return _jpeg(image, taken_at)


def _wall(pencil: ImageDraw.ImageDraw, chance: random.Random) -> None:
    tint = [chance.randrange(-18, 19) for _ in range(3)]
    for column in range(COLUMNS):
        for row in range(ROWS):
            tone = chance.randrange(96, 226)
            box = (
                column * WIDTH // COLUMNS,
                row * HEIGHT // ROWS,
                (column + 1) * WIDTH // COLUMNS,
                (row + 1) * HEIGHT // ROWS,
            )
            red, green, blue = (tone + each for each in tint)
            pencil.rectangle(box, fill=(red, green, blue), outline=(70, 74, 78))


def _shape(
    pencil: ImageDraw.ImageDraw,
    kind: str,
    colour: str,
    corners: Sequence[float],
    frame: Frame,
) -> None:
    points = [frame.place(across, down) for across, down in zip(corners[::2], corners[1::2], strict=True)]
    if kind == "line":
        pencil.line(points, fill=colour, width=5)
    else:
        getattr(pencil, kind)(points, fill=colour, outline="#22282c")


def _circle(pencil: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """What an inspector draws around the fault."""
    left, top = chance.randrange(90, 250), chance.randrange(60, 180)
    pencil.ellipse((left, top, left + 114, top + 84), outline="#d11a1a", width=5)


def _sign(pencil: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """A warning sign and a tick."""
    left, top = chance.randrange(20, 300), chance.randrange(20, 150)
    pencil.polygon(
        [(left + 34, top), (left + 68, top + 58), (left, top + 58)], fill="#f4c20d", outline="#1c1c1c"
    )
    pencil.line([(left + 34, top + 18), (left + 34, top + 39)], fill="#1c1c1c", width=5)
    pencil.ellipse((left + 31, top + 44, left + 37, top + 50), fill="#1c1c1c")
    right = left + 82
    pencil.rectangle((right, top, right + 58, top + 58), fill="#1e8449", outline="#ffffff")
    pencil.line(
        [(right + 12, top + 30), (right + 25, top + 43), (right + 46, top + 15)], fill="#ffffff", width=7
    )


def _band(pencil: ImageDraw.ImageDraw, text: str) -> None:
    top = HEIGHT - BAND
    pencil.rectangle((0, top, WIDTH, HEIGHT), fill="#f4c20d")
    for left in range(-BAND, WIDTH, BAND * 2):
        pencil.polygon(
            [(left, HEIGHT), (left + BAND, top), (left + BAND * 3 // 2, top), (left + BAND // 2, HEIGHT)],
            fill="#1c1c1c",
        )
    if font := _font():
        pencil.rectangle((72, top, WIDTH - 72, HEIGHT), fill="#f4c20d")
        pencil.text((WIDTH / 2, top + BAND / 2), text, fill="#1c1c1c", font=font, anchor="mm")


@cache
def _font() -> Any:
    """A font that has Chinese characters; None where none is installed."""
    for name in FONTS:
        try:
            return ImageFont.truetype(name, 17)
        except OSError:
            continue
    return None


def _jpeg(image: Image.Image, taken_at: datetime) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, exif=exif)
    return buffer.getvalue()
