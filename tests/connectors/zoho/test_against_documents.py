"""What is sent, and what the imitation shows, has only names that Zoho's OpenAPI documents have.

The names are those of journals.yml ("create-a-journal-request", "update-a-journal-request" and
"journal"), contacts.yml, taxes.yml, locations.yml, projects.yml and currency.yml for Books, and of
reporting-tags.yml for Inventory.
"""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import httpx
import pytest

from connectors.zoho.bodies import entry_body, replacing_body
from connectors.zoho.journals import PUBLISHED, WireJournal
from journal.entries.posting import ReadyEntry
from sandbox.keep import Keep
from sandbox.zoho.app import zoho_app
from sandbox.zoho.things import id_of
from tests.connectors.zoho.bodies import journal
from tests.connectors.zoho.coded import ADA, LEEDS, REFIT, VAT, WEB, a_coded_entry

SENT_HEAD = frozenset(
    [
        "journal_date",
        "reference_number",
        "notes",
        "journal_type",
        "vat_treatment",
        "include_in_vat_return",
        "product_type",
        "is_bas_adjustment",
        "currency_id",
        "exchange_rate",
        "location_id",
        "line_items",
        "tax_exemption_code",
        "tax_exemption_type",
        "status",
        "custom_fields",
    ]
)
SENT_LINE = frozenset(
    [
        "account_id",
        "customer_id",
        "line_id",
        "description",
        "tax_exemption_id",
        "tax_authority_id",
        "tax_exemption_type",
        "tax_exemption_code",
        "tax_authority_name",
        "tax_id",
        "amount",
        "debit_or_credit",
        "acquisition_vat_id",
        "reverse_charge_vat_id",
        "location_id",
        "tags",
        "project_id",
    ]
)
SENT_TAG = frozenset({"tag_id", "tag_option_id"})
SHOWN_HEAD = frozenset(
    [
        "journal_id",
        "entry_number",
        "reference_number",
        "notes",
        "currency_id",
        "currency_code",
        "exchange_rate",
        "journal_date",
        "journal_type",
        "vat_treatment",
        "product_type",
        "include_in_vat_return",
        "is_bas_adjustment",
        "line_items",
        "location_id",
        "location_name",
        "line_item_total",
        "total",
        "bcy_total",
        "taxes",
        "created_time",
        "last_modified_time",
        "status",
        "custom_fields",
        "entity_type",
    ]
)
SHOWN_LINE = SENT_LINE | frozenset(
    [
        "customer_name",
        "account_name",
        "tax_name",
        "tax_type",
        "tax_percentage",
        "bcy_amount",
        "location_name",
        "project_name",
    ]
)
SHOWN_TAX = frozenset({"tax_name", "tax_amount", "debit_or_credit", "tax_account"})
LISTS: Mapping[str, tuple[str, frozenset[str]]] = {
    "contacts": (
        "contacts",
        frozenset(["contact_id", "contact_name", "contact_type", "contact_number", "status"]),
    ),
    "projects": ("projects", frozenset({"project_id", "project_name", "status"})),
    "locations": (
        "locations",
        frozenset(
            ["location_id", "location_name", "type", "parent_location_id", "is_primary", "status"]
        ),
    ),
    "reportingtags": (
        "reporting_tags",
        frozenset(
            ["tag_id", "tag_name", "tag_order", "is_active", "is_mandatory", "is_class", "is_draft"]
        ),
    ),
    "settings/taxes": (
        "taxes",
        frozenset(["tax_id", "tax_name", "tax_percentage", "tax_type", "is_editable"]),
    ),
    "settings/currencies": (
        "currencies",
        frozenset(
            [
                "currency_id",
                "currency_code",
                "price_precision",
                "is_base_currency",
                "exchange_rate",
                "effective_date",
            ]
        ),
    ),
}


def whole() -> ReadyEntry:
    """Return an entry with all that Zoho's journals hold."""
    return replace(a_coded_entry(ADA, LEEDS, REFIT, VAT, WEB), rate=Decimal("0.7315"))


def test_a_new_journal_has_documented_names_only() -> None:
    """Head, lines and tags; the three that are wanted are there."""
    sent = json.loads(entry_body(whole(), PUBLISHED, "46"))

    assert sent.keys() <= SENT_HEAD
    assert "journal_date" in sent
    for line in sent["line_items"]:
        assert line.keys() <= SENT_LINE
        assert {"amount", "debit_or_credit"} <= line.keys()
    assert [set(one) for one in sent["line_items"][1]["tags"]] == [SENT_TAG]


def test_a_changed_journal_has_documented_names_only() -> None:
    """All that is sent along of theirs is what may be sent."""
    lines = json.loads(entry_body(whole(), PUBLISHED))["line_items"]
    shown = [{**line, "account_name": "Sales", "customer_name": "Ada"} for line in lines]
    there = WireJournal.model_validate(json.loads(journal(line_items=shown))["journal"])

    sent = json.loads(replacing_body(whole(), there, "USD", "46"))

    assert sent.keys() <= SENT_HEAD
    assert not [line for line in sent["line_items"] if line.keys() - SENT_LINE]


@pytest.fixture
async def imitation() -> AsyncIterator[httpx.AsyncClient]:
    """The imitation, with an organisation that has one of each list, called as an app does."""
    transport = httpx.ASGITransport(zoho_app(Keep(None)))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox.invalid") as http:
        made = (await http.post("/control/companies", json={"name": "Northwind"})).json()
        lists = {
            "contacts": ["Ada"],
            "tags": [{"name": "Channel", "options": ["Web"]}],
            "taxes": [{"name": "VAT 20", "percentage": "20"}],
            "locations": ["Leeds"],
            "projects": ["Refit"],
            "currencies": [{"name": "CAD", "rates": {"2026-07-01": "0.74"}}],
        }
        await http.post(f"/control/companies/{made['realm']}", json=lists)
        http.headers["Authorization"] = f"Zoho-oauthtoken {made['access_token']}"
        http.params = httpx.QueryParams({"organization_id": made["realm"]})
        yield http


@pytest.mark.parametrize("what", LISTS)
async def test_lists_show_documented_names_only(imitation: httpx.AsyncClient, what: str) -> None:
    """Each row of each list that the connector reads."""
    name, documented = LISTS[what]

    rows = (await imitation.get(f"/books/v3/{what}")).json()[name]

    assert rows
    assert not [row for row in rows if row.keys() - documented]


async def test_a_journal_shows_documented_names_only(imitation: httpx.AsyncClient) -> None:
    """With a tax, which stands beside the lines and not in them."""
    line: dict[str, Any] = {"account_id": "460000000000304", "debit_or_credit": "debit"}
    credit = {
        "account_id": "460000000000313",
        "debit_or_credit": "credit",
        "amount": 100,
        "tax_id": id_of("tax", "VAT 20"),
        "customer_id": id_of("contact", "customer", "Ada"),
        "tags": [
            {
                "tag_id": id_of("tag", "Channel"),
                "tag_option_id": id_of("option", "Channel", "Web"),
            }
        ],
    }
    sent = {"journal_date": "2026-07-07", "line_items": [{**line, "amount": 120}, credit]}

    answer = (await imitation.post("/books/v3/journals", json=sent)).json()

    shown = answer["journal"]
    assert shown.keys() <= SHOWN_HEAD
    assert not [one for one in shown["line_items"] if one.keys() - SHOWN_LINE]
    assert [set(one) for one in shown["taxes"]] == [SHOWN_TAX]
