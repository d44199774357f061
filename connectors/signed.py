"""One call with a token, and once more with a renewed one where the platform found it too old."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import httpx

from connectors.http import Answer, call
from connectors.oauth import Authorisation

R = TypeVar("R")


async def signed(
    http: httpx.AsyncClient,
    authorisation: Authorisation,
    *,
    build: Callable[[str], httpx.Request],
    read: Callable[[Answer, str], R],
    expired: Callable[[R], bool],
    within: float,
) -> R:
    """Return what `read` makes of the answer and the token, which it takes out of what it keeps.

    `build` makes the request for a token; `within`: seconds for each whole answer.

    Raises:
        NoAnswer: none came; what became of the request is not known, or it never left.
        AuthorisationLost, LedgerError: it never left, for want of a token.
    """
    token = await authorisation.access_token()
    reply = read(await call(http, build(token), within=within), token)
    if not expired(reply):
        return reply
    token = await authorisation.renew(refused=token)
    return read(await call(http, build(token), within=within), token)
