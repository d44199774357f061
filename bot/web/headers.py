"""What every answer tells a browser: take it as what it is, keep it nowhere, frame it nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Owasp.org/www-project-secure-headers has why. An answer's own are left as they are."""
YEAR: Final = "max-age=31536000"
"""Of Strict-Transport-Security, where our pages are served with TLS. Subdomains are not ours."""


@dataclass(frozen=True, slots=True)
class Headers:
    """Adds what an answer does not say itself. `is_secure`: our pages are served over https."""

    app: ASGIApp
    is_secure: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, as ASGI asks."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, sending)

    def _complete(self, headers: MutableHeaders) -> None:
        for name, value in ALWAYS.items():
            headers.setdefault(name, value)
        if self.is_secure:
            headers.setdefault("Strict-Transport-Security", YEAR)
