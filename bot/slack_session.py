"""The session to Slack: it follows no redirect, since the bot's token goes along."""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp

from connectors.kept import KeptConnections

SECONDS = 10


def open_session(kept: KeptConnections) -> aiohttp.ClientSession:
    """Return the session; close it when the program ends."""
    tracing = aiohttp.TraceConfig()
    tracing.on_request_redirect.append(_refuse)
    return aiohttp.ClientSession(
        # The client's own time limit does not count where it is handed a session.
        timeout=aiohttp.ClientTimeout(total=SECONDS),
        connector=kept,
        trace_configs=[tracing],
    )


async def _refuse(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    told: aiohttp.TraceRequestRedirectParams,
) -> None:
    raise aiohttp.ClientError(f"{told.url.host} sends us elsewhere, which Slack never does")
