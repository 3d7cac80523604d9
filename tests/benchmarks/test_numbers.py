"""The measuring of the number check: what is changed, what counts as found, how it is shown."""

import random
from pathlib import Path

import pytest

from benchmarks.numbers import (
    TEXTS,
    Measured,
    Text,
    judge,
    known_of,
    main,
    measure,
    misses,
    put_right,
    table,
    texts,
)
from benchmarks.numbers_banan import ROWS
from benchmarks.numbers_changes import changes, places, swapped, variants
from benchmarks.numbers_known import NOTHING, licheng
from notices.numbers.check import check

SENTENCE = "排查4993条、已整改4643条、整改率92.99%，召开会议7次。"


def text_of(words: str, tables: tuple[tuple[int, int], ...] = ()) -> Text:
    return Text("一段", words, tables, 0, 0, 0)


@pytest.mark.parametrize(
    ("printed", "always"),
    [
        ("155", {"156", "154"}),
        ("92.99", {"93.00", "92.98"}),
        ("0", {"1"}),
        ("1.7", {"1.8", "1.6"}),
        ("11", {"12", "10"}),
    ],
)
def test_number_is_changed_by_one_step_and_never_stays(printed: str, always: set[str]) -> None:
    found = variants(printed, random.Random(1))
    assert always <= set(found)
    assert printed not in found
    assert len(found) == len(set(found))
    assert all(places(each) == places(printed) for each in found)
    assert not any(each.startswith("-") for each in found)


@pytest.mark.parametrize(
    ("printed", "choices"),
    [
        ("155", {"515"}),
        ("92.99", {"29.99"}),
        ("10", set()),
        ("7", set()),
        ("11", set()),
        ("4993", {"9493", "4939"}),
        ("1.7", set()),
    ],
)
def test_two_neighbouring_digits_are_swapped(printed: str, choices: set[str]) -> None:
    found = {each for seed in range(20) for each in swapped(printed, random.Random(seed))}
    assert found == choices


def test_same_seed_changes_the_same() -> None:
    numbers = check(SENTENCE)
    assert list(changes(SENTENCE, numbers, 3)) == list(changes(SENTENCE, numbers, 3))


def test_one_number_is_changed_at_a_time_and_dates_never() -> None:
    text = "2023年，" + SENTENCE
    found = list(changes(text, check(text)))
    assert {each.judged.text for each in found} == {"4993条", "4643条", "92.99%", "7次"}
    for each in found:
        assert each.text != text
        start = each.judged.start
        assert each.text[:start] == text[:start]
        assert each.text[start:].startswith(each.to)


def test_change_that_nothing_can_tell_is_missed_and_listed_by_reason() -> None:
    measured = measure(text_of(SENTENCE), NOTHING)
    assert measured.alarms == 0
    assert measured.numbers == 4
    assert len(measured.checkable) == 3
    (reason,) = [why for why, words in measured.missed.items() if any("7次改为8" in each for each in words)]
    assert reason.startswith("没有可以对照的指标")
    assert measured.found.hits == measured.found.total - sum(map(len, measured.missed.values()))


def test_flag_that_was_there_before_is_an_alarm_and_finds_nothing() -> None:
    measured = measure(text_of("排查10条、整改5条、整改率51%。召开会议7次。"), NOTHING)
    assert measured.alarms == 1
    assert any("7次改为8" in each for words in measured.missed.values() for each in words)


def test_tables_move_with_a_change_before_them() -> None:
    text = "排查9条。\n累计\n\t4993\n"
    start = text.index("累计")
    measured = measure(text_of(text, ((start, len(text)),)), NOTHING)
    assert measured.numbers == 1


def test_known_mistakes_are_put_right_by_place() -> None:
    faults = [
        {"after": "其他（", "wrong": "30条", "right": "31条"},
        {"after": "30条、占比", "wrong": "19.35%", "right": "20.00%"},
    ]
    words = "其他（30条、占比19.35%）\n\t表"
    text = put_right("一段", words, ((19, 21),), faults, NOTHING)
    assert text.text == "其他（31条、占比20.00%）\n\t表"
    assert text.tables == ((19, 21),)
    assert (text.faults, text.faults_found, text.alarms_as_printed) == (2, 0, 0)


def test_both_circulars_are_measured_with_all_that_is_known_of_them() -> None:
    found = {text.name: name for text, name in texts()}
    assert found == {"banan-2023-10.txt": "banan-2023-10.txt", "licheng-2023-09.txt": "licheng-2023-09.txt"}
    for text, _ in texts():
        assert text.faults_found == text.faults > 0
        assert text.alarms_as_printed == 0


def test_recall_with_all_that_is_known_is_what_the_readme_says() -> None:
    results = {name: measure(text, known_of(name, text.text)[-1]) for text, name in texts()}
    assert all(each.alarms == 0 for each in results.values())
    licheng_, banan_ = results["licheng-2023-09.txt"].found, results["banan-2023-10.txt"].found
    assert licheng_.hits / licheng_.total >= 0.95
    assert banan_.hits / banan_.total >= 0.95


def test_circular_of_licheng_is_known_from_nothing_to_the_month_before() -> None:
    nothing, alone, all_ = licheng()
    assert nothing is NOTHING
    assert alone.figures is not None
    assert all_.figures is not None
    assert "major.new.change_rate" not in alone.figures
    assert all_.figures["major.new.change_rate"].text == "下降53.85%"
    assert "合成" in all_.words


def test_table_shows_recall_alarms_and_time() -> None:
    measured = Measured(text_of(SENTENCE), NOTHING, numbers=4, alarms=0, milliseconds=12.4)
    measured.found.count(True)
    measured.found.count(False)
    line = table([measured])
    assert "一段，仅凭文字：4个数字" in line
    assert "发现50.0%（1/2）" in line
    assert "误报0处" in line
    assert "用时12毫秒" in line


def test_misses_are_listed_by_reason() -> None:
    measured = Measured(text_of(SENTENCE), NOTHING, missed={"没有指标": ["甲改为乙", "丙改为丁"]})
    assert misses([measured]).splitlines()[1] == "  没有指标（2处）：甲改为乙；丙改为丁"


def test_folder_without_circulars_has_nothing_to_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "别的.txt").write_text("没有数字", encoding="utf-8")
    assert main(["--sources", str(tmp_path)]) == 1
    assert "没有找到" in capsys.readouterr().err


def test_published_texts_are_measured_where_they_are_at_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "原文.txt").write_bytes((TEXTS / "banan-2023-10.txt").read_bytes())
    assert main(["--sources", str(tmp_path), "--misses"]) == 0
    shown = capsys.readouterr().out
    assert "原文.txt：已知错误2处，发现2处，另误报0处" in shown
    assert "合计（各按所知最多）" in shown
    assert ROWS in shown
    assert "不是独立来源" in ROWS
    assert "没有发现：" in shown


def test_judging_leaves_tables_out() -> None:
    assert [each.text for each in judge("排查3条。\n累计\n\t5", [(6, 11)], NOTHING)] == ["3条"]
