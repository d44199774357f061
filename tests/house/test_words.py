"""One thing has one name, in code as in what people read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.tree import OURS, modules, words_of

SAY_INSTEAD = {
    "alert": "incident, or notification when it is a message",
    "gl": "ledger",
    "integration": "connection",
    "je": "entry",
    "mute": "snooze",
    "provider": "accounting platform",
    "resend": "retry",
    "scan": "poll",
    "ticket": "incident",
}


@pytest.mark.parametrize("word", SAY_INSTEAD)
def test_no_name_says(word: str) -> None:
    """Whoever knows the books reads the code with the words they know."""
    found = [
        f"{place}:{line} {name}: say {SAY_INSTEAD[word]}"
        for place, tree in modules(*OURS)
        for line, name in _names_given(tree)
        if word in words_of(name)
    ]

    assert found == []


def _names_given(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr
