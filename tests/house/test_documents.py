"""What README.md and docs/ name exists: files, and what is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from bot.cli.commands import cli
from handlers.commands.command import COMMANDS
from tests.house.tree import ROOT, files, place

DOCUMENTS = [path for path in files() if path.suffix == ".md"]
EACH = pytest.mark.parametrize("document", DOCUMENTS, ids=place)
FOLDERS = sorted({place(path).partition("/")[0] for path in files() if path.parent != ROOT})
A_PATH = re.compile(rf"(?<![\w./-])((?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*)")
A_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
COMMAND = r"(?:jefail|make)(?= |$)[^`\n]*"
IN_BACKTICKS = re.compile(rf"`({COMMAND.replace('$', '`')})`")
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
IN_A_LINE = re.compile(rf"^(?:\$ )?({COMMAND})$", re.MULTILINE)


@EACH
def test_paths_exist(document: Path) -> None:
    """A path below one of our folders leads to something."""
    text = document.read_text(encoding="utf-8")
    paths = [match.rstrip(".") for match in A_PATH.findall(text)]

    assert [path for path in paths if not (ROOT / path).exists()] == []


@EACH
def test_links_lead_somewhere(document: Path) -> None:
    """A link to another document or picture leads to it."""
    links = A_LINK.findall(document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@EACH
def test_commands_exist(document: Path) -> None:
    """What a reader is told to type is understood."""
    wrong = [line for line in _typed(document) if not _is_understood(line.split())]

    assert wrong == []


@EACH
def test_slash_commands_exist(document: Path) -> None:
    """So is what they are told to type in Slack."""
    words = re.findall(r"`/jefail ([a-z]+)", document.read_text(encoding="utf-8"))

    assert set(words) <= COMMANDS.keys()


def _typed(document: Path) -> Iterator[str]:
    """Yield what stands in backticks, and what lines of a listing begin with."""
    text = document.read_text(encoding="utf-8")
    for listing in FENCED.findall(text):
        yield from IN_A_LINE.findall(listing)
    yield from IN_BACKTICKS.findall(FENCED.sub("", text))


def _is_understood(words: Sequence[str]) -> bool:
    if words[0] == "make":
        return len(words) == 1 or words[1] in _targets()
    return _is_command(get_command(cli), words[1:])


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def _is_command(command: object, words: Sequence[str]) -> bool:
    """Follow groups down to a command, then look whether it has the options."""
    if isinstance(command, TyperGroup) and words and not words[0].startswith("-"):
        return _is_command(command.commands.get(words[0]), words[1:])
    if not isinstance(command, TyperCommand | TyperGroup):
        return False
    known = {option for one in command.params for option in one.opts} | {"--help", "-h"}
    return {word.strip("[]") for word in words if word.strip("[").startswith("--")} <= known
