"""users.*: who is here."""

from sandbox.slack.people import EVERYBODY, PEOPLE
from sandbox.slack.web_call import Call, page
from sandbox.slack.wire import Json, SlackError


def info(call: Call) -> Json:
    """Tell about one person, or the bot."""
    user = call.args.need("user")
    if user not in EVERYBODY:
        raise SlackError("user_not_found")
    return {"user": EVERYBODY[user].as_user()}


def user_list(call: Call) -> Json:
    """List everybody, the bot too."""
    shown, metadata = page(call, [person.as_user() for person in EVERYBODY.values()])
    return {"members": shown, "response_metadata": metadata}


def lookup_by_email(call: Call) -> Json:
    """Find a person by address."""
    email = call.args.need("email").lower()
    for person in PEOPLE.values():
        if person.email == email:
            return {"user": person.as_user()}
    raise SlackError("users_not_found")
