"""Sales channels on a card: their sign, their name, and where they lead."""

from datetime import date

import pytest

from blocks.card.incident import incident_card
from blocks.card.parts import facts_section
from blocks.words.cause import affected
from blocks.words.channels import channel_label, channel_linked, channels_label, kinds_label
from journal.entries.entry import EntryKind
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case
from tests.blocks.gallery import of_reason
from tests.build import a_book, a_case, a_summary, an_incident


def of_channel(name: str, **summary: object) -> Case:
    """Return a case of three days of July, of a book with a store at Shopify."""
    book = a_book(stores={"Shopify": "northwind-retail"})
    return a_case(an_incident(sales_channel=name), a_summary(**summary), book)


def test_the_field_leads_to_the_orders_of_the_days() -> None:
    """One click from the card to what was sold, in the book's own store."""
    card = facts_section(of_channel("Shopify")).to_dict()

    url = "https://admin.shopify.com/store/northwind-retail/orders?start=2026-07-07&amp;end=2026-07-09"
    assert f"*Platform*\n🛍️ <{url}|Shopify>" in [one["text"] for one in card["fields"]]


def test_a_deposit_leads_to_the_pay_outs() -> None:
    """What reached the bank is looked up elsewhere than what was sold."""
    case = of_channel("Shopify", kinds=(EntryKind.DEPOSIT,))

    assert "/northwind-retail/payments/payouts|Shopify>" in channel_linked(case)


def test_without_a_store_or_days_there_is_the_name_alone() -> None:
    """A link that would lead nowhere is not drawn."""
    nowhere = a_case(an_incident(sales_channel="Shopify"))
    dateless = of_channel("Amazon", first_date=None, last_date=None)

    assert channel_linked(nowhere) == "🛍️ Shopify"
    assert channel_linked(dateless) == "📦 Amazon"


def test_what_is_not_known_shows_its_own_name() -> None:
    """It works as any other does; nothing in its name does anything."""
    case = of_channel("Corner <!channel> | shop", first_date=date(2026, 7, 7))

    assert channel_linked(case) == "🏪 Corner &lt;!channel&gt; | shop"
    assert channel_label("Amazon US") == "📦 Amazon US"
    assert channel_label(" ") == "🏪 All channels"


def test_variants_lead_to_their_pages() -> None:
    """Anyone who looks a cost up is one click from the variant."""
    shown = affected(of_reason(FailureReason.COST_MISSING))
    assert "Blue mug (MUG-BLUE)" in shown
    assert "<http" not in shown, "the store is not known"

    incident = of_reason(FailureReason.COST_MISSING).incident
    book = a_book(stores={"Shopify": "northwind-retail"})
    shown = affected(a_case(incident, book=book))
    assert "/northwind-retail/products?query=MUG-BLUE|Blue mug (MUG-BLUE)>" in shown


@pytest.mark.parametrize(
    ("channels", "count", "shown"),
    [
        (("Shopify", "Square"), 2, "🏪 Shopify and Square"),
        (("Shopify", "Square", "Etsy"), 3, "🏪 Shopify, Square and Etsy"),
        (("Shopify", "Square", "Etsy"), 6, "🏪 Shopify, Square and 4 more"),
    ],
)
def test_several_channels_are_named_without_a_link(
    channels: tuple[str, ...], count: int, shown: str
) -> None:
    """What waits is of all of them, and no page at a sales channel shows all of it."""
    case = of_channel("Square", channels=channels, channel_count=count)

    assert channel_linked(case) == shown
    assert channels_label(case) == shown
    assert incident_card(case).text.startswith("3 entries of Northwind Retail")


def test_one_channel_of_what_waits_is_shown_and_linked() -> None:
    """Also where the newest failure of the cause was another channel's, posted since."""
    case = of_channel("Amazon", channels=("Shopify",), channel_count=1)

    assert "/northwind-retail/orders" in channel_linked(case)


def test_kinds_are_named_as_in_a_sentence() -> None:
    """All kinds of what waits."""
    assert kinds_label((EntryKind.SALES_SUMMARY, EntryKind.DEPOSIT)) == "Sales summary and deposit"
    assert kinds_label(()) == ""
