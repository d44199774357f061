"""Slack: both tokens, and the scopes the bot was given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import yaml
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.cli.checks.finding import Finding
from bot.cli.slack_calls import SlackRefused, channel_id, told_plainly
from bot.compose import slack_client
from bot.settings import Settings
from bot.slack_session import open_session
from connectors.kept import KeptConnections
from journal.errors import JefailError

MANIFEST = Path(__file__).resolve().parents[3] / "app.yaml"
BOT_TOKEN = "Slack, SLACK_BOT_TOKEN"  # noqa: S105  what was looked at
_SCOPES = "x-oauth-scopes"


async def slack_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Ask Slack who we are. A token that is not set is missing already, and not looked at."""
    kept = KeptConnections()
    async with open_session(kept) as session:
        slack = slack_client(settings, session, kept)
        if settings.slack_bot_token.get_secret_value():
            async for finding in _bot(slack):
                yield finding
                if finding.what == BOT_TOKEN and not finding.problem and settings.support_channel:
                    yield await support_finding(slack, settings.support_channel)
                if finding.what == BOT_TOKEN and not finding.problem and settings.fallback_channel:
                    yield await fallback_finding(slack, settings.fallback_channel)
        if settings.uses_socket_mode:
            yield await _socket(slack, settings.slack_app_token.get_secret_value())


async def _bot(slack: AsyncWebClient) -> AsyncIterator[Finding]:
    try:
        with told_plainly():
            answer = await slack.auth_test()
    except SlackRefused as error:
        yield Finding(BOT_TOKEN, problem=error.advice)
        return
    yield Finding(BOT_TOKEN, f"@{answer['user']} in {answer['team']}")
    yield scopes_finding(answer)


async def _socket(slack: AsyncWebClient, app_token: str) -> Finding:
    try:
        with told_plainly():
            await slack.apps_connections_open(app_token=app_token)
    except SlackRefused as error:
        return Finding("Slack, SLACK_APP_TOKEN", problem=error.advice)
    return Finding("Slack, SLACK_APP_TOKEN", "opens Socket Mode")


async def support_finding(slack: AsyncWebClient, given: str) -> Finding:
    """Look whether what people ask for help can be sent to the channel that is set for it."""
    good = "takes what people ask for help"
    return await _channel_finding(slack, "JEFAIL_SUPPORT_CHANNEL", given, good)


async def fallback_finding(slack: AsyncWebClient, given: str) -> Finding:
    """Look whether the channel is there in which it is told that another takes nothing."""
    good = "hears of channels that take no messages"
    return await _channel_finding(slack, "JEFAIL_FALLBACK_CHANNEL", given, good)


async def _channel_finding(slack: AsyncWebClient, name: str, given: str, good: str) -> Finding:
    what = f"Slack, {name}"
    try:
        found = await channel_id(slack, given)
    except JefailError as error:
        return Finding(what, problem=error.advice)
    if found != given:
        return Finding(what, problem=f"set the id of {given}, which is {found}")
    return Finding(what, f"{given} {good}")


def scopes_finding(answer: AsyncSlackResponse) -> Finding:
    """Compare the scopes that came with `answer` with those the manifest asks for."""
    headers = {name.casefold(): value for name, value in answer.headers.items()}
    if not MANIFEST.exists() or _SCOPES not in headers:
        return Finding("Slack, scopes", "not known here; Slack tells when one lacks")
    wanted = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    granted = {scope.strip() for scope in headers[_SCOPES].split(",")}
    if lacking := [scope for scope in wanted if scope not in granted]:
        return Finding(
            "Slack, scopes",
            problem=f"lacking {', '.join(lacking)}: put app.yaml into the app's manifest at"
            " api.slack.com/apps and install it again",
        )
    return Finding("Slack, scopes", f"all {len(wanted)} that app.yaml asks for")
