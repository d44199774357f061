"""One answer of QuickBooks, read in whatever shape it came. Nothing in it can make this raise.

A fault comes as JSON (also under status 200), as the gateway's lower-case JSON, or as XML
whatever was asked for; beside these there are pages of HTML, empty and cut bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from connectors.http import Answer
from connectors.quickbooks.reasons import ROWS, UNNAMED, kind_of
from connectors.reasons import Told, reason_of
from connectors.reply import Reply, json_of
from connectors.shown import lowered
from connectors.words import LOOKED_AT, redacted, whole
from journal.entries.failure import Failure, FailureReason

_XML_ERROR = re.compile(r'<Error\b[^>]*?\bcode="([^"]*)"[^>]*>(.*?)</Error>', re.DOTALL)
_XML_TYPE = re.compile(r'<Fault\b[^>]*?\btype="([^"]*)"')
_XML_TEXT = re.compile(r"<(?:Message|Detail)>(.*?)</(?:Message|Detail)>", re.DOTALL)


_SAID_PLAINLY = (FailureReason.PLAN_OR_SUBSCRIPTION,)
"""Reasons that are believed without any code, even under status 200 (PHP SDK #211)."""


RATE_LIMITED_SECONDS = 60.0
"""How long to wait after a 429: QuickBooks gives no hint, its longest window is a minute."""


def read(answer: Answer, *, secret: str = "") -> Reply:
    """Return what `answer` says; `secret` is taken out of it wherever it stands."""
    trace = answer.headers.get("intuit_tid", "")
    value = json_of(answer.body)
    told = told_in(answer, value, secret)
    if told is None:
        return Reply(answer.status, value, trace=trace)
    reason = reason_of(ROWS, told)
    if answer.is_success and not told.codes and reason not in _SAID_PLAINLY:
        # A success that cannot be read leaves open what was stored.
        reason = FailureReason.UNCERTAIN
    failure = Failure(
        reason,
        words=told.words,
        code=next(iter(told.codes), ""),
        http_status=answer.status,
        trace=trace,
        answer=whole(answer.body, secret),
    )
    wait = RATE_LIMITED_SECONDS if reason is FailureReason.RATE_LIMITED else None
    return Reply(answer.status, failure=failure, retry_after=wait, trace=trace, is_wait_told=False)


def told_in(answer: Answer, value: Any, secret: str = "") -> Told | None:
    """Return what an answer says against what was sent, None: nothing, it is a success.

    `value`: its body as JSON. The kind is the type of the fault, as `kind_of` writes it;
    "unnamed": a fault that names none; "": no fault that can be read.
    """
    text = answer.body[:LOOKED_AT].decode("utf-8", "replace")
    errors = [*_json_errors(value)] or [*_xml_errors(text)]
    if answer.is_success and not errors and isinstance(value, dict):
        return None
    words = "; ".join(dict.fromkeys(said for _, said in errors if said)) or text
    codes = tuple(dict.fromkeys(code.lstrip("0") for code, _ in errors))
    kind = (_json_kind(value) or _xml_kind(text) or UNNAMED) if errors else ""
    return Told(answer.status, redacted(words, secret), codes, kind)


def _json_errors(value: Any) -> Iterator[tuple[str, str]]:
    """Yield code and words of every error in a fault, upper or lower case."""
    fault = lowered(lowered(value).get("fault"))
    errors = fault.get("error")
    for error in errors if isinstance(errors, list) else [errors]:
        said = lowered(error)
        texts = (str(said.get(name) or "") for name in ("message", "detail", "element"))
        if said:
            yield str(said.get("code") or ""), _joined(*texts)
    if fault and not errors:
        yield "", ""


def _json_kind(value: Any) -> str:
    return kind_of(str(lowered(lowered(value).get("fault")).get("type") or ""))


def _xml_kind(text: str) -> str:
    found = _XML_TYPE.search(text)
    return kind_of(unescape(found[1])) if found else ""


def _xml_errors(text: str) -> Iterator[tuple[str, str]]:
    # Not parsed as XML: the answer of a stranger may be cut, and its entities may be a trap.
    for code, inside in _XML_ERROR.findall(text):
        yield code, _joined(*(unescape(part).strip() for part in _XML_TEXT.findall(inside)))


def _joined(*texts: str) -> str:
    """Join them, leaving out what another one holds already."""
    told = [text for text in texts if text]
    kept = [text for text in told if not any(text != other and text in other for other in told)]
    return ": ".join(dict.fromkeys(kept))
