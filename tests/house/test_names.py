"""Every name in blocks/kit/names.py leads from one drawing to one listener."""

from __future__ import annotations

import ast
from collections import Counter

from blocks.kit import names
from tests.house.listening import listeners
from tests.house.tree import modules

NAMES = {
    name: value for name, value in vars(names).items() if name.isupper() and isinstance(value, str)
}
A_FIELD = ("_BLOCK", "_INPUT")
"""Ends the name of a field: what is in it comes with the form that holds it."""
IN_A_MENU = {"TAKE", "ASSIGN", "SNOOZE", "TEST"}
"""Moves in a card's menu, which is heard as MORE."""
WITHOUT_SUBMIT = {"EXPLAIN_VIEW", "DETAILS_VIEW", "HOME_VIEW"}
"""Windows that are only read."""
DRAWN_ELSEWHERE = {
    "COMMAND": "typed by people; drawings only quote it",
    "RESOLVE_SHORTCUT": "drawn by Slack, from app.yaml",
}
UNHEARD = IN_A_MENU | WITHOUT_SUBMIT | {name for name in NAMES if name.endswith(A_FIELD)}
HEARD = {NAMES[name] for name in NAMES.keys() - UNHEARD}


def test_what_is_said_here_of_names_is_still_true() -> None:
    """No exception outlives its name."""
    assert UNHEARD | DRAWN_ELSEWHERE.keys() <= NAMES.keys()


def test_each_name_has_one_listener() -> None:
    """A click is heard, and by one listener only; what fills a list hears no click."""
    heard = Counter(value for kind, value in listeners().kept if kind != "options")

    assert {value: heard[value] for value in HEARD if heard[value] != 1} == {}


def test_only_names_are_listened_to() -> None:
    """A listener for anything else never hears: nothing draws it."""
    assert {value for kind, value in listeners().kept if kind != "event"} == HEARD


def test_each_name_is_drawn_in_one_place() -> None:
    """What a click carries is decided in one file."""
    drawn: dict[str, set[str]] = {name: set() for name in NAMES.keys() - DRAWN_ELSEWHERE.keys()}
    for place, tree in modules("blocks"):
        for name in _used(tree) & drawn.keys():
            drawn[name].add(place)

    assert {name: places for name, places in drawn.items() if len(places) != 1} == {}


def _used(tree: ast.Module) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "names"
    }


def test_no_name_is_written_out() -> None:
    """Drawings and listeners say `names.RETRY`, so that none is changed in one place only."""
    values = HEARD - {names.COMMAND}
    written = [
        f"{place}:{node.lineno}"
        for place, tree in modules("bot", "handlers", "blocks")
        if place != "blocks/kit/names.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in values
    ]

    assert written == []
