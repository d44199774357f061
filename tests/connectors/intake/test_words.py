"""What the words of a journal tell."""

import pytest

from connectors.intake.words import channel_of, kind_of
from journal.entries.entry import EntryKind
from journal.errors import BadInput


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Shopify sales 1 July", "Shopify"),
        ("SHOPIFY_2026-07-01", "Shopify"),
        ("AMZN settlement", "Amazon"),
        ("Daily takings (square)", "Square"),
        ("Squarespace orders", "Squarespace"),
        ("woo commerce orders", "WooCommerce"),
        ("eBay", "eBay"),
        ("TikTok orders", "TikTok Shop"),
    ],
)
def test_known_channels_are_found(text: str, channel: str) -> None:
    """A known sales channel is found as a word, in any case, in its owner's spelling."""
    assert channel_of([text], "") == channel


def test_the_first_telling_text_wins() -> None:
    """What stands nearer to the journal's name is believed before its lines."""
    assert channel_of(["JE-7", "Etsy sales", "Stripe fees"], "") == "Etsy"


def test_words_win_over_the_option() -> None:
    """The option is for journals that name no channel."""
    assert channel_of(["Shopify sales"], "Amazon") == "Shopify"
    assert channel_of(["JE-7"], "amazon") == "Amazon"
    assert channel_of(["JE-7"], "Corner  shop") == "Corner shop"


def test_two_channels_at_once_are_settled_by_the_option() -> None:
    """Nothing is guessed when one text names two."""
    with pytest.raises(BadInput, match="names Shopify and PayPal; say which"):
        channel_of(["Shopify via PayPal"], "")
    assert channel_of(["Shopify via PayPal"], "PayPal") == "PayPal"


def test_no_channel_says_what_to_do() -> None:
    """The advice names the option."""
    with pytest.raises(BadInput, match="--channel"):
        channel_of(["JE-7", "squared away"], "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Shopify sales summary", EntryKind.SALES_SUMMARY),
        ("Square takings", EntryKind.SALES_SUMMARY),
        ("COGS week 27", EntryKind.COST_OF_GOODS_SOLD),
        ("Cost of goods sold through Amazon", EntryKind.COST_OF_GOODS_SOLD),
        ("Amazon settlement", EntryKind.DEPOSIT),
        ("Shopify Payments payout", EntryKind.DEPOSIT),
        ("Depreciation", EntryKind.OTHER),
    ],
)
def test_kinds_are_found(text: str, kind: EntryKind) -> None:
    """The kind is told by the words; without any it is another entry."""
    assert kind_of(["JE-7", text], []) is kind


SALES = ["Shopify sales", "Sales tax", "payout"]
PAYOUT = ["Payout of Jul 1", "Payout of Jul 1", ""]


@pytest.mark.parametrize(
    ("whole", "lines", "kind"),
    [
        (["SHOP-0701", ""], SALES, EntryKind.SALES_SUMMARY),
        (["SHOP-0701", ""], ["Clearing", "Tips", "Payout due"], EntryKind.OTHER),
        (["SHOP-0701", ""], ["payout", ""], EntryKind.OTHER),
        (["SHOP-0701", ""], PAYOUT, EntryKind.DEPOSIT),
        (["SHOP-0701", "Shopify sales"], PAYOUT, EntryKind.SALES_SUMMARY),
        (["DEP-1", "Stripe deposit"], SALES, EntryKind.DEPOSIT),
        (["JE-7", ""], ["COGS week 27", "Inventory"], EntryKind.COST_OF_GOODS_SOLD),
        (["JE-7", ""], [], EntryKind.OTHER),
    ],
)
def test_the_kind_is_that_of_the_whole_journal(
    whole: list[str], lines: list[str], kind: EntryKind
) -> None:
    """Its own words decide; the words of one line make no deposit of a day's sales."""
    assert kind_of(whole, lines) is kind
