"""A private channel with a book, seen in the browser: who is not in it finds nothing of it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from blocks.kit import names
from tests.browser.conftest import FILES
from tests.browser.look import go_to
from tests.page.tabs import OpenTab
from tests.stories.desk import BEN, CHI, Desk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WILLOW = "C_WILLOW"
OUTSIDERS = (BEN, "U_DEE", "U_EVE")
"""A colleague, a guest, and someone of another workspace."""
COMMANDS = (
    *("status", "list", "list connection_lost", "rights", "connect", "retry connection_lost"),
    *("show INC-1", "show JF-1", "retry INC-1", "assign INC-1 me"),
)
SECRETS = ("Willow", "willow", "2,307.75", "shop-07")


async def test_who_is_not_in_the_channel_finds_nothing_of_its_book(
    desk: Desk, tab: OpenTab
) -> None:
    """Neither the channel, nor on Home, nor by any command; Chi, who is in it, finds all."""
    await desk.company("alder")
    willow = await desk.company("willow", channel=WILLOW)
    await willow.switch(connected=False)
    await desk.take(willow, FILES / "sales.jsonl")
    await desk.card(names.RECONNECT, channel=WILLOW)

    chi = await tab(f"#as={CHI}")
    await go_to(chi, WILLOW)
    await expect(chi.get_by_text("2,307.75").first).to_be_visible()
    assert "Willow" in await desk.command("status", by=CHI)
    for outsider in OUTSIDERS:
        page = await tab(f"#as={outsider}")
        await expect(page.get_by_text("bookkeeping").first).to_be_visible()
        await expect(page.get_by_text("willow-partners")).to_have_count(0)
        said = [await desk.command(text, by=outsider) for text in COMMANDS]
        said.append(str(await desk.direct(outsider)))
        panes = ("#channels", "#chat", "#thread")
        said += [await page.locator(one).inner_text() for one in panes]
        found = {one for one in SECRETS for text in said if one in text}
        assert found == set(), (outsider, found)

    change = {"join": BEN}
    await desk.outside.post(f"slack/control/channels/{WILLOW}", json=change)
    ben = await tab(f"#as={BEN}")
    await expect(ben.get_by_text("willow-partners").first).to_be_visible()
    assert "Willow" in await desk.command("status", by=BEN)
