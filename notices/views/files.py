"""Files of circulars: Word for everybody who may read them, PDF and pictures of pages where they can be made."""

from functools import lru_cache

from django.http import HttpResponse

from notices import printing
from notices.selectors import editing, files, inbox
from units.downloads import download
from units.errors import NotFound
from units.http import TenantRequest
from units.pages import tenant_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF, PNG = "application/pdf", "image/png"


@tenant_page()
def document_docx(request: TenantRequest, circular: int) -> HttpResponse:
    """A circular in Word."""
    found = files.of_circular(editing.readable(request.actor, circular))
    return download(found.content, f"{found.name}.docx", DOCX)


@tenant_page()
def document_pdf(request: TenantRequest, circular: int) -> HttpResponse:
    """A circular as PDF."""
    found = files.of_circular(editing.readable(request.actor, circular))
    return download(_pdf(found.content), f"{found.name}.pdf", PDF)


@tenant_page()
def document_page(request: TenantRequest, circular: int, page: int) -> HttpResponse:
    """The picture of one page, counted from 1."""
    pictures = _pages(files.of_circular(editing.readable(request.actor, circular)).content)
    if not 1 <= page <= len(pictures):
        raise NotFound(f"这份文件只有{len(pictures)}页，没有第{page}页。")
    return HttpResponse(pictures[page - 1], content_type=PNG, headers={"Cache-Control": "private, no-store"})


@tenant_page()
def publication_docx(request: TenantRequest, delivery: int) -> HttpResponse:
    """What a unit received, in Word."""
    found = files.of_publication(inbox.delivery_by_id(request.actor, delivery).publication)
    return download(found.content, f"{found.name}.docx", DOCX)


# The pages of one document are asked for one after the other; printing it takes seconds.
@lru_cache(maxsize=4)
def _pdf(docx: bytes) -> bytes:
    return printing.pdf(docx)


@lru_cache(maxsize=2)
def _pages(docx: bytes) -> tuple[bytes, ...]:
    return tuple(printing.pages(_pdf(docx)))
