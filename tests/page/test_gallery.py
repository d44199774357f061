"""Every block and element is drawn true to Block Kit's rules."""

import pytest
from playwright.async_api import Page, expect

from tests.page.gallery import CARD, ELEMENTS, TEXTS
from tests.page.partner import Partner
from tests.page.tabs import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_card_has_its_heading_fields_and_buttons(partner: Partner, tab: OpenTab) -> None:
    """A card reads top to bottom: cause, facts, buttons, references."""
    ts = await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()

    card = page.locator(f'[data-ts="{ts}"]')

    await expect(card.get_by_role("heading", name="Gift cards has no account")).to_be_visible()
    await expect(card.locator('[data-block-id="facts"]')).to_contain_text("PlatformShopify")
    for name in ("Map accounts", "Retry", "Skip", "More actions"):
        await expect(card.get_by_role("button", name=name)).to_be_visible()
    await expect(card.locator('[data-block-id="foot"]')).to_have_text("JE-1042 · seen 10:42")


async def test_mrkdwn_is_marked_up_and_never_markup(partner: Partner, tab: OpenTab) -> None:
    """Styles, mentions and links are drawn; escaped text stays text; marks inside words stay."""
    await partner.says("C_BOOKKEEPING", TEXTS)
    marks = (await tab()).locator('[data-block-id="marks"]')

    for tag, text in {"strong": "bold", "em": "italic", "s": "strike", "code": "code"}.items():
        await expect(marks.locator(tag)).to_have_text(text)
    await expect(marks.locator("blockquote")).to_have_text("quoted")
    await expect(marks.locator("pre")).to_have_text("pre *plain*")
    await expect(marks).to_contain_text("2*3*4 a_b_c ✅")
    await expect(marks).to_contain_text("@Ben Okafor #general @here")
    await expect(marks).to_contain_text("<b> &amp;")
    link = marks.get_by_role("link", name="the plan")
    await expect(link).to_have_attribute("href", "https://example.com/plan")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_dates_are_in_the_readers_own_zone(partner: Partner, tab: OpenTab) -> None:
    """A moment is shown on the reader's clock: 09:00 UTC is 10 in Lisbon's summer."""
    await partner.says("C_BOOKKEEPING", TEXTS)

    date = (await tab()).locator('[data-block-id="date"]')

    await expect(date).to_contain_text("Since 2026-07-09 10:00")


async def test_structured_texts_keep_their_structure(partner: Partner, tab: OpenTab) -> None:
    """Rich text becomes lists, quotes and texts as they were typed."""
    await partner.says("C_BOOKKEEPING", TEXTS)
    rich = (await tab()).locator('[data-block-id="rich"]')

    await expect(rich.locator("strong")).to_have_text("loud")
    await expect(rich.get_by_role("listitem")).to_have_text(["first", "second"])
    await expect(rich.locator("blockquote")).to_have_text("said so")
    await expect(rich.locator("pre")).to_have_text("as typed")


async def _chosen(page: Page, action_id: str, typed: str, name: str) -> None:
    await page.locator(f'[data-action-id="{action_id}"]').click()
    await page.locator("[data-test=option-search]:visible").fill(typed)
    await page.locator("[popover]").get_by_role("option", name=name).click()


async def test_selects_offer_search_and_send_what_was_chosen(
    partner: Partner, tab: OpenTab
) -> None:
    """A static select sends the option, a people select the person's id."""
    await partner.says("C_BOOKKEEPING", ELEMENTS)
    page = await tab()

    await _chosen(page, "account", "gift", "4200 Gift cards")
    await expect(page.locator('[data-action-id="account"]')).to_have_text("4200 Gift cards")
    await _chosen(page, "who", "chi", "Chi Wei")
    (account,), (who,) = await partner.has_heard("account"), await partner.has_heard("who")
    await expect(page.locator('[data-action-id="who"]')).not_to_have_attribute("aria-busy", "true")

    assert account["actions"][0]["selected_option"]["value"] == "4200"
    assert who["actions"][0]["selected_user"] == "U_CHI"


async def test_an_external_select_asks_the_app_while_typing(partner: Partner, tab: OpenTab) -> None:
    """What is typed goes to the app, and its options are offered."""

    async def suggest(payload: dict[str, object]) -> dict[str, object]:
        text = {"type": "plain_text", "text": f"Found {payload['value']}"}
        return {"options": [{"text": text, "value": "found"}]}

    partner.answers["search"] = suggest
    await partner.says("C_BOOKKEEPING", ELEMENTS)
    page = await tab()

    await _chosen(page, "search", "sal", "Found sal")

    await expect(page.locator('[data-action-id="search"]')).to_have_text("Found sal")


async def test_grouped_options_are_labelled(partner: Partner, tab: OpenTab) -> None:
    """Options stand below the names of their groups; the one that is pressed is sent."""
    await partner.says("C_BOOKKEEPING", ELEMENTS)
    page = await tab()

    await page.locator('[data-action-id="grouped"]').click()
    await expect(page.get_by_role("group", name="Income").get_by_role("option")).to_have_count(2)
    await page.get_by_role("option", name="2100 Deferred revenue").click()

    (sent,) = await partner.has_heard("grouped")
    assert sent["actions"][0]["selected_option"]["value"] == "2100"


async def test_a_radio_button_sends_its_value(partner: Partner, tab: OpenTab) -> None:
    """As Slack sends it."""
    await partner.says("C_BOOKKEEPING", ELEMENTS)
    page = await tab()

    await page.get_by_role("radio", name="Not needed").check()

    (sent,) = await partner.has_heard("how")
    await expect(page.locator('[aria-busy="true"]')).to_have_count(0)
    assert sent["actions"][0]["selected_option"]["value"] == "not"


async def test_check_boxes_send_all_that_is_ticked(partner: Partner, tab: OpenTab) -> None:
    """What is ticked at first is among it."""
    await partner.says("C_BOOKKEEPING", ELEMENTS)
    page = await tab()
    await expect(page.get_by_role("checkbox", name="Tell the owner")).to_be_checked()

    await page.get_by_role("checkbox", name="From now on").check()

    (sent,) = await partner.has_heard("also")
    await expect(page.locator('[aria-busy="true"]')).to_have_count(0)
    assert [one["value"] for one in sent["actions"][0]["selected_options"]] == ["tell", "always"]


async def test_a_button_with_an_address_is_a_link(partner: Partner, tab: OpenTab) -> None:
    """It opens apart, without telling that site where it came from."""
    await partner.says("C_BOOKKEEPING", ELEMENTS)

    link = (await tab()).get_by_role("link", name="Open QuickBooks")

    await expect(link).to_have_attribute("href", "https://example.com/qb")
    await expect(link).to_have_attribute("target", "_blank")
