"""What lines carry beside their account, in the words that the page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.ledger.hand_state import Beside
from sandbox.quickbooks import beside as quickbooks
from sandbox.quickbooks.things import id_of as quickbooks_id
from sandbox.xero import beside as xero
from sandbox.zoho import beside as zoho
from sandbox.zoho.things import id_of as zoho_id

NOW = datetime(2026, 7, 9, tzinfo=UTC)


def told(
    of: Callable[[Company], Beside], company: Mapping[str, Any], line: Mapping[str, Any], **own: Any
) -> Mapping[str, str]:
    """Return what is said of a line of 100.00 in a British company that keeps these lists."""
    kept = Company("1", "Alder Books", NOW, "GBP", own=dict(company))
    one = Line(Decimal("-100.00"), "200", own=dict(line))
    entry = Entry("7", date(2026, 7, 9), "GBP", (one,), NOW, NOW, own=own)
    return of(kept)(entry, one)


def test_quickbooks_lines_are_told_by_name() -> None:
    """With the tax only where codes come to tax; what is gone is shown by its id."""
    lists: dict[str, Any] = {
        "classes": ["Online"],
        "departments": ["Leeds"],
        "vendors": ["Pier"],
        "country": "GB",
    }
    lists |= {"sales_tax": True, "tax_codes": [{"name": "20.0% S", "sales": "20"}]}
    line = {
        "ClassRef": {"value": quickbooks_id("class", "Online")},
        "DepartmentRef": {"value": "9"},
        "Entity": {"Type": "Vendor", "EntityRef": {"value": quickbooks_id("vendor", "Pier")}},
        "TaxCodeRef": {"value": quickbooks_id("taxcode", "20.0% S")},
        "TaxApplicableOn": "Sales",
    }

    said = {"Class": "Online", "Location": "9", "Vendor": "Pier", "Tax": "20.0% S 20.00"}
    assert told(quickbooks.beside, lists, line) == said
    without = told(quickbooks.beside, {**lists, "sales_tax": False}, line)
    assert without == {**said, "Tax": "20.0% S"}
    assert told(quickbooks.beside, lists, {}) == {}


def test_xero_lines_are_told_by_name() -> None:
    """Tracking as it is called now; a rate only on journals that have tax."""
    options = [{"id": "o", "name": "Europe"}]
    lists = {"tracking": [{"id": "c", "name": "Region", "options": options}]}
    chosen = [{"TrackingCategoryID": "c", "TrackingOptionID": one} for one in ("o", "gone")]
    line = {"Tracking": chosen, "TaxType": "OUTPUT2"}

    taxed = told(xero.beside, lists, line, LineAmountTypes="Exclusive")
    assert taxed == {"Region": "Europe", "Tax": "20% (VAT on Income) 20.00"}
    assert told(xero.beside, lists, line) == {"Region": "Europe"}


def test_zoho_lines_are_told_by_name() -> None:
    """Tags by their names, and all that a line says by an id."""
    lists = {
        "tags": [{"name": "Channel", "options": ["Web"]}],
        "contacts": ["Ada"],
        "locations": ["Leeds"],
        "projects": ["Refit"],
        "taxes": [{"name": "VAT 20", "percentage": "20"}],
    }
    line = {
        "tags": [{"tag_option_id": zoho_id("option", "Channel", "Web")}, {"tag_option_id": "9"}],
        "customer_id": zoho_id("contact", "customer", "Ada"),
        "location_id": zoho_id("location", "Leeds"),
        "project_id": zoho_id("project", "Refit"),
        "tax_id": zoho_id("tax", "VAT 20"),
    }

    assert told(zoho.beside, lists, line) == {
        "Channel": "Web",
        "Contact": "Ada",
        "Location": "Leeds",
        "Project": "Refit",
        "Tax": "VAT 20 20.00",
    }
