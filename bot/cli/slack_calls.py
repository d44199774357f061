"""Slack asked on behalf of a command, and its refusals in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
from rapidfuzz import process
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_pages import pages
from journal.errors import JefailError, NotFound

_REINSTALL = "copy it again from api.slack.com/apps"
_MEANING = {
    "invalid_auth": f"Slack does not know this token; {_REINSTALL}",
    "not_authed": f"Slack got no token; {_REINSTALL}",
    "token_revoked": "this token was revoked; install the app again and take its new one",
    "account_inactive": "the app was removed from the workspace; install it again",
    "not_allowed_token_type": "this is another kind of token than is wanted here",
    "channel_not_found": "Slack does not show this channel to the bot; invite it there:"
    " /invite @jefail",
    "ratelimited": "Slack asks us to wait; try again in a minute",
}
_AWAY = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_SERVER_ERRORS = 500
_ID = re.compile(r"[CG][A-Z0-9_]+")
_PAGE = 1000


class SlackRefused(JefailError):
    """Slack could not be asked, or refused; the text says what to do."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what a Slack call raises into SlackRefused."""
    try:
        yield
    except SlackApiError as error:
        raise SlackRefused(_meaning(error)) from error
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SlackRefused(
            f"Slack cannot be reached ({type(error).__name__}); look at the network"
        ) from error


def _meaning(error: SlackApiError) -> str:
    answer = error.response.data if isinstance(error.response.data, dict) else {}
    code = str(answer.get("error") or f"status {error.response.status_code}")
    if code == "missing_scope":
        return (
            f"the token lacks the scope {answer.get('needed', '')}; put app.yaml into the app's"
            " manifest and install it again"
        )
    if code in _AWAY or (not answer.get("error") and error.response.status_code >= _SERVER_ERRORS):
        return f"Slack is not working just now ({code}); try again in a minute"
    return _MEANING.get(code, f"Slack refuses: {code}")


async def channel_id(slack: AsyncWebClient, given: str) -> str:
    """Return the id of the channel `given` ("#name", "name" or an id) that the bot is in.

    Raises:
        NotFound: there is no such channel, as far as the bot sees, or it is not a member.
        SlackRefused: Slack could not be asked.
    """
    with told_plainly():
        found = await _by_id(slack, given) if _ID.fullmatch(given) else None
        if found is None:
            found = await _named(slack, given.removeprefix("#").casefold())
    if problem := channel_problem(found):
        raise NotFound(problem)
    return str(found["id"])


def channel_problem(channel: Mapping[str, Any]) -> str:
    """Return why no card can be sent to `channel` (as Slack shows it), or nothing."""
    name = f"#{channel.get('name', channel['id'])}"
    if channel.get("is_archived"):
        return f"{name} is archived; choose another channel"
    if not channel.get("is_member"):
        return f"The bot is not in {name}; write /invite @jefail there"
    return ""


async def _by_id(slack: AsyncWebClient, given: str) -> Mapping[str, Any] | None:
    """Return the channel with this id; None where a name may be meant: CASH is one as well."""
    try:
        answer = await slack.conversations_info(channel=given)
    except SlackApiError as error:
        if given.isalpha() and error.response.get("error") == "channel_not_found":
            return None
        raise
    found: Mapping[str, Any] = answer["channel"]
    return found


async def _named(slack: AsyncWebClient, name: str) -> Mapping[str, Any]:
    names: list[str] = []
    kinds = "public_channel,private_channel"
    async for page in pages(slack.conversations_list, types=kinds, limit=_PAGE):
        for channel in page["channels"]:
            if channel["name"] == name:
                shown: Mapping[str, Any] = channel
                return shown
            names.append(channel["name"])
    raise NotFound(_unknown(name, names))


def _unknown(name: str, names: list[str]) -> str:
    nearest = process.extractOne(name, names, score_cutoff=60)
    hint = f" Did you mean #{nearest[0]}?" if nearest else ""
    return (
        f"The bot sees no channel #{name}.{hint} A private channel is seen once the bot is"
        " invited: /invite @jefail."
    )
