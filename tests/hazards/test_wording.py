"""Sentences as comparable pieces: what is affirmed, denied or not seen, and where it stands."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hazards import library
from hazards.library import vocabulary
from hazards.wording import ABSENT, Sense, Vocabulary

DATA = json.loads((Path(library.__file__).parent / "data" / "synonyms.json").read_text(encoding="utf-8"))
SMALL = Vocabulary.parse(
    {
        "words": {
            "negations": ["没", "没有", "未", "未对"],
            "absences": ["缺失"],
            "unseen": ["未见", "没看到"],
            "turns": ["但", "就"],
            "fillers": ["设置", "的", "有", "里"],
            "lists": ["、", "或", "和"],
            "kept": ["有色", "不足"],
            "shortfalls": ["不足"],
            "openers": ["仍继续使用"],
            "far_negations": ["未对"],
            "papers": ["台账", "审批"],
        },
        "same": {
            "报警装置": ["报警器", "探头"],
            "有限空间": ["受限空间"],
            "未操作证": ["无证"],
            "仍继续使用": ["还在用"],
            "不足": ["不够"],
        },
        "implies": {"特种设备": ["锅炉"], "有限空间": ["污水池"]},
    }
)


def senses(sentence: str, *, implied: bool = False) -> dict[str, Sense]:
    return {
        piece.text: piece.sense for piece in SMALL.pieces(sentence, implied=implied) if piece.text != ABSENT
    }


def groups(sentence: str) -> list[list[str]]:
    """Alternatives by group."""
    found: dict[int, list[str]] = {}
    for piece in SMALL.pieces(sentence):
        found.setdefault(piece.group, []).append(piece.text)
    return list(found.values())


@pytest.mark.parametrize("sentence", ["没装报警器", "没装探头", "没装报警装置"])
def test_what_means_the_same_is_written_the_same(sentence: str) -> None:
    assert senses(sentence)["报警装置"] is Sense.DENIED


def test_words_without_matter_are_dropped_unless_part_of_another() -> None:
    assert senses("有报警器的有色车间") == {
        "报警装置": Sense.AFFIRMED,
        "有色": Sense.AFFIRMED,
        "车间": Sense.AFFIRMED,
    }


@pytest.mark.parametrize(
    ("sentence", "sense"),
    [
        ("台账设置", Sense.AFFIRMED),
        ("没有设置台账", Sense.DENIED),
        ("台账没有", Sense.EITHER),
        ("台账缺失", Sense.EITHER),
        ("未见台账", Sense.UNSAID),
        ("台账没看到", Sense.UNSAID),
        ("未见审批后的台账", Sense.UNSAID),
        ("台账不足", Sense.EITHER),
        ("台账不够", Sense.EITHER),
    ],
)
def test_denial_reaches_what_it_is_said_of(sentence: str, sense: Sense) -> None:
    assert senses(sentence)["台账"] is sense


def test_thing_not_seen_is_not_there_but_of_papers_nothing_follows() -> None:
    assert senses("未见报警器") == {"报警装置": Sense.DENIED}
    assert senses("报警器没看到") == {"报警装置": Sense.EITHER}
    assert senses("未见报警器和台账") == {"报警装置": Sense.DENIED, "台账": Sense.UNSAID}
    assert senses("未见台账，报警器") == {"台账": Sense.UNSAID, "报警装置": Sense.AFFIRMED}


def test_denial_ends_with_its_statement() -> None:
    assert senses("没有台账，报警器里有")["报警装置"] is Sense.AFFIRMED
    assert senses("没有台账但报警器里有")["报警装置"] is Sense.AFFIRMED
    assert senses("没有台账和报警器")["报警装置"] is Sense.DENIED
    assert senses("未见台账。报警器")["报警装置"] is Sense.AFFIRMED
    assert senses("未对台账，报警器")["报警装置"] is Sense.DENIED
    assert senses("未对台账，报警器，探头的灯")["灯"] is Sense.AFFIRMED


def test_variant_may_bring_its_own_denial_or_turn() -> None:
    assert senses("无证")["操作证"] is Sense.DENIED
    assert senses("没有台账还在用")["仍继续使用"] is Sense.AFFIRMED
    assert senses("没有台账的没有还在用")["仍继续使用"] is Sense.DENIED


def test_denial_leaves_a_mark_to_meet_what_is_missing() -> None:
    assert ABSENT in [piece.text for piece in SMALL.pieces("没有台账")]
    assert ABSENT in [piece.text for piece in SMALL.pieces("台账缺失")]
    assert ABSENT not in [piece.text for piece in SMALL.pieces("台账")]


def test_what_is_implied_is_added_only_where_asked_for() -> None:
    assert "特种设备" not in senses("锅炉爆炸")
    assert senses("锅炉爆炸", implied=True)["特种设备"] is Sense.AFFIRMED
    assert senses("没有锅炉", implied=True)["特种设备"] is Sense.DENIED
    assert senses("污水池没有台账", implied=True)["有限空间"] is Sense.AFFIRMED


def test_alternatives_share_a_group_and_separate_things_do_not() -> None:
    assert groups("甲楼、乙楼或丙楼") == [["甲楼", "乙楼", "丙楼"]]
    assert groups("甲楼的乙楼") == [["甲楼"], ["乙楼"]]


def test_known_words_are_compared_whole_and_others_by_pairs() -> None:
    assert [piece.grams for piece in SMALL.pieces("探头的冷却塔")] == [("报警装置",), ("冷却", "却塔")]
    assert [piece.grams for piece in SMALL.pieces("罐")] == [("罐",)]


def test_places_are_those_of_the_sentence_as_it_was_written() -> None:
    sentence = "受限空间没有ＣＯ探头"
    places = {piece.text: sentence[piece.start : piece.end] for piece in SMALL.pieces(sentence)}
    assert places == {"有限空间": "受限空间", ABSENT: "没有", "co": "ＣＯ", "报警装置": "探头"}


@given(st.text(max_size=60))
@example("㎡没有")
@example("İ")
@example("\0，，没")
def test_any_text_is_taken_apart_within_its_bounds(sentence: str) -> None:
    for piece in vocabulary().pieces(sentence, implied=True):
        assert 0 <= piece.start < piece.end <= len(sentence)
        assert piece.text
        assert piece.grams


def test_variant_stands_for_one_wording_only() -> None:
    counted = Counter(said for variants in DATA["same"].values() for said in variants)
    assert [said for said, times in counted.items() if times > 1] == []
    assert set(counted) & set(DATA["same"]) == set()


def test_words_of_the_data_have_no_spaces_and_are_not_repeated() -> None:
    for section in ("same", "implies", "words"):
        for listed in DATA[section].values():
            assert len(listed) == len(set(listed))
            assert all(word and word == word.strip() and " " not in word for word in listed)


def test_no_description_of_the_evaluation_stands_in_the_vocabulary() -> None:
    """Words, not sentences: the longest entries stay far below a description."""
    said = [word for section in ("same", "implies") for listed in DATA[section].values() for word in listed]
    rows = (Path(library.__file__).parent / "data" / "evaluation.jsonl").read_text(encoding="utf-8")
    descriptions = [json.loads(line)["description"] for line in rows.splitlines()]
    assert max(map(len, said)) <= 25
    assert not [
        word
        for word in said
        for description in descriptions
        if 2 * len(word) > len(description) > 20 and word in description
    ]
