"""What lines carry beside their account: seen in the ledger, and what companies want of it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.async_api import expect

from sandbox.quickbooks.things import id_of
from tests.page.named import all_named
from tests.page.tabs import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ACCOUNTS = [
    {"name": "Clearing", "number": "1300", "type": "Other Current Asset"},
    {"name": "Sales", "number": "4000", "type": "Income"},
]
CANADIAN = {
    "country": "CA",
    "sales_tax": True,
    "class_tracking": "line",
    "classes": ["Online", "Stores"],
    "tax_codes": [{"name": "HST ON", "sales": "13"}, "Out of scope"],
    "customers": ["Queen West"],
}
XERO = {"tracking": [{"name": "Region", "options": ["Great Britain", "Europe"]}]}
ZOHO = {"tags": [{"name": "Region", "options": ["Great Britain", "Europe"]}]}


async def opened(control: httpx.AsyncClient, platform: str, own: dict[str, Any]) -> str:
    """Open a company that keeps these lists; return where its calls are."""
    root = f"/{platform}/control/companies"
    sent = {"name": "Juniper Home", **({"accounts": ACCOUNTS} if platform == "quickbooks" else {})}
    realm = (await control.post(root, json=sent)).raise_for_status().json()["realm"]
    (await control.post(f"{root}/{realm}", json=own)).raise_for_status()
    return f"{root}/{realm}"


async def state_of(control: httpx.AsyncClient, platform: str) -> dict[str, Any]:
    """Return what a platform's one company is now."""
    state = await control.get(f"/{platform}/control/state")
    company: dict[str, Any] = state.json()["companies"][0]
    return company


def a_line(side: str, account: str, amount: str, code: str, **refs: Any) -> dict[str, Any]:
    """Return a line as someone types it, with a class and a tax code."""
    own = {
        "ClassRef": {"value": id_of("class", "Online")},
        "TaxCodeRef": {"value": id_of("taxcode", code)},
        "TaxApplicableOn": "Sales",
        **refs,
    }
    return {"side": side, "account": account, "amount": amount, "own": own}


async def test_the_ledger_shows_what_lines_carry(control: httpx.AsyncClient, tab: OpenTab) -> None:
    """By name, with the tax that is added; a change by hand leaves it, and says who made it."""
    at = await opened(control, "quickbooks", CANADIAN)
    owed = {"Type": "Customer", "EntityRef": {"value": id_of("customer", "Queen West")}}
    lines = [
        a_line("debit", "1", "113.00", "Out of scope", Entity=owed),
        a_line("credit", "2", "100.00", "HST ON"),
    ]
    entry = {"doc_number": "JE-7", "date": "2026-07-09", "lines": lines}
    (await control.post(f"{at}/entries", json=entry)).raise_for_status()
    page = await tab("#as=U_BEN")
    shown = page.get_by_test_id("ledger").locator("[data-entry]")
    await shown.locator("summary").click()

    for said in ("Class: Online", "Customer: Queen West", "Tax: Out of scope", "HST ON 13.00"):
        await expect(shown).to_contain_text(said)
    await shown.get_by_test_id("change").click()
    form = page.get_by_test_id("edit")
    await form.get_by_test_id("edit-date").fill("2026-07-10")
    await form.get_by_test_id("edit-save").click()
    await expect(shown).to_contain_text("Jul 10, 2026")

    after = (await state_of(control, "quickbooks"))["entries"][0]
    assert [line["own"] for line in after["lines"]] == [line["own"] for line in lines]
    assert after["by"] == "Ben Okafor"


async def test_a_class_is_taken_away_and_wanted(control: httpx.AsyncClient, tab: OpenTab) -> None:
    """Each choice has its switch, and so has what each line needs where there is a list of it."""
    await opened(control, "quickbooks", CANADIAN)
    page = await tab()
    sign, lists = page.get_by_test_id("trouble"), page.get_by_test_id("lists")
    await lists.locator("summary").click()
    await all_named(page.get_by_test_id("outside"))

    stores = lists.get_by_role("switch", name="Stores")
    await stores.click()
    await expect(stores).not_to_be_checked()
    await expect(stores).to_be_focused()
    await expect(sign.get_by_role("listitem")).to_have_count(1)
    await page.get_by_test_id("class-required").click()
    await expect(page.get_by_test_id("class-required")).to_be_checked()
    await expect(page.get_by_test_id("location-required")).to_be_hidden()

    company = await state_of(control, "quickbooks")
    active = {one["name"]: one.get("active", True) for one in company["classes"]}
    assert (active, company["class_required"]) == ({"Online": True, "Stores": False}, True)
    await stores.click()
    await expect(sign).to_have_attribute("data-tone", "good")


@pytest.mark.parametrize(("platform", "own"), [("xero", XERO), ("zoho", ZOHO)])
async def test_an_option_is_taken_away(
    control: httpx.AsyncClient, tab: OpenTab, platform: str, own: dict[str, Any]
) -> None:
    """Of tracking and tags the options have switches; the ids of all stay what they were."""
    await opened(control, platform, own)
    (field,) = own
    (before,) = (await state_of(control, platform))[field]
    page = await tab()
    lists = page.get_by_test_id("lists")
    await lists.locator("summary").click()

    await lists.get_by_role("switch", name="Europe").click()
    await expect(lists.get_by_role("switch", name="Europe")).not_to_be_checked()
    if platform == "zoho":
        await lists.get_by_role("switch", name="Region").click()
        await expect(lists.get_by_role("switch", name="Region")).to_be_checked()

    (after,) = (await state_of(control, platform))[field]
    assert [one.get("active", True) for one in after["options"]] == [True, False]
    assert [one["id"] for one in after["options"]] == [one["id"] for one in before["options"]]
    assert (after["id"], after.get("mandatory", False)) == (before["id"], platform == "zoho")
