"""Sales channels and kinds of entries, as a card shows them."""

from __future__ import annotations

from blocks.limits import NAME_SHOWN
from blocks.text import link, one_line, outside
from journal.costs import sku_of
from journal.entry import EntryKind
from journal.incident import Case
from journal.sales_channels import UNKNOWN_SIGN, known

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


def channel_linked(case: Case) -> str:
    """Return the label of the case's channel, leading to its orders or pay-outs of the days."""
    name = case.incident.sales_channel
    channel, summary = known(name), case.summary
    if channel is None or summary.first_date is None or summary.last_date is None:
        return channel_label(name)
    paid_out = summary.kinds == (EntryKind.DEPOSIT,) and channel.settlement
    where = channel.settlement_url if paid_out else channel.orders_url
    url = where(summary.first_date, summary.last_date, case.book.stores.get(channel.name, ""))
    return f"{channel.sign} {link(url, one_line(name, NAME_SHOWN))}"


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


def kind_label(kind: EntryKind) -> str:
    """Return "Sales summary"."""
    return _KINDS[kind]
