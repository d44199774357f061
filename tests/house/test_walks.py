"""The walks in docs/architecture.md can be walked: file by file, and never back."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.tree import ROOT, parsed

WALKS = re.search(
    r"## Two walks\n(.*?)\n## ",
    (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"),
    re.DOTALL,
)
assert WALKS
STEP = re.compile(r"^\d+\. `([\w.]+)` \(`([\w/.]+)`\)", re.MULTILINE)
EACH = {
    title: STEP.findall(steps)
    for title, steps in re.findall(r"\*\*(From .*?)\*\*\n(.*?)(?=\n\*\*|\Z)", WALKS[1], re.DOTALL)
}


def test_there_are_two() -> None:
    """From an entry to its card, and from a click to the ledger."""
    assert [len(steps) > 8 for steps in EACH.values()] == [True, True]


@pytest.mark.parametrize("title", EACH)
def test_no_file_is_opened_twice(title: str) -> None:
    """What has been read stays behind."""
    paths = [path for _name, path in EACH[title]]

    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("title", EACH)
def test_each_step_is_met_in_a_file_before(title: str) -> None:
    """A reader who is told of a name has seen it used, and finds it where it is said to be."""
    read: set[str] = set()
    for place, (name, path) in enumerate(EACH[title]):
        words = _words(path)
        first, last = name.split(".")[0], name.split(".")[-1]
        assert {first, last} <= _defined(path), f"{path} does not define {name}"
        assert not place or {last, _as_used(last), _stem(path)} & read, (
            f"nothing before leads to {name}"
        )
        read |= words


def _as_used(name: str) -> str:
    """Return what a use case is called where it is called: `SendCards` is `send_cards`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".py")


def _words(path: str) -> set[str]:
    return set(re.findall(r"\w+", (ROOT / path).read_text(encoding="utf-8")))


def _defined(path: str) -> set[str]:
    """Return what the file defines, at any depth."""
    defined = set()
    for node in ast.walk(parsed(ROOT / path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.id)
    return defined
