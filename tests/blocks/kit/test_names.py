"""Names: each is unique, and each is drawn somewhere in this package."""

import re
from pathlib import Path

import pytest

import blocks
from blocks.kit import names

CONSTANTS = {
    name: value for name, value in vars(names).items() if name.isupper() and isinstance(value, str)
}
BY_HANDLERS = {"RESOLVE_SHORTCUT"}
"""Drawn by Slack's own menu; the app's manifest names it."""


def test_no_two_names_are_the_same() -> None:
    """A click leads to one listener only."""
    assert len(set(CONSTANTS.values())) == len(CONSTANTS)


def test_names_fit_into_slack() -> None:
    """Lower case, one word, short."""
    for value in CONSTANTS.values():
        assert re.fullmatch(r"/?[a-z_]{2,40}", value)


@pytest.mark.parametrize("name", sorted(set(CONSTANTS) - BY_HANDLERS))
def test_each_name_is_drawn(name: str) -> None:
    """A name that nothing draws is a listener that never hears."""
    package = Path(blocks.__file__ or "").parent
    drawn = [path for path in package.rglob("*.py") if f"names.{name}" in path.read_text("utf-8")]

    assert drawn


def test_values_are_read_back() -> None:
    """What is put into a value comes out of it."""
    assert names.read_more(names.more_value(names.DETAILS, 7)) == (names.DETAILS, 7)
    assert names.read_page("7:2") == (7, 2)
