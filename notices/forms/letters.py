"""The form by which letters are drafted: to whom, until when, and for an interview why, where and when."""

from collections.abc import Sequence
from typing import Any

from django import forms

from hazards.forms.fields import offer
from notices.models import CircularKind
from notices.selectors.letters import Addressee
from notices.services.letters import MEETING, WORDS, Demand
from reports.forms.days import DutyDayField


def _typed(label: str, hint: str, widget: forms.Widget | None = None) -> forms.CharField:
    """Words that the letter repeats."""
    field = forms.CharField(
        label=label,
        max_length=WORDS,
        help_text=hint,
        error_messages={
            "required": f"请写明{label}。",
            "max_length": f"{label}最多{WORDS}字，请写短一些。",
        },
        widget=widget or forms.TextInput(),
    )
    field.widget.attrs["class"] = "control"
    return field


class LetterForm(forms.Form):
    """The fields of a kind of letter. Units that have one of today already are not offered again."""

    unit = forms.TypedMultipleChoiceField(
        label="发给哪些单位",
        coerce=int,
        error_messages={
            "required": "没有选中单位。请在单位前打勾。",
            "invalid_choice": "有的单位现在不用发函，它可能已经报齐，或今天已经起草。请刷新页面再选。",
        },
        widget=forms.CheckboxSelectMultiple,
    )
    reply_by = DutyDayField(label="答复期限（选填）", help_text="到这一天的24:00。不填的，函里不写期限。")
    reason = _typed("约谈事由", "写明为什么约谈，会原样写进通知书。", forms.Textarea(attrs={"rows": 3}))
    time = _typed("约谈时间", "例如：9月28日（星期四）15:00。")
    place = _typed("约谈地点", "例如：区应急局三楼会议室。")

    def __init__(
        self, *args: Any, kind: CircularKind, addressees: Sequence[Addressee], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", [(each.unit.pk, each.unit.name) for each in addressees if not each.today])
        if kind != CircularKind.INTERVIEW:
            for name in MEETING:
                del self.fields[name]

    @property
    def demand(self) -> Demand:
        """What a valid form asks of the units."""
        given = {name: self.cleaned_data.get(name) or "" for name in MEETING}
        return Demand(reply_by=self.cleaned_data["reply_by"], **given)
