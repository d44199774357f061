"""Signed HTTP: the other way to the app, to one request URL for everything."""

import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from sandbox.slack.envelopes import COMMAND, EVENT, Envelope, Outcome
from sandbox.slack.wire import Clock, Json

FORM = "application/x-www-form-urlencoded"


class SignedHttp:
    """Posts deliveries to the app's URL, signed as Slack signs them."""

    def __init__(self, url: str, secret: str, clock: Clock, ack_seconds: float) -> None:
        self.url = url
        self._secret = secret
        self._clock = clock
        self._ack_seconds = ack_seconds

    @property
    def connected(self) -> bool:
        """Whether there is a URL; if anybody listens there shows only when it is used."""
        return bool(self.url)

    async def send(self, envelope: Envelope) -> Outcome:
        """Post once; any status but 2xx, a broken connection or silence is no acknowledgement."""
        kind, body = _body(envelope)
        headers = self._headers(kind, body) | _retry_headers(envelope)
        try:
            status, text = await self._post(body, headers)
        except TimeoutError:
            return Outcome(acked=False, error="operation_timeout")
        except (aiohttp.ClientError, OSError):
            return Outcome(acked=False, error="dispatch_failed")
        if not 200 <= status < 300:
            return Outcome(acked=False, error="http_error", status=status)
        return Outcome(acked=True, payload=_payload(text))

    async def verify(self, challenge: str) -> bool:
        """Ask the URL to repeat a word, as Slack does before it uses one."""
        body = json.dumps({"type": "url_verification", "challenge": challenge})
        try:
            status, text = await self._post(body, self._headers("application/json", body))
        except (TimeoutError, aiohttp.ClientError, OSError):
            return False
        return status == 200 and challenge in text

    async def _post(self, body: str, headers: dict[str, str]) -> tuple[int, str]:
        timeout = aiohttp.ClientTimeout(total=self._ack_seconds)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(self.url, data=body.encode(), headers=headers) as answer,
        ):
            return answer.status, await answer.text()

    def _headers(self, kind: str, body: str) -> dict[str, str]:
        sent_at = str(int(self._clock()))
        signed = f"v0:{sent_at}:{body}".encode()
        digest = hmac.new(self._secret.encode(), signed, hashlib.sha256).hexdigest()
        return {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": sent_at,
            "X-Slack-Signature": f"v0={digest}",
        }


def _body(envelope: Envelope) -> tuple[str, str]:
    if envelope.type == EVENT:
        return "application/json", json.dumps(envelope.payload)
    if envelope.type == COMMAND:
        return FORM, urlencode(envelope.payload)
    return FORM, urlencode({"payload": json.dumps(envelope.payload)})


def _retry_headers(envelope: Envelope) -> dict[str, str]:
    if not envelope.retry_attempt:
        return {}
    return {
        "X-Slack-Retry-Num": str(envelope.retry_attempt),
        "X-Slack-Retry-Reason": envelope.retry_reason,
    }


def _payload(text: str) -> Json | None:
    """An answer in JSON, or plain text, which Slack takes for `{"text": ...}`."""
    if not text.strip():
        return None
    try:
        answer = json.loads(text)
    except ValueError:
        return {"text": text}
    return answer if isinstance(answer, dict) else {"text": text}
