"""What a circular states besides figures, and what the shipped wording makes of it."""

from dataclasses import replace

import pytest

from notices import facts
from notices.content import BlockKind, CircularContent
from reports.figures import compute
from reports.snapshot import SnapshotData, digest
from tests import licheng
from tests.notices.composed import compose

NOW = licheng.snapshot()


def earlier(month: int, revision: int = 1) -> SnapshotData:
    return replace(NOW, period=f"2023-{month:02}", period_title=f"2023年{month}月", revision=revision)


def stated(data: SnapshotData = NOW, before: SnapshotData | None = None, **more: object) -> dict[str, str]:
    return facts.of_snapshot(data, before, office="某安委办", **more)  # type: ignore[arg-type]


def written(data: SnapshotData, corrected: list[SnapshotData]) -> CircularContent:
    return compose(compute(data, None), data, None, office="荔城区安委办", corrected=corrected)


@pytest.mark.parametrize("kind", ["monthly", "progress", "quarterly", "yearly"])
def test_every_fact_a_circular_may_name_is_stated(kind: str) -> None:
    assert set(facts.known(kind)) <= set(stated())


@pytest.mark.parametrize("kind", ["chase", "remind", "supervise", "interview"])
def test_letters_name_the_unit_and_what_it_owes(kind: str) -> None:
    names = set(facts.known(kind))
    assert {"unit", "owed", "due", "reply_by", "office", "period", "campaign", "records"} <= names
    assert "revision" not in names


def test_receivers_are_those_of_the_letterhead_or_everybody() -> None:
    assert stated()["receivers"] == facts.RECEIVERS
    assert stated(receivers="各村")["receivers"] == "各村"


def test_days_are_written_in_full() -> None:
    found = stated()
    assert (found["covers_from"], found["covers_to"]) == ("2023年5月1日", "2023年9月26日")


def test_what_there_is_none_of_is_empty() -> None:
    found = stated()
    for name in ("previous_period", "revised", "corrected", "corrected_to", "synthetic", "synthetic_before"):
        assert found[name] == ""


def test_I4_source_is_period_revision_and_digest() -> None:
    data = replace(NOW, revision=3)
    assert stated(data)["source"] == f"2023年9月调度快照第3版，校验码{digest(data.to_json())[:12]}"


def test_I4_source_of_a_compiled_span_is_its_last_snapshot() -> None:
    quarter = replace(NOW, period="2023-Q3", period_title="2023年第三季度", revision=2)
    found = stated(quarter, cited=replace(NOW, revision=2))
    assert found["period"] == "2023年第三季度"
    assert found["source"].startswith("2023年9月调度快照第2版")
    assert found["source"].endswith("与其所含此前各期快照汇总")
    assert found["revised"] == ""


def test_nothing_is_said_where_nothing_was_corrected() -> None:
    assert "更正" not in written(NOW, []).text


def test_corrected_periods_are_named_with_their_revisions() -> None:
    text = written(NOW, [earlier(7, 3), earlier(8, 2)]).text
    assert "2023年7月、2023年8月数据在上期通报以后有更正" in text
    assert "以2023年7月第3版、2023年8月第2版为准" in text


@pytest.mark.parametrize(("revision", "said"), [(1, False), (2, True), (3, True)])
def test_revised_period_says_so_of_itself(revision: int, said: bool) -> None:
    text = written(replace(NOW, revision=revision), []).text
    assert (f"本通报依据第{revision}版数据" in text) is said


def test_notes_on_corrections_close_the_text_before_the_annex() -> None:
    content = written(replace(NOW, revision=2), [earlier(8, 2)])
    at = [block.kind for block in content.blocks].index(BlockKind.ANNEX)
    assert "2023年8月" in content.blocks[at - 2].text
    assert "第2版" in content.blocks[at - 1].text
    assert CircularContent.from_json(content.to_json()) == content
