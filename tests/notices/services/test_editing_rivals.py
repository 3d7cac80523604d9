"""Two people who save one text at the same moment, and the same number accepted twice at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from notices.content import CircularContent, Typed
from notices.models import Circular, NumberAcceptance
from notices.selectors import checks
from notices.selectors import editing as reads
from notices.services import accepting, editing
from tests.factories import District, make_actor, make_district
from tests.notices.drafted import AFTER, drafted, first_paragraph, with_words, write
from tests.rivals import at_once
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict
from units.scoping import scope


@pytest.fixture
def world(transactional_db: None) -> District:
    return make_district()


def in_tenant(world: District, job: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        with scope(world.tenant.pk):
            return job()

    return run


def _save(actor: Actor, circular: Circular, content: CircularContent) -> Circular:
    return editing.save(actor=actor, circular=circular, content=content, edit=1, at=AFTER)


def test_I7_of_two_who_save_one_wins_and_the_other_is_told(world: District) -> None:
    with scope(world.tenant.pk):
        circular = drafted(world)
        other = make_actor("second", Role.REVIEWER)
        texts = ((world.reviewer, "甲写的"), (other, "乙写的"))
        stored = reads.stored(circular)
    jobs = [
        in_tenant(world, partial(_save, actor, circular, with_words(stored, words))) for actor, words in texts
    ]
    results = at_once(*jobs)
    assert sorted(type(each).__name__ for each in results) == ["Circular", "Conflict"]
    refusal = next(each for each in results if isinstance(each, Conflict))
    with scope(world.tenant.pk):
        circular.refresh_from_db()
        typed = [
            part.text for part in first_paragraph(reads.stored(circular)).parts if isinstance(part, Typed)
        ]
    assert (typed[0] in {words for _, words in texts}, len(typed), circular.edit) == (True, 1, 2)
    assert circular.edited_by is not None
    assert refusal.message.startswith(circular.edited_by.name)


def test_number_accepted_twice_at_once_is_accepted_once(world: District) -> None:
    with scope(world.tenant.pk):
        circular = write(world.reviewer, drafted(world), "另有7731处问题。")
        (finding,) = checks.open_findings(circular)
    accept = in_tenant(world, lambda: accepting.accept(
        actor=world.reviewer, circular=circular, key=finding.key, reason="现场统计", at=AFTER
    ))  # fmt: skip
    results = at_once(accept, accept)
    assert [type(each) for each in results] == [NumberAcceptance, NumberAcceptance]
    with scope(world.tenant.pk):
        assert NumberAcceptance.objects.count() == 1
        assert checks.open_findings(Circular.objects.get()) == []
