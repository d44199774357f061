"""What all acts of people have in common: who, where, and the way to answer them."""

from dataclasses import dataclass

from sandbox.slack import payloads
from sandbox.slack.envelopes import INTERACTIVE, Outcome
from sandbox.slack.people import PEOPLE
from sandbox.slack.response_urls import ReplyPlace
from sandbox.slack.wire import Json, Refused, SlackError
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person does, from the control API's JSON; `base` is the workspace's address."""

    ws: Workspace
    user: str
    given: Json
    base: str

    def need(self, name: str) -> str:
        """Return a text the act cannot do without; raises Refused."""
        value = self.given.get(name)
        if not isinstance(value, str) or not value:
            raise Refused(f"{name} is missing", 400)
        return value

    def channel(self) -> Json:
        """Return the conversation of the act, which the person must be in."""
        try:
            channel = self.ws.channels.get(self.need("channel"))
        except SlackError as unknown:
            raise Refused("no such channel", 404) from unknown
        if self.user not in channel["members"]:
            raise Refused("not in this channel")
        return channel

    def message(self, channel: Json) -> Json:
        """Return the message the act is about, if this person sees it."""
        ts = self.need("message_ts")
        found = self.ws.messages.get(channel["id"], ts)
        found = found or self.ws.ephemeral.get(channel["id"], ts, self.user)
        if found is None:
            raise Refused("no such message", 404)
        return found

    def view(self) -> Json:
        """Return the view the act is about, if this person has it open."""
        view_id = self.need("view_id")
        if self.ws.views.owner(view_id) != self.user:
            raise Refused("no such view", 404)
        return self.ws.views.get(view_id)

    def top_view(self) -> Json:
        """Return the modal the act is about, which must be the one on top."""
        view = self.view()
        stack = self.ws.views.stack(self.user)
        if not stack or stack[-1]["id"] != view["id"]:
            raise Refused("another modal is on top")
        return view

    def reply_url(self, place: ReplyPlace) -> str:
        """Hand out a response URL for this act."""
        return self.ws.response_urls.issue(self.base, place)

    def payload(self, kind: str, *, trigger: bool = True) -> Json:
        """Return the common part of an interaction by this person."""
        payload = payloads.interaction(kind, self.user, self.ws.token)
        return payload | ({"trigger_id": self.ws.triggers.issue(self.user)} if trigger else {})

    async def deliver(self, payload: Json, *, accepts: bool = False) -> Outcome:
        """Carry an interaction to the app; a missed one shows Slack's own warning."""
        outcome = await self.ws.delivery.ask(INTERACTIVE, payload, accepts=accepts)
        if outcome.warning:
            self.ws.stream.tell([self.user], "warning", text=outcome.warning, **_where(self.given))
        return outcome


def act_of(ws: Workspace, given: Json, base: str) -> Act:
    """Return the act of the person named by `as`; raises Refused for nobody."""
    user = given.get("as")
    if user not in PEOPLE:
        raise Refused("as is the id of a person", 404)
    return Act(ws, str(user), given, base)


def _where(given: Json) -> Json:
    names = ("channel", "message_ts", "view_id", "block_id", "action_id")
    return {name: given[name] for name in names if name in given}
