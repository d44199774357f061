"""Which scope each Web API method asks for, as data. `*` stands for the kind of conversation."""

from sandbox.slack.wire import Json

NEEDED: dict[str, str | None] = {
    "api.test": None,
    "auth.test": None,
    "blocks.kit.validate": None,
    "chat.delete": "chat:write",
    "chat.deleteScheduledMessage": "chat:write",
    "chat.getPermalink": None,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.scheduleMessage": "chat:write",
    "chat.scheduledMessages.list": None,
    "chat.update": "chat:write",
    "conversations.history": "*:history",
    "conversations.info": "*:read",
    "conversations.join": "channels:join",
    "conversations.list": "*:read",
    "conversations.members": "*:read",
    "conversations.open": "im:write",
    "conversations.replies": "*:history",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "reactions.add": "reactions:write",
    "reactions.get": "reactions:read",
    "reactions.remove": "reactions:write",
    "team.info": "team:read",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
"""Methods that are not here take no bot token (`apps.connections.open`, `oauth.v2.access`)."""

EVERY = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
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
        "reactions:read",
        "reactions:write",
        "team:read",
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
