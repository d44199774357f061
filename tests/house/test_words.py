"""One thing has one name, in code as in what people read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.tree import OURS, modules, texts, words_of

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


RETIRED = {
    "anew": "again, new",
    "likewise": "also, the same",
    "shall": "has to, will",
    "somebody": "someone",
    "whoever": "anyone who, the person who",
    "in the place of": "instead of",
    "lets us in": "jefail has access to",
    "let us in": "give jefail access",
}
"""Said in no comment, docstring or name of a test: what people read has tests of its own."""

A_RETIRED = re.compile(rf"(?<![a-z])({'|'.join(RETIRED)})(?![a-z])", re.IGNORECASE)
A_REMARK = re.compile(r'"""(?s:.*?)"""|(?<!["\'#\w&])# .*|def test_\w+')


def test_no_name_says() -> None:
    """Anyone who knows the books reads the code with the words they know."""
    found = [
        f"{place}:{line} {name}: say {SAY_INSTEAD[word]}"
        for place, tree in modules(*OURS)
        for line, name in _names_given(tree)
        for word in SAY_INSTEAD.keys() & set(words_of(name))
    ]

    assert found == []


def test_what_is_retired_is_said_no_more() -> None:
    """In plain American English everyone follows, also in their second language."""
    said = [
        one for place, text in texts() if place.endswith(".py") for one in _retired(place, text)
    ]

    assert said == []


def _retired(place: str, text: str) -> Iterator[str]:
    """Yield the file, the word and what to say, for each that a remark or a test's name holds."""
    if A_RETIRED.search(text):
        for remark in A_REMARK.findall(text):
            for word in A_RETIRED.findall(" ".join(remark.split())):
                yield f"{place}: {word}: say {RETIRED[word.lower()]}"


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
