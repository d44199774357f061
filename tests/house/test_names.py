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
UNHEARD = {
    "HOW_BLOCK": "a field: it comes with the form that holds it",
    "HOW_INPUT": "likewise",
    "NOTE_BLOCK": "likewise",
    "NOTE_INPUT": "likewise",
    "PERSON_BLOCK": "likewise",
    "PERSON_INPUT": "likewise",
    "UNTIL_BLOCK": "likewise",
    "UNTIL_INPUT": "likewise",
    "MOMENT_BLOCK": "likewise",
    "MOMENT_INPUT": "likewise",
    "ENTRY_BLOCK": "likewise",
    "ENTRY_INPUT": "likewise",
    "SKIP_NOTE_BLOCK": "likewise",
    "SKIP_NOTE_INPUT": "likewise",
    "SUMMARY_BLOCK": "likewise",
    "SUMMARY_INPUT": "likewise",
    "TAKE": "a move in a card's menu, which is heard as MORE",
    "ASSIGN": "likewise",
    "SNOOZE": "likewise",
    "TEST": "likewise",
    "EXPLAIN_VIEW": "a window without a submit button",
    "COST_INPUT": "likewise",
    "REST_BLOCK": "likewise",
    "REST_INPUT": "likewise",
    "DOUBT_INPUT": "likewise",
    "EDITED_BLOCK": "a field: it comes with the form that holds it",
    "EDITED_INPUT": "likewise",
    "LINE_ACCOUNT_BLOCK": "likewise",
    "LINE_ACCOUNT_INPUT": "likewise",
    "LINE_AMOUNT_BLOCK": "likewise",
    "LINE_AMOUNT_INPUT": "likewise",
    "TWIN_BLOCK": "likewise",
    "TWIN_INPUT": "likewise",
    "REASON_BLOCK": "likewise",
    "REASON_INPUT": "likewise",
    "WAY_BLOCK": "likewise",
    "WAY_INPUT": "likewise",
    "ACCOUNT_FOR_BLOCK": "likewise",
    "ACCOUNT_FOR_INPUT": "likewise",
    "ACCOUNT_NAME_BLOCK": "likewise",
    "ACCOUNT_NAME_INPUT": "likewise",
    "ACCOUNT_NUMBER_BLOCK": "likewise",
    "ACCOUNT_NUMBER_INPUT": "likewise",
    "ACCOUNT_KIND_BLOCK": "likewise",
    "ACCOUNT_KIND_INPUT": "likewise",
    "DETAILS_VIEW": "a window without a submit button",
    "HOME_VIEW": "likewise",
}
DRAWN_ELSEWHERE = {
    "COMMAND": "typed by people; drawings only quote it",
    "RESOLVE_SHORTCUT": "drawn by Slack, from app.yaml",
}
HEARD = sorted(NAMES.keys() - UNHEARD.keys())


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
