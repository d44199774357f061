"""The local workspace: all its parts, put together once."""

import time
from dataclasses import dataclass

from sandbox.keep import Keep
from sandbox.slack import payloads
from sandbox.slack.calls import Calls
from sandbox.slack.channels import Channels
from sandbox.slack.delivery import Delivery
from sandbox.slack.ephemeral import Ephemeral
from sandbox.slack.faults import Faults
from sandbox.slack.files import Files
from sandbox.slack.manifest import Manifest
from sandbox.slack.messages import Messages
from sandbox.slack.pace import Pace
from sandbox.slack.response_urls import ResponseUrls
from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.stream import Stream
from sandbox.slack.tokens import Tokens
from sandbox.slack.triggers import TRIGGER_SECONDS, Triggers
from sandbox.slack.views import Views
from sandbox.slack.wire import Clock, Json

ACK_SECONDS = 3.0
MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
"""The subscription in a manifest for each `channel_type` of a message."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One team with one app. Its parts know nothing of each other; the acts connect them."""

    clock: Clock
    manifest: Manifest
    tokens: Tokens
    channels: Channels
    messages: Messages
    ephemeral: Ephemeral
    files: Files
    views: Views
    triggers: Triggers
    response_urls: ResponseUrls
    delivery: Delivery
    stream: Stream
    faults: Faults
    pace: Pace
    calls: Calls

    @property
    def token(self) -> str:
        """The old verification token, which payloads still carry."""
        return self.tokens["verification_token"]

    def happened(self, event: Json) -> None:
        """Tell the app of an event, if it is installed and its manifest asks for that kind."""
        kind = event["type"]
        if kind == "message":
            kind = MESSAGE_EVENTS[event["channel_type"]]
        if self.tokens.installed and kind in self.manifest.events:
            self.delivery.tell(payloads.event(event, self.token, self.clock()))


def open_workspace(
    keep: Keep,
    *,
    manifest: Manifest | None = None,
    clock: Clock = time.time,
    ack_seconds: float = ACK_SECONDS,
    trigger_seconds: float = TRIGGER_SECONDS,
) -> Workspace:
    """Put a workspace together from what `keep` holds.

    `clock` moves expiry, pace and `ts`; only the wait for acknowledgements (`ack_seconds`) is
    real time.
    """
    stream = Stream()
    tokens = Tokens(keep)
    sockets = SocketMode(clock, ack_seconds, changed=lambda: stream.tell(None, "app"))
    return Workspace(
        clock=clock,
        manifest=manifest or Manifest(),
        tokens=tokens,
        channels=Channels(keep, clock),
        messages=Messages(keep, clock),
        ephemeral=Ephemeral(keep),
        files=Files(keep, clock),
        views=Views(keep, clock),
        triggers=Triggers(clock, trigger_seconds),
        response_urls=ResponseUrls(keep, clock),
        delivery=Delivery(keep, sockets, tokens["signing_secret"], clock, ack_seconds),
        stream=stream,
        faults=Faults(),
        pace=Pace(clock),
        calls=Calls(clock),
    )
