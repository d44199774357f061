"""Files in the local workspace: picked, taken off again, sent, and saved by others."""

import pytest
from playwright.async_api import FilePayload, expect

from tests.page.tabs import OpenTab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SHEET: FilePayload = {"name": "costs.csv", "mimeType": "text/csv", "buffer": b"SKU,Cost\nMUG,4\n"}
OTHER: FilePayload = {"name": "wrong.csv", "mimeType": "text/csv", "buffer": b"nothing"}


async def test_a_file_is_sent_and_saved_by_another(tab: OpenTab) -> None:
    """Of two that were picked one is taken off; the other arrives with its name, and whole."""
    ana, ben = await tab("#as=U_ANA"), await tab("#as=U_BEN")
    send = ana.get_by_test_id("send").first
    await expect(send).to_be_disabled()

    await ana.get_by_test_id("file-picker").first.set_input_files([SHEET, OTHER])
    await ana.get_by_role("button", name="Remove wrong.csv").click()
    await send.click()

    await expect(ana.get_by_role("list", name="Files to send")).to_have_count(0)
    link = ben.get_by_test_id("message").get_by_test_id("file")
    await expect(link).to_contain_text("costs.csv")
    async with ben.expect_download() as saved:
        await link.click()
    assert (await (await saved.value).path()).read_bytes() == SHEET["buffer"]
