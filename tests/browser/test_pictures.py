"""The pictures of the documents: taken again with JEFAIL_PICTURES=1, else only looked for."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from blocks.card.face import Face
from blocks.kit import names
from bot.demo.world import World
from journal.incidents.how_resolved import HowResolved
from tests.browser.cases import shows
from tests.browser.look import (
    card_at,
    choice,
    field,
    form,
    go_to,
    press,
    retry,
    submit,
    taken_when_asked,
    thread,
)
from tests.browser.png import PICTURES, keep
from tests.page.tabs import Chromium, OpenTab, chromium, tabs
from tests.stories.desk import Desk, open_desk

NAMES = (
    "card",
    "close-warning",
    "code-form",
    "compare",
    "costs-form",
    "costs-sheet",
    "dark",
    "desk",
    "details",
    "edit-lines",
    "explain",
    "home",
    "map-form",
    "memory",
    "overwrite",
    "period-form",
    "phone",
    "resolve-form",
    "resolved",
    "second-person",
    "snooze-form",
    "support-form",
    "thread",
)
MOST_BYTES = 80_000


@pytest.mark.browser
@pytest.mark.timeout(400)
@taken_when_asked
async def test_pictures_are_taken(database_url: str, tmp_path: Path) -> None:
    """The example books unfold, people act, and each picture is written."""
    async with open_desk(database_url, tmp_path) as desk, chromium() as browser:
        await World(desk.program, desk.outside, tmp_path / "steps.json").unfold()
        await _taken(desk, browser)


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_there(name: str) -> None:
    """Each picture of the documents is kept, and small."""
    assert 0 < (PICTURES / f"{name}.png").stat().st_size < MOST_BYTES


async def _taken(desk: Desk, browser: Chromium) -> None:
    june = str((await desk.card(names.PERIOD_WAYS))["ts"])
    gifts = str((await desk.card("Gift cards"))["ts"])
    classes = str((await desk.card(names.CODE, "Online store"))["ts"])
    costs = str((await desk.card(names.ADD_COSTS))["ts"])
    async with tabs(browser, desk.base) as tab:
        await _at_first_sight(tab)
        page = await tab("#as=U_ANA", width=1000, height=1100)
        await keep("card", card_at(page, gifts))
        await _window(page, gifts, names.MAP, "map-form")
        await _window(page, classes, names.CODE, "code-form")
        await _window(page, costs, names.ADD_COSTS, "costs-form")
        await _closed_by_hand(page, costs)
        await _posted(desk, page, june)
        await keep("resolved", card_at(page, june))
        await _told(page, june)
        await page.set_viewport_size({"width": 1000, "height": 640})
        await go_to(page, "home")
        await expect(press(page.get_by_test_id("home"), names.DETAILS).first).to_be_visible()
        await keep("home", page.get_by_role("main"))


async def _at_first_sight(tab: OpenTab) -> None:
    """The whole page as someone finds it: light, dark, and on a phone."""
    wholes = {
        "desk": (1440, 900, "light"),
        "dark": (1440, 900, "dark"),
        "phone": (390, 844, "light"),
    }
    for name, (width, height, scheme) in wholes.items():
        page = await tab("#as=U_ANA", width=width, height=height, scheme=scheme)
        newest = page.locator("#messages .message").last
        await expect(press(newest, names.RESOLVE)).to_be_in_viewport()
        await keep(name, page.locator("body"))


async def _window(page: Page, ts: str, action_id: str, name: str) -> None:
    """The form behind a button, as it opens; it is left without a trace."""
    await press(card_at(page, ts), action_id).click()
    await expect(page.get_by_test_id("modal-submit")).to_be_visible()
    await keep(name, form(page))
    await page.get_by_test_id("modal-close").click()
    await expect(form(page)).to_have_count(0)


async def _closed_by_hand(page: Page, ts: str) -> None:
    await press(card_at(page, ts), names.RESOLVE).click()
    await choice(form(page), HowResolved.OTHER).check()
    await field(form(page), names.NOTE_BLOCK).fill("Booked with the July correction")
    await keep("resolve-form", form(page))
    await submit(page).click()
    await expect(card_at(page, ts)).to_contain_text("July correction")


async def _posted(desk: Desk, page: Page, ts: str) -> None:
    """Pressed once too early, then again with the books open: a story worth a thread."""
    await retry(page, card_at(page, ts))
    await shows(desk, card_at(page, ts), Face.OPEN, lambda case: case.summary.attempts == 2)
    await page.get_by_test_id("outside-toggle").click()
    await page.get_by_test_id("open-books").click()
    switch = page.get_by_test_id("may-not-post")
    await switch.click()
    await expect(switch).not_to_be_checked()
    await switch.press("Escape")
    await retry(page, card_at(page, ts))
    await shows(desk, card_at(page, ts), Face.POSTED)


async def _told(page: Page, ts: str) -> None:
    await card_at(page, ts).get_by_test_id("replies").click()
    await expect(thread(page).last).to_contain_text("Xero")
    await keep("thread", page.get_by_test_id("thread"))
    await page.get_by_test_id("thread-close").click()
