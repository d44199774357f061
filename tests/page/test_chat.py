"""Writing, commands, threads, and messages for one person alone."""

import pytest
from playwright.async_api import expect

from tests.page.gallery import CARD
from tests.page.partner import Partner, Payload
from tests.page.tabs import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_what_is_typed_arrives_as_typed(tab: OpenTab) -> None:
    """Enter sends; angle brackets arrive as characters; others see it at once."""
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")

    await ana.get_by_role("textbox", name="Message #bookkeeping").fill("Is 3 < 4 & *sure*?")
    await ana.keyboard.press("Enter")

    message = ben.get_by_test_id("message")
    await expect(message).to_contain_text("Ana Lima")
    await expect(message).to_contain_text("Is 3 < 4 & sure?")
    await expect(ben.locator("#announcements")).to_contain_text("Is 3 < 4 & sure?")
    await expect(ana.get_by_role("textbox", name="Message #bookkeeping")).to_have_value("")


async def test_a_command_is_answered_to_its_asker_alone(partner: Partner, tab: OpenTab) -> None:
    """The answer is marked as visible to one person, others do not see it, and it can go away."""

    async def answer(payload: Payload) -> Payload:
        return {"response_type": "ephemeral", "text": f"You asked for {payload['text']}"}

    partner.answers["/jefail"] = answer
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")

    await ana.get_by_test_id("composer").first.fill("/jefail status  Harbor")
    await ana.keyboard.press("Enter")

    told = ana.get_by_test_id("ephemeral")
    await expect(told).to_contain_text("Only visible to you")
    await expect(told).to_contain_text("You asked for status  Harbor")
    await expect(ben.get_by_test_id("ephemeral")).to_have_count(0)
    await told.get_by_role("button", name="Dismiss").click()
    await expect(told).to_have_count(0)


async def test_a_command_nobody_takes_is_told(tab: OpenTab) -> None:
    """Without an app the command's failure is shown as Slack shows it."""
    page = await tab()

    await page.get_by_test_id("composer").first.fill("/jefail help")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("ephemeral")).to_contain_text("/jefail failed with the error")


async def test_a_thread_opens_beside_and_takes_replies(partner: Partner, tab: OpenTab) -> None:
    """The count under a card opens its thread; a reply raises the count; Esc closes the pane."""
    ts = await partner.says("C_BOOKKEEPING", CARD)
    await partner.web.chat_postMessage(channel="C_BOOKKEEPING", thread_ts=ts, text="Seen at 10:42")
    page = await tab()

    await page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread).to_contain_text("Seen at 10:42")
    reply = thread.get_by_role("textbox", name="Reply in this thread")
    await expect(reply).to_be_focused()
    await reply.fill("I will map it")
    await reply.press("Enter")

    await expect(thread.get_by_test_id("message")).to_have_count(3)
    await expect(page.locator("#messages").get_by_test_id("replies")).to_contain_text("2 replies")
    await expect(page.locator("#messages").get_by_test_id("message")).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()


async def test_a_busy_channel_keeps_the_readers_place(partner: Partner, tab: OpenTab) -> None:
    """New messages do not move what is being read; a pill leads to them."""
    for number in range(40):
        await partner.web.chat_postMessage(channel="C_GENERAL", text=f"Line {number}")
    page = await tab("#channel=C_GENERAL")
    await expect(page.get_by_text("Line 39")).to_be_in_viewport()
    await page.locator("#scroller").evaluate("node => { node.scrollTop = 0; }")
    await expect(page.get_by_text("Line 0", exact=True)).to_be_in_viewport()

    await partner.web.chat_postMessage(channel="C_GENERAL", text="The newest")

    pill = page.get_by_role("button", name="1 new message")
    await expect(pill).to_be_visible()
    await expect(page.get_by_text("Line 0", exact=True)).to_be_in_viewport()
    await pill.click()
    await expect(page.get_by_text("The newest", exact=True)).to_be_in_viewport()
    await expect(pill).to_be_hidden()


async def test_unread_channels_are_marked(partner: Partner, tab: OpenTab) -> None:
    """A message elsewhere marks its channel until it is looked at."""
    page = await tab()
    harbor = page.get_by_role("navigation", name="Channels").locator('[data-channel="C_HARBOR"]')
    await expect(harbor).not_to_contain_text("unread")

    await partner.says("C_HARBOR", CARD)
    await expect(harbor).to_contain_text("unread")
    await harbor.click()

    await expect(harbor).not_to_contain_text("unread")
    await expect(page.get_by_role("heading", name="#harbor-books")).to_be_visible()


async def test_the_home_tab_is_asked_for_and_drawn(partner: Partner, tab: OpenTab) -> None:
    """Opening Home tells the app, and what it publishes is shown."""

    async def publish(payload: Payload) -> None:
        home = {"type": "home", "blocks": CARD[:2]}
        await partner.web.views_publish(user_id=payload["event"]["user"], view=home)

    partner.answers["app_home_opened"] = publish
    page = await tab("#as=U_BEN")

    await page.get_by_role("button", name="jefail Home").click()

    await expect(page.get_by_test_id("home")).to_contain_text("Gift cards has no account")


async def test_a_connected_app_is_shown(partner: Partner, tab: OpenTab) -> None:
    """The sign at the top says that jefail is there."""
    page = await tab()

    await expect(page.get_by_test_id("status")).to_have_text("jefail is connected")


async def test_an_app_that_is_away_is_shown(tab: OpenTab) -> None:
    """Without a running program the sign at the top says so."""
    page = await tab()

    await expect(page.get_by_test_id("status")).to_have_text("jefail is not connected")


async def test_a_permalink_leads_to_its_message(partner: Partner, tab: OpenTab) -> None:
    """The address of a message opens its channel and shows the message."""
    ts = await partner.says("C_HARBOR", CARD)
    link = await partner.web.chat_getPermalink(channel="C_HARBOR", message_ts=ts)

    page = await tab(str(link["permalink"]).split("/", 3)[3])

    await expect(page.get_by_role("heading", name="#harbor-books")).to_be_visible()
    await expect(page.locator(f'[data-ts="{ts}"]')).to_be_focused()
