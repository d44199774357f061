"""The one list of what can be typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer

from bot.cli import (
    after_restore,
    books,
    check,
    connections,
    costs,
    demo,
    imports,
    keys,
    mapping,
    migrate,
    rights,
    run,
    tokens,
)
from bot.cli.edge import command

Commands = tuple[tuple[str, Callable[..., Any]], ...]

ALONE: Commands = (
    ("demo", demo.demo),
    ("run", run.run),
    ("check", check.check),
    ("migrate", migrate.migrate),
    ("after-restore", after_restore.after_restore),
    ("import", imports.import_),
)
GROUPS: tuple[tuple[str, str, Commands], ...] = (
    ("book", "Whose accounts, and which Slack channel.", books.COMMANDS),
    ("connection", "Links to the accounting platforms.", connections.COMMANDS),
    ("token", "What opens the API of a book.", tokens.COMMANDS),
    ("keys", "What tokens are encrypted with.", keys.COMMANDS),
    ("rights", "Who may do what in a book.", rights.COMMANDS),
    ("map", "Which account each category goes to.", mapping.COMMANDS),
    ("cost", "What one piece of each SKU costs.", costs.COMMANDS),
)


def _made(help_text: str, commands: Commands) -> typer.Typer:
    group = typer.Typer(
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        suggest_commands=False,  # the nearest to a slip may be one that takes entries in or posts
        rich_markup_mode=None,
        pretty_exceptions_enable=False,  # it would show local variables: tokens among them
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name, work in commands:
        group.command(name)(command(work))
    return group


cli = _made("The desk in Slack for journal entries that did not reach the books.", ALONE)
for _name, _help, _commands in GROUPS:
    cli.add_typer(_made(_help, _commands), name=_name)
