"""A local workspace, and Slack's client on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.app import sandbox_app
from sandbox.serve import serving


@pytest.fixture
async def outside() -> AsyncIterator[httpx.AsyncClient]:
    """The local workspace."""
    async with serving(sandbox_app(None)) as url, httpx.AsyncClient(base_url=url) as client:
        yield client


@pytest.fixture
async def slack(outside: httpx.AsyncClient) -> AsyncIterator[AsyncWebClient]:
    """Asks the local workspace as jefail does, and repeats nothing by itself."""
    tokens = (await outside.get("/slack/control/tokens")).json()
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            tokens["bot_token"],
            base_url=f"{str(outside.base_url).rstrip('/')}/slack/api/",
            session=session,
            retry_handlers=[],
        )
