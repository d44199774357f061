"""Conversations: public and private channels, and direct messages with the app."""

from collections.abc import Iterable

from sandbox.keep import Keep
from sandbox.slack.people import BOT_USER, CHANNELS, EVERYBODY, PRIVATE
from sandbox.slack.wire import Clock, Json, SlackError, new_id


class Channels:
    """Every conversation by id, kept."""

    def __init__(self, keep: Keep, clock: Clock) -> None:
        self._clock = clock
        self._table = keep.table("channels")
        if not self._table:
            for channel_id, (name, topic) in CHANNELS.items():
                self._table[channel_id] = self._channel(channel_id, name, EVERYBODY, topic=topic)
        for channel_id, (name, topic, people) in PRIVATE.items():
            if channel_id not in self._table:
                inside = (*people, BOT_USER)
                self._table[channel_id] = self._channel(
                    channel_id, name, inside, topic=topic, is_private=True
                )

    def get(self, channel_id: str) -> Json:
        """Return the conversation.

        Raises:
            SlackError: channel_not_found.
        """
        if channel_id not in self._table:
            raise SlackError("channel_not_found")
        return self._table[channel_id]

    def named(self, wanted: str) -> Json:
        """Return the conversation for what `chat.postMessage` accepts: id, name or user id."""
        if wanted in EVERYBODY:
            return self.direct(wanted)
        name = wanted.removeprefix("#")
        by_name = (channel for channel in self._table.values() if channel["name"] == name)
        return next(by_name, None) or self.get(wanted)

    def all(self) -> list[Json]:
        """Return every conversation, in the order they were made."""
        return list(self._table.values())

    def of(self, user: str) -> list[Json]:
        """Return the conversations `user` is in."""
        return [channel for channel in self._table.values() if user in channel["members"]]

    def direct(self, user: str) -> Json:
        """Return the direct conversation of `user` with the app, made when it is first wanted.

        Raises:
            SlackError: user_not_found, or cannot_dm_bot when the app asks for itself.
        """
        if user not in EVERYBODY:
            raise SlackError("user_not_found")
        if user == BOT_USER:
            raise SlackError("cannot_dm_bot")
        channel_id = f"D_{user.removeprefix('U_')}"
        if channel_id not in self._table:
            members = (user, BOT_USER)
            self._table[channel_id] = self._channel(channel_id, "", members, is_im=True, user=user)
        return self._table[channel_id]

    def create(self, name: str, members: Iterable[str], *, is_private: bool = False) -> Json:
        """Make a channel."""
        channel = self._channel(new_id("C"), name, members, is_private=is_private)
        self._table[channel["id"]] = channel
        return channel

    def change(self, channel_id: str, **changes: object) -> Json:
        """Set fields of a conversation (name, is_archived, members)."""
        changed = {**self.get(channel_id), **changes}
        self._table[channel_id] = changed
        return changed

    def remove(self, channel_id: str) -> None:
        """Delete a conversation."""
        del self._table[channel_id]

    def _channel(
        self,
        channel_id: str,
        name: str,
        members: Iterable[str],
        *,
        topic: str = "",
        is_im: bool = False,
        is_private: bool = False,
        user: str | None = None,
    ) -> Json:
        channel: Json = {
            "id": channel_id,
            "name": name,
            "is_channel": not is_im and not is_private,
            "is_group": is_private,
            "is_im": is_im,
            "is_mpim": False,
            "is_private": is_private or is_im,
            "is_archived": False,
            "created": int(self._clock()),
            "topic": {"value": topic},
            "purpose": {"value": ""},
            "members": list(members),
        }
        return channel | ({"user": user} if user else {})


def shown_to(channel: Json, user: str) -> Json:
    """Return the conversation as `conversations.info` shows it to that user."""
    shown = {key: value for key, value in channel.items() if key != "members"}
    return shown | {"is_member": user in channel["members"], "num_members": len(channel["members"])}
