"""The sign that all is well, to a service that raises the alarm when it stays away."""

from __future__ import annotations

import httpx

from connectors.http import call

SECONDS = 10.0


async def beat(http: httpx.AsyncClient, url: str) -> bool:
    """Call `url`; return whether it was taken (2xx).

    Raises:
        NoAnswer: no whole answer came, or the address leads nowhere that may be called.
    """
    answer = await call(http, http.build_request("GET", url), within=SECONDS)
    return answer.is_success
