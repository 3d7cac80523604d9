"""The answer of the number check."""

from decimal import Decimal

from notices.numbers.verdicts import VERDICT_WORDS, Judged, JudgedCell, Report, Verdict


def judged(verdict: Verdict) -> Judged:
    return Judged("92.99%", Decimal("92.990"), "%", 3, 9, "整改率92.99%", verdict)


def cell(verdict: Verdict) -> JudgedCell:
    return JudgedCell("累计", "排查", "366", verdict, "386", "各行之和是386")


def test_every_verdict_has_words() -> None:
    assert set(VERDICT_WORDS) == set(Verdict)


def test_contradictions_and_inconsistencies_are_wrong() -> None:
    report = Report(tuple(judged(each) for each in Verdict), (cell(Verdict.INCONSISTENT), cell(Verdict.OK)))
    assert report.wrong == 3


def test_summary_counts_numbers_and_cells() -> None:
    report = Report((judged(Verdict.OK), judged(Verdict.IGNORED)), (cell(Verdict.INCONSISTENT),))
    assert report.summary == {
        "numbers": 2, "cells": 1, "ok": 1, "contradicts": 0, "inconsistent": 1, "ignored": 1, "unverified": 0,
        "wrong": 1,
    }  # fmt: skip


def test_json_keeps_values_exact_and_places() -> None:
    found = Report((judged(Verdict.OK),), (cell(Verdict.INCONSISTENT),), ("一处",)).to_json("通报.txt")
    assert found["file"] == "通报.txt"
    assert found["numbers"][0]["value"] == "92.99"
    assert (found["numbers"][0]["start"], found["numbers"][0]["end"]) == (3, 9)
    assert found["table"][0] == {
        "row": "累计", "column": "排查", "value": "366", "verdict": "inconsistent", "expected": "386",
        "reason": "各行之和是386",
    }  # fmt: skip
    assert found["notes"] == ["一处"]
