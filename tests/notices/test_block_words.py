"""Words of the machine and words of a person, told apart by what the machine wrote (I5)."""

from hypothesis import given
from hypothesis import strategies as st

from notices.block_words import by_hand, joined, same, tokens, with_ids
from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Part, Text, Typed

FOUND = FigureRef("general.found", "4993条")


def block(*parts: Part, kind: BlockKind = BlockKind.PARAGRAPH, name: str = "a") -> Block:
    return Block(kind, parts, name)


def told(words: str, machine: Block | None) -> tuple[Part, ...]:
    return by_hand([Typed(words)], machine)


def test_neighbours_of_one_hand_are_one_part() -> None:
    assert joined([Text("一"), Text("二"), Typed("3"), Text(""), Typed("4")]) == (Text("一二"), Typed("34"))


def test_figures_beside_one_another_stay_two() -> None:
    assert joined([FOUND, FOUND]) == (FOUND, FOUND)


def test_empty_figure_is_kept() -> None:
    assert joined([FigureRef("none", "")]) == (FigureRef("none", ""),)


def test_same_words_cut_differently_are_the_same() -> None:
    assert same(block(Text("累"), Text("计")), block(Text("累计")))


def test_other_kind_figure_text_or_hand_is_not_the_same() -> None:
    assert not same(block(Text("字")), block(Text("字"), kind=BlockKind.HEADING_1))
    assert not same(block(FOUND), block(FigureRef("general.found", "4994条")))
    assert not same(block(Text("字")), block(Typed("字")))


def test_token_of_a_figure_is_its_name_not_its_text() -> None:
    assert list(tokens([Text("共"), FOUND, Fact("period", "2023年9月")])) == [
        ("", "共"), ("figure", "general.found"), ("fact", "period"),
    ]  # fmt: skip


def test_blocks_without_id_are_named_by_their_place() -> None:
    content = CircularContent((block(name="a"), block(name="")))
    assert [each.id for each in with_ids(content).blocks] == ["a", "line-2"]


def test_untouched_words_are_the_machines() -> None:
    machine = block(Text("累计排查"), FOUND, Text("，有所增加。"))
    sent: list[Part] = [Typed("累计排查"), FOUND, Typed("，有所增加。")]
    assert by_hand(sent, machine) == machine.parts


def test_words_put_into_a_sentence_are_the_persons() -> None:
    machine = block(Text("各单位要高度重视。"))
    assert told("各单位一定要高度重视。", machine) == (Text("各单位"), Typed("一定"), Text("要高度重视。"))


def test_I5_chinese_numeral_put_into_a_sentence_is_the_persons() -> None:
    parts = told("各单位共二百零五条要整改。", block(Text("各单位要整改。")))
    assert parts == (Text("各单位"), Typed("共二百零五条"), Text("要整改。"))


def test_single_character_in_common_is_chance() -> None:
    assert told("二条路", block(Text("共有二个单位"))) == (Typed("二条路"),)


def test_paragraph_of_ones_own_is_the_persons_throughout() -> None:
    assert told("另有12条。", None) == (Typed("另有12条。"),)


def test_I5_machine_words_that_were_typed_stay_typed() -> None:
    assert told("共12条。", block(Typed("共12条。"))) == (Typed("共12条。"),)


def test_moved_figure_leaves_the_words_the_machines() -> None:
    machine = block(Text("累计排查"), FOUND, Text("。"))
    assert by_hand([FOUND, Typed("累计排查。")], machine)[0] == FOUND


def test_very_long_words_are_told_apart_by_their_ends() -> None:
    long = "甲乙" * 2000
    parts = told(f"头{long}尾", block(Text("头" + "丙丁" * 2000 + "尾")))
    assert parts == (Text("头"), Typed(long), Text("尾"))


WORDS = st.text(st.sampled_from("甲乙丙丁一二3。"), max_size=12)


@given(WORDS, WORDS.map(lambda words: words.replace("3", "")))
def test_I5_no_word_is_lost_and_no_digit_is_the_machines(words: str, machine: str) -> None:
    parts = told(words, block(Text(machine)))
    assert "".join(part.text for part in parts) == words
    assert not any(char.isdigit() for part in parts if isinstance(part, Text) for char in part.text)


@given(WORDS.map(lambda words: words.replace("3", "")))
def test_told_apart_twice_changes_nothing(machine: str) -> None:
    theirs = block(Text(machine))
    once = told(machine, theirs)
    assert by_hand(once, theirs) == once == joined(theirs.parts)
