"""Uploading a ledger and deciding about it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from hazards.forms.fields import offer
from hazards.ledger_workbook_in import MAX_BYTES
from hazards.policies import may_review
from hazards.selectors import imports
from units.actors import Actor
from units.models import Unit


class LedgerUploadForm(forms.Form):
    """One .xlsx file and whose ledger it is. What is in it is the reader's to judge."""

    unit = forms.ChoiceField(
        label="导入哪个单位的台账",
        required=False,
        error_messages={"invalid_choice": "您不能导入这个单位的台账，请从列表里选。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    ledger = forms.FileField(
        label="台账文件",
        help_text="Excel 工作簿（.xlsx），不超过20MB、2万行。",
        error_messages={
            "required": "请先选择台账文件。",
            "empty": "这个文件是空的，请重新选择。",
            "invalid": "没有收到文件，请重新选择。",
        },
        widget=forms.FileInput(attrs={"class": "control", "accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in imports.importing_units(actor)}
        everything = [("", "全部单位（按表里的“报送单位”）")] if may_review(actor) else []
        choices = [*everything, *((key, unit.name) for key, unit in self._units.items())]
        offer(self, "unit", choices)
        self.fields["unit"].required = not everything
        if len(choices) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = choices[0][0]

    @property
    def is_open(self) -> bool:
        """Whether this person may import for anybody at all."""
        return bool(self._units)

    def clean_ledger(self) -> "UploadedFile[Any]":
        """Refuse what is too large before anything reads it."""
        upload: UploadedFile[Any] = self.cleaned_data["ledger"]
        if upload.size is not None and upload.size > MAX_BYTES:
            raise forms.ValidationError("文件超过20MB，请去掉图片，或分成几个文件上传。")
        return upload

    @property
    def chosen(self) -> Unit | None:
        """The unit chosen; None for all of them."""
        return self._units.get(self.cleaned_data["unit"])
