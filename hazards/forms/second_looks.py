"""What is posted about second looks (回头看): a draw to be made, a look to be reported."""

from datetime import date, timedelta
from typing import Any

from django import forms

from hazards.forms.fields import DayField
from hazards.models import Finding

RECENT = timedelta(days=90)
WANTED = 10


class DrawForm(forms.Form):
    """Of which close-outs how many are drawn; the last three months unless said otherwise."""

    closed_from = DayField(label="销号日期从", missing="日期还没有填。")
    closed_to = DayField(label="到", missing="日期还没有填。")
    wanted = forms.IntegerField(
        label="抽几条",
        error_messages={"required": "抽几条还没有填。", "invalid": "抽查条数要填整数。"},
        widget=forms.NumberInput(attrs={"class": "control", "min": 1, "inputmode": "numeric"}),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        initial = {"closed_from": today - RECENT, "closed_to": today, "wanted": WANTED}
        super().__init__(data, initial=initial, auto_id="draw_%s", label_suffix="")


class LookForm(forms.Form):
    """What was found. Whether words are needed is the service's to say."""

    finding = forms.ChoiceField(
        choices=[(each.value, each.label) for each in (Finding.HELD, Finding.RELAPSED)],
        error_messages={
            "required": "请选择核查结果：整改到位，或整改不到位。",
            "invalid_choice": "请选择核查结果：整改到位，或整改不到位。",
        },
    )
    note = forms.CharField(required=False)
    due_on = DayField()
