"""Socket Mode: up to ten web sockets of the app, each delivery to one of them at random."""

import asyncio
import json
import secrets
from collections.abc import Callable

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.serve import DROP
from sandbox.slack.envelopes import Envelope, Outcome
from sandbox.slack.people import APP_ID
from sandbox.slack.wire import Clock, Json

TICKET_SECONDS = 30.0
MOST_SOCKETS = 10
GRACE_SECONDS = 10.0
"""How long a dismissed socket stays open, so that the app can open the next one first."""
NORMAL_CLOSURE = 1000
POLICY = 1008


class SocketMode:
    """The open sockets, the tickets for new ones, and the acknowledgements awaited."""

    def __init__(self, clock: Clock, ack_seconds: float, changed: Callable[[], None]) -> None:
        self._clock = clock
        self._ack_seconds = ack_seconds
        self._changed = changed
        self._tickets: dict[str, float] = {}
        self._sockets: list[WebSocket] = []
        self._limits: dict[WebSocket, asyncio.Timeout] = {}
        self._awaited: dict[str, asyncio.Future[Json]] = {}
        self.cut_next = False
        """Cut the socket right after the next delivery, before it can be acknowledged."""

    @property
    def connected(self) -> bool:
        """Whether the app holds at least one socket."""
        return bool(self._sockets)

    def ticket(self) -> str:
        """Return a word that opens one socket, once, within half a minute."""
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = self._clock() + TICKET_SECONDS
        return ticket

    async def hold(self, socket: WebSocket) -> None:
        """Keep one socket until either side ends it; refuses a ticket that is used or old."""
        if self._clock() > self._tickets.pop(socket.path_params["ticket"], 0.0):
            await socket.close(POLICY)
            return
        await socket.accept()
        try:
            async with asyncio.timeout(None) as self._limits[socket]:
                await self._converse(socket)
        except WebSocketDisconnect:
            pass
        except TimeoutError:
            await socket.close(NORMAL_CLOSURE)
        finally:
            del self._limits[socket]
            self._forget(socket)

    async def send(self, envelope: Envelope) -> Outcome:
        """Deliver over one socket at random and wait for its acknowledgement."""
        if not self._sockets:
            return Outcome(acked=False, error="dispatch_failed")
        acked = asyncio.get_running_loop().create_future()
        self._awaited[envelope.envelope_id] = acked
        try:
            async with asyncio.timeout(self._ack_seconds):
                await self._write(secrets.choice(self._sockets), envelope)
                frame = await acked
        except TimeoutError:
            return Outcome(acked=False, error="operation_timeout")
        finally:
            if self._awaited.get(envelope.envelope_id) is acked:
                del self._awaited[envelope.envelope_id]
        return Outcome(acked=True, payload=frame.get("payload"))

    async def disconnect(self, reason: str, *, cut: bool = False) -> int:
        """Tell every socket to go, or cut them all without a word; returns how many there were.

        Ten seconds later they are closed; only after "warning" are they used until then.
        """
        sockets = list(self._sockets)
        for socket in sockets:
            if cut:
                self._cut(socket)
            else:
                await self._dismiss(socket, reason)
        return len(sockets)

    async def _converse(self, socket: WebSocket) -> None:
        await socket.send_json(_hello(len(self._sockets) + 1))
        self._sockets.append(socket)
        self._changed()
        if len(self._sockets) > MOST_SOCKETS:
            await self._dismiss(socket, "too_many_websockets")
        while True:
            self._take_in(await socket.receive_text())

    def _take_in(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            return
        envelope_id = frame.get("envelope_id") if isinstance(frame, dict) else None
        awaited = self._awaited.get(str(envelope_id))
        if awaited is not None and not awaited.done():
            awaited.set_result(frame)

    async def _write(self, socket: WebSocket, envelope: Envelope) -> None:
        try:
            await socket.send_json(_frame(envelope))
        except (WebSocketDisconnect, RuntimeError):
            # It broke since it was chosen: nobody will acknowledge, as in Slack.
            self._forget(socket)
        if self.cut_next:
            self.cut_next = False
            self._cut(socket)

    async def _dismiss(self, socket: WebSocket, reason: str) -> None:
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
        self._limits[socket].reschedule(asyncio.get_running_loop().time() + GRACE_SECONDS)
        if reason != "warning":
            self._forget(socket)

    def _cut(self, socket: WebSocket) -> None:
        self._forget(socket)
        socket.scope["extensions"][DROP]()

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            self._changed()


def _hello(number: int) -> Json:
    return {
        "type": "hello",
        "num_connections": number,
        "connection_info": {"app_id": APP_ID},
        "debug_info": {"host": "local", "approximate_connection_time": 18060},
    }


def _frame(envelope: Envelope) -> Json:
    return {
        "envelope_id": envelope.envelope_id,
        "type": envelope.type,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.accepts,
        "retry_attempt": envelope.retry_attempt,
        "retry_reason": envelope.retry_reason,
    }
