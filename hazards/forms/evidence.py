"""The upload of photos and documents."""

from typing import Any

from django import forms
from django.conf import settings

from hazards.models import Stage


class _SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files up to what a record may have. What they are is the service's to say."""

    widget = _SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files in the order they were chosen; none at all is refused in words."""
        files = [file for file in data or [] if file is not None]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > settings.EVIDENCE_MAX_FILES:
            raise forms.ValidationError(
                f"一次最多上传{settings.EVIDENCE_MAX_FILES}个文件，现选了{len(files)}个，请分几次上传。"
            )
        return files


class EvidenceForm(forms.Form):
    """Files and what they are evidence of."""

    files = SeveralFilesField(  # type: ignore[assignment]  # the field takes the attribute's place
        error_messages={"required": "还没有选择文件，请先选择照片或文档。"}
    )
    stage = forms.ChoiceField(
        choices=Stage.choices,
        error_messages={
            "required": "页面不完整，请刷新后再试。",
            "invalid_choice": "页面不完整，请刷新后再试。",
        },
    )
