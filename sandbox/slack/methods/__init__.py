"""The Web API's methods, each a function from a call to the fields of its answer."""

from collections.abc import Callable, Mapping

from sandbox.slack.methods import (
    chat,
    conversations,
    files,
    general,
    reactions,
    timed,
    usergroups,
    users,
    views,
)
from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json

METHODS: Mapping[str, Callable[[Call], Json]] = {
    "api.test": general.api_test,
    "auth.test": general.auth_test,
    "apps.connections.open": general.open_connection,
    "blocks.kit.validate": general.validate_blocks,
    "chat.delete": chat.delete,
    "chat.deleteScheduledMessage": timed.cancel,
    "chat.getPermalink": chat.permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.scheduleMessage": timed.schedule,
    "chat.scheduledMessages.list": timed.waiting,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.join": conversations.join,
    "conversations.list": conversations.conversation_list,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_direct,
    "conversations.replies": conversations.replies,
    "files.completeUploadExternal": files.complete,
    "files.getUploadURLExternal": files.upload_url,
    "files.info": files.info,
    "oauth.v2.access": general.oauth_access,
    "reactions.add": reactions.add,
    "reactions.get": reactions.get,
    "reactions.remove": reactions.remove,
    "team.info": general.team_info,
    "usergroups.list": usergroups.group_list,
    "usergroups.users.list": usergroups.user_list,
    "users.info": users.info,
    "users.list": users.user_list,
    "users.lookupByEmail": users.lookup_by_email,
    "views.open": views.open_modal,
    "views.publish": views.publish,
    "views.push": views.push,
    "views.update": views.update,
}

WITHOUT_TOKEN = frozenset({"api.test", "oauth.v2.access"})
"""Methods that anybody may call; `oauth.v2.access` checks the client's secret instead."""

APP_TOKEN = frozenset({"apps.connections.open"})
"""Methods that want the app-level token, and no other."""
