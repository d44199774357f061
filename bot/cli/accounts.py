"""Accounts as people name them, compared with the platform's chart."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.cli.terminal import note
from journal.book import Book
from journal.errors import BadInput, NotFound
from journal.mapping import Chart
from journal.ports import Store

_NEAR = 70  # of 100
_OFFERED = 3


async def chart_of(store: Store, book: Book) -> Chart:
    """Return the chart of the book's platform as last read; empty when it never was."""
    try:
        connection = await store.books.connection_of(book.id)
    except NotFound:
        return Chart(())
    return (await store.books.known(connection)).chart


def checked_account(chart: Chart, text: str) -> str:
    """Return what a mapping holds for the account `text` (id, number or full name): its id.

    The id outlives renaming. While the chart was never read, `text` itself is held.

    Raises:
        BadInput: there is none (the text offers the nearest), it is inactive, or it is one that
            journal entries may not touch.
    """
    text = text.strip()
    if not text:
        raise BadInput("Name the account")
    if not chart.accounts:
        return text
    account = chart.find(text)
    if account is None:
        raise BadInput(f'"{text}" is no account of this book{_offer(chart, text)}')
    if not account.active:
        raise BadInput(
            f"{account.label} is inactive; make it active in the platform or choose another"
        )
    if not account.postable:
        raise BadInput(
            f"{account.label} takes no journal entries from outside the platform; choose another"
        )
    return account.external_id


def label_of(chart: Chart, text: str) -> str:
    """Return what `text`, as a mapping holds it, means to people."""
    account = chart.find(text)
    return account.label if account else text


def exported(chart: Chart, text: str) -> str:
    """Return what a mapping holds as a file shows it: by its full name, where that is known."""
    account = chart.find(text)
    return account.name if account else text


def tell_unchecked(chart: Chart) -> None:
    """Say that accounts were taken on trust, when they were."""
    if not chart.accounts:
        note("Not checked: the chart of accounts is read once the book is connected.")


def _offer(chart: Chart, text: str) -> str:
    fit = [one for one in chart.accounts if one.takes_entries]
    # A number is compared with numbers: it is like no name, and like every label a little.
    compared = {one.label: one.number if text.isdigit() else one.label for one in fit}
    near = process.extract(
        text,
        compared,
        scorer=fuzz.ratio if text.isdigit() else fuzz.WRatio,
        processor=str.casefold,
        score_cutoff=_NEAR,
        limit=_OFFERED,
    )
    if not near:
        return "; write its number or its full name as the platform shows it"
    return "; near it are " + ", ".join(f'"{name}"' for _, _, name in near)
