"""Tokens and secrets of the local workspace: made once, kept, and worth nothing elsewhere."""

import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass

from sandbox.keep import Keep
from sandbox.slack.people import BOT_USER, PEOPLE
from sandbox.slack.wire import Json, SlackError


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token a Web API call carries; kind is "bot", "user" or "app"."""

    kind: str
    user: str

    @property
    def is_bot(self) -> bool:
        """Say whether the app itself calls."""
        return self.kind == "bot"


class Tokens:
    """Every credential by its name, and whose it is."""

    def __init__(self, keep: Keep) -> None:
        self._table: MutableMapping[str, Json] = keep.table("tokens")
        for name, prefix in _wanted().items():
            if name not in self._table:
                self._table[name] = {"value": prefix + secrets.token_hex(16)}
        if "installed" not in self._table:
            self._table["installed"] = {"value": True}

    def __getitem__(self, name: str) -> str:
        return str(self._table[name]["value"])

    @property
    def installed(self) -> bool:
        """Whether the workspace still has the app."""
        return bool(self._table["installed"]["value"])

    def install(self, installed: bool) -> None:
        """Remove the app from the workspace, or put it back with the same tokens."""
        self._table["installed"] = {"value": installed}

    def caller(self, token: str | None) -> Caller:
        """Say whose token it is.

        Raises:
            SlackError: not_authed, invalid_auth, or token_revoked after uninstalling.
        """
        if not token:
            raise SlackError("not_authed")
        found = self._whose(token)
        if found is None:
            raise SlackError("invalid_auth")
        if found.is_bot and not self.installed:
            raise SlackError("token_revoked")
        return found

    def _whose(self, token: str) -> Caller | None:
        if token == self["bot_token"]:
            return Caller("bot", BOT_USER)
        if token == self["app_token"]:
            return Caller("app", BOT_USER)
        return next((Caller("user", who) for who in PEOPLE if token == self[who]), None)


def _wanted() -> dict[str, str]:
    return {
        "bot_token": "xoxb-local-",
        "app_token": "xapp-local-",
        "signing_secret": "",
        "verification_token": "",
        **dict.fromkeys(PEOPLE, "xoxp-local-"),
    }
