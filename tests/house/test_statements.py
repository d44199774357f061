"""SQL stands whole where it is written: a constant, or SQLAlchemy's own words; never pieced up."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.tree import modules

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
MIGRATIONS = "storage/migrations/"
PHRASES = frozenset({"listed", "worth_of", "variants_of"})
"""Functions that write down what the rules say, the same each time: sets of states, a sum."""


def test_a_statement_is_one_whole_constant() -> None:
    """What is sent can be read in one place, and nothing from outside can come into it."""
    found = {
        f"{place}:{statement.lineno}"
        for place, tree in modules("storage")
        if not place.startswith(MIGRATIONS)
        for statement in _statements(tree)
        if not _is_whole(statement, tree) or statement in _inside_functions(tree)
    }

    assert found == set()


def _statements(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield each call of SQLAlchemy's `text`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "text":
            yield node


def _inside_functions(tree: ast.Module) -> set[ast.Call]:
    functions = [one for one in ast.walk(tree) if isinstance(one, FUNCTIONS)]
    return {statement for one in functions for statement in _statements(one)}


def _is_whole(call: ast.Call, tree: ast.Module) -> bool:
    if len(call.args) != 1:
        return False
    (one,) = call.args
    if isinstance(one, ast.JoinedStr):
        held = [part.value for part in one.values if isinstance(part, ast.FormattedValue)]
        return all(_is_phrase(part, tree) for part in held)
    return isinstance(one, ast.Constant)


def _is_phrase(part: ast.expr, tree: ast.Module) -> bool:
    if isinstance(part, ast.Call):
        return ast.unparse(part.func) in PHRASES
    return isinstance(part, ast.Name) and part.id in _constants(tree)


def _constants(tree: ast.Module) -> set[str]:
    """Return what is set once, as the module is imported."""
    named = [one.targets[0] for one in tree.body if isinstance(one, ast.Assign)]
    return {one.id for one in named if isinstance(one, ast.Name)}
