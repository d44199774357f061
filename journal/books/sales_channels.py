"""Where sales come from: names, signs, and where a person looks the sales up there.

None of the channels documents these addresses; they are those of the pages that sellers use. Where
one moves, the link leads to the channel's front page, and nothing else depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import quote

UNKNOWN_SIGN: Final = "🏪"
_STORE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:-]*")


@dataclass(frozen=True, slots=True)
class SalesChannel:
    """One channel. In the addresses `{store}` stands for the book's own store there.

    `{first}` and `{last}` are days (2026-07-07), `{from_ms}` and `{until_ms}` the same as
    milliseconds of Unix time, `{sku}` is a variant.
    """

    name: str
    sign: str = UNKNOWN_SIGN
    orders: str = ""  # of a day, or of several
    settlement: str = ""  # what was paid out
    variant: str = ""
    store: str = ""  # an example of what `{store}` is; "": none is needed
    also: tuple[str, ...] = ()  # other spellings
    yields: bool = False  # words that name another channel too are of that one

    def names_store(self, store: str) -> bool:
        """Whether `store` can stand in an address for a store."""
        return bool(_STORE.fullmatch(store))

    def orders_url(self, first: date, last: date, store: str = "") -> str:
        """Return where the orders of these days are; "" while the store is not known."""
        return self._filled(self.orders, store, **_days(first, last))

    def settlement_url(self, first: date, last: date, store: str = "") -> str:
        """Return where the pay-outs of these days are; "" while the store is not known."""
        return self._filled(self.settlement, store, **_days(first, last))

    def variant_url(self, sku: str, store: str = "") -> str:
        """Return where one variant is found; "" while the store is not known."""
        return self._filled(self.variant, store, sku=quote(sku, safe=""))

    def _filled(self, pattern: str, store: str, **facts: str) -> str:
        if "{store}" in pattern and not self.names_store(store):
            return ""
        return pattern.format(store=store, **facts)


def _days(first: date, last: date) -> dict[str, str]:
    """Return the days as addresses want them, in UTC: which zone a store keeps is not known."""
    start = datetime.combine(first, time.min, UTC)
    end = datetime.combine(last + timedelta(days=1), time.min, UTC) - timedelta(milliseconds=1)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "from_ms": str(round(start.timestamp() * 1000)),
        "until_ms": str(round(end.timestamp() * 1000)),
    }


SALES_CHANNELS: Final = (
    SalesChannel(
        "Shopify",
        "🛍️",
        "https://admin.shopify.com/store/{store}/orders?start={first}&end={last}",
        "https://admin.shopify.com/store/{store}/payments/payouts",
        "https://admin.shopify.com/store/{store}/products?query={sku}",
        store="northwind-retail",
    ),
    SalesChannel(
        "Amazon",
        "📦",
        "https://sellercentral.amazon.com/orders-v3?date-range={from_ms}-{until_ms}",
        "https://sellercentral.amazon.com/payments/dashboard/index.html",
        "https://sellercentral.amazon.com/inventory?searchTerm={sku}",
        also=("amzn",),
    ),
    SalesChannel(
        "Square",
        "⬛",
        "https://app.squareup.com/dashboard/sales/transactions",
        "https://app.squareup.com/dashboard/balance",
        "https://app.squareup.com/dashboard/items/library",
    ),
    SalesChannel(
        "Stripe",
        "💳",
        "https://dashboard.stripe.com/payments",
        "https://dashboard.stripe.com/payouts",
    ),
    SalesChannel(
        "PayPal",
        "🅿️",
        "https://www.paypal.com/activities/?fromDate={first}&toDate={last}",
    ),
    SalesChannel(
        "Etsy",
        "🧶",
        "https://www.etsy.com/your/orders/sold",
        "https://www.etsy.com/your/account/payments",
        "https://www.etsy.com/your/shops/me/tools/listings?search_query={sku}",
    ),
    SalesChannel(
        "eBay",
        "🏷️",
        "https://www.ebay.com/sh/ord",
        "https://www.ebay.com/sh/fin",
        "https://www.ebay.com/sh/lst/active?keyword={sku}",
    ),
    SalesChannel(
        "Clover",
        "🍀",
        "https://www.clover.com/orders/m/{store}/orders"
        "?startTimestamp={from_ms}&endTimestamp={until_ms}",
        store="QQ50HVC3HQZE1",
    ),
    SalesChannel(
        "WooCommerce",
        "🛒",
        "https://{store}/wp-admin/admin.php?page=wc-orders",
        variant="https://{store}/wp-admin/edit.php?post_type=product&s={sku}",
        store="shop.example.com",
        also=("woo commerce",),
    ),
    SalesChannel(
        "BigCommerce",
        "🧺",
        "https://store-{store}.mybigcommerce.com/manage/orders",
        variant="https://store-{store}.mybigcommerce.com/manage/products?keyword={sku}",
        store="abc123xyz",
    ),
    SalesChannel(
        "Squarespace",
        "◼️",
        "https://{store}.squarespace.com/config/commerce/orders",
        store="northwind-retail",
    ),
    SalesChannel(
        "Lightspeed",
        "🔥",
        "https://{store}.retail.lightspeed.app/sales_history",
        store="northwind",
    ),
    SalesChannel(
        "Walmart",
        "🏬",
        "https://seller.walmart.com/orders/manage-orders",
        also=("walmart marketplace",),
    ),
    SalesChannel(
        "Toast",
        "🍞",
        "https://www.toasttab.com/restaurants/admin/reports/home",
        also=("toast pos",),
    ),
    SalesChannel(
        "TikTok Shop",
        "🎵",
        "https://seller-us.tiktok.com/order",
        also=("tiktok", "tik tok shop"),
    ),
    *map(SalesChannel, ("Wayfair", "Faire", "Zettle", "SumUp")),
    SalesChannel("DoorDash", also=("door dash",), yields=True),
    SalesChannel("Uber Eats", also=("ubereats",), yields=True),
    SalesChannel("Just Eat", also=("justeat", "just eat takeaway"), yields=True),
    SalesChannel("Cash App", also=("cashapp",), yields=True),
    *(SalesChannel(name, yields=True) for name in ("Grubhub", "Instacart", "Deliveroo", "Magento")),
    *(SalesChannel(name, yields=True) for name in ("Venmo", "Afterpay", "Klarna", "Mercado Libre")),
    *(
        SalesChannel(name, yields=True)
        for name in ("Poshmark", "Mercari", "Depop", "Whatnot", "Temu", "Shein", "Allegro")
    ),
    *(
        SalesChannel(name, yields=True)
        for name in ("Zalando", "Rakuten", "Shopee", "Lazada", "Flipkart", "PrestaShop", "Ecwid")
    ),
)
"""Those that are known. Any other shows its own name and works just as well."""


def _spellings() -> Iterator[tuple[str, SalesChannel]]:
    for channel in SALES_CHANNELS:
        for one in (channel.name, *channel.also):
            yield one.casefold(), channel


SPELLINGS: Final = dict(_spellings())
"""How each is written, in small letters -> the channel."""


def known(name: str) -> SalesChannel | None:
    """Return the channel that people call `name`: "shopify", "Amazon US"; None: not known."""
    words = name.casefold().split()
    for count in range(len(words), 0, -1):
        if found := SPELLINGS.get(" ".join(words[:count])):
            return found
    return None


def proper_name(name: str) -> str:
    """Return a known channel's name as its owner spells it, any other as it is written.

    Mappings and costs are kept by this name, so "shopify" and "Shopify" must be one. "Amazon US"
    stays what it is: people keep it apart from "Amazon DE".
    """
    text = " ".join(name.split())
    found = SPELLINGS.get(text.casefold())
    return found.name if found else text
