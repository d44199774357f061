"""What the forms for a server of one's own share: the address, the call, and one sentence."""

from __future__ import annotations

from typing import Final

import httpx
import structlog

from connectors.addresses import InnerHosts, whole_address
from connectors.http import Answer, NoAnswer, call
from journal.errors import ConsentRefused

SECONDS: Final = 30.0
log = structlog.get_logger(__name__)


def address_of(typed: str, inner: InnerHosts, hint: str) -> str:
    """Return the address that was typed as it is kept. Raises ConsentRefused: it is none."""
    address = whole_address(typed, inner)
    if address is None:
        raise ConsentRefused(f"The address must be whole and begin with https://: {hint}")
    return address


def key_of(typed: str) -> str:
    """Return the key as it is sent. Raises ConsentRefused: it cannot be one."""
    if not (typed.isascii() and typed.isprintable() and typed):
        raise ConsentRefused("The key has letters that no key has. Copy it again, whole.")
    return typed


def no_way_in(label: str, why: str, host: str) -> ConsentRefused:
    """Return what is said of every failure behind the form; `why` is for the log alone.

    One sentence for all: what an address answers would tell a stranger what is inside.
    """
    log.warning("no_way_in", platform=label, host=host, why=why)
    return ConsentRefused(
        f"{label} did not let jefail in. Check the address and the key, and that the server can be"
        " reached. Your jefail administrator finds the reason in the log."
    )


async def asked(http: httpx.AsyncClient, request: httpx.Request, label: str) -> Answer:
    """Return the answer of a success. Raises ConsentRefused: there is none."""
    host = request.url.host
    try:
        answer = await call(http, request, within=SECONDS)
    except NoAnswer as error:
        raise no_way_in(label, str(error), host) from error
    if not answer.is_success:
        raise no_way_in(label, f"status {answer.status}", host)
    return answer
