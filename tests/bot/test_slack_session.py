"""The session to Slack keeps the bot's token where it was sent."""

from __future__ import annotations

import aiohttp
import pytest

from bot.slack_session import open_session
from connectors.kept import KeptConnections
from tests.connectors.test_http import a_server, answering


async def test_no_redirect_is_followed_with_the_token() -> None:
    """Neither to another host nor to another path: Slack sends nobody elsewhere."""
    moved = b"HTTP/1.1 307 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
    async with a_server(answering(moved)) as url, open_session(KeptConnections()) as session:
        with pytest.raises(aiohttp.ClientError, match="elsewhere"):
            await session.post(url, data=b"{}", headers={"Authorization": "Bearer xoxb-1"})
