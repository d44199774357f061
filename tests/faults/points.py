"""The named points at which a life of the program ends or freezes, and how they are laid into it.

The program knows nothing of them: each wraps one of its functions from outside.
"""

from __future__ import annotations

import functools
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

Call = Callable[..., Awaitable[Any]]
Condition = Callable[[Mapping[str, Any], Any], bool]
"""Takes the named arguments of a call, with all others as `args`, and what came of it, or None."""


def _always(_given: Mapping[str, Any], _result: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Point:
    """Before or after a call of `function` ("module:Class.name" or "module:name")."""

    function: str
    is_before: bool = False
    counts: Condition = _always
    is_each_time: bool = False  # else the first time only


def _job(name: str) -> Condition:
    return lambda given, _result: given["job"].task_name == name


POSTING: Mapping[str, Point] = {
    "the entries are claimed": Point(
        "journal.posting.post_entries:PostEntries._claim",
        counts=lambda _given, batch: batch is not None,
    ),
    "an entry is about to be posted": Point(
        "connectors.quickbooks.client:QuickBooksLedger.post", is_before=True
    ),
    "the platform has answered": Point("connectors.quickbooks.client:QuickBooksLedger.post"),
    "the attempts are written, not committed": Point(
        "journal.posting.post_entries:record_attempts"
    ),
    "the attempts are committed, the job goes on": Point(
        "procrastinate.manager:JobManager.finish_job", is_before=True, counts=_job("post_entries")
    ),
    "a poll has looked and kept nothing": Point("journal.polling.poll_connection:read_platform"),
}
CORRECTING: Mapping[str, Point] = {
    "a correction is about to be sent": Point(
        "connectors.quickbooks.client:QuickBooksLedger.replace", is_before=True
    ),
    "the platform has taken the correction": Point(
        "connectors.quickbooks.client:QuickBooksLedger.replace"
    ),
}
SENDING: Mapping[str, Point] = {
    "the intent is kept, the card not sent": Point("bot.sending:SendCards._draw"),
    "the card is sent, not noted": Point(
        "bot.slack_channel:SlackChannel.send", counts=lambda given, _: not given.get("thread_ts")
    ),
    "the card is noted, not committed": Point("storage.slack.messages:Outbox.shown"),
    "the reply is sent, not noted": Point(
        "bot.slack_channel:SlackChannel.send", counts=lambda given, _: bool(given.get("thread_ts"))
    ),
    "the card is drawn anew, not noted": Point("bot.slack_channel:SlackChannel.update"),
    "all is sent, the job goes on": Point(
        "procrastinate.manager:JobManager.finish_job", is_before=True, counts=_job("send_cards")
    ),
}
CLICKING: Mapping[str, Point] = {
    "the click is written, not committed": Point("storage.slack.clicks:ClickRepository.remember"),
    "the click is committed, not acknowledged": Point("journal.moves.make_move:MakeMove.__call__"),
    "the click is acknowledged": Point(
        "slack_bolt.adapter.socket_mode.aiohttp:send_async_response"
    ),
}
FREEZING: Mapping[str, Point] = {
    "a call that writes is about to leave": Point("connectors.kept:before_write", is_before=True),
    "an entry of Xero is about to be posted": Point(
        "connectors.xero.client:XeroLedger.post", is_before=True
    ),
    "an entry of Zoho is about to be posted": Point(
        "connectors.zoho.client:ZohoLedger.post", is_before=True
    ),
    "Zoho has answered": Point("connectors.zoho.client:ZohoLedger.post"),
    "the card is about to be sent": Point(
        "bot.slack_channel:SlackChannel.send",
        is_before=True,
        counts=lambda given, _: not given.get("thread_ts"),
    ),
    "the card is about to be drawn again": Point(
        "bot.slack_channel:SlackChannel.update", is_before=True
    ),
}
RENEWING: Mapping[str, Point] = {
    "the new tokens have come, and are not kept": Point("connectors.oauth:App.trade"),
    "the new tokens are kept, and not used": Point("storage.access.tokens:SqlTokenSafe.write"),
}
IMPORTING: Mapping[str, Point] = {
    "a batch of a dropped file is taken in": Point(
        "journal.importing.take_offer:TakeOffer.__call__"
    ),
    "a batch of a dropped file is about to be taken in": Point(
        "journal.importing.take_offer:TakeOffer.__call__", is_before=True
    ),
    "a dropped file is summed up": Point("bot.offers.reading:ReadOffer._keep"),
}
DEADLY = 102_50
"""Comes to so many cents: the second entry of a file that the tests write."""
POISON: Mapping[str, Point] = {
    "a poisonous entry is about to be posted": Point(
        "connectors.quickbooks.client:QuickBooksLedger.post",
        is_before=True,
        counts=lambda given, _: given["args"][1].total.minor == DEADLY,
        is_each_time=True,
    ),
}
POINTS: Mapping[str, Point] = {
    **POSTING,
    **CORRECTING,
    **SENDING,
    **CLICKING,
    **RENEWING,
    **IMPORTING,
    **FREEZING,
    **POISON,
}


def lay(name: str, marker: Path, how: signal.Signals = signal.SIGKILL) -> None:
    """End this process the first time it comes to the point called `name`; SIGSTOP freezes it.

    That it has been there is told by the file `marker`, so that the next life passes.
    """
    point = POINTS[name]
    module, _, path = point.function.partition(":")
    *outer, last = path.split(".")
    owner: Any = functools.reduce(getattr, outer, import_module(module))
    setattr(owner, last, _deadly(getattr(owner, last), point, marker, how))


def _deadly(function: Call, point: Point, marker: Path, how: signal.Signals) -> Call:
    @functools.wraps(function)
    async def call(*args: Any, **kwargs: Any) -> Any:
        given = {**kwargs, "args": args}
        if point.is_before and point.counts(given, None):
            _end(marker, how, again=point.is_each_time)
        result = await function(*args, **kwargs)
        if not point.is_before and point.counts(given, result):
            _end(marker, how, again=point.is_each_time)
        return result

    return call


def _end(marker: Path, how: signal.Signals, *, again: bool) -> None:
    if again or not marker.exists():
        marker.touch()
        os.kill(os.getpid(), how)
