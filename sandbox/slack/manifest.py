"""The app's manifest as the local workspace needs it: scopes, events, commands, shortcuts."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sandbox.slack.wire import Json

EVENTS_WITHOUT_MANIFEST = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "tokens_revoked",
        "file_shared",
        "channel_archive",
        "channel_unarchive",
        "channel_deleted",
        "channel_rename",
        "channel_left",
        "group_archive",
        "group_left",
        "member_joined_channel",
        "member_left_channel",
    }
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the app was installed with; `scopes` None = every scope, `commands` () = any command."""

    scopes: frozenset[str] | None = None
    events: frozenset[str] = EVENTS_WITHOUT_MANIFEST
    commands: tuple[Json, ...] = ()
    shortcuts: tuple[Json, ...] = ()

    def grants(self, scope: str) -> bool:
        """Say whether the bot token carries the scope."""
        return self.scopes is None or scope in self.scopes


def read_manifest(path: Path | None) -> Manifest:
    """Read an `app.yaml`; no file means an app to which everything is allowed."""
    if path is None or not path.exists():
        return Manifest()
    written: Json = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    features = written.get("features", {})
    return Manifest(
        scopes=frozenset(_at(written, "oauth_config", "scopes", "bot")),
        events=frozenset(_at(written, "settings", "event_subscriptions", "bot_events")),
        commands=tuple(features.get("slash_commands", ())),
        shortcuts=tuple(features.get("shortcuts", ())),
    )


def _at(value: Json, *keys: str) -> list[Any]:
    found: Any = value
    for key in keys:
        found = (found or {}).get(key)
    return found or []
