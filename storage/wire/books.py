"""Books, connections and accounts, between rows and values."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from journal.books.book import Account, Book, Connection, ConnectionState, Platform
from journal.books.closed_days import ClosedDays
from journal.books.lists import CompanyRules, Dimension
from journal.books.rates import RateRule
from storage.wire.texts import storable


def book_of(row: Row[Any]) -> Book:
    """Return the book in `row`."""
    return Book(
        row.id,
        row.slug,
        row.name,
        row.channel_id,
        row.currency,
        row.locale,
        stores=row.stores,
        closes_on=row.closes_on,
        rates=RateRule(row.rates),
        note_above={
            currency: None if amount is None else Decimal(amount)
            for currency, amount in row.note_above.items()
        },
    )


def connection_of(row: Row[Any]) -> Connection:
    """Return the connection in `row`; its tokens never come along."""
    return Connection(
        id=row.id,
        book_id=row.book_id,
        platform=Platform(row.platform),
        realm=row.realm,
        state=ConnectionState(row.state),
        currency=row.currency,
        posts_to=row.posts_to,
        site=row.site,
        owner=row.owner,
        consent_id=row.consent_id,
        closed=ClosedDays(row.closed_until, row.closed_softly_until, _spans(row.closed_spans)),
        polled_at=row.polled_at,
        unread_since=_unread_since(row),
        changes_read_to=row.changes_read_to,
        counted_after=row.counted_after,
        is_looking=row.look_up_after > 0,
        accounts_read_at=row.accounts_read_at,
        company_rules=company_rules_of(row.company_rules),
    )


def _unread_since(row: Row[Any]) -> datetime | None:
    """Return since when polls find no answer; a poll by an earlier release does not clear it."""
    since: datetime | None = row.unread_since
    return None if since and row.polled_at and row.polled_at > since else since


def _spans(kept: list[list[str]]) -> tuple[tuple[date, date], ...]:
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in kept)


def account_of(row: Row[Any]) -> Account:
    """Return the account in `row`."""
    return Account(
        external_id=row.external_id,
        name=row.name,
        number=row.number,
        kind=row.kind,
        active=row.active,
        postable=row.postable,
        stable_id=row.stable_id,
        wants_name=row.wants_name,
    )


def account_to_columns(one: Account) -> dict[str, Any]:
    """Return `one` as its columns, without what it is known by."""
    return {
        "name": storable(one.name),
        "number": storable(one.number),
        "kind": storable(one.kind),
        "active": one.active,
        "postable": one.postable,
        "stable_id": one.stable_id,
        "wants_name": one.wants_name,
    }


def company_rules_to_json(rules: CompanyRules) -> dict[str, Any]:
    """Return what a company wants on its lines, as it is kept."""
    return {
        "uses": [storable(one.key) for one in rules.uses],
        "requires": [storable(one.key) for one in rules.requires],
        "wants_tax": rules.wants_tax,
        "currencies": rules.currencies,
        "tracks_on": _listed(rules.tracks_on),
        "requires_on": _listed(rules.requires_on),
        "reckons_tax": rules.reckons_tax,
    }


def company_rules_of(kept: dict[str, Any]) -> CompanyRules:
    """Return what `company_rules_to_json` wrote; nothing is wanted where nothing was read yet."""
    return CompanyRules(
        uses=tuple(Dimension.of(key) for key in kept.get("uses", ())),
        requires=tuple(Dimension.of(key) for key in kept.get("requires", ())),
        wants_tax=kept.get("wants_tax", False),
        currencies=kept.get("currencies", True),
        tracks_on=_ids(kept.get("tracks_on")),
        requires_on=_ids(kept.get("requires_on")),
        reckons_tax=kept.get("reckons_tax", True),
    )


def _listed(ids: tuple[str, ...] | None) -> list[str] | None:
    return None if ids is None else [*ids]


def _ids(kept: list[str] | None) -> tuple[str, ...] | None:
    return None if kept is None else tuple(kept)
