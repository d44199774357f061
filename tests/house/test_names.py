"""Every name in blocks/kit/names.py leads from one drawing to one listener."""

from __future__ import annotations

import ast

import pytest

from blocks.kit import names
from tests.house.listening import listeners
from tests.house.tree import modules

NAMES = {
    name: value for name, value in vars(names).items() if name.isupper() and isinstance(value, str)
}
IN_A_MENU = "a choice in a card's menu, which is heard as MORE"
WINDOW = "a window without a submit button"
UNHEARD = {
    "TAKE": IN_A_MENU,
    "ASSIGN": IN_A_MENU,
    "SNOOZE": IN_A_MENU,
    "TEST": IN_A_MENU,
    "EXPLAIN_VIEW": WINDOW,
    "DETAILS_VIEW": WINDOW,
    "HOME_VIEW": WINDOW,
}
FIELDS = ("_BLOCK", "_INPUT")
"""How the names of fields end: they come with the form that holds them."""
DRAWN_ELSEWHERE = {
    "COMMAND": "typed by people; drawings only quote it",
    "RESOLVE_SHORTCUT": "drawn by Slack, from app.yaml",
}
HEARD = sorted(one for one in NAMES.keys() - UNHEARD.keys() if not one.endswith(FIELDS))


def test_what_is_said_here_of_names_is_still_true() -> None:
    """No exception outlives its name."""
    assert UNHEARD.keys() | DRAWN_ELSEWHERE.keys() <= NAMES.keys()


@pytest.mark.parametrize("name", HEARD)
def test_each_name_has_one_listener(name: str) -> None:
    """A click is heard, and by one listener only; what fills a list hears no click."""
    heard = [value for kind, value in listeners().kept if kind != "options"]

    assert heard.count(NAMES[name]) == 1


def test_only_names_are_listened_to() -> None:
    """A listener for anything else never hears: nothing draws it."""
    heard = {value for kind, value in listeners().kept if kind != "event"}

    assert heard == {NAMES[name] for name in HEARD}


@pytest.mark.parametrize("name", sorted(NAMES.keys() - DRAWN_ELSEWHERE.keys()))
def test_each_name_is_drawn_in_one_place(name: str) -> None:
    """What a click carries is decided in one file."""
    drawing = [place for place, tree in modules("blocks") if _uses(tree, name)]

    assert len(drawing) == 1


def _uses(tree: ast.Module, name: str) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Name)
        and node.value.id == "names"
        for node in ast.walk(tree)
    )


def test_no_name_is_written_out() -> None:
    """Drawings and listeners say `names.RETRY`, so that none is changed in one place only."""
    values = {NAMES[name] for name in HEARD} - {names.COMMAND}
    written = [
        f"{place}:{node.lineno}"
        for place, tree in modules("bot", "handlers", "blocks")
        if place != "blocks/kit/names.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in values
    ]

    assert written == []
