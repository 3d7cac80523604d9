"""Stand-ins for fonts: the nearest installed one, none where the named one is there."""

import subprocess
from pathlib import Path
from shutil import which

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from notices.fonts import CANDIDATES, configuration, substitutes
from notices.gbt9704 import LOOKS, PAGE_NUMBER

NOTO = frozenset({"Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Sans"})
ALL = sorted({font for fonts in CANDIDATES.values() for font in fonts} | set(CANDIDATES) | {"DejaVu Sans"})


def test_every_font_of_the_standard_has_candidates() -> None:
    assert {look.font for look in (*LOOKS.values(), PAGE_NUMBER)} <= set(CANDIDATES)


def test_free_fonts_stand_in_by_their_kind() -> None:
    assert substitutes(NOTO) == {
        "仿宋_GB2312": "Noto Serif CJK SC",
        "楷体_GB2312": "Noto Serif CJK SC",
        "黑体": "Noto Sans CJK SC",
        "宋体": "Noto Serif CJK SC",
        "方正小标宋简体": "Noto Serif CJK SC",
        "Times New Roman": "Noto Serif CJK SC",
    }


def test_installed_font_stands_for_itself() -> None:
    assert "仿宋_GB2312" not in substitutes(NOTO | {"仿宋_GB2312"})


def test_nearer_font_is_taken_before_a_farther_one() -> None:
    assert substitutes(NOTO | {"FangSong"})["仿宋_GB2312"] == "FangSong"


@pytest.mark.parametrize("installed", [frozenset[str](), frozenset({"DejaVu Sans"})])
def test_nothing_stands_in_where_nothing_fits(installed: frozenset[str]) -> None:
    assert substitutes(installed) == {}


@given(st.frozensets(st.sampled_from(ALL)))
def test_any_stand_in_is_installed_and_its_font_is_not(installed: frozenset[str]) -> None:
    chosen = substitutes(installed)
    assert set(chosen.values()) <= installed
    assert not set(chosen) & installed


def test_configuration_names_each_font_once_and_the_title_as_heavy() -> None:
    root = fromstring(configuration(substitutes(NOTO)))
    rules = root.findall("match")
    named = [rule.findtext("test/string") for rule in rules]
    heavy = [rule.findtext("test/string") for rule in rules if rule.find("edit[@name='weight']") is not None]
    assert sorted(filter(None, named)) == sorted(CANDIDATES)
    assert heavy == ["方正小标宋简体"]
    assert root.findtext("include") == "/etc/fonts/fonts.conf"


def test_name_with_markup_is_kept_as_it_is() -> None:
    root = fromstring(configuration({"A&B": "<C>"}))
    assert root.findtext("match/test/string") == "A&B"
    assert root.findtext("match/edit/string") == "<C>"


@pytest.mark.skipif(which("fc-match") is None, reason="needs fontconfig")
def test_system_follows_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "fonts.conf"
    path.write_text(configuration({"仿宋_GB2312": "DejaVu Sans Mono"}), encoding="utf-8")
    found = subprocess.run(
        [which("fc-match") or "", "-f", "%{family}", "仿宋_GB2312"],
        env={"FONTCONFIG_FILE": str(path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "DejaVu" in found.stdout
