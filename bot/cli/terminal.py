"""How commands speak: answers on stdout, everything about the work itself on stderr."""

from __future__ import annotations

from collections.abc import Container, Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

# Names of books and accounts are shown as they are: brackets and colons in them mean nothing.
out = Console(markup=False, emoji=False, highlight=False)
err = Console(markup=False, emoji=False, highlight=False, stderr=True)


def say(text: str, style: str = "") -> None:
    """Print an answer; it is broken into lines for a terminal only, never in a pipe."""
    _print(out, Text(text, style))


def note(text: str, style: str = "") -> None:
    """Print what is not part of the answer."""
    _print(err, Text(text, style))


def complain(text: str) -> None:
    """Print what went wrong and what to do."""
    _print(err, Text.assemble(("✗ ", "bold red"), text))


def show(
    headings: Iterable[str], rows: Iterable[Iterable[str]], figures: Container[str] = ()
) -> None:
    """Print a table; long cells are folded, nothing is cut off. `figures`: columns of numbers."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for heading in headings:
        is_number = heading in figures
        table.add_column(heading, overflow="fold", justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def counted(count: int, one: str, many: str = "") -> str:
    """Return "1 entry" or "12,480 entries"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=not console.is_terminal)
