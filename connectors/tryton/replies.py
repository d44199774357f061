"""One answer of a Tryton server: JSON, or a page of HTML with what is wrong in it."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from connectors.http import Answer
from connectors.reasons import Told, reason_of
from connectors.reply import Reply, no_number
from connectors.tryton.reasons import ROWS
from connectors.words import LOOKED_AT, redacted, whole
from journal.entries.failure import Failure, FailureReason

_TAG = re.compile(r"<[^>]*>")
_HEAD = re.compile(r"<title>.*?</title>", re.DOTALL | re.IGNORECASE)


def read(answer: Answer, *, secret: str = "") -> Reply:
    """Return what `answer` says; `secret` is taken out of the words wherever it stands."""
    value, is_json = _json(answer.body)
    if answer.is_success and (is_json or not answer.body):
        return Reply(answer.status, value)
    words = redacted(_words(value, answer.body), secret)
    told = Told(answer.status, words)
    # A success that cannot be read leaves open what was stored.
    reason = FailureReason.UNCERTAIN if answer.is_success else reason_of(ROWS, told)
    said = whole(answer.body, secret)
    failure = Failure(reason, words=words, http_status=answer.status, answer=said)
    return Reply(answer.status, failure=failure)


def _words(value: Any, body: bytes) -> str:
    if isinstance(value, dict):
        parts = (str(value.get(name) or "").strip() for name in ("message", "description"))
        return ": ".join(part for part in parts if part)
    text = body[:LOOKED_AT].decode("utf-8", "replace")
    return " ".join(unescape(_TAG.sub(" ", _HEAD.sub("", text))).split())


def _json(body: bytes) -> tuple[Any, bool]:
    try:
        return json.loads(body, parse_constant=no_number), True
    except (ValueError, RecursionError):
        return None, False
