"""What documents call by name is called so in the code."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.house.tree import PACKAGES, ROOT, modules, parsed, texts

DOCUMENTS: dict[str, str] = dict(one for one in texts() if one[0].endswith(".md"))
EACH = pytest.mark.parametrize("document", DOCUMENTS)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
A_NAME = re.compile(r"`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\(\))?`")
A_NAME_IN = re.compile(r"`([A-Za-z_][\w.]*)`\s+(?:in\s+|\()`(\w+/[\w/.-]+\.py)`")
OTHERS = {
    "LISTEN",
    "NOTIFY",
    "NaN",
    "data_table",
    "procrastinate_",
    "queueing_lock",
    "tmp_path",
}
"""Words of PostgreSQL, JSON, Slack, pytest and the work engine; no code of ours writes them."""
FIGURE = "jefail_"
"""Begins the name of each figure of `/metrics`; the code has the rest."""


@EACH
def test_names_exist(document: str) -> None:
    """Every name in backticks is one of the code, or a word that the code reads or writes."""
    named = set(A_NAME.findall(FENCED.sub("", DOCUMENTS[document])))
    names = {name for name in named if not name.endswith(".yml")}  # the others are files

    assert {name for name in names if not set(_parts(name)) <= _known() | OTHERS} == set()


@EACH
def test_members_exist(document: str) -> None:
    """`Class.member` is a member of that class."""
    named = [name.split(".") for name in A_NAME.findall(DOCUMENTS[document])]
    pairs = [name for name in named if len(name) == 2 and name[0] in _members()]

    assert [pair for pair in pairs if pair[1] not in _members()[pair[0]]] == []


@EACH
def test_names_stand_where_it_is_said(document: str) -> None:
    """Of "`name` (`path`)" the path defines the name."""
    said = A_NAME_IN.findall(DOCUMENTS[document])

    assert [one for one in said if not set(one[0].split(".")) <= _defined(one[1])] == []


def _parts(name: str) -> list[str]:
    return name.removeprefix(FIGURE).split(".")


def _defined(path: str) -> set[str]:
    return {name for node in ast.walk(parsed(ROOT / path)) for name in _given(node)}


def _given(node: ast.AST) -> Iterator[str]:
    """Yield the name that a definition or an assignment gives."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


@cache
def _members() -> dict[str, set[str]]:
    """Return what each class of the program defines in its body."""
    found: dict[str, set[str]] = {}
    for _place, tree in modules(*PACKAGES):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                inside = (
                    name for one in node.body for part in _outer(one) for name in _given(part)
                )
                found.setdefault(node.name, set()).update(inside)
    return found


def _outer(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield a method itself; of another statement all that it holds."""
    is_whole = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
    yield from (statement,) if is_whole else ast.walk(statement)


@cache
def _known() -> frozenset[str]:
    """Return each identifier of the code, and each word of its strings and of other files."""
    found = set(dir(builtins))
    for where, tree in modules(*PACKAGES):
        found.update(where.removesuffix(".py").split("/"))
        for node in _without_docstrings(tree):
            found.update(_words(node))
    for where, text in texts():
        if where.startswith("tests/"):
            found.update(where.removesuffix(".py").split("/"))
            found.update(re.findall(r'(?:def |class |")(\w+)', text))
        elif not where.endswith((".md", ".py")):
            found.update(re.findall(r"\w+", text))
    return frozenset(found)


def _without_docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield node
            waiting.extend(ast.iter_child_nodes(node))


def _words(node: ast.AST) -> Iterator[str]:
    for name in ("name", "id", "attr", "arg", "asname", "module"):
        if isinstance(word := getattr(node, name, None), str):
            yield from word.split(".")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from re.findall(r"\w+", node.value)
