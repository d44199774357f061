"""`jefail check`."""

from __future__ import annotations


async def check() -> int:
    """Say what is missing, all at once."""
    from bot.cli.checks import findings
    from bot.cli.checks.finding import shown
    from bot.settings import read_settings

    return shown([finding async for finding in findings(read_settings())])
