"""Methods about tokens, the team, and the way to the app."""

from sandbox.slack.people import (
    BOT_ID,
    EVERYBODY,
    TEAM_ID,
    TEAM_NAME,
)
from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json


def auth_test(call: Call) -> Json:
    """Tell whose token it is."""
    answer: Json = {
        "url": f"{call.base}/",
        "team": TEAM_NAME,
        "team_id": TEAM_ID,
        "user": EVERYBODY[call.caller.user].name,
        "user_id": call.caller.user,
        "is_enterprise_install": False,
    }
    return answer | ({"bot_id": BOT_ID} if call.caller.is_bot else {})


def open_connection(call: Call) -> Json:
    """Hand out an address for one web socket."""
    address = call.base.replace("http", "ws", 1)
    return {"url": f"{address}/socket/{call.ws.delivery.sockets.ticket()}"}
