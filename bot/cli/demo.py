"""`jefail demo`."""

from __future__ import annotations

from typing import Annotated

import typer


def demo(
    headless: Annotated[bool, typer.Option("--headless", help="Open no browser.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget earlier demos first.")] = False,
    port: Annotated[int, typer.Option(help="The page's; the next one is taken too.")] = 8055,
) -> int:
    """Try it all on this machine.

    A workspace like Slack, example books, and entries that fail; nothing leaves the machine.
    """
    from bot.demo import demo as run_demo

    return run_demo(headless=headless, fresh=fresh, port=port)
