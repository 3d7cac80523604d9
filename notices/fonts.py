"""What stands in for the fonts of an official document where they are not installed. Pure.

The standard's fonts belong to makers who do not give them away; a server seldom has them. For pictures and PDF
the nearest installed ones are taken, so that a page looks as it will on an office computer.
"""

from collections.abc import Mapping, Set
from types import MappingProxyType
from xml.sax.saxutils import escape

from notices.gbt9704 import BIAOSONG, FANGSONG, HEITI, KAITI, LATIN, SONGTI

_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "AR PL UMing CN", "SimSun")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Zen Hei", "SimHei")
CANDIDATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        FANGSONG: ("仿宋", "FangSong", "STFangsong", *_SERIF, *_SANS),
        KAITI: ("楷体", "KaiTi", "STKaiti", "AR PL UKai CN", *_SERIF, *_SANS),
        HEITI: ("SimHei", *_SANS),
        SONGTI: (*_SERIF, *_SANS),
        BIAOSONG: ("FZXiaoBiaoSong-B05S", *_SERIF, *_SANS),
        LATIN: ("Liberation Serif", "Tinos", *_SERIF),
    }
)
"""The fonts that are named in a document, and what may stand in for them, the nearest first."""

_HEAVY = frozenset({BIAOSONG})


def substitutes(installed: Set[str]) -> dict[str, str]:
    """For each named font that is missing the nearest that is there; a font without any is left out."""
    return {
        font: next(other for other in others if other in installed)
        for font, others in CANDIDATES.items()
        if font not in installed and installed & set(others)
    }


def configuration(chosen: Mapping[str, str]) -> str:
    """A configuration of fontconfig that puts `chosen` fonts in the places of others, beside the system's own."""
    rules = "".join(_rule(font, other) for font, other in chosen.items())
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{rules}</fontconfig>'
    )


def _rule(font: str, other: str) -> str:
    weight = '<edit name="weight" mode="assign"><const>bold</const></edit>' if font in _HEAVY else ""
    return (
        f'<match target="pattern"><test name="family"><string>{escape(font)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{escape(other)}</string></edit>'
        f"{weight}</match>"
    )
