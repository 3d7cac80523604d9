"""The same picture in another form is found; different pictures are not taken for each other."""

import io
from collections.abc import Callable, Mapping
from itertools import combinations

import pytest
from PIL import Image, ImageEnhance

from hazards.fingerprints import ALIKE, distance, fingerprint
from tests.photos import HEIGHT, WIDTH, saved, scene, wall

SCENES = 220
WALLS = 60


@pytest.fixture(scope="module")
def prints() -> list[str]:
    """Fingerprints of many scenes; those too plain to have one are left out."""
    found = [fingerprint(scene(number)) for number in range(SCENES)]
    return [each for each in found if each]


def kept(image: Image.Image, quality: int) -> Image.Image:
    return Image.open(io.BytesIO(saved(image, quality=quality))).convert("RGB")


def trimmed(image: Image.Image, share: float) -> Image.Image:
    width, height = image.size
    across, down = int(width * share), int(height * share)
    return image.crop((across, down, width - across, height - down))


CHANGES: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "saved at quality 40": lambda image: kept(image, 40),
    "shrunk to a quarter": lambda image: image.resize((WIDTH // 4, HEIGHT // 4)),
    "brightened": lambda image: ImageEnhance.Brightness(image).enhance(1.15),
    "darkened": lambda image: ImageEnhance.Brightness(image).enhance(0.85),
    "more contrast": lambda image: ImageEnhance.Contrast(image).enhance(1.2),
    "in grey": lambda image: image.convert("L").convert("RGB"),
    "trimmed by 1%": lambda image: trimmed(image, 0.01),
    "shrunk, trimmed and saved again": lambda image: kept(trimmed(image.resize((600, 450)), 0.01), 60),
}


@pytest.mark.parametrize("change", CHANGES)
def test_same_picture_in_another_form_is_found(change: str) -> None:
    """Of pictures with a fingerprint 19 in 20 are found."""
    known = [(image, mark) for number in range(60) if (mark := fingerprint(image := scene(number)))]
    assert len(known) > 50
    again = [(mark, fingerprint(CHANGES[change](image))) for image, mark in known]
    missed = [pair for pair in again if not pair[1] or distance(*pair) > ALIKE]
    assert len(missed) <= len(known) / 20


def test_picture_trimmed_by_a_fiftieth_is_mostly_found() -> None:
    known = [(image, mark) for number in range(60) if (mark := fingerprint(image := scene(number)))]
    again = [(mark, fingerprint(trimmed(image, 0.02))) for image, mark in known]
    found = [pair for pair in again if pair[1] and distance(*pair) <= ALIKE]
    assert len(found) >= 0.85 * len(known)


def test_different_pictures_are_not_taken_for_each_other(prints: list[str]) -> None:
    """Among more than 20,000 pairs of scenes there is no false alarm."""
    assert len(prints) >= 200
    assert [pair for pair in combinations(prints, 2) if distance(*pair) <= ALIKE] == []


def test_plain_walls_have_no_fingerprint() -> None:
    assert {fingerprint(wall(number)) for number in range(WALLS)} == {""}


@pytest.mark.parametrize("colour", ["white", "black", "#7f7f7f"])
def test_uniform_picture_has_no_fingerprint(colour: str) -> None:
    assert fingerprint(Image.new("RGB", (640, 480), colour)) == ""


def test_fingerprint_is_sixteen_digits(prints: list[str]) -> None:
    assert {len(each) for each in prints} == {16}
    assert all(int(each, 16) < 2**64 for each in prints)


@pytest.mark.parametrize(
    ("one", "other", "bits"),
    [
        ("0" * 16, "0" * 16, 0),
        ("0" * 16, "f" * 16, 64),
        ("0" * 16, "0" * 15 + "7", 3),
        ("8" + "0" * 15, "0" * 16, 1),
    ],
)
def test_distance_counts_the_bits_that_differ(one: str, other: str, bits: int) -> None:
    assert distance(one, other) == distance(other, one) == bits
