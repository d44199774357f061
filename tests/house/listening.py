"""What handlers register, asked of `register` itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from slack_bolt.async_app import AsyncApp

from handlers import register
from handlers.edge.listening import Desk


@dataclass(frozen=True, slots=True)
class Listeners:
    """Takes registrations as Bolt does, and keeps (kind, name) of each."""

    kept: list[tuple[str, str]] = field(default_factory=list)

    def of(self, kind: str) -> list[str]:
        """Return the names registered as `kind`: "action", "command", "event" ..."""
        return [name for one, name in self.kept if one == kind]

    def middleware(self, _one: object) -> None:
        """Take what stands before every listener; it has no name."""

    def __getattr__(self, kind: str) -> Callable[[str], Callable[[Any], Any]]:
        def taken(name: str) -> Callable[[Any], Any]:
            self.kept.append((kind, name))
            return lambda listener: listener

        return taken


@cache
def listeners() -> Listeners:
    """Return everything that handlers listen to; no listener is run."""
    app = Listeners()
    register(cast("AsyncApp", app), cast("Desk", None))
    return app
