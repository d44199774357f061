"""The page draws by itself every emoji that a card can hold, so no machine shows boxes."""

import ast
import re
import unicodedata
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.page.partner import Partner
from tests.page.tabs import OpenTab

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "sandbox" / "page"
VARIATION = "\ufe0f"


def _put_out_by_cards() -> set[str]:
    """The emoji in any text of blocks/, as single characters."""
    trees = (ast.parse(path.read_text()) for path in (ROOT / "blocks").rglob("*.py"))
    texts = (
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {char for text in texts for char in text if unicodedata.category(char) == "So"}


def _drawn() -> dict[str, str]:
    """The page's own list: name -> character."""
    source = (PAGE / "js" / "text" / "emoji.js").read_text()
    listed = source.split("const DRAWN = {")[1].split("};")[0]
    pairs = re.findall(r'"?([\w+]+)"?: "([^"]+)"', listed)
    return {name: character.replace(VARIATION, "") for name, character in pairs}


def test_what_cards_put_out_is_drawn() -> None:
    """No emoji of blocks/ is left to the reader's fonts."""
    cards = _put_out_by_cards()

    assert len(cards) > 10
    assert cards - set(_drawn().values()) == set()


def test_the_list_and_the_pictures_agree() -> None:
    """Every name has its picture, and every picture its name."""
    pictures = re.findall(r'<symbol id="([^"]+)"', (PAGE / "emoji.svg").read_text())

    assert sorted(pictures) == sorted(_drawn())


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="session")
async def test_emoji_are_drawn_in_text(partner: Partner, tab: OpenTab) -> None:
    """In a message each becomes a picture; its character stays for copying and reading aloud."""
    cards = sorted(_put_out_by_cards())
    await partner.web.chat_postMessage(channel="C_GENERAL", text=" ".join(cards))

    message = (await tab("#channel=C_GENERAL")).get_by_test_id("message").locator(".text")

    await expect(message.locator("[data-emoji] svg")).to_have_count(len(cards))
    for character in cards:
        await expect(message).to_contain_text(character)
