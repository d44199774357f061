"""The Slack app: Bolt over the one client, and Socket Mode kept connected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError

from blocks.forms.support import Support
from bot.compose import Program
from bot.reasons import read_reasons
from bot.services import Services
from bot.settings import Settings
from handlers import register
from handlers.edge.listening import Desk
from journal.connecting.connect_book import ConnectBook
from journal.ports import OpenMembers, OpenSeen
from journal.rights import Met

log = structlog.get_logger()


def slack_app(program: Program) -> tuple[AsyncApp, Desk]:
    """Return the Bolt app with every listener, and the desk they work at.

    `process_before_response`: otherwise Bolt looks for the acknowledgement only every 10 ms.
    `name`: otherwise Bolt reads the source of every caller to find one, for a tenth of a second.
    """
    app = AsyncApp(
        name="jefail",
        client=program.slack,
        signing_secret=program.settings.slack_signing_secret.get_secret_value() or "unused",
        process_before_response=True,
        # `SlackEvents` does, before any body is read; Bolt would once more, by another clock.
        request_verification_enabled=False,
    )
    desk = desk_of(
        program.services,
        program.database.seen_by,
        program.database.members,
        program.connect_book,
        program.roster.meet,
        support_of(program.settings),
    )
    register(app, desk)
    return app, desk


def desk_of(
    services: Services,
    open_store: OpenSeen,
    open_members: OpenMembers,
    connect_book: ConnectBook,
    meet: Callable[[str], Coroutine[Any, Any, Met]],
    support: Support,
) -> Desk:
    """Return the desk at which listeners reach the use cases."""
    return Desk(
        open_store=open_store,
        open_members=open_members,
        now=services.now,
        make_move=services.make_move,
        find_twin=services.find_twin,
        connect_book=connect_book,
        confirm_connection=services.confirm_connection,
        try_connection=services.try_connection,
        approve_request=services.approve_request,
        decline_request=services.decline_request,
        decide_offer=services.decide_offer,
        support=support,
        reasons=read_reasons(),
        meet=meet,
        create_account=services.create_account,
        create_item=services.create_item,
        read_chart=services.read_chart,
    )


def support_of(settings: Settings) -> Support:
    """Return who helps, as it is set, and which release asks them."""
    return Support(settings.support_channel, settings.support_email, version("jefail"))


@dataclass(slots=True)
class SocketMode:
    """One socket to Slack, opened again for as long as the program runs."""

    app: AsyncApp
    app_token: str
    handler: AsyncSocketModeHandler | None = None

    @property
    def is_connected(self) -> bool:
        """Whether clicks can reach us now."""
        session = getattr(self.handler.client, "current_session", None) if self.handler else None
        return session is not None and not session.closed

    async def run(self) -> None:
        """Stay connected until cancelled."""
        wait = 1.0
        while True:
            self.handler = AsyncSocketModeHandler(self.app, self.app_token)
            try:
                await self.handler.connect_async()  # type: ignore[no-untyped-call]
                await asyncio.Event().wait()  # from here on the SDK reconnects by itself
            except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
                log.warning("socket_mode_not_connected", error=str(error)[:200], seconds=wait)
            finally:
                await self.handler.close_async()  # type: ignore[no-untyped-call]
            await asyncio.sleep(wait)
            wait = min(wait * 2, 60.0)
