"""What was found about one thing, and how all of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from bot.cli.terminal import counted, out, say


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what is there, or the problem and what to do about it.

    `warning`: it works, and someone should decide whether it is meant so.
    """

    what: str
    found: str = ""
    problem: str = ""  # empty: all is well
    warning: str = ""


def shown(findings: Sequence[Finding]) -> int:
    """Print what was found; return the exit code."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(overflow="fold", max_width=28)
    table.add_column(overflow="fold")
    for one in findings:
        table.add_row(*_row(one))
    out.print(table)
    missing = sum(bool(one.problem) for one in findings)
    say("")
    if missing:
        say(f"{counted(missing, 'thing is', 'things are')} missing.", "bold red")
        return 1
    say("All is there. `jefail run` starts it.", "bold green")
    if warned := sum(bool(one.warning) for one in findings):
        say(f"{counted(warned, 'thing is', 'things are')} worth a look.", "yellow")
    return 0


def _row(one: Finding) -> tuple[Text, str, str]:
    if one.problem:
        return Text("✗", "bold red"), one.what, _sentence(one.problem)
    if one.warning:
        return Text("!", "bold yellow"), one.what, _sentence(one.warning)
    return Text("✓", "green"), one.what, one.found


def _sentence(words: str) -> str:
    return (words[:1].upper() + words[1:]).rstrip(".") + "."
