"""Tryton beside the imitations, mounted at /tryton: control calls over a real server.

Where trytond is not installed, or no PostgreSQL is named, there is no company here. The server is
told to start by a control call, since its PostgreSQL is the demo's and starts after the sandbox.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.ledger.control import HandError, UnknownError, answered, stream
from sandbox.ledger.hand_input import Active, HandEntry, Input, NewCompany
from sandbox.ledger.watching import Feed
from sandbox.tryton import panel
from sandbox.tryton.books import KeeperRefused, Tryton
from sandbox.tryton.runner import Runner
from sandbox.tryton.server import Server, kept_books
from sandbox.tryton.template import template

LOOK_SECONDS = 1.0
DATABASE = "tryton_books"
NICE = 10
"""Books are built when nobody else wants the processor."""


class Where(Input):
    """Where the server is to stand."""

    postgres: str  # the directory of PostgreSQL's socket
    port: int


class TrytonSwitches(Input):
    """The switches of a company; only those that were sent are turned."""

    connected: bool = True
    can_post: bool = True
    closed_through: dt.date | None = None
    channel_by_hand: bool = False


class House:
    """The server and its one company, once they are there."""

    def __init__(self, cache: Path | None) -> None:
        self.cache = cache if find_spec("trytond") else None
        self.feed = Feed()
        self._server: Server | None = None
        self._books: asyncio.Task[Tryton] | None = None
        self._watch: asyncio.Task[None] | None = None
        self._runner = Runner(NICE)

    async def start(self, request: Request) -> dict[str, Any]:
        """Start the server in the background; the first time its books have to be built."""
        where = Where.model_validate_json(await request.body())
        if self.cache is not None and self._books is None:
            self._books = asyncio.create_task(self._started(where, self.cache))
            self._watch = asyncio.create_task(self._watched())
        return {"installed": self.cache is not None}

    async def _started(self, where: Where, cache: Path) -> Tryton:
        try:
            made = await asyncio.to_thread(template, cache, where.postgres, self._runner)
            listen = f"127.0.0.1:{where.port}"
            self._server = Server(made, where.postgres, cache, listen)
            return await asyncio.to_thread(kept_books, self._server, DATABASE, self._runner)
        except (RuntimeError, OSError, ValueError, psycopg.Error) as error:
            print(f"Tryton's books could not be built: {error}", file=sys.stderr, flush=True)
            raise UnknownError(f"Tryton's books could not be built: {_last_line(error)}") from error

    async def _watched(self) -> None:
        """Tell the page of what changes: a real server tells nobody."""
        try:
            books = await self.books()
        except UnknownError:
            return  # told to those who ask for them
        before = ""
        while True:
            now = await asyncio.to_thread(panel.mark, books)
            if now != before:
                self.feed.changed(books.company)
            before = now
            await asyncio.sleep(LOOK_SECONDS)

    async def books(self) -> Tryton:
        """Return the books once they are there. Raises UnknownError: there are none."""
        if self._books is None:
            raise UnknownError("Tryton is not started")
        return await asyncio.shield(self._books)

    @property
    def ready(self) -> Tryton | None:
        """The books, when they are there."""
        done = self._books is not None and self._books.done() and not self._books.exception()
        return self._books.result() if done and self._books else None

    async def stop(self) -> None:
        """End the server, and what builds its books."""
        self._runner.stop()
        for task in (self._watch, self._books):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if self._server is not None:
            await asyncio.to_thread(self._server.stop)

    # --- what the page and the demo do

    async def see_state(self, request: Request) -> dict[str, Any]:
        """Draw everything; no company until the server is ready."""
        most = request.query_params.get("entries", "")
        cut = int(most) if most.isdigit() else None
        books = self.ready
        companies = [await asyncio.to_thread(panel.company_state, books, cut)] if books else []
        return {"platform": "tryton", "started": self._books is not None, "companies": companies}

    async def open_company(self, request: Request) -> dict[str, Any]:
        """Name the one company that there is; return how it is entered."""
        sent = NewCompany.model_validate_json(await request.body())
        books = await self.books()
        await asyncio.to_thread(books.rename, sent.name)
        return {"realm": books.company, "site": books.site, "key": books.key}

    async def turn_switches(self, request: Request) -> dict[str, Any]:
        """Turn the switches that were sent."""
        books = await self._company(request)
        sent = TrytonSwitches.model_validate_json(await request.body())
        await asyncio.to_thread(_turn, books, sent)
        return await self._changed(books)

    async def turn_account(self, request: Request) -> dict[str, Any]:
        """Let an account end, or go on."""
        books = await self._company(request)
        sent = Active.model_validate_json(await request.body())
        last = None if sent.active else dt.date(dt.date.today().year, 1, 1)  # noqa: DTZ011
        await asyncio.to_thread(books.end, request.path_params["id"], last)
        return await self._changed(books)

    async def type_entry(self, request: Request) -> dict[str, Any]:
        """Type an entry by hand."""
        books = await self._company(request)
        sent = HandEntry.model_validate_json(await request.body())
        lines = [(one.account, one.side, str(one.amount)) for one in sent.lines]
        described = " ".join(part for part in (sent.doc_number, sent.private_note) if part)
        await asyncio.to_thread(books.enter, described, sent.date, lines)
        return await self._changed(books)

    async def _company(self, request: Request) -> Tryton:
        books = await self.books()
        if request.path_params["realm"] != books.company:
            raise UnknownError(f"there is no company {request.path_params['realm']}")
        return books

    async def _changed(self, books: Tryton) -> dict[str, Any]:
        self.feed.changed(books.company)
        return await asyncio.to_thread(panel.company_state, books, 0)


def tryton_app(cache: Path | None) -> Starlette:
    """Make the app; `cache` is where built books are kept, None: there is never a company."""
    house = House(cache)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await house.stop()

    company = "/control/companies/{realm}"
    app = Starlette(
        lifespan=lifespan,
        routes=[
            Route("/control/server", _call(house.start), methods=["POST"]),
            Route("/control/state", _call(house.see_state)),
            Route("/control/companies", _call(house.open_company), methods=["POST"]),
            Route(company, _call(house.turn_switches), methods=["POST"]),
            Route(company + "/accounts/{id}", _call(house.turn_account), methods=["POST"]),
            Route(f"{company}/entries", _call(house.type_entry), methods=["POST"]),
            Route("/control/stream", lambda request: stream((house.feed,), request)),
        ],
    )
    app.state.feed = house.feed
    return app


def _call(
    work: Callable[[Request], Awaitable[dict[str, Any]]],
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> dict[str, Any]:
        try:
            return await work(request)
        except (KeeperRefused, psycopg.Error) as refused:
            raise HandError(str(refused)) from refused

    return answered(answer)


def _last_line(error: Exception) -> str:
    said = [line.strip() for line in str(error).splitlines() if line.strip()]
    return said[-1][:200] if said else type(error).__name__


def _turn(books: Tryton, sent: TrytonSwitches) -> None:
    turned = sent.model_fields_set
    if "connected" in turned:
        books.accept(good=sent.connected)
    if "can_post" in turned:
        books.permit(may_post=sent.can_post)
    if "closed_through" in turned:
        books.close_through(sent.closed_through)
    if "channel_by_hand" in turned:
        books.choose_channels(by_hand=sent.channel_by_hand)
