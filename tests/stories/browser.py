"""A person's browser: it follows links and sends forms, to our pages and to the platform's."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from bot.compose import Program
from bot.web.app import web_app
from bot.web.connecting.page import Page


@dataclass(slots=True)
class Browser:
    """It keeps cookies, and shows `page` at `address`."""

    pages: httpx.AsyncClient  # ours
    outside: httpx.AsyncClient
    address: str = ""
    page: str = ""
    status: int = 0

    async def open(self, address: str) -> str:
        """Open a link; return what the page shows."""
        return await self._sent("GET", address)

    async def send(self, **filled: str) -> str:
        """Send the form of the page, with what is hidden in it and what is `filled` in."""
        (action,) = re.findall(r'<form method="post"(?: action="([^"]*)")?>', self.page)
        hidden = dict(
            re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', self.page)
        )
        fields = {name: unescape(value) for name, value in hidden.items()}
        return await self._sent("POST", urljoin(self.address, action), {**fields, **filled})

    @property
    def text(self) -> str:
        """What a person reads."""
        return _read(self.page)

    def shows(self, page: Page) -> bool:
        """Whether a person reads what stands on a page of ours."""
        answer = page.response()
        return (self.text, self.status) == (_read(bytes(answer.body).decode()), page.status)

    async def _sent(self, method: str, address: str, data: Mapping[str, str] | None = None) -> str:
        while True:
            answer = await self._client(address).request(method, address, data=data)
            self.address, self.page, self.status = address, answer.text, answer.status_code
            if not answer.is_redirect:
                return self.text
            method, data = "GET", None
            address = urljoin(address, answer.headers["location"])

    def _client(self, address: str) -> httpx.AsyncClient:
        ours = urlsplit(str(self.pages.base_url)).netloc
        return self.pages if urlsplit(address).netloc == ours else self.outside


@asynccontextmanager
async def open_browser(program: Program) -> AsyncIterator[Browser]:
    """Yield a browser to which the program's pages are where it says they are."""
    transport = httpx.ASGITransport(web_app(program, None))
    base = program.settings.pages_url
    async with (
        httpx.AsyncClient(transport=transport, base_url=base) as pages,
        # A connection is not kept: the server drops idle ones just when a story goes on.
        httpx.AsyncClient(limits=httpx.Limits(max_keepalive_connections=0)) as outside,
    ):
        yield Browser(pages, outside)


def _read(page: str) -> str:
    body = page.partition("</style>")[2] or page
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def link_in(message: Mapping[str, Any]) -> str:
    """Return where the one link button of a message leads."""
    (url,) = (
        element["url"]
        for block in message.get("blocks", ())
        for element in block.get("elements", ())
        if element.get("url")
    )
    return str(url)
