"""What is posted from a record's page."""

from django import forms

from hazards import counting
from hazards.forms.fields import DayField, VersionField

EXCLUSIONS = [(reason.value, counting.REASONS[reason]) for reason in counting.EXCLUSIONS]


class MoveForm(forms.Form):
    """One move: the version of the page it was made on, and what the move may need.

    How long a reason may be and whether one is needed is the service's to say.
    """

    version = VersionField()
    reason = forms.CharField(required=False)
    exclusion = forms.ChoiceField(
        choices=[("", ""), *EXCLUSIONS],
        required=False,
        error_messages={"invalid_choice": "不纳入的原因不在可选范围内，请重新选择。"},
    )
    due_on = DayField()
    acknowledged = forms.BooleanField(required=False)

    @property
    def chosen(self) -> counting.Reason | None:
        """The reason of the closed list, if one was chosen."""
        value = self.cleaned_data["exclusion"]
        return counting.Reason(value) if value else None
