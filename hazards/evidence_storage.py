"""Where the bytes of evidence lie: under names nobody can guess, a folder for each tenant.

A file is written before the row that names it. `Batch` takes it back unless the transaction commits.
"""

import logging
import secrets
import weakref
from collections.abc import Sequence
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction

from units.errors import NotFound
from units.scoping import current_tenant_id

ALIAS = "evidence"
LOST = "这个文件现在取不出来，记录还在。请稍后再试；仍不行，请告诉系统运维人员。"
logger = logging.getLogger(__name__)


class Batch:
    """The files one transaction writes. They stay if it commits, and go if it, or its savepoint, is undone.

    Django forgets what was to be done on commit when it rolls back, and with it this object: that is the
    sign to delete. A process that is killed may leave files that no row names; nobody can reach those.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._undo = weakref.finalize(self, _delete, self._names)
        transaction.on_commit(self._keep)

    def write(self, content: bytes, suffix: str) -> str:
        """Store the bytes; the name under which they are found again."""
        token = secrets.token_hex(16)
        wanted = f"{current_tenant_id()}/{token[:2]}/{token}{suffix}"
        name = _storage().save(wanted, ContentFile(content))
        self._names.append(name)
        return name

    def _keep(self) -> None:
        self._undo.detach()


def opened(name: str) -> IO[bytes]:
    """A stored file to read from; NotFound in words when the storage does not have it."""
    try:
        return _storage().open(name, "rb")
    except FileNotFoundError as error:
        logger.exception("evidence file %s is missing from the storage", name)
        raise NotFound(LOST) from error


def _storage() -> Storage:
    return storages[ALIAS]


def _delete(names: Sequence[str]) -> None:
    for name in names:
        _storage().delete(name)
