"""The outside world: the ledger, and bad days at the turn of a switch."""

from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.page.named import all_named
from tests.page.partner import Partner
from tests.page.tabs import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ACCOUNTS = [
    {"name": "Shopify clearing", "number": "1200", "type": "Bank"},
    {"name": "Sales", "number": "4100", "type": "Income"},
]
ENTRY = {
    "doc_number": "JE-1042",
    "date": "2026-07-09",
    "private_note": "Shopify sales",
    "lines": [
        {"side": "debit", "amount": "1604.13", "account": "1", "description": "Payout"},
        {"side": "credit", "amount": "1604.13", "account": "2", "description": "Sales"},
    ],
}


@pytest_asyncio.fixture(loop_scope="session")
async def realm(control: httpx.AsyncClient) -> str:
    """A company in QuickBooks, connected."""
    company = {"name": "Northwind Retail", "accounts": ACCOUNTS}
    made = await control.post("/quickbooks/control/companies", json=company)
    return str(made.json()["realm"])


async def _company(control: httpx.AsyncClient) -> dict[str, Any]:
    state = await control.get("/quickbooks/control/state")
    company: dict[str, Any] = state.json()["companies"][0]
    return company


async def test_entries_appear_in_the_ledger(
    control: httpx.AsyncClient, realm: str, tab: OpenTab
) -> None:
    """A new entry shows at once with number, date and total; pressing it shows its lines."""
    page = await tab()
    entry = page.get_by_test_id("ledger").locator("[data-entry]")
    await expect(entry).to_have_count(0)

    posted = await control.post(f"/quickbooks/control/companies/{realm}/entries", json=ENTRY)
    assert posted.is_success, posted.text

    for text in ("JE-1042", "Jul 9, 2026", "$1,604.13"):
        await expect(entry).to_contain_text(text)
    await expect(page.get_by_test_id("ledger-count")).to_have_text("1 entry posted")
    await entry.locator("summary").click()
    await expect(entry.get_by_role("cell", name="Payout")).to_be_visible()


async def test_a_number_in_the_ledger_stays_on_one_line(
    control: httpx.AsyncClient, realm: str, tab: OpenTab
) -> None:
    """Wherever the words before it end, [JF-61] is not broken at its hyphen."""
    page = await tab()
    for length in range(20, 30):
        note = f"{'x' * length} {'y' * 20} [JF-{length}]"
        entry = {**ENTRY, "doc_number": "", "private_note": note}
        await control.post(f"/quickbooks/control/companies/{realm}/entries", json=entry)

    numbers = page.get_by_test_id("ledger").get_by_text("[JF-")
    await expect(numbers.filter(has_text="[JF-29]")).to_be_visible()  # then it is drawn no more
    await expect(numbers).to_have_count(6)
    for number in await numbers.all():
        assert await number.evaluate("it => it.getClientRects().length") == 1


async def test_closing_july_and_opening_it_again(
    control: httpx.AsyncClient, realm: str, tab: OpenTab
) -> None:
    """One button closes the month, the sign says so, one button opens it again."""
    page = await tab()
    sign = page.get_by_test_id("trouble")
    await expect(sign).to_have_attribute("data-tone", "good")

    await page.get_by_test_id("close-2026-07").click()
    await expect(sign).to_have_attribute("data-tone", "bad")
    await expect(sign).to_contain_text("Jul 31, 2026")
    assert (await _company(control))["close_date"] == "2026-07-31"
    await page.get_by_test_id("open-books").click()
    await expect(sign).to_have_attribute("data-tone", "good")

    assert (await _company(control))["close_date"] is None


@pytest.mark.parametrize(
    ("platform", "field"), [("xero", "period_lock_date"), ("zoho", "lock_date")]
)
async def test_every_imitation_has_its_switches(
    control: httpx.AsyncClient, tab: OpenTab, platform: str, field: str
) -> None:
    """The switches that all have, and beside them the lock and the limit of the platform's own."""
    await control.post(f"/{platform}/control/companies", json={"name": "Alder Books"})
    page = await tab()
    sign = page.get_by_test_id("trouble")

    await all_named(page.get_by_test_id("outside"))

    await page.get_by_test_id(field.replace("_", "-")).fill("2026-06-30")
    for hook in ("signed-out", "may-not-post", "throttle-problem"):
        await page.get_by_test_id(hook).click()
    await page.get_by_test_id("mode-swallow").check()
    if platform == "xero":
        await page.get_by_test_id("adviser").click()
        await expect(page.get_by_test_id("adviser")).to_be_checked()

    await expect(sign.get_by_role("listitem")).to_have_count(4)
    state = (await control.get(f"/{platform}/control/state")).json()
    company = state["companies"][0]
    turned = [company[one] for one in ("connected", "can_post", "mode", "throttle_problem", field)]
    assert turned == [False, False, "swallow", "day", "2026-06-30"]
    assert company.get("adviser", True) is True


async def test_switches_do_what_they_say(
    control: httpx.AsyncClient, realm: str, tab: OpenTab
) -> None:
    """Signing out, taking the right to post, and ways to answer all reach QuickBooks."""
    page = await tab()
    sign = page.get_by_test_id("trouble")

    signed_out = page.get_by_test_id("signed-out")
    await signed_out.click()
    await expect(signed_out).to_be_checked()
    may_not = page.get_by_test_id("may-not-post")
    await may_not.click()
    await expect(may_not).to_be_checked()
    await page.get_by_test_id("mode-throttle").check()

    await expect(sign.get_by_role("listitem")).to_have_count(3)
    company = await _company(control)
    assert [company[key] for key in ("connected", "can_post", "mode")] == [False, False, "throttle"]
    await signed_out.click()
    await expect(signed_out).not_to_be_checked()
    assert (await _company(control))["connected"] is True


async def test_an_account_can_be_made_inactive(
    control: httpx.AsyncClient, realm: str, tab: OpenTab
) -> None:
    """Each account has its switch."""
    page = await tab()
    await page.get_by_test_id("accounts").locator("summary").click()

    await page.get_by_role("switch", name="4100 Sales").click()

    await expect(page.get_by_test_id("trouble")).to_have_attribute("data-tone", "bad")
    await expect(page.get_by_test_id("trouble").get_by_role("listitem")).to_have_count(1)
    active = {one["name"]: one["active"] for one in (await _company(control))["accounts"]}
    assert active == {"Shopify clearing": True, "Sales": False}


async def test_an_entry_is_typed_in_by_hand(
    control: httpx.AsyncClient, realm: str, tab: OpenTab
) -> None:
    """The small form puts an entry into the ledger; what QuickBooks refuses stands in it."""
    page = await tab()
    hand = page.get_by_test_id("hand")
    await hand.locator("summary").click()

    await all_named(hand)
    await hand.get_by_test_id("hand-number").fill("BY-HAND-1")
    await hand.get_by_test_id("hand-date").fill("2026-07-09")
    await hand.get_by_test_id("hand-amount").fill("77.25")
    credit = hand.get_by_test_id("hand-credit")
    for side in (hand.get_by_test_id("hand-debit"), credit):
        await side.select_option("1200 Shopify clearing")
    await control.post(f"/quickbooks/control/companies/{realm}/accounts/2", json={"active": False})
    await expect(credit.get_by_role("option")).to_have_count(2)
    await control.post(f"/quickbooks/control/companies/{realm}/accounts/2", json={"active": True})
    await credit.select_option("4100 Sales")
    await hand.get_by_test_id("hand-enter").click()

    ledger = page.get_by_test_id("ledger")
    await expect(ledger).to_contain_text("BY-HAND-1")
    await expect(hand.get_by_test_id("hand-amount")).to_have_value("")
    entry = (await _company(control))["entries"][0]
    assert [entry["date"], entry["total"]] == ["2026-07-09", "77.25"]
    assert [line["account"] for line in entry["lines"]] == ["Shopify clearing", "Sales"]


async def test_an_entry_is_changed_matched_and_deleted_by_hand(
    control: httpx.AsyncClient, realm: str, tab: OpenTab
) -> None:
    """What people do in the platform itself: a refusal stands in the form, the rest in the list."""
    await control.post(f"/quickbooks/control/companies/{realm}/entries", json=ENTRY)
    page = await tab()
    entry = page.get_by_test_id("ledger").get_by_role("listitem")
    await entry.locator("summary").click()

    await all_named(entry)
    await entry.get_by_test_id("change").click()
    form = page.get_by_test_id("edit")
    await expect(form.get_by_role("heading")).to_contain_text("JE-1042")
    await all_named(form)
    debit, credit = (form.get_by_test_id("edit-amount").nth(side) for side in (0, 1))
    await form.get_by_test_id("edit-note").fill("A tip was missing")
    await debit.fill("1610.13")
    await form.get_by_test_id("edit-save").click()
    await expect(form.get_by_role("alert")).to_contain_text("Please balance debits and credits")
    await credit.fill("1610.13")
    await form.get_by_test_id("edit-save").click()
    await expect(form).to_be_hidden()
    for text in ("$1,610.13", "A tip was missing", "Payout"):
        await expect(entry).to_contain_text(text)

    matched = entry.get_by_test_id("matched")
    await matched.click()
    await expect(matched).to_be_checked()
    await expect(matched).to_be_focused()
    await expect(entry.locator("summary")).to_contain_text("matched")
    assert (await _company(control))["entries"][0]["matched"] is True

    await entry.get_by_test_id("delete").click()
    await expect(page.get_by_test_id("ledger").locator("[data-entry]")).to_have_count(0)


@pytest.mark.parametrize("platform", ["xero", "zoho"])
async def test_journals_are_changed_by_hand_too(
    control: httpx.AsyncClient, tab: OpenTab, platform: str
) -> None:
    """As entries in QuickBooks are."""
    root = f"/{platform}/control/companies"
    realm = (await control.post(root, json={"name": "Alder Books"})).json()["realm"]
    state = (await control.get(f"/{platform}/control/state")).json()["companies"][0]
    ids = {one["name"]: one["id"] for one in state["accounts"]}
    sides = (("debit", ids["Clearing"]), ("credit", ids["Sales"]))
    lines = [{"side": side, "amount": "5.00", "account": account} for side, account in sides]
    entry = {"date": "2026-07-09", "private_note": "Sales [JF-7]", "lines": lines}
    await control.post(f"{root}/{realm}/entries", json=entry)
    page = await tab()
    shown = page.get_by_test_id("ledger").get_by_role("listitem")
    await shown.locator("summary").click()

    await shown.get_by_test_id("change").click()
    form = page.get_by_test_id("edit")
    await expect(form.get_by_role("heading")).to_contain_text("Sales [JF-7]")
    await form.get_by_role("combobox").last.select_option(label="4100 Shipping income")
    await form.get_by_test_id("edit-save").click()

    await expect(shown.get_by_role("cell", name="Shipping income")).to_be_visible()
    await shown.get_by_test_id("matched").click()
    await expect(shown.locator("summary")).to_contain_text("matched")


async def test_slacks_own_bad_days(control: httpx.AsyncClient, tab: OpenTab) -> None:
    """Each switch arms its trouble in the workspace; turning one off leaves the others."""
    page = await tab()
    day = page.get_by_test_id("slack-day")
    await day.locator("summary").click()
    await all_named(day)

    async def armed() -> list[str]:
        faults = (await control.get("/slack/control/faults")).json()["faults"]
        return [fault["kind"] for fault in faults]

    for hook in ("slack-busy", "slack-swallows", "slack-down"):
        await page.get_by_test_id(hook).click()
        await expect(page.get_by_test_id(hook)).to_be_checked()
    assert await armed() == ["ratelimited", "dropped_but_done", "server_error"]
    await page.get_by_test_id("slack-down").click()
    await expect(page.get_by_test_id("slack-down")).not_to_be_checked()

    await expect(page.get_by_test_id("slack-day-count")).to_contain_text("2")
    assert await armed() == ["ratelimited", "dropped_but_done"]


async def test_the_line_to_slack_can_be_cut(partner: Partner, tab: OpenTab) -> None:
    """The sign at the top says that the app is away, until it has connected again."""
    page = await tab()
    status = page.get_by_test_id("status")
    await expect(status).to_have_attribute("data-tone", "good")
    await page.get_by_test_id("slack-day").locator("summary").click()

    await page.get_by_test_id("slack-cut").click()

    await expect(page.locator("#announcements")).to_have_text("The line is cut")
    await expect(status).to_have_attribute("data-tone", "good")


async def test_the_hint_speaks_of_a_company_with_a_bad_day(
    control: httpx.AsyncClient, realm: str, tab: OpenTab
) -> None:
    """It names the company and the switch; once that is mended, it tells how to make one."""
    await control.post(f"/quickbooks/control/companies/{realm}", json={"can_post": False})
    page = await tab()
    hint = page.get_by_test_id("hint")
    await expect(hint).to_contain_text("Northwind Retail")

    await page.get_by_test_id("may-not-post").click()

    await expect(hint).not_to_contain_text("Northwind Retail")
    await expect(hint).to_contain_text("July 2026")


async def test_the_first_hint_can_be_put_away(tab: OpenTab) -> None:
    """The hint says what to try; once dismissed it stays away."""
    page = await tab()
    hint = page.get_by_test_id("hint")
    await expect(hint).to_be_visible()

    await page.get_by_test_id("hint-dismiss").click()
    await page.reload()

    await expect(page.get_by_test_id("status")).to_be_visible()
    await expect(hint).to_be_hidden()
