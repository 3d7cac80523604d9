"""Fields that several forms of the library and the ledger have, with their refusals in words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

QUERY = 100
"""Characters of a search at most."""


class DayField(forms.DateField):
    """A day as 2023-09-10; a day there is not is refused. `missing` is said when none is given, "" allows none."""

    def __init__(self, *, label: str = "", missing: str = "", **options: Any) -> None:
        super().__init__(
            label=label,
            required=bool(missing),
            error_messages={"required": missing},
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "control"}),
            **options,
        )

    def to_python(self, value: Any) -> date | None:
        """The day asked for."""
        if value in self.empty_values:
            return None
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            raise forms.ValidationError(
                f"没有“{str(value)[:20]}”这一天，请改成真实的日期，写成 2023-09-10 这样。"
            ) from None


class SearchField(forms.CharField):
    """Words to look for; `hint` says among what."""

    def __init__(self, *, hint: str) -> None:
        super().__init__(
            label="查找",
            required=False,
            max_length=QUERY,
            error_messages={"max_length": f"查找的词最多 {QUERY} 个字，请改短。"},
            widget=forms.TextInput(attrs={"class": "control", "type": "search", "placeholder": hint}),
        )


class VersionField(forms.IntegerField):
    """The version of the record that the page showed."""

    def __init__(self) -> None:
        words = "页面不完整，请刷新后再试。"
        super().__init__(error_messages={"required": words, "invalid": words}, widget=forms.HiddenInput())


def offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """What a field of choices offers, where that is known only once the tenant is open."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # the caller declared it as such a field


def first_problem(form: forms.Form) -> str:
    """The first thing wrong with an invalid form, in words."""
    return next(str(words[0]) for words in form.errors.values())
