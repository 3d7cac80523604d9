"""What the review desk is asked for and told."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms

from hazards.counting import EXCLUSIONS, REASONS, Reason
from hazards.life import MOVES, Need
from hazards.selectors.review import LIMIT, Age, Asked
from hazards.services.reviewing import DECISIONS, Chosen
from hazards.standards import SHORT


def asked(fields: Mapping[str, str]) -> Asked:
    """The part of the queue an address asks for; what is not known is left out."""
    age = fields.get("age", "")
    sector = fields.get("sector", "").replace("\0", "")[:SHORT]
    return Asked(sector=sector, age=Age(age) if age in set(Age) else None)


def address(part: Asked, **changed: str) -> str:
    """The end of an address that asks for this part, with some of it changed; "" for everything."""
    fields = {"sector": part.sector, "age": part.age.value if part.age else "", **changed}
    kept = {name: value for name, value in fields.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


class DecisionForm(forms.Form):
    """A decision with what it needs: returning a reason, excluding one of the closed list and a reason."""

    act = forms.ChoiceField(
        choices=[(name, MOVES[name].verb) for name in DECISIONS],
        error_messages={
            "required": "没有选择怎样办理，请按页面上的按钮。",
            "invalid_choice": "没有这种办理，请按页面上的按钮。",
        },
    )
    version = forms.IntegerField(
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), "页面不完整，请刷新后再试。"),
    )
    exclusion = forms.ChoiceField(
        required=False,
        choices=[(reason.value, REASONS[reason]) for reason in EXCLUSIONS],
        error_messages={"invalid_choice": "没有这个原因，请从列出的里面选一个。"},
    )
    reason = forms.CharField(
        required=False,
        max_length=SHORT,
        error_messages={"max_length": f"原因最多{SHORT}字，请写短一些。"},
    )

    def clean(self) -> dict[str, Any]:
        """Reasons are mandatory where the move needs them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        move = MOVES.get(cleaned.get("act", ""))
        if move is None:
            return cleaned
        if Need.EXCLUSION in move.needs and not cleaned.get("exclusion") and "exclusion" not in self.errors:
            self.add_error("exclusion", "请选择不纳入的原因。")
        if Need.REASON in move.needs and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", f"{move.verb}要写明原因，让报送单位知道为什么。")
        return cleaned

    @property
    def chosen_exclusion(self) -> Reason | None:
        """The reason of the closed list; only excluding has one."""
        chosen = self.cleaned_data["exclusion"]
        return Reason(chosen) if chosen and self.cleaned_data["act"] == "exclude" else None


class BatchForm(forms.Form):
    """The records ticked, each as number:version."""

    chosen = forms.MultipleChoiceField(
        error_messages={"required": "还没有选中任何一条，请先在待审列表里勾选。"}
    )

    def __init__(self, fields: Any) -> None:
        super().__init__(fields)
        # The service decides which of them may be accepted; here only the shape counts.
        self.fields["chosen"].valid_value = lambda value: _pair(value) is not None  # type: ignore[attr-defined]

    def clean_chosen(self) -> list[Chosen]:
        """Each record once, at most as many as a page shows."""
        pairs = [pair for value in self.cleaned_data["chosen"] if (pair := _pair(value))]
        chosen = list({pair.hazard_id: pair for pair in pairs}.values())
        if len(chosen) > LIMIT:
            raise forms.ValidationError(f"一次最多通过{LIMIT}条，现选中{len(chosen)}条，请分批办理。")
        return chosen


_DIGITS = 18


def _pair(text: str) -> Chosen | None:
    number, _, version = text.partition(":")
    digits = number.isascii() and number.isdigit() and version.isascii() and version.isdigit()
    return Chosen(int(number), int(version)) if digits and len(text) <= _DIGITS else None
