"""The page can be used by keyboard alone, on a phone, and in the dark."""

import pytest
from playwright.async_api import Page, expect

from tests.page.gallery import CARD, ELEMENTS, MODAL, TEXTS
from tests.page.partner import Partner, Payload
from tests.page.tabs import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WIDTH_OF_PAGE = "document.documentElement.scrollWidth"


async def _tab_until(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent") == name:
            return
    raise AssertionError(f"{name} was never reached")


async def test_a_card_is_fixed_without_a_mouse(partner: Partner, tab: OpenTab) -> None:
    """From the message to the modal, through its fields, to submitting: keys alone."""

    async def open_it(payload: Payload) -> None:
        await partner.web.views_open(trigger_id=payload["trigger_id"], view=MODAL)

    partner.answers["map"] = open_it
    await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()
    await expect(page.get_by_role("button", name="Map accounts")).to_be_visible()

    await _tab_until(page, "Map accounts")
    await page.keyboard.press("Enter")
    await expect(page.locator('dialog [data-action-id="account"]')).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="Search options")).to_be_focused()
    await page.keyboard.type("gift")
    await expect(page.locator("[popover]").get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("by keys")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    values = partner.heard_of("map_modal")[0]["view"]["state"]["values"]
    assert values["account"]["account"]["selected_option"]["value"] == "4200"
    assert values["note"]["note"]["value"] == "by keys"


async def test_the_focus_stays_inside_a_modal(partner: Partner, tab: OpenTab) -> None:
    """Tab never leaves the open modal for the page behind it."""

    async def open_it(payload: Payload) -> None:
        await partner.web.views_open(trigger_id=payload["trigger_id"], view=MODAL)

    partner.answers["map"] = open_it
    await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()
    await page.get_by_role("button", name="Map accounts").click()
    await page.get_by_role("dialog").wait_for()

    for _ in range(12):
        await page.keyboard.press("Tab")
        behind = "document.activeElement.closest('#app') !== null"
        assert await page.evaluate(behind) is False


async def test_messages_are_walked_with_the_arrow_keys(partner: Partner, tab: OpenTab) -> None:
    """One message is a stop of Tab; Up and Down go on from there."""
    first = await partner.says("C_BOOKKEEPING", CARD)
    last = await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()

    await page.locator(f'[data-ts="{last}"]').focus()
    await page.keyboard.press("ArrowUp")

    await expect(page.locator(f'[data-ts="{first}"]')).to_be_focused()


@pytest.mark.parametrize("width", [360, 390, 768, 1024])
async def test_nothing_is_wider_than_the_window(partner: Partner, tab: OpenTab, width: int) -> None:
    """On phones and tablets no pane scrolls sideways."""
    for blocks in (CARD, TEXTS, ELEMENTS):
        await partner.says("C_BOOKKEEPING", blocks)

    page = await tab(width=width)

    await expect(page.get_by_test_id("message")).to_have_count(3)
    assert await page.evaluate(WIDTH_OF_PAGE) <= width
    inside = "document.getElementById('scroller')"
    assert await page.evaluate(f"{inside}.scrollWidth - {inside}.clientWidth") <= 0


async def test_a_phone_shows_one_pane_at_a_time(partner: Partner, tab: OpenTab) -> None:
    """Tabs at the bottom lead to channels, chat and the outside world."""
    await partner.says("C_HARBOR", CARD)
    page = await tab(width=390)
    panes = page.get_by_role("navigation", name="Panes")
    outside = page.get_by_role("complementary", name="Outside world")
    await expect(outside).to_be_hidden()

    await panes.get_by_role("button", name="Outside").click()
    await expect(outside).to_be_visible()
    await expect(page.get_by_role("main")).to_be_hidden()
    await panes.get_by_role("button", name="Channels").click()
    await page.get_by_role("button", name="harbor-books").click()

    await expect(page.get_by_role("main")).to_be_visible()
    await expect(page.get_by_role("heading", name="Gift cards has no account")).to_be_visible()


BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"


async def test_colours_follow_the_system_until_chosen(tab: OpenTab) -> None:
    """The page is dark where the system is; the button changes it, and that is remembered."""
    page = await tab(scheme="dark")
    dark = await page.evaluate(BACKGROUND)

    await page.get_by_role("button", name="Use light colours").click()
    light = await page.evaluate(BACKGROUND)
    await page.reload()
    await page.get_by_role("button", name="Use dark colours").wait_for()

    assert dark != light
    assert await page.evaluate(BACKGROUND) == light


CONTRASTS = """
() => {
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.9) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility()) continue;
    const style = getComputedStyle(node);
    if (parseFloat(style.fontSize) === 0 || node.closest(".hidden, option, :disabled")) continue;
    const ink = parts(style.color);
    if (ink[3] === 0) continue;
    const [a, b] = [light(ink), light(ground(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) weak.push(`${walker.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
  }
  return weak;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_stands_out_from_its_ground(
    partner: Partner, tab: OpenTab, scheme: str
) -> None:
    """All text on the page has at least the contrast that WCAG's AA asks for."""
    for blocks in (CARD, TEXTS, ELEMENTS):
        await partner.says("C_BOOKKEEPING", blocks)

    page = await tab(scheme=scheme)

    await expect(page.get_by_test_id("message")).to_have_count(3)
    assert await page.evaluate(CONTRASTS) == []
