"""The upload of a circular: what is asked for, and what is refused before anything is read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from notices.forms import checking
from notices.forms.checking import CheckForm

SEPTEMBER = ("2023-09", "2023年9月")
AUGUST = ("2023-08", "2023年8月")


def filled(period: str = "", **files: bytes) -> CheckForm:
    """The form as sent."""
    sent = {name: SimpleUploadedFile(f"{name}.txt", content) for name, content in files.items()}
    return CheckForm([SEPTEMBER, AUGUST], {"period": period}, sent)


def test_circular_alone_is_enough() -> None:
    form = filled(circular=b"x")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["period"] == ""
    assert not form.cleaned_data["table"]


def test_newest_closed_period_is_proposed() -> None:
    assert CheckForm([SEPTEMBER, AUGUST]).initial["period"] == "2023-09"
    assert CheckForm([SEPTEMBER, AUGUST], initial={"period": "2023-08"}).initial["period"] == "2023-08"


def test_without_closed_periods_the_page_says_what_is_left() -> None:
    form = CheckForm([])
    assert form.initial["period"] == ""
    assert "还没有已关账的期次" in form.fields["period"].help_text


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        (filled(), "circular", "请先选择要核对的通报。"),
        (filled(circular=b""), "circular", "这个文件是空的，请重新选择。"),
        (filled("2023-07", circular=b"x"), "period", "没有这一期，或者它还没有关账。请重新选择。"),
        (filled(circular=b"x", table=b""), "table", "这个文件是空的，请重新选择。"),
    ],
)
def test_what_cannot_be_checked_is_refused(form: CheckForm, field: str, words: str) -> None:
    assert form.errors == {field: [words]}


@pytest.mark.parametrize(("extra", "refused"), [(0, False), (1, True)])
@pytest.mark.parametrize(("field", "limit"), [("circular", "MAX_BYTES"), ("table", "MAX_TABLE_BYTES")])
def test_files_have_a_size(
    monkeypatch: pytest.MonkeyPatch, field: str, limit: str, extra: int, refused: bool
) -> None:
    monkeypatch.setattr(checking, limit, 10)
    files = {"circular": b"x", field: b"x" * (10 + extra)}
    form = filled("", **files)
    assert (field in form.errors) is refused
