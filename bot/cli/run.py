"""`jefail run`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer


async def run(
    role: Annotated[
        Literal["all", "web", "worker", "ticker", "posting-service"],
        typer.Argument(
            metavar="ROLE",
            help="What this process does; any number of processes may share a role.",
        ),
    ] = "all",
) -> None:
    """Run until Ctrl-C.

    web: Slack and the API; worker: posting and sending; ticker: what happens by the clock;
    posting-service: shows the queue to another jefail (docs/posting-services.md), without Slack.
    """
    from bot.cli.logs import set_up_logs
    from bot.cli.opening import must_answer
    from bot.run import Role
    from bot.run import run as run_program
    from bot.settings import read_settings
    from journal.errors import BadInput

    settings = read_settings()
    speaks_to_slack = role != Role.POSTING_SERVICE.value
    if speaks_to_slack and (missing := settings.missing()):
        raise BadInput("These settings are missing:\n  " + "\n  ".join(missing))
    set_up_logs(settings.log_level)
    await must_answer(settings)
    await run_program(settings, Role(role))
