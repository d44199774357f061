"""What stands around every path of a web app, from the outside in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from bot.web.bodies import BodyReader
from bot.web.headers import Headers
from bot.web.limits import LimitBody
from bot.web.metrics import RequestFigures
from bot.web.watched import Watched


def surround(app: FastAPI, figures: RequestFigures, *, is_secure: bool = False) -> None:
    """Put limits, headers and the log around `app`; `is_secure`: pages are served over https."""
    app.state.figures = figures
    app.add_middleware(LimitBody, refused=figures.refused)
    app.add_middleware(Watched, figures=figures)
    app.add_middleware(Headers, is_secure=is_secure)  # the last one added is the outermost


def closing(bodies: BodyReader) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return the life of an app that ends the process of `bodies` with it."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await bodies.close()

    return life
