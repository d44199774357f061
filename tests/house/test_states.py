"""The two state machines: drawn as they are, and moved in one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from enum import Enum

import pytest

from journal.entries.entry_moves import ENTRY_MOVES
from journal.incidents.incident import TRANSITIONS
from tests.house.tree import ROOT, called, modules

_ARROW = re.compile(r"^([\w, ]+) ──([\w, ]+)──> (\w+)(?: {2,}\S.*)?$")
_MOVES_ENTRIES = "storage/entries/moving.py"
_SETS_STATUS = re.compile(r"UPDATE entry\b(?:(?!\bWHERE\b).)*?\bstatus =", re.DOTALL)


@pytest.mark.parametrize(("place", "table"), [(0, ENTRY_MOVES), (1, TRANSITIONS)])
def test_the_drawing_is_the_table(place: int, table: Mapping[tuple[Enum, Enum], Enum]) -> None:
    """docs/architecture.md draws each arrow that there is, once, and no other."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    section = page.partition("## Two state machines")[2].partition("\n## ")[0]
    drawing = section.split("```")[1::2][place].strip().splitlines()

    drawn = [arrow for line in drawing for arrow in _arrows(line)]

    assert sorted(drawn) == sorted(
        (before.value if before else "new", why.value, after.value)
        for (before, why), after in table.items()
    )


def _arrows(line: str) -> Iterator[tuple[str, str, str]]:
    """Yield the arrows of one line of a drawing: from where, why, to where."""
    found = _ARROW.match(line)
    assert found, line
    for before in found[1].split(", "):
        for why in found[2].split(", "):
            yield before, why, found[3]


def test_one_file_of_the_store_moves_entries() -> None:
    """No other statement sets the status of an entry, so none can leave the table."""
    setting = {
        place
        for place, tree in modules("storage")
        if not place.startswith("storage/migrations/")
        for node in ast.walk(tree)
        if _sets_status(node)
    }

    assert setting == {_MOVES_ENTRIES}


def _sets_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return called(node) == "values" and any(one.arg == "status" for one in node.keywords)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _SETS_STATUS.search(node.value) is not None
    return False


def test_sets_of_states_have_names() -> None:
    """What waits, or is on its way, is spelled once; an index is as its migration made it."""
    spelled = {
        place
        for place, tree in modules("journal", "blocks", "handlers", "storage", "bot")
        if not place.startswith(("journal/entries/", "storage/migrations/", "storage/tables.py"))
        for node in ast.walk(tree)
        if _spells_states(node)
    }

    assert spelled == set()


def _spells_states(node: ast.AST) -> bool:
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        states = [ast.unparse(one).removesuffix(".value") for one in node.elts]
        return len(states) > 1 and all(one.startswith("PostingStatus.") for one in states)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.search(r"\bstatus (NOT )?IN \('\w+', ", node.value) is not None
    return False
