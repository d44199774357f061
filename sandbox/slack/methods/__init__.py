"""The Web API's methods, each a function from a call to the fields of its answer.

Only those that jefail calls, and `chat.delete`: people delete messages, and jefail finds out.
"""

from collections.abc import Callable, Mapping

from sandbox.slack.methods import (
    chat,
    conversations,
    files,
    general,
    usergroups,
    users,
    views,
)
from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json

METHODS: Mapping[str, Callable[[Call], Json]] = {
    "auth.test": general.auth_test,
    "apps.connections.open": general.open_connection,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.permalink,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.list": conversations.conversation_list,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_direct,
    "conversations.replies": conversations.replies,
    "files.completeUploadExternal": files.complete,
    "files.getUploadURLExternal": files.upload_url,
    "files.info": files.info,
    "usergroups.list": usergroups.group_list,
    "users.info": users.info,
    "users.list": users.user_list,
    "views.open": views.open_modal,
    "views.publish": views.publish,
    "views.push": views.push,
    "views.update": views.update,
}

APP_TOKEN = frozenset({"apps.connections.open"})
"""Methods that want the app-level token, and no other."""
