"""The request as views under `/<tenant>/…` see it."""

import json
from typing import Any

from django.http import HttpRequest

from units.actors import Actor
from units.models import Tenant


class TenantRequest(HttpRequest):
    """A request the tenant middleware has let in."""

    tenant: Tenant
    actor: Actor


def sent_json(request: HttpRequest) -> Any:
    """What a script sent; ValueError when it is no JSON.

    Half a character, as is left where a browser cuts an emoji in two, is dropped: no database takes it.
    """
    try:
        whole = json.dumps(json.loads(request.body), ensure_ascii=False)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return json.loads(whole.encode(errors="ignore"))
