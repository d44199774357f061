"""Carries what happened to the app over the chosen transport; repeats events that were missed."""

import asyncio
import uuid
from collections import deque
from dataclasses import dataclass

from sandbox.keep import Keep
from sandbox.slack.envelopes import EVENT, Envelope, Outcome, Transport
from sandbox.slack.signed_http import SignedHttp
from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.wire import Clock, Json, Refused

REPEAT_AFTER = (0.0, 60.0, 300.0)
"""Seconds after which a missed event is delivered again: at once, after one minute, after five."""
REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class _Repeat:
    due_at: float
    envelope: Envelope


class Delivery:
    """The way to the app: a transport, the envelopes sent lately, and the repeats that are due."""

    def __init__(
        self, keep: Keep, sockets: SocketMode, secret: str, clock: Clock, ack_seconds: float
    ) -> None:
        self.sockets = sockets
        self._settings = keep.table("settings")
        self._clock = clock
        url = self._settings.get("transport", {}).get("url", "")
        self._http = SignedHttp(url, secret, clock, ack_seconds)
        self._sent: deque[Envelope] = deque(maxlen=REMEMBERED)
        self._repeats: list[_Repeat] = []
        self._telling: set[asyncio.Task[None]] = set()

    @property
    def transport(self) -> Transport:
        """What deliveries go over now."""
        return self._http if self.kind == "http" else self.sockets

    @property
    def kind(self) -> str:
        """The transport's name: "socket" or "http"."""
        return str(self._settings.get("transport", {}).get("kind", "socket"))

    async def use(self, kind: str, url: str = "") -> bool:
        """Switch the transport, kept; for HTTP, say whether the URL answered the challenge."""
        if kind not in ("socket", "http"):
            raise Refused("kind is socket or http", 400)
        self._settings["transport"] = {"kind": kind, "url": url}
        self._http.url = url
        return kind == "socket" or await self._http.verify(uuid.uuid4().hex)

    async def ask(self, kind: str, payload: Json, *, accepts: bool = False) -> Outcome:
        """Deliver a person's act once; Slack does not repeat those."""
        return await self._send(Envelope(str(uuid.uuid4()), kind, payload, accepts))

    def tell(self, payload: Json) -> None:
        """Deliver an event beside whatever else happens, and again later if it is missed."""
        task = asyncio.create_task(self._tell(Envelope(str(uuid.uuid4()), EVENT, payload)))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def again(self, envelope_id: str | None = None) -> Outcome:
        """Deliver the last envelope (or that one) once more, unchanged.

        Raises:
            Refused: there is none.
        """
        wanted = (each for each in reversed(self._sent) if envelope_id in (None, each.envelope_id))
        envelope = next(wanted, None)
        if envelope is None:
            raise Refused("no such envelope", 404)
        return await self.transport.send(envelope)

    async def repeat_due(self) -> None:
        """Deliver the missed events whose time has come."""
        now = self._clock()
        due = [repeat for repeat in self._repeats if repeat.due_at <= now]
        for repeat in due:
            self._repeats.remove(repeat)
            await self._tell(repeat.envelope)

    async def settle(self) -> None:
        """Wait until the events told so far have been delivered or missed."""
        while self._telling:
            await asyncio.gather(*self._telling)

    async def stop(self) -> None:
        """End what is still on its way."""
        for task in list(self._telling):
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    async def _tell(self, envelope: Envelope) -> None:
        outcome = await self._send(envelope)
        if not outcome.acked and envelope.retry_attempt < len(REPEAT_AFTER):
            due_at = self._clock() + REPEAT_AFTER[envelope.retry_attempt]
            self._repeats.append(_Repeat(due_at, envelope.again(outcome.retry_reason)))

    async def _send(self, envelope: Envelope) -> Outcome:
        self._sent.append(envelope)
        return await self.transport.send(envelope)
