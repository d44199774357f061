"""Sales channels and kinds of entries, as a card shows them."""

from __future__ import annotations

from collections.abc import Sequence

from blocks.kit.figures import number
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import escape, link, one_line, outside
from journal.books.sales_channels import UNKNOWN_SIGN, known
from journal.entries.costs import sku_of
from journal.entries.entry import EntryKind
from journal.entries.failure import CONNECTION_WIDE
from journal.incidents.incident import Case

_NAMED, _NAMED_BESIDE = 3, 2
"""So many channels are all named; of more, so many stand before "and 4 more"."""
_KINDS = {
    EntryKind.SALES_SUMMARY: "Sales summary",
    EntryKind.COST_OF_GOODS_SOLD: "Cost of goods sold",
    EntryKind.DEPOSIT: "Deposit",
    EntryKind.OTHER: "Journal entry",
}


def channel_label(name: str) -> str:
    """Return "🛍️ Shopify". Without a name it concerns them all; one not known gets a shop."""
    if not name.strip():
        return f"{UNKNOWN_SIGN} All channels"
    return f"{sign_of(name)} {outside(name, NAME_SHOWN)}"


def channels_label(case: Case) -> str:
    """Return the sales channels of what waits: "🛍️ Shopify", "🏬 Shopify, Square and 4 more"."""
    several = channels_of(case)
    if len(several) == 1:
        return channel_label(several[0])
    return f"{UNKNOWN_SIGN} {channels_named(case)}" if several else channel_label("")


def channels_named(case: Case) -> str:
    """Return "Shopify", "Shopify and Square" or "Shopify, Square and 4 more"; else empty."""
    return escape(channels_plain(case))


def channels_plain(case: Case) -> str:
    """Return the same for plain text, not escaped."""
    several = [one_line(name, NAME_SHOWN) for name in channels_of(case)]
    count = max(case.summary.channel_count, len(several))
    if count > _NAMED:
        left = count - _NAMED_BESIDE
        return f"{', '.join(several[:_NAMED_BESIDE])} and {number(left, case.book.locale)} more"
    *first, last = several or [""]
    return f"{', '.join(first)} and {last}" if first else last


def channels_of(case: Case) -> Sequence[str]:
    """Return the first few sales channels of a case; none where it concerns them all."""
    if case.summary.channels:
        return case.summary.channels
    is_wide = case.incident.failure.reason in CONNECTION_WIDE
    name = "" if is_wide and not case.summary.total else case.incident.sales_channel
    return (name,) if name.strip() else ()


def channel_linked(case: Case) -> str:
    """Return the label of the case's channels; one alone leads to its orders or pay-outs."""
    several, summary = channels_of(case), case.summary
    channel = known(several[0]) if len(several) == 1 else None
    if channel is None or summary.first_date is None or summary.last_date is None:
        return channels_label(case)
    paid_out = summary.kinds == (EntryKind.DEPOSIT,) and channel.settlement
    where = channel.settlement_url if paid_out else channel.orders_url
    url = where(summary.first_date, summary.last_date, case.book.stores.get(channel.name, ""))
    return f"{channel.sign} {link(url, one_line(several[0], NAME_SHOWN))}"


def variant_linked(case: Case, named: str) -> str:
    """Return a variant as a failure names it, leading to its page at the sales channel."""
    channel = known(case.incident.sales_channel)
    if channel is None:
        return outside(named, NAME_SHOWN)
    url = channel.variant_url(sku_of(named), case.book.stores.get(channel.name, ""))
    return link(url, one_line(named, NAME_SHOWN))


def sign_of(name: str) -> str:
    """Return the emoji of a sales channel."""
    channel = known(name)
    return channel.sign if channel else UNKNOWN_SIGN


def kinds_label(kinds: Sequence[EntryKind]) -> str:
    """Return "Sales summary", or "Sales summary, cost of goods sold and deposit"; else empty."""
    named = [kind_label(kind) for kind in kinds]
    *first, last = [*named[:1], *(one.lower() for one in named[1:])] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def kind_label(kind: EntryKind) -> str:
    """Return "Sales summary"."""
    return _KINDS[kind]
