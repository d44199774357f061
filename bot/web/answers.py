"""From what was raised to the answer: whatever goes wrong, it is told as a problem."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.web.problems import BROKEN_JSON, Kind, Problem, busy
from journal.errors import StoreBusy


def tell_problems(app: FastAPI) -> None:
    """Have every expected error of `app` answered as problem details."""
    app.add_exception_handler(Problem, _refused)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_exception_handler(StoreBusy, _store_busy)
    app.add_exception_handler(ClientDisconnect, _gone)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.response()


async def _by_status(_request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: unknown paths, methods that a path does not know."""
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    kind = Kind(error.status_code, "", phrase)
    return Problem(kind, f"{phrase}.", headers=error.headers or {}).response()


async def _store_busy(_request: Request, _error: Exception) -> Response:
    return busy().response()


async def _gone(_request: Request, _error: Exception) -> Response:
    # Nobody hears this; it only stands in the log as what it is.
    return Problem(BROKEN_JSON, "The request ended before its body did.").response()
