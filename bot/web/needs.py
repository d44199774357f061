"""What the web app works with, so that it can be built without the whole program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from slack_bolt.async_app import AsyncApp

from bot.web.bodies import BodyReader
from bot.web.connecting.endpoints import Connecting
from bot.web.webhooks import QuickBooksHook
from journal.ports import Clock
from journal.posting.accept_entries import AcceptEntries
from storage.database import Database

Sign = Callable[[], bool]
"""Tells at any moment, without waiting, whether something works."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """What only the running process knows of itself. None: it is not done in this process."""

    worker: Sign | None = None  # jobs are being done here
    slack: Sign | None = None  # the socket to Slack is open; None: Slack calls us over HTTP
    clock: Callable[[], timedelta] | None = None  # how far its machine's is ahead of the database's


@dataclass(frozen=True, slots=True)
class SlackOverHttp:
    """The app that answers Slack, and the secret that Slack signs with."""

    app: AsyncApp
    secret: str = field(repr=False)
    now: Clock


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything the web app works with."""

    database: Database
    accept_entries: AcceptEntries
    is_schema_current: Callable[[], Awaitable[bool]]
    vitals: Vitals = Vitals()
    connecting: Connecting | None = None  # None: no book can be connected here
    bodies: BodyReader = field(default_factory=BodyReader)
    quickbooks_hook: QuickBooksHook | None = None  # None: no webhooks are taken
    slack: SlackOverHttp | None = None  # None: Socket Mode
    is_secure: bool = False  # our pages are served over https
    silent_after: timedelta = timedelta(minutes=15)  # a source that nobody has read for so long
    health_apart: bool = False  # health and metrics have a port of their own
