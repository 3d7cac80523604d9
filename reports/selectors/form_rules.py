"""Rules that a version of the form leaves without something to check."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports import fact_names
from reports.expressions import parse
from reports.models import DispatchForm, Rule


@dataclass(frozen=True, slots=True)
class Silent:
    """A rule that is on and names what the form does not have; `missing` says what, in words."""

    rule: Rule
    missing: tuple[str, ...]


def silent(form: DispatchForm, older: DispatchForm | None) -> Sequence[Silent]:
    """The rules that will not apply to this form. What `older` calls a column is what it is called here."""
    known = fact_names.of_form(form.specs())
    words = fact_names.of_form(older.specs()) if older else {}
    found = []
    for rule in Rule.objects.filter(is_on=True, subject=Rule.Subject.FORM):
        missing = [words.get(name, f"“{name}”") for name in parse(rule.expression).names if name not in known]
        if missing:
            found.append(Silent(rule, tuple(missing)))
    return found
