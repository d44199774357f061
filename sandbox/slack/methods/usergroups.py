"""usergroups.*: people who are called together by one name."""

from sandbox.slack.people import GROUPS, TEAM_ID
from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json


def group_list(call: Call) -> Json:
    """List every user group, with its people when asked."""
    include = call.args.flag("include_users")
    return {"usergroups": [_group(group_id, include=include) for group_id in GROUPS]}


def _group(group_id: str, *, include: bool) -> Json:
    handle, name, people = GROUPS[group_id]
    shown: Json = {
        "id": group_id,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "name": name,
        "handle": handle,
        "date_delete": 0,
        "user_count": len(people),
    }
    return shown | ({"users": list(people)} if include else {})
