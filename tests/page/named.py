"""What those who do not see the page are told of it."""

import re

from playwright.async_api import Locator, expect

NAMELESS = re.compile(r"- (textbox|combobox|radio|checkbox|switch|button)\b(?! \")")


async def all_named(place: Locator) -> None:
    """Everything there that can be filled in or pressed has a name that is read out."""
    await expect(place).to_be_visible()
    read = await place.aria_snapshot()
    assert NAMELESS.findall(read) == [], read
