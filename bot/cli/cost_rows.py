"""Costs of a file looked over before they are kept: what changes, and what has to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from blocks.kit import figures
from bot.cli.terminal import note, show
from connectors.intake.result import Fault
from connectors.intake.table_rows import CostRow
from journal.amounts.money import Money
from journal.books.book import Book
from journal.entries.cost_doubts import Doubt, Question, Written, find_doubts

SHOWN = 20
"""How many of the costs that change are shown."""
Known = Sequence[tuple[str, str, Money]]
"""(sales channel, SKU, unit cost) as they are kept."""


def split_rows(
    rows: Sequence[CostRow | Fault], known: Known, book: Book
) -> tuple[list[CostRow | Fault], list[str]]:
    """Return the rows that need no yes, and what is asked about each of the others."""
    costs = [one for one in rows if isinstance(one, CostRow)]
    doubts = find_row_doubts(costs, known)
    asked = {id(costs[at]) for at in doubts}
    said = [
        f"{doubt_said(costs[at], one, book)} --yes takes it." for at, one in sorted(doubts.items())
    ]
    return [one for one in rows if id(one) not in asked], said


def find_row_doubts(rows: Sequence[CostRow], known: Known) -> dict[int, Question]:
    """Return what is in doubt, by its place in `rows`.

    A cost is held against the one that it replaces; a new one against the others of its sales
    channel, those in `rows` and those that are known.
    """
    kept = {(channel, sku): cost for channel, sku, cost in known}
    found: dict[int, Question] = {}
    for channel in dict.fromkeys(row.sales_channel for row in rows):
        given = {row.sku for row in rows if row.sales_channel == channel}
        written = {
            f"kept {sku}": Written((cost,), cost)
            for (of, sku), cost in kept.items()
            if of == channel and sku not in given
        }
        for at, row in enumerate(rows):
            if row.sales_channel == channel:
                written[str(at)] = Written((row.cost,), kept.get((channel, row.sku)))
        doubts = find_doubts(written)
        found |= {int(key): one for key, one in doubts.items() if not key.startswith("kept ")}
    return found


def doubt_said(row: CostRow, doubt: Question, book: Book) -> str:
    """Return what is asked about a cost, by name."""
    cost = figures.amount(row.cost, book.locale)
    beside = figures.amount(doubt.beside, book.locale) if doubt.beside else ""
    named = f"{row.sku} of {row.sales_channel}"
    return {
        Doubt.ZERO: f"Does one piece of {named} really cost nothing?",
        Doubt.LAST: f"Is {cost} right for {named}? It costs {beside} now.",
        Doubt.OTHERS: f"Is {cost} right for {named}? The others cost about {beside}.",
    }.get(doubt.doubt, f"Is {cost} right for {named}?")


def show_changes(rows: Sequence[CostRow | Fault], known: Known) -> None:
    """Print the costs that are new or change, the first of them; as they were read."""
    kept = {(channel, sku): cost for channel, sku, cost in known}
    changed = [
        (one.sales_channel, one.sku, str(before or "none"), str(one.cost))
        for one in rows
        if isinstance(one, CostRow)
        and (before := kept.get((one.sales_channel, one.sku))) != one.cost
    ]
    if changed:
        show(("Sales channel", "SKU", "Cost before", "Cost now"), changed[:SHOWN])
    if (left := len(changed) - SHOWN) > 0:
        note(f"and {left:,} more; `jefail cost list` shows all.")
