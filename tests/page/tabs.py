"""Browser tabs for tests: a headless Chromium, and pages that fail the test on their errors."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NoReturn

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

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


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Yield a Chromium of this machine; without one skip, in CI fail."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        _missing("install Chromium (Debian: apt install chromium) to run the page's tests")
    async with async_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        playwright.selectors.set_test_id_attribute("data-test")
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def tabs(browser: Browser, address: str) -> AsyncIterator[OpenTab]:
    """Yield what opens tabs: `await tab("#as=U_BEN", width=390)`; each has its own profile.

    An error on any page fails the test when all are closed.
    """
    errors: list[str] = []
    contexts = []

    async def open_tab(
        place: str = "", *, width: int = 1400, height: int = 860, scheme: str = "light"
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            locale="en-US",
            timezone_id="Europe/Lisbon",
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{address.rstrip('/')}/{place}")
        await page.locator("[data-channel]").first.wait_for(state="attached")
        return page

    yield open_tab
    for context in contexts:
        await context.close()
    assert errors == []


def _missing(advice: str) -> NoReturn:
    if os.environ.get("CI"):  # there nobody would notice a skip
        pytest.fail(advice, pytrace=False)
    pytest.skip(advice)
