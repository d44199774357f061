"""Modals and App Homes: each person's stack of up to three modals, and one home."""

import secrets
from typing import Any

from sandbox.keep import Keep
from sandbox.slack.drawn import Values, values_of, with_ids
from sandbox.slack.people import APP_ID, BOT_ID, TEAM_ID
from sandbox.slack.wire import Clock, Json, SlackError, new_id

STACK = 3
GIVEN = ("type", "title", "submit", "close", "blocks", "private_metadata", "callback_id")


class Views:
    """Views that people have before them, kept, with what they typed."""

    def __init__(self, keep: Keep, clock: Clock) -> None:
        self._clock = clock
        self._views = keep.table("views")
        self._stacks = keep.table("view_stacks")
        self._homes = keep.table("homes")

    def get(self, view_id: str) -> Json:
        """Return the view as Slack shows it to apps.

        Raises:
            SlackError: not_found (also when it was closed).
        """
        if view_id not in self._views:
            raise SlackError("not_found")
        row = self._views[view_id]
        view: Json = row["view"]
        return view | {"state": {"values": values_of(view["blocks"], row["values"])}}

    def owner(self, view_id: str) -> str:
        """Return who looks at the view ("" for none that is there)."""
        return str(self._views.get(view_id, {}).get("owner", ""))

    def by_external_id(self, external_id: str) -> Json:
        """Return the view an app knows by its own id, else raise not_found."""
        for view_id, row in self._views.items():
            if row["view"]["external_id"] == external_id:
                return self.get(view_id)
        raise SlackError("not_found")

    def stack(self, user: str) -> list[Json]:
        """Return the modals `user` has open; the last is on top."""
        return [self.get(view_id) for view_id in self._ids(user)]

    def home(self, user: str) -> Json | None:
        """Return what the app published on this person's home."""
        row = self._homes.get(user)
        return self.get(row["id"]) if row else None

    def open(self, user: str, given: Json) -> Json:
        """Put a modal before `user`, in place of any that were open.

        A real client refuses nothing here either: the older ones are simply gone.
        """
        self.close_all(user)
        return self._show(user, given)

    def push(self, user: str, given: Json) -> Json:
        """Put a modal on top of the open ones.

        Raises:
            SlackError: push_limit_reached at three, not_found when none is open.
        """
        ids = self._ids(user)
        if not ids:
            raise SlackError("not_found")
        if len(ids) >= STACK:
            raise SlackError("push_limit_reached")
        return self._show(user, given)

    def update(self, view_id: str, given: Json, seen_hash: str | None = None) -> Json:
        """Draw a view again; what was typed stays where block and action ids stay.

        Raises:
            SlackError: hash_conflict when `seen_hash` is not the newest, not_found.
        """
        old = self.get(view_id)
        if seen_hash and seen_hash != old["hash"]:
            raise SlackError("hash_conflict")
        self._no_twin(given, view_id)
        del old["state"]
        self._views[view_id] = {**self._views[view_id], "view": {**old, **self._drawn(given)}}
        return self.get(view_id)

    def publish(self, user: str, given: Json, seen_hash: str | None = None) -> Json:
        """Draw this person's home; raises hash_conflict as `update` does."""
        row = self._homes.get(user)
        if row:
            return self.update(row["id"], given, seen_hash)
        view = self._new(user, given)
        self._homes[user] = {"id": view["id"]}
        return view

    def type_in(self, view_id: str, values: Values) -> None:
        """Remember what the person gave in this view so far."""
        row = self._views[view_id]
        merged = {key: {**row["values"].get(key, {}), **values[key]} for key in values}
        self._views[view_id] = {**row, "values": {**row["values"], **merged}}

    def close(self, view_id: str) -> None:
        """Take one modal away."""
        user = self.owner(view_id)
        self._stacks[user] = {"ids": [each for each in self._ids(user) if each != view_id]}
        del self._views[view_id]

    def close_all(self, user: str) -> None:
        """Take all of a person's modals away."""
        for view_id in self._ids(user):
            self._views.pop(view_id, None)
        self._stacks[user] = {"ids": []}

    def _ids(self, user: str) -> list[str]:
        return list(self._stacks.get(user, {}).get("ids", ()))

    def _show(self, user: str, given: Json) -> Json:
        ids = self._ids(user)
        root = self.get(ids[0])["id"] if ids else None
        view = self._new(user, given, previous=ids[-1] if ids else None, root=root)
        self._stacks[user] = {"ids": [*ids, view["id"]]}
        return view

    def _new(
        self, user: str, given: Json, *, previous: str | None = None, root: str | None = None
    ) -> Json:
        self._no_twin(given, None)
        view_id = new_id("V")
        view: Json = {
            "id": view_id,
            "team_id": TEAM_ID,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
            "root_view_id": root or view_id,
            "previous_view_id": previous,
            **self._drawn(given),
        }
        self._views[view_id] = {"owner": user, "view": view, "values": {}}
        return self.get(view_id)

    def _drawn(self, given: Json) -> Json:
        defaults: dict[str, Any] = {"private_metadata": "", "callback_id": ""}
        return {
            **{key: given.get(key, defaults.get(key)) for key in GIVEN},
            "blocks": with_ids(given["blocks"]),
            "clear_on_close": bool(given.get("clear_on_close")),
            "notify_on_close": bool(given.get("notify_on_close")),
            "external_id": given.get("external_id", ""),
            "hash": f"{int(self._clock())}.{secrets.token_hex(4)}",
        }

    def _no_twin(self, given: Json, view_id: str | None) -> None:
        wanted = given.get("external_id")
        for key, row in self._views.items():
            if wanted and key != view_id and row["view"]["external_id"] == wanted:
                raise SlackError("duplicate_external_id")
