"""What import-linter cannot say of imports."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from tests.house.tree import modules


def test_the_rules_need_nothing_but_python() -> None:
    """The journal imports itself and the standard library."""
    foreign = [
        f"{place}: {name}"
        for place, tree in modules("journal")
        for name in _imported(tree)
        if name != "journal" and name not in sys.stdlib_module_names
    ]

    assert foreign == []


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
