"""Sales channels: what they are called, and where their pages are."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from journal.books.sales_channels import SALES_CHANNELS, SPELLINGS, SalesChannel, known, proper_name

FIRST, LAST = date(2026, 7, 7), date(2026, 7, 9)
STORES = {channel.name: channel.store for channel in SALES_CHANNELS}
ASKED_FOR = (
    "Shopify",
    "Amazon",
    "Square",
    "Stripe",
    "PayPal",
    "Etsy",
    "eBay",
    "Clover",
    "WooCommerce",
    "BigCommerce",
    "Squarespace",
    "Lightspeed",
    "Walmart",
    "Toast",
    "TikTok Shop",
)


@pytest.mark.parametrize("name", ASKED_FOR)
def test_each_has_a_sign_of_its_own_and_a_page_of_orders(name: str) -> None:
    """What people sell through is told apart at a glance, and leads somewhere."""
    channel = known(name)
    assert channel is not None
    assert [one.sign for one in SALES_CHANNELS].count(channel.sign) == 1
    assert urlsplit(channel.orders_url(FIRST, LAST, channel.store)).scheme == "https"


@pytest.mark.parametrize("channel", SALES_CHANNELS, ids=lambda one: one.name)
def test_addresses_are_whole(channel: SalesChannel) -> None:
    """Every pattern is filled, whatever the SKU; nothing of the SKU leaves its place."""
    urls = [
        channel.orders_url(FIRST, LAST, channel.store),
        channel.settlement_url(FIRST, LAST, channel.store),
        channel.variant_url("A B/{store}&x=1#", channel.store),
    ]
    assert not [url for url in urls if "{" in url or " " in url or "#" in url or "&x=1" in url]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        (
            "Shopify",
            "https://admin.shopify.com/store/northwind-retail/orders?start=2026-07-07&end=2026-07-09",
        ),
        (
            "Amazon",
            "https://sellercentral.amazon.com/orders-v3?date-range=1783382400000-1783641599999",
        ),
        ("PayPal", "https://www.paypal.com/activities/?fromDate=2026-07-07&toDate=2026-07-09"),
        ("WooCommerce", "https://shop.example.com/wp-admin/admin.php?page=wc-orders"),
    ],
)
def test_orders_of_some_days(name: str, url: str) -> None:
    """From the first day's beginning to the last one's end."""
    channel = known(name)
    assert channel is not None
    assert channel.orders_url(FIRST, LAST, STORES[name]) == url


@pytest.mark.parametrize("store", ["", "evil.example/?", "a b", "<x|y>", "../.."])
def test_without_a_store_that_can_be_one_there_is_no_address(store: str) -> None:
    """An address that leads nowhere, or elsewhere, is worse than none."""
    shopify = known("Shopify")
    assert shopify is not None
    assert shopify.orders_url(FIRST, LAST, store) == ""


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("shopify", "Shopify"),
        ("Amazon US", "Amazon"),
        ("TIKTOK shop", "TikTok Shop"),
        ("woo  commerce", "WooCommerce"),
        ("Amazonia", None),
        ("Corner shop", None),
        ("", None),
    ],
)
def test_channels_are_known_by_their_first_words(written: str, found: str | None) -> None:
    """Whole words only; what is not known is nobody else's."""
    channel = known(written)
    assert (channel.name if channel else None) == found


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" shopify ", "Shopify"),
        ("amzn", "Amazon"),
        ("Amazon  US", "Amazon US"),
        ("Corner  shop", "Corner shop"),
    ],
)
def test_names_are_kept_one_way(written: str, kept: str) -> None:
    """A known one as its owner spells it, any other as it is written."""
    assert proper_name(written) == kept


def test_no_spelling_means_two() -> None:
    """The table contradicts itself nowhere."""
    named = [one.casefold() for each in SALES_CHANNELS for one in (each.name, *each.also)]
    assert len(named) == len(set(named)) == len(SPELLINGS)
