"""What scripts send."""

from typing import Any

import pytest
from django.test import RequestFactory

from units.http import sent_json


def sent(body: str) -> Any:
    return sent_json(RequestFactory().post("/", body, content_type="application/json"))


def test_json_is_read_as_it_was_sent() -> None:
    assert sent('{"name": "东关\\u9547", "count": 3, "😀": [null, true]}') == {
        "name": "东关镇",
        "count": 3,
        "😀": [None, True],
    }


def test_half_a_character_is_dropped_and_a_whole_one_kept() -> None:
    assert sent('{"\\ud83d": "a\\ud83db", "c": "\\ud83d\\ude00"}') == {"": "ab", "c": "😀"}


@pytest.mark.parametrize("body", ["", "{", "x", "[" * 100_000])
def test_what_is_no_json_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|nested"):
        sent(body)
