"""The repository as its files: what lies in it, and what its Python says."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("bot", "handlers", "blocks", "journal", "connectors", "storage")
PACKAGES = (*OURS, "sandbox", "benchmarks")
"""The sandbox speaks the words of those it imitates."""


@cache
def files() -> tuple[Path, ...]:
    """Return every file that belongs to the repository, as .gitignore has it."""
    return tuple(sorted(_below(ROOT)))


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_symlink() or path.name in {".git", ".hypothesis"} or _is_ignored(path):
            continue
        if path.is_dir():
            yield from _below(path)
        else:
            yield path


def _is_ignored(path: Path) -> bool:
    return any(path.match(pattern) for pattern in _ignored())


@cache
def _ignored() -> tuple[str, ...]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip("/") for line in lines if line and not line.startswith("#"))


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Return each text file's place in the repository and what stands in it."""
    return tuple((place(path), text) for path in files() if (text := _text(path)) is not None)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def place(path: Path) -> str:
    """Return where `path` lies in the repository: "blocks/kit/card.py"."""
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str, saying: Collection[str] = ("",)) -> Iterator[tuple[str, ast.Module]]:
    """Yield each Python file below `folders` that says one of `saying`: its place, and its tree."""
    below = tuple(f"{one}/" for one in folders)
    for where, text in texts():
        if where.endswith(".py") and where.startswith(below) and any(one in text for one in saying):
            yield where, parsed(ROOT / where)


@cache
def parsed(path: Path) -> ast.Module:
    """Return the tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def words_of(name: str) -> list[str]:
    """Return the words of an identifier, in lower case: `RetryIncident` is retry, incident."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def called(call: ast.Call) -> str:
    """Return the last name of what is called: `sleep` of `asyncio.sleep(1)`."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
