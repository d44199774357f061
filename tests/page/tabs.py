"""Browser tabs for tests: a headless Chromium, and pages that fail the test on their errors."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NoReturn

import pytest
from playwright.async_api import Browser, Error, Page, async_playwright, expect

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 20_000  # milliseconds; busy machines are slow, a failing test may be too

OpenTab = Callable[..., Awaitable[Page]]


@dataclass(slots=True)
class Chromium:
    """A running browser. A tab that was used and cleared is used again: to open one costs thrice
    what the page costs that it shows."""

    browser: Browser
    _idle: list[Page] = field(default_factory=list)

    async def take(self, scheme: str, width: int, height: int) -> Page:
        """Return an empty tab with a profile of its own."""
        page = self._idle.pop() if self._idle else await self._opened()
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(
            color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
        )
        return page

    async def give_back(self, page: Page) -> None:
        """Empty the tab, close what it opened beside itself, and forget all it kept."""
        for other in page.context.pages:
            if other is not page:
                await other.close()
        origin = await page.evaluate("location.origin")
        await page.goto("about:blank")
        session = await page.context.new_cdp_session(page)
        kept = {"origin": origin, "storageTypes": "all"}
        await session.send("Storage.clearDataForOrigin", kept)
        await session.detach()
        self._idle.append(page)

    async def _opened(self) -> Page:
        context = await self.browser.new_context(locale="en-US", timezone_id="Europe/Lisbon")
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        return page


@asynccontextmanager
async def chromium() -> AsyncIterator[Chromium]:
    """Yield a Chromium of this machine; without one skip, in CI fail."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        _missing("install Chromium (Debian: apt install chromium) to run the page's tests")
    async with async_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        playwright.selectors.set_test_id_attribute("data-test")
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield Chromium(browser)
        await browser.close()


@asynccontextmanager
async def tabs(browser: Chromium, address: str) -> AsyncIterator[OpenTab]:
    """Yield what opens tabs: `await tab("#as=U_BEN", width=390)`; each has its own profile.

    An error on any page fails the test when all are closed.
    """
    errors: list[str] = []
    pages = []

    def note(error: Error) -> None:
        errors.append(str(error))

    async def open_tab(
        place: str = "", *, width: int = 1400, height: int = 860, scheme: str = "light"
    ) -> Page:
        page = await browser.take(scheme, width, height)
        pages.append(page)
        page.on("pageerror", note)
        await page.goto(f"{address.rstrip('/')}/{place}")
        await page.locator("[data-channel]").first.wait_for(state="attached")
        return page

    yield open_tab
    for page in pages:
        await browser.give_back(page)
        page.remove_listener("pageerror", note)
    assert errors == []


def _missing(advice: str) -> NoReturn:
    if os.environ.get("CI"):  # there nobody would notice a skip
        pytest.fail(advice, pytrace=False)
    pytest.skip(advice)
