"""Payloads as Slack builds them for interactions, commands and events."""

from sandbox.slack.people import APP_ID, BOT_USER, EVERYBODY, TEAM_DOMAIN, TEAM_ID
from sandbox.slack.wire import Json, new_id

TEAM = {"id": TEAM_ID, "domain": TEAM_DOMAIN}


def interaction(kind: str, user: str, token: str) -> Json:
    """Return what every interaction carries, whatever its kind."""
    name, team = EVERYBODY[user].name, EVERYBODY[user].team
    return {
        "type": kind,
        "user": {"id": user, "username": name, "name": name, "team_id": team},
        "api_app_id": APP_ID,
        "token": token,
        "team": TEAM,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def of_message(channel: Json, message: Json) -> Json:
    """Return what tells on which message someone acted; ephemeral ones are not shown to apps."""
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel["id"],
        "is_ephemeral": bool(message.get("is_ephemeral")),
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    place: Json = {
        "container": container,
        "channel": {"id": channel["id"], "name": channel["name"] or "directmessage"},
    }
    return place if message.get("is_ephemeral") else place | {"message": message}


def of_view(view: Json) -> Json:
    """Return what tells in which view someone acted."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def command(
    channel: Json, user: str, said: tuple[str, str], *, token: str, trigger: str, reply: str
) -> Json:
    """Return a slash command (its name and text are `said`), flat, as it goes into a form."""
    return {
        "token": token,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel["id"],
        "channel_name": channel["name"] or "directmessage",
        "user_id": user,
        "user_name": EVERYBODY[user].name,
        "command": said[0],
        "text": said[1],
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": reply,
        "trigger_id": trigger,
    }


def event(body: Json, token: str, at: float) -> Json:
    """Return an Events API callback around `body`, the event itself."""
    return {
        "token": token,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": body,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(at),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
