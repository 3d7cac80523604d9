"""An uploaded table between being shown and being accepted, kept for the person who uploaded it."""

import re
import secrets
from dataclasses import dataclass

from django.core.cache import cache

from units.actors import Actor
from units.errors import NotFound

KEPT_SECONDS = 2 * 3600
_TOKEN = re.compile(r"[\w-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Upload:
    """The file as it came."""

    filename: str
    content: bytes


def keep(actor: Actor, period_id: int, upload: Upload) -> str:
    """Keep the file for two hours; returns the token that finds it again."""
    token = secrets.token_urlsafe(16)
    cache.set(_key(actor, period_id, token), (upload.filename, upload.content), KEPT_SECONDS)
    return token


def find(actor: Actor, period_id: int, token: str) -> Upload:
    """The file of this token, for the same person and period only; NotFound once it has expired."""
    kept = cache.get(_key(actor, period_id, token)) if _TOKEN.fullmatch(token) else None
    if kept is None:
        raise NotFound("上传的文件已过期，没有存入任何数据。请重新选择文件上传。")
    return Upload(*kept)


def drop(actor: Actor, period_id: int, token: str) -> None:
    """Forget the file once it is dealt with."""
    cache.delete(_key(actor, period_id, token))


def _key(actor: Actor, period_id: int, token: str) -> str:
    return f"upload:{actor.tenant_id}:{actor.user_id}:{period_id}:{token}"
