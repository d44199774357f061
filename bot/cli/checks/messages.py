"""Messages that Slack refused: each is named until Slack shows it whole."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.checks.finding import Finding
from bot.compose import Program
from storage.slack.messages import RefusedMessage

MOST = 20
_CALLED = {"card": "its card", "thread": "a line in its thread", "notice": "a message about it"}


async def refused_findings(program: Program) -> Sequence[Finding]:
    """Return a finding for each refused message, oldest first; at most `MOST`."""
    async with program.database.store() as store:
        return [_finding(one) for one in await store.outbox.refused(MOST)]


def _finding(one: RefusedMessage) -> Finding:
    what = _CALLED[one.what] if one.number else "a message"
    return Finding(
        f"{one.number or 'Slack'}, in {one.channel_id}",
        problem=f"Slack refused {what} ({one.fault}); jefail sends it again every few minutes",
    )
