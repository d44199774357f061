"""Everything that `jefail check` looks at, in order."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.cli.checks.database import database_findings
from bot.cli.checks.exposure import exposure_findings
from bot.cli.checks.finding import Finding
from bot.cli.checks.settings import settings_findings
from bot.cli.checks.slack import BOT_TOKEN, slack_findings
from bot.settings import Settings
from storage.engine.clock import machine_now


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at one thing after the other; what is missing does not keep the rest from a look."""
    for finding in settings_findings(settings):
        yield finding
    for finding in exposure_findings(settings, machine_now().date()):
        yield finding
    knows_us = False
    async for finding in slack_findings(settings):
        knows_us = knows_us or (finding.what == BOT_TOKEN and not finding.problem)
        yield finding
    async for finding in database_findings(settings, ask_slack=knows_us):
        yield finding
