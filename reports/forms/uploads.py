"""The upload of a table of all units."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 10 * 1024 * 1024


class TableUploadForm(forms.Form):
    """One .xlsx or .csv file. What is in it is the reader's to judge."""

    table = forms.FileField(
        label="调度表文件",
        help_text="支持 Excel（.xlsx）和 CSV，不超过10MB。合计行会核对，不会导入。",
        error_messages={
            "required": "请先选择要导入的文件。",
            "empty": "这个文件是空的，请重新选择。",
            "invalid": "没有收到文件，请重新选择。",
        },
        widget=forms.FileInput(attrs={"class": "control", "accept": ".xlsx,.csv"}),
    )

    def clean_table(self) -> "UploadedFile[Any]":
        """Refuse what no dispatch table can be before anything reads it."""
        upload: UploadedFile[Any] = self.cleaned_data["table"]
        if upload.size is not None and upload.size > MAX_BYTES:
            raise forms.ValidationError("文件超过10MB，不像是调度表，请检查后重新选择。")
        return upload
