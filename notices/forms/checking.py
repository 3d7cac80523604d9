"""The upload of a circular whose numbers are to be checked."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from notices.numbers.reading import MAX_BYTES
from reports.workbook_file import MAX_BYTES as MAX_TABLE_BYTES

_MISSING = {"empty": "这个文件是空的，请重新选择。", "invalid": "没有收到文件，请重新选择。"}


class CheckForm(forms.Form):
    """A circular, and what it is to be held against. What is in the files is the reader's to judge.

    `closed` are label and title of the closed periods, the latest first.
    """

    circular = forms.FileField(
        label="要核对的通报",
        help_text="Word 文档（.docx）或纯文字（.txt），不超过5MB。不是本系统起草的也可以。",
        error_messages={"required": "请先选择要核对的通报。", **_MISSING},
        widget=forms.FileInput(attrs={"accept": ".docx,.txt"}),
    )
    period = forms.ChoiceField(
        label="与哪一期的指标核对",
        required=False,
        error_messages={"invalid_choice": "没有这一期，或者它还没有关账。请重新选择。"},
        widget=forms.Select(attrs={"class": "control"}),
    )
    table = forms.FileField(
        label="核对用的调度表（可以不选）",
        required=False,
        help_text="Excel（.xlsx）或 CSV，不超过10MB。通报不是本辖区的，可用它的调度表来核对。",
        error_messages=_MISSING,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, closed: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["period"])
        field.choices = [("", "不与期次核对"), *closed]
        field.help_text = "" if closed else "还没有已关账的期次，只能核对文中前后是否一致。"
        self.initial.setdefault("period", closed[0][0] if closed else "")

    def clean_circular(self) -> "UploadedFile[Any]":
        """Refuse what no circular can be before anything reads it."""
        return _small(
            self.cleaned_data["circular"], MAX_BYTES, "文件超过5MB，不像一份通报。请去掉图片后重新选择。"
        )

    def clean_table(self) -> "UploadedFile[Any] | None":
        """Refuse what no dispatch table can be before anything reads it."""
        upload = self.cleaned_data["table"]
        return upload and _small(upload, MAX_TABLE_BYTES, "文件超过10MB，不像是调度表，请检查后重新选择。")


def _small(upload: "UploadedFile[Any]", at_most: int, refusal: str) -> "UploadedFile[Any]":
    if upload.size is not None and upload.size > at_most:
        raise forms.ValidationError(refusal)
    return upload
