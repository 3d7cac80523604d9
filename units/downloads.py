"""Files as answers: saved under their Chinese name, kept by no cache."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to be saved, never shown in the browser."""
    answer = HttpResponse(content, content_type=media_type)
    to_be_saved(answer, name)
    return answer


def workbook(content: bytes, name: str) -> HttpResponse:
    """An Excel workbook to be saved."""
    return download(content, name, XLSX)


def to_be_saved(answer: HttpResponseBase, name: str) -> None:
    """Mark an answer, sent at once or as a stream, as a file to be saved under `name`."""
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
