"""Drafts of a form for tests: begun, changed, put in force."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from reports.form_design import mark
from reports.models import DispatchForm, Period
from reports.selectors import forms as selectors
from reports.services import form_publishing, forms
from reports.snapshot import IndicatorSpec
from tests.factories import BEFORE, District

NIGHT = IndicatorSpec("", 0, ("夜间检查",), "夜查", "次")
"""A column no form has yet."""


def seen(form: DispatchForm) -> str:
    """The mark of what a page shows of this draft."""
    return mark(form.name, form.specs())


def drafted(district: District, columns: Sequence[IndicatorSpec] | None = None) -> DispatchForm:
    """A draft of version 2: the district's form with a column added, or with these columns."""
    draft = forms.start_draft(actor=district.admin, version=district.form.version, at=BEFORE)
    wanted = [*draft.specs(), NIGHT] if columns is None else columns
    forms.save_draft(
        actor=district.admin,
        version=draft.version,
        seen=seen(draft),
        name=draft.name,
        columns=wanted,
        at=BEFORE,
    )
    return selectors.form_of(draft.version)


def changed(district: District, code: str, **changes: object) -> list[IndicatorSpec]:
    """The columns of the district's form with one of them changed."""
    return [
        replace(spec, **changes) if spec.code == code else spec  # type: ignore[arg-type]
        for spec in district.form.specs()
    ]


def published(
    district: District, draft: DispatchForm, first: Period | None = None, at: datetime = BEFORE
) -> DispatchForm:
    """The draft in force from a period on."""
    return form_publishing.publish(
        actor=district.admin,
        version=draft.version,
        seen=seen(draft),
        from_period=first.label if first else None,
        at=at,
    )


def typed(columns: Sequence[IndicatorSpec]) -> dict[str, str | list[str]]:
    """What the editor's page sends for these columns."""
    fields: dict[str, str | list[str]] = {"row": [spec.code for spec in columns]}
    for spec in columns:
        parts: dict[str, str | list[str]] = {
            "code": spec.code,
            "group": "/".join(spec.group),
            "label": spec.label,
            "measure": spec.measure,
            "decimals": str(spec.decimals),
            "not_for": list(spec.not_for),
            "cumulative": "yes" if spec.cumulative else "no",
            "source": spec.source.value,
            "evidence": spec.evidence,
            "note": spec.note,
        }
        fields |= {f"{spec.code}-{part}": value for part, value in parts.items()}
    return fields
