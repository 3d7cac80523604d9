"""Rules that a version of the form leaves without something to check."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports import fact_names
from reports.expressions import parse
from reports.models import DispatchForm, Rule


@dataclass(frozen=True, slots=True)
class Silent:
    """A rule that is on and names what the form does not have any more; `missing` says what, in words."""

    rule: Rule
    missing: tuple[str, ...]


def silent(form: DispatchForm, older: DispatchForm) -> Sequence[Silent]:
    """The rules that applied to the older version and will not apply to this one."""
    words, known = fact_names.of_form(older.specs()), fact_names.of_form(form.specs())
    found = []
    for rule in Rule.objects.filter(is_on=True, subject=Rule.Subject.FORM):
        names = parse(rule.expression).names
        missing = tuple(words[name] for name in names if name in words and name not in known)
        if missing and all(name in words for name in names):
            found.append(Silent(rule, missing))
    return found
