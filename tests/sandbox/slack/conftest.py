"""A workspace on a loopback port, a clock that moves on request, and a small Bolt app."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.keep import Keep
from sandbox.serve import serving
from sandbox.slack.app import slack_app
from sandbox.slack.workspace import Workspace, open_workspace
from tests.sandbox.slack.desk import Desk, HandClock


@pytest.fixture
def clock() -> HandClock:
    """A clock that stands until it is moved."""
    return HandClock()


@pytest.fixture
def workspace(clock: HandClock) -> Workspace:
    """A workspace that keeps nothing and waits for acknowledgements only half a second."""
    return open_workspace(Keep(), clock=clock, ack_seconds=0.5)


@pytest.fixture
async def desk(workspace: Workspace) -> AsyncIterator[Desk]:
    """The workspace, served, with a client for its control API and one for its Web API."""
    async with (
        serving(slack_app(workspace)) as base_url,
        aiohttp.ClientSession(base_url) as session,
    ):
        yield Desk(workspace, session, base_url)
