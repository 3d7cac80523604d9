"""What is typed on the page of the letterhead."""

import pytest

from hazards.forms.fields import first_problem
from notices.forms.letterhead import LetterHeadForm
from notices.models import LetterHead
from notices.services.letterhead import Words

SENT = {"mark": "荔安办", "salutation": "各镇街：", "copies": "区委办", "printer": "荔城区安委办"}


def test_words_are_handed_on() -> None:
    form = LetterHeadForm({**SENT, "first_number": "121"})
    assert form.is_valid()
    assert form.words() == Words("荔安办", "区委办", "荔城区安委办", "各镇街：")
    assert form.cleaned_data["first_number"] == 121


def test_only_the_mark_must_be_there() -> None:
    form = LetterHeadForm({"mark": "荔安办"})
    assert form.is_valid()
    assert form.words() == Words("荔安办")
    assert form.cleaned_data["first_number"] is None


FIELDS = [(field.name, field.max_length) for field in LetterHead._meta.fields if field.name in SENT]


@pytest.mark.parametrize(("name", "longest"), FIELDS)
def test_limits_are_those_of_the_table(name: str, longest: int) -> None:
    assert LetterHeadForm({**SENT, name: "长" * longest}).is_valid()
    form = LetterHeadForm({**SENT, name: "长" * (longest + 1)})
    assert not form.is_valid()
    assert f"最多{longest}字" in first_problem(form)
