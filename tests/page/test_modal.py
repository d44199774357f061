"""Modals: filled in, refused with everything kept, updated in place, closed."""

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.page.gallery import CARD, MODAL
from tests.page.kit import section
from tests.page.partner import Partner, Payload
from tests.page.tabs import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def opened(partner: Partner, tab: OpenTab) -> Page:
    """A tab in which the modal was opened by a click on Map accounts."""

    async def open_it(payload: Payload) -> None:
        await partner.web.views_open(trigger_id=payload["trigger_id"], view=MODAL)

    partner.answers["map"] = open_it
    await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()
    await page.get_by_role("button", name="Map accounts").click()
    await page.get_by_role("dialog", name="Map accounts").wait_for()
    return page


async def _choose_account(page: Page) -> None:
    await page.locator('dialog [data-action-id="account"]').click()
    await page.locator("[popover]").get_by_role("option", name="4100 Sales").click()


async def test_what_is_missing_is_said_under_the_field(opened: Page, partner: Partner) -> None:
    """Required fields are named one by one; what was typed stays; nothing reaches the app."""
    await opened.get_by_role("textbox", name="Note").fill("from the July list")

    await opened.get_by_role("button", name="Map and post").click()

    account = opened.locator('dialog [data-action-id="account"]')
    await expect(account).to_have_accessible_description("Please complete this required field.")
    await expect(account).to_have_attribute("aria-invalid", "true")
    await expect(opened.get_by_role("textbox", name="Note")).to_have_value("from the July list")
    assert partner.heard_of("map_modal") == []


async def test_the_apps_own_errors_keep_what_was_typed(opened: Page, partner: Partner) -> None:
    """An error from the app stands under its field, and the next attempt goes through."""
    answers: list[dict[str, Any] | None] = [
        {"response_action": "errors", "errors": {"note": "Say which list."}},
        None,
    ]

    async def answer(_payload: Payload) -> Payload | None:
        return answers.pop(0)

    partner.answers["map_modal"] = answer
    await _choose_account(opened)
    note = opened.get_by_role("textbox", name="Note")
    await note.fill("from the list")

    await opened.get_by_role("button", name="Map and post").click()
    await expect(note).to_have_accessible_description("Say which list.")
    await expect(note).to_have_value("from the list")
    await note.fill("from the July list")
    await note.press("Enter")

    await expect(opened.get_by_role("dialog")).to_have_count(0)
    values = partner.heard_of("map_modal")[-1]["view"]["state"]["values"]
    assert values["account"]["account"]["selected_option"]["value"] == "4100"
    assert values["note"]["note"]["value"] == "from the July list"
    assert values["cost"]["cost"]["value"] is None


async def test_a_view_updated_in_place_keeps_what_was_typed(
    opened: Page, partner: Partner, control: Any
) -> None:
    """Fields with the same ids keep their text and the focus when the app redraws the view."""
    note = opened.get_by_role("textbox", name="Note")
    await note.fill("half a sent")
    stack = (await control.get("/slack/control/views", params={"as": "U_ANA"})).json()["stack"]
    blocks = [section("news", "Accounts were read anew"), *MODAL["blocks"][1:]]

    await partner.web.views_update(view_id=stack[0]["id"], view={**MODAL, "blocks": blocks})

    await expect(opened.locator('[data-block-id="news"]')).to_be_visible()
    await expect(note).to_have_value("half a sent")
    await expect(note).to_be_focused()
    await opened.keyboard.type("ence")
    await expect(note).to_have_value("half a sentence")


async def test_a_submission_nobody_answers_can_be_sent_again(
    opened: Page, partner: Partner
) -> None:
    """Without an acknowledgement the modal stays, says so, and keeps everything."""
    partner.deaf_to.add("map_modal")
    await _choose_account(opened)
    note = opened.get_by_role("textbox", name="Note")
    await note.fill("kept")

    await opened.get_by_role("button", name="Map and post").click()

    await expect(opened.get_by_test_id("modal-warning")).to_contain_text("trouble")
    await expect(note).to_have_value("kept")
    await expect(opened.get_by_role("button", name="Map and post")).to_be_enabled()


async def test_a_pushed_view_lies_on_top_and_esc_goes_back(opened: Page, partner: Partner) -> None:
    """The newest view is in front; Esc closes it alone and the one below is as it was."""

    async def push(_payload: Payload) -> Payload:
        view = {**MODAL, "title": {"type": "plain_text", "text": "Are you sure"}}
        return {"response_action": "push", "view": view}

    partner.answers["map_modal"] = push
    await _choose_account(opened)
    await opened.get_by_role("textbox", name="Note").fill("first view")
    await opened.get_by_role("button", name="Map and post").click()
    await expect(opened.get_by_role("dialog", name="Are you sure")).to_be_visible()

    await opened.keyboard.press("Escape")

    await expect(opened.get_by_role("dialog", name="Are you sure")).to_have_count(0)
    await expect(opened.get_by_role("textbox", name="Note")).to_have_value("first view")


async def test_the_focus_comes_back_though_what_was_pressed_is_gone(
    partner: Partner, tab: OpenTab
) -> None:
    """The card was drawn again below the window, without the button: the card has the focus."""

    async def open_it(payload: Payload) -> None:
        await partner.web.views_open(trigger_id=payload["trigger_id"], view=MODAL)

    partner.answers["map"] = open_it
    ts = await partner.says("C_BOOKKEEPING", CARD)
    page = await tab()
    await page.get_by_role("button", name="Map accounts").click()
    await page.get_by_role("dialog", name="Map accounts").wait_for()
    blocks = [section("mrkdwn", "Nothing to press any more")]
    await partner.web.chat_update(channel="C_BOOKKEEPING", ts=ts, text="Done", blocks=blocks)
    await expect(page.locator(f'[data-ts="{ts}"]')).to_contain_text("Nothing to press any more")

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(f'[data-ts="{ts}"]')).to_be_focused()
