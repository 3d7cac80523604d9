"""Numbers that were typed: asked about, accepted with a reason, asked again once the words change (I5)."""

import pytest

from notices.content import Block, Typed
from notices.models import Circular, CircularState, NumberAcceptance
from notices.selectors import checks
from notices.selectors import editing as reads
from notices.selectors.checks import Finding
from notices.services import accepting, editing
from tests.factories import District
from tests.notices.drafted import AFTER, changed, drafted, first_paragraph, write
from units.errors import Conflict, Invalid, NotAllowed
from units.models import AuditEntry

TYPED = "另有7731处问题。"


@pytest.fixture
def circular(district: District) -> Circular:
    return write(district.reviewer, drafted(district), TYPED)


def only(circular: Circular) -> Finding:
    (finding,) = checks.open_findings(circular)
    return finding


def accept(
    district: District, circular: Circular, reason: str = "现场统计", key: str = ""
) -> NumberAcceptance:
    return accepting.accept(
        actor=district.reviewer,
        circular=circular,
        key=key or only(circular).key,
        reason=reason,
        at=AFTER,
    )


def test_accepted_number_is_no_longer_open_but_listed(district: District, circular: Circular) -> None:
    made = accept(district, circular)
    assert checks.open_findings(circular) == []
    (finding,) = checks.findings(circular)
    assert (finding.accepted, made.reason, made.by_name) == (made, "现场统计", district.reviewer.name)
    assert made.text.endswith("另有7731处问题")


def test_acceptance_is_told_in_the_trail(district: District, circular: Circular) -> None:
    accept(district, circular)
    entry = AuditEntry.objects.get(action="circular.accepted")
    assert "保留数字7731处：现场统计" in entry.summary


def test_acceptance_falls_away_when_the_words_around_change(district: District, circular: Circular) -> None:
    accept(district, circular)
    longer = write(district.reviewer, circular, "又有3处。")
    assert [finding.judged.text for finding in checks.open_findings(longer)] == ["3处"]
    content = reads.stored(longer)
    block = first_paragraph(content)
    words = "".join(part.text for part in block.parts).replace("另有", "已有")
    content = changed(content, Block(block.kind, (Typed(words),), block.id))
    other = editing.save(
        actor=district.reviewer, circular=longer, content=content, edit=longer.edit, at=AFTER
    )
    assert "7731处" in [finding.judged.text for finding in checks.open_findings(other)]


def test_same_number_in_another_sentence_is_asked_about_again(district: District, circular: Circular) -> None:
    accept(district, circular)
    write(district.reviewer, circular, "各镇另有7731处。")
    circular.refresh_from_db()
    assert len(checks.open_findings(circular)) == 1


def test_same_sentence_twice_is_two_decisions(district: District, circular: Circular) -> None:
    write(district.reviewer, circular, TYPED)
    circular.refresh_from_db()
    first, second = checks.open_findings(circular)
    assert first.key != second.key
    accept(district, circular, key=first.key)
    assert [finding.key for finding in checks.open_findings(circular)] == [second.key]


@pytest.mark.parametrize("reason", ["", " \n", "字" * 301])
def test_reason_is_asked_for(district: District, circular: Circular, reason: str) -> None:
    with pytest.raises(Invalid, match="请写明保留这个数字的理由"):
        accept(district, circular, reason)
    assert not NumberAcceptance.objects.exists()


def test_accepted_twice_the_first_reason_stays(district: District, circular: Circular) -> None:
    key = only(circular).key
    accept(district, circular, "第一", key)
    assert accept(district, circular, "第二", key).reason == "第一"


def test_number_that_no_longer_asks_is_refused(district: District, circular: Circular) -> None:
    with pytest.raises(Conflict, match="刚被改过"):
        accept(district, circular, key="0" * 64)


@pytest.mark.parametrize("who", ["filer", "leader", "admin"])
def test_accepting_denied_to_everybody_but_the_office(
    district: District, circular: Circular, who: str
) -> None:
    with pytest.raises(NotAllowed):
        accepting.accept(
            actor=getattr(district, who), circular=circular, key=only(circular).key, reason="字", at=AFTER
        )


@pytest.mark.parametrize("state", ["submitted", "reviewed", "withdrawn"])
def test_I8_numbers_are_let_stand_in_the_draft_only(
    district: District, circular: Circular, state: str
) -> None:
    key = only(circular).key
    Circular.objects.update(state=CircularState(state))
    with pytest.raises(Conflict, match="数字在草稿里核对"):
        accept(district, circular, key=key)
