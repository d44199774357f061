"""Methods about tokens, the team, and the way to the app."""

import hmac
from typing import Any

from sandbox.slack.blocks.check import check_message, check_view
from sandbox.slack.people import (
    APP_ID,
    BOT_ID,
    BOT_USER,
    EVERYBODY,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
)
from sandbox.slack.web_call import Call, granted
from sandbox.slack.wire import Json, SlackError


def api_test(call: Call) -> Json:
    """Answer with what was asked."""
    return {"args": call.args.values}


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


def team_info(_call: Call) -> Json:
    """Tell about the one team."""
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN}}


def open_connection(call: Call) -> Json:
    """Hand out an address for one web socket."""
    address = call.base.replace("http", "ws", 1)
    return {"url": f"{address}/socket/{call.ws.delivery.sockets.ticket()}"}


def validate_blocks(call: Call) -> Json:
    """Check blocks, a message or a view without using them."""
    view = call.args.json("view", "invalid_arguments")
    if view is not None:
        check_view(view)
        return {}
    message: Any = call.args.json("message", "invalid_arguments") or {}
    check_message(call.args.json("blocks", "invalid_blocks_format") or message.get("blocks"))
    return {}


def oauth_access(call: Call) -> Json:
    """Give the installed app its bot token for a code from the consent page."""
    tokens = call.ws.tokens
    known = hmac.compare_digest(call.args.need("client_secret"), tokens["client_secret"])
    if call.args.need("client_id") != tokens["client_id"]:
        raise SlackError("invalid_client_id")
    if not known:
        raise SlackError("bad_client_secret")
    user = tokens.redeem_code(call.args.need("code"))
    tokens.install(True)
    return {
        "access_token": tokens["bot_token"],
        "token_type": "bot",
        "scope": ",".join(sorted(granted(call.ws))),
        "bot_user_id": BOT_USER,
        "app_id": APP_ID,
        "team": {"id": TEAM_ID, "name": TEAM_NAME},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": user},
    }
