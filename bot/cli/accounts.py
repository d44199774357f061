"""Accounts as people name them, compared with the platform's chart."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.cli.terminal import note
from journal.books.book import Account, Book
from journal.books.chart import Chart
from journal.books.listing import BY_ID
from journal.entries.placing import NAMED, Category
from journal.errors import BadInput, NotFound
from storage.database import SqlStore

_NEAR = 70  # of 100
_OFFERED = 3
Kept = tuple[Category, Account | str]
"""A category or a name, and its account; the text where nobody knows which that means."""


async def chart_of(store: SqlStore, book: Book) -> Chart:
    """Return the chart of the book's platform as last read; empty when it never was."""
    try:
        connection = await store.books.connection_of(book.id)
    except NotFound:
        return Chart(())
    return (await store.books.known(connection)).chart


async def kept_in(store: SqlStore, book: Book) -> Sequence[Kept]:
    """Return the mappings of a book, then its names of accounts, each in order."""
    try:
        connection = await store.books.connection_of(book.id)
    except NotFound:
        rows = await store.desk.mapping(book.id)
        return [((channel, word), text) for channel, word, text in rows]
    known = await store.books.known(connection)

    def account(account_id: str) -> Account | str:
        return known.chart.by_id(account_id) or account_id

    mapped = {**{key: account(one) for key, one in known.mappings.items()}, **known.unsettled}
    aliases = await store.aliases.of(book.id)
    named = [((NAMED, one.written), account(one.account_id)) for one in aliases]
    return [*sorted(mapped.items(), key=lambda one: one[0]), *named]


def checked_account(chart: Chart, text: str) -> Account | None:
    """Return the account that `text` (number, full name, "id:79") means; None: chart never read.

    Raises:
        BadInput: there is none (the text offers the nearest) or there are several, it is inactive,
            or it is one that journal entries may not touch.
    """
    text = text.strip()
    if not text:
        raise BadInput("Name the account")
    if not chart.accounts:
        return None
    fits = chart.fitting(text)
    if not fits:
        raise BadInput(f'"{text}" is no account of this book{_offer(chart, text)}')
    if len(fits) > 1:
        listed = ", ".join(f'"{one.label}" ({BY_ID}{one.key})' for one in fits[:_OFFERED])
        raise BadInput(f'"{text}" fits more than one account of this book: {listed}')
    (account,) = fits
    if not account.active:
        raise BadInput(
            f"{account.label} is inactive; make it active in the platform or choose another"
        )
    if not account.postable:
        raise BadInput(
            f"{account.label} takes no journal entries from outside the platform; choose another"
        )
    return account


def label_of(account: Account | str) -> str:
    """Return an account, or the text that stands for one, as people know it."""
    return account if isinstance(account, str) else account.label


def exported(chart: Chart, account: Account | str) -> str:
    """Return an account as a file shows it: by its full name where that is its alone, else id."""
    if isinstance(account, str):
        return account
    return account.name if chart.find(account.name) == account else f"{BY_ID}{account.key}"


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
