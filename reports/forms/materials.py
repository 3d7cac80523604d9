"""Asking for papers, handing them in, giving them back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from hazards.forms.fields import VersionField, offer
from reports.forms.days import DutyDayField
from reports.models import Campaign
from reports.schedule import end_of_day
from reports.services.materials import NAME, TEXT
from units.enums import UnitKind


class MaterialTaskForm(forms.Form):
    """What a paper is, who owes it and until which day."""

    campaign = forms.ChoiceField(
        label="专项行动",
        error_messages={"required": "请选择专项行动。", "invalid_choice": "没有这个专项行动，请从列表里选。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    name = forms.CharField(
        label="材料名称",
        max_length=NAME,
        help_text="例如：工作方案、动员部署情况、阶段总结。",
        error_messages={"required": "请写明材料名称。", "max_length": f"材料名称最多{NAME}个字。"},
        widget=forms.TextInput(attrs={"class": "control"}),
    )
    demand = forms.CharField(
        label="报送要求（选填）",
        required=False,
        max_length=TEXT,
        help_text="要写哪些内容、附哪些附件、是否盖章。单位上传时就看到这段话。",
        error_messages={"max_length": f"报送要求最多{TEXT}个字。"},
        widget=forms.Textarea(attrs={"class": "control", "rows": 4}),
    )
    due_on = DutyDayField(
        label="截止日", missing="请选择截止日。", help_text="截止到这一天的24:00，以后报送的记为迟报。"
    )
    kinds = forms.MultipleChoiceField(
        label="由哪些单位报送",
        required=False,
        choices=UnitKind.choices,
        help_text="都不勾选就是全部应报单位。",
        error_messages={"invalid_choice": "没有这类单位，请从列表里勾选。"},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, campaigns: Sequence[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._campaigns = {str(campaign.pk): campaign for campaign in campaigns}
        offer(self, "campaign", [(key, campaign.name) for key, campaign in self._campaigns.items()])

    @property
    def campaign_chosen(self) -> Campaign:
        """The campaign of a valid form."""
        return self._campaigns[self.cleaned_data["campaign"]]

    @property
    def due_at(self) -> datetime:
        """The first late instant: 24:00 of the day, in the tenant's time zone."""
        return end_of_day(self.cleaned_data["due_on"], self.campaign_chosen.tenant.zone)

    @property
    def kinds_chosen(self) -> Sequence[UnitKind]:
        """The kinds of unit asked; none for all."""
        return [UnitKind(kind) for kind in self.cleaned_data["kinds"]]


class MaterialUploadForm(forms.Form):
    """One file, with the version of the paper that the page showed. What the file is, the service says."""

    version = VersionField()
    paper = forms.FileField(
        error_messages={
            "required": "还没有选择文件，请先选择要报送的材料。",
            "empty": "这个文件是空的，请重新选择。",
            "invalid": "没有收到文件，请重新选择。",
        }
    )


class MaterialReturnForm(forms.Form):
    """Why a paper is returned, with the version that was read."""

    version = VersionField()
    reason = forms.CharField(
        max_length=TEXT,
        error_messages={
            "required": "请写明退回原因，报送单位据此改正。",
            "max_length": f"退回原因最多{TEXT}个字，请写短些。",
        },
    )
