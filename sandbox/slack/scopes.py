"""Which scope each Web API method asks for, as data. `*` stands for the kind of conversation."""

from sandbox.slack.wire import Json

NEEDED: dict[str, str | None] = {
    "auth.test": None,
    "chat.delete": "chat:write",
    "chat.getPermalink": None,
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "*:history",
    "conversations.info": "*:read",
    "conversations.list": "*:read",
    "conversations.members": "*:read",
    "conversations.open": "im:write",
    "conversations.replies": "*:history",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "usergroups.list": "usergroups:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
"""Methods that are not here take no bot token (`apps.connections.open`)."""

EVERY = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "usergroups:read",
        "users:read",
        "users:read.email",
    }
)
"""What an app without a manifest is given."""


def kind_of(channel: Json) -> str:
    """Return the word that scopes use for this conversation: channels, groups or im."""
    if channel["is_im"]:
        return "im"
    return "groups" if channel["is_private"] else "channels"
