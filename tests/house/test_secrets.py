"""Secrets are neither logged nor printed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pydantic import SecretStr

from bot.settings import Settings
from tests.house.tree import OURS, called, modules, words_of

SECRET = {"token", "secret", "password", "keys", "authorization"}
TOLD = {"print", "echo", "say", "note", "warn", "fail"}
LOGGED = {"debug", "info", "warning", "error", "exception", "critical"}
SHOWN = {"bot/cli/tokens.py new": "a new token is shown to the person who asked for it, once"}
HARMLESS = {"quickbooks_token_url": "an address", "xero_token_url": "an address"}


def test_none_is_told() -> None:
    """Nothing that is called a secret is handed to a log, a terminal or a print."""
    told = {
        f"{place} {function.name}"
        for place, tree in modules(*OURS)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and called(call) in TOLD | LOGGED
        if any(SECRET & set(words_of(name)) for name in _handed(call))
    }

    assert told == SHOWN.keys()


def _handed(call: ast.Call) -> Iterator[str]:
    """Yield the names that are evaluated to make the arguments."""
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        for node in ast.walk(argument):
            if isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.Name) and not node.id.isupper():
                yield node.id


def test_each_is_kept_as_one() -> None:
    """A setting that holds a secret shows stars when someone prints the settings."""
    bare = {
        name
        for name, setting in Settings.model_fields.items()
        if SECRET & set(words_of(name)) and setting.annotation is not SecretStr
    }

    assert bare == HARMLESS.keys()
