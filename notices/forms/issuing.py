"""Forms of the steps of a circular, and of a unit's reply."""

from datetime import datetime

from django import forms

from hazards.forms.fields import DayField, VersionField
from notices.services.publishing import MAX_REPLY
from notices.services.steps import MAX_COMMENT


class StepForm(forms.Form):
    """A step with a comment, made on a page that showed one state of the text."""

    edit = VersionField()
    comment = forms.CharField(
        required=False,
        max_length=MAX_COMMENT,
        error_messages={"max_length": f"意见最多{MAX_COMMENT}字，请写短一些。"},
    )


class SubmitForm(StepForm):
    """送审, with the last day on which units are to reply."""

    reply_by = DayField(label="回复期限")


class ReplyForm(forms.Form):
    """A unit's reply; `seen` is the time of the reply that the page showed."""

    text = forms.CharField(
        label="回复内容",
        max_length=MAX_REPLY,
        error_messages={
            "required": "请写明回复内容。",
            "max_length": f"回复最多{MAX_REPLY}字，请写短一些。",
        },
        widget=forms.Textarea(attrs={"class": "control", "rows": 6, "maxlength": MAX_REPLY}),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())

    def clean_seen(self) -> datetime | None:
        """The time of the reply seen; nonsense counts as a page that showed none."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None
