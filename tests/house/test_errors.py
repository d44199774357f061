"""The tree of errors is drawn as it is, and rules speak without the markup of one screen."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from journal import errors
from tests.house.tree import OURS, modules

BUILT_IN = {
    name
    for name, one in vars(builtins).items()
    if isinstance(one, type) and issubclass(one, BaseException)
}
MARKUP = re.compile(r"(?<!\?)<[@!#]|(?<!\w)\*\w[^*]*\*(?!\w)|(?<!\w):[a-z_]+:(?!\w)|`")
"""A mention, bold text, an emoji or code as Slack writes them."""
STEP = 4
"""Characters by which the drawing goes to the right for each generation."""


def test_the_drawing_is_the_tree() -> None:
    """Each error of the program is drawn under the one that it is a kind of, or stands apart."""
    assert set(_drawn(errors.__doc__ or "")) == set(_defined())


def test_rules_speak_without_markup() -> None:
    """A sentence from the rules is shown in Slack, on a page and on a terminal."""
    found = [
        f"{place}:{text.lineno} {text.value!r}"
        for place, tree in modules("journal")
        for text in _sentences(tree)
        if MARKUP.search(str(text.value)) and text.value != "`{}`"
    ]

    assert found == []


def _drawn(text: str) -> Iterator[tuple[str, str]]:
    """Yield each class in the drawing with its parent; "" for what stands at the left."""
    above: list[str] = []
    for line in text.splitlines():
        drawn = re.match(r"([│├└─ ]*)([A-Z][A-Za-z]+)(?: {2}|$)", line)
        if drawn:
            above = [*above[: len(drawn[1]) // STEP], drawn[2]]
            yield drawn[2], above[-2] if len(above) > 1 else ""


def _defined() -> Iterator[tuple[str, str]]:
    """Yield each class of an error with its parent; "" where that is not ours."""
    classes = {
        (node.name, base.id)
        for _, tree in modules(*OURS)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if isinstance(base, ast.Name)
    }
    known = set(BUILT_IN)
    while more := {name for name, base in classes if base in known} - known:
        known |= more
    for name, base in classes:
        if base in known:
            yield name, "" if base in BUILT_IN else base


def _sentences(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield the texts in the code that are no docstrings and no patterns."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node
