"""What a company says of itself beside its moves: its lists, and what it wants on lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import structlog
from pydantic import BaseModel

from connectors.tryton.analytic import Analytics, read_analytics, wanted_on
from connectors.tryton.books import Books
from connectors.tryton.currencies import currency_ids
from connectors.tryton.lists import ALL, PARTY, TAXES, WireParty, WireTax, analytic_items
from journal.books.lists import NAME, TAX, CompanyRules, Dimension, ListItem
from journal.entries.failure import FailureReason, ReadingRefused

log = structlog.get_logger(__name__)
M = TypeVar("M", bound=BaseModel)


async def read_lists(books: Books, today: date) -> Sequence[ListItem]:
    """Return every choice that lines may carry, inactive ones too. Raises as `Ledger.find`.

    A list that the user of the key may not read is empty: entries that need none go on posting.
    """
    return [
        *(one.item() for one in await _if_shown(books, "party.party", WireParty, PARTY)),
        *(one.item(today) for one in await read_taxes(books)),
        *analytic_items((await analytics_of(books)).shown),
    ]


async def read_rules(books: Books, home: str, today: date) -> CompanyRules:
    """Return what the company wants on its lines. Raises as `Ledger.find`."""
    analytics = await analytics_of(books)
    tracked = await books.income_accounts()
    journal = await books.journal()
    taxes = [one for one in await read_taxes(books) if one.is_in_use(today)]
    uses: list[Dimension] = [*analytics.dimensions, NAME, *([TAX] if taxes else [])]
    return CompanyRules(
        uses=tuple(uses),
        requires=analytics.dimensions,
        currencies=any(code != home for code in await currency_ids(books)),
        tracks_on=tuple(map(str, tracked)),
        requires_on=await wanted_on(books, analytics, tracked, journal),
    )


async def analytics_of(books: Books) -> Analytics:
    """Return the company's analytic accounts, read once. Raises as `Books.all`."""
    return await books.once("analytics", lambda: _shown_or_none(books))


async def read_taxes(books: Books) -> Sequence[WireTax]:
    """Return the taxes that people choose, read once: the parts of another are not among them."""
    domain = [["company", "=", books.calls.company], ["parent", "=", None], ALL]
    return await books.once(
        "taxes", lambda: _if_shown(books, "account.tax", WireTax, TAXES, *domain)
    )


async def _shown_or_none(books: Books) -> Analytics:
    try:
        return await read_analytics(books)
    except ReadingRefused as refusal:
        return _nothing(refusal, "analytic_account.account", Analytics())


async def _if_shown(
    books: Books, model: str, kind: type[M], fields: Sequence[str], *domain: object
) -> Sequence[M]:
    try:
        return await books.all(model, kind, fields, [*domain] or [ALL])
    except ReadingRefused as refusal:
        return _nothing(refusal, model, ())


T = TypeVar("T")


def _nothing(refusal: ReadingRefused, model: str, instead: T) -> T:
    """Return what stands for a list that the user may not see. Raises any other refusal."""
    if refusal.failure.reason is not FailureReason.PERMISSION:
        raise refusal
    log.info("tryton_list_not_shown", model=model)
    return instead
