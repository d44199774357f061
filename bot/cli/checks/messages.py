"""Messages that Slack refused and channels that take none: named until Slack takes them."""

from __future__ import annotations

from collections.abc import Sequence

from blocks.notices.outage import cause_of_outage
from bot.cli.checks.finding import Finding
from bot.compose import Program
from journal.incidents.outage import Outage, is_of_token
from storage.slack.messages import RefusedMessage

MOST = 20
_CALLED = {"card": "its card", "thread": "a line in its thread", "notice": "a message about it"}


async def refused_findings(program: Program) -> Sequence[Finding]:
    """Return a finding for each refused message, oldest first; at most `MOST`."""
    async with program.database.store() as store:
        return [_finding(one) for one in await store.outbox.refused(MOST)]


async def outage_findings(program: Program) -> Sequence[Finding]:
    """Return a finding for each channel that takes nothing, the longest first."""
    async with program.database.store() as store:
        return [_outage_finding(one) for one in await store.outages.open()]


def _outage_finding(one: Outage) -> Finding:
    wrong, todo = cause_of_outage(one.code)
    if is_of_token(one.fault):
        wrong, todo = "takes nothing: Slack refuses the bot token", "Set a new SLACK_BOT_TOKEN."
    since = f"since {one.began_at:%Y-%m-%d %H:%M} UTC"
    return Finding(
        f"Slack, {one.channel_id}",
        problem=f"it {wrong} ({one.fault}) {since}; {one.held} cards wait. {todo}",
    )


def _finding(one: RefusedMessage) -> Finding:
    what = _CALLED[one.what] if one.number else "a message"
    return Finding(
        f"{one.number or 'Slack'}, in {one.channel_id}",
        problem=f"Slack refused {what} ({one.fault}); jefail sends it again every few minutes",
    )
