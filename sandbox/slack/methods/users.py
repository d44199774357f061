"""users.*: who is here."""

from sandbox.slack.people import EVERYBODY, Person
from sandbox.slack.web_call import Call, page
from sandbox.slack.wire import Json, SlackError


def info(call: Call) -> Json:
    """Tell about one person, or the bot."""
    user = call.args.need("user")
    if user not in EVERYBODY:
        raise SlackError("user_not_found")
    return {"user": _seen(call, EVERYBODY[user])}


def user_list(call: Call) -> Json:
    """List everybody of this workspace, the bot too."""
    own = [_seen(call, person) for person in EVERYBODY.values() if not person.is_external]
    shown, metadata = page(call, own)
    return {"members": shown, "response_metadata": metadata}


def _seen(call: Call, person: Person) -> Json:
    """A `user` object; the address is shown to those with the scope for it."""
    user = person.as_user()
    if not call.ws.manifest.grants("users:read.email"):
        user["profile"].pop("email")
    return user
