"""What waits for a mapping or a cost, and how it is set going once that is there."""

from __future__ import annotations

from collections.abc import Sequence, Set

from bot.cli.terminal import counted, note
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case
from journal.ports import Store

_LOOKED_AT = 200  # open cases of one book


async def waiting_for_costs(
    store: Store, book_id: int, keys: Set[tuple[str, str]]
) -> Sequence[Case]:
    """Return the open cases that lack the cost of one of `keys` (sales channel, SKU)."""
    return [
        case
        for case in await _open(store, book_id, FailureReason.COST_MISSING)
        if any((case.incident.sales_channel, _sku(word)) in keys for word in _words(case))
    ]


def tell_moved(cases: Sequence[Case]) -> None:
    """Say how many entries are on their way now."""
    for case in cases:
        what = counted(case.summary.waiting, "entry", "entries")
        note(f"{what} of {case.incident.number} waited for this: posting now.")


def tell_waiting(cases: Sequence[Case]) -> None:
    """Say how many entries wait, and how to retry them."""
    for case in cases:
        number = case.incident.number
        note(
            f"{counted(case.summary.waiting, 'entry', 'entries')} of {number} waited for this:"
            f" press Retry on its card, or write /jefail retry {number} in Slack."
        )


async def _open(store: Store, book_id: int, reason: FailureReason) -> Sequence[Case]:
    cases = await store.incidents.open_cases(book_id, _LOOKED_AT)
    return [case for case in cases if case.incident.failure.reason is reason]


def _words(case: Case) -> tuple[str, ...]:
    return case.incident.failure.subject, *case.incident.failure.details


def _sku(word: str) -> str:
    """Return the SKU of a variant as failures name it: "Linen apron, sage (NW-APR-SAG)"."""
    return word.removesuffix(")").rpartition("(")[2] if word.endswith(")") else word
