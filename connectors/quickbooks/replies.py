"""One answer of QuickBooks, read in whatever shape it came. Nothing in it can make this raise.

A fault comes as JSON (also under status 200), as the gateway's lower-case JSON, or as XML
whatever was asked for; beside these there are pages of HTML, empty and cut bodies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from typing import Any

from connectors.http import Answer
from connectors.quickbooks.reasons import UNNAMED, kind_of, reason_of
from connectors.words import LOOKED_AT, redacted, whole
from journal.entries.failure import Failure, FailureReason

_XML_ERROR = re.compile(r'<Error\b[^>]*?\bcode="([^"]*)"[^>]*>(.*?)</Error>', re.DOTALL)
_XML_TYPE = re.compile(r'<Fault\b[^>]*?\btype="([^"]*)"')
_XML_TEXT = re.compile(r"<(?:Message|Detail)>(.*?)</(?:Message|Detail)>", re.DOTALL)


_SAID_PLAINLY = (FailureReason.PLAN_OR_SUBSCRIPTION,)
"""Reasons that are believed without any code, even under status 200 (PHP SDK #211)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer says: `content` of a success, else codes and words of a refusal."""

    status: int
    trace: str  # Intuit's id of the request
    content: Mapping[str, Any] | None = field(default=None, repr=False)
    codes: tuple[str, ...] = ()
    kind: str = ""  # of the fault: "validation", "system" ...; "" where there is none
    words: str = field(default="", repr=False)
    whole: str = field(default="", repr=False)  # the answer as it came, of a refusal

    @property
    def reason(self) -> FailureReason:
        """Why it is a refusal; a success that cannot be read leaves everything open."""
        reason = reason_of(self.status, self.codes, self.words, self.kind)
        if self.status in range(200, 300) and not self.codes and reason not in _SAID_PLAINLY:
            return FailureReason.UNCERTAIN
        return reason

    @property
    def failure(self) -> Failure:
        """The refusal in our words, with theirs beside it."""
        return Failure(
            self.reason,
            words=self.words,
            code=next(iter(self.codes), ""),
            http_status=self.status,
            trace=self.trace,
            answer=self.whole,
        )


def read(answer: Answer, *, secret: str = "") -> Reply:
    """Return what `answer` says; `secret` is taken out of it wherever it stands."""
    trace = answer.headers.get("intuit_tid", "")
    text = answer.body[:LOOKED_AT].decode("utf-8", "replace")
    value = _json(answer.body)
    errors = [*_json_errors(value)] or [*_xml_errors(text)]
    if answer.is_success and not errors and isinstance(value, dict):
        return Reply(answer.status, trace, content=value)
    words = "; ".join(dict.fromkeys(said for _, said in errors if said)) or text
    codes = tuple(dict.fromkeys(code.lstrip("0") for code, _ in errors))
    told = redacted(words, secret)
    kind = (_json_kind(value) or _xml_kind(text) or UNNAMED) if errors else ""
    return Reply(answer.status, trace, None, codes, kind, told, whole(answer.body, secret))


def _json(body: bytes) -> Any:
    try:
        return json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None


def _json_errors(value: Any) -> Iterator[tuple[str, str]]:
    """Yield code and words of every error in a fault, upper or lower case."""
    fault = _lower(_lower(value).get("fault"))
    errors = fault.get("error")
    for error in errors if isinstance(errors, list) else [errors]:
        said = _lower(error)
        texts = (str(said.get(name) or "") for name in ("message", "detail", "element"))
        if said:
            yield str(said.get("code") or ""), _joined(*texts)
    if fault and not errors:
        yield "", ""


def _json_kind(value: Any) -> str:
    return kind_of(str(_lower(_lower(value).get("fault")).get("type") or ""))


def _xml_kind(text: str) -> str:
    found = _XML_TYPE.search(text)
    return kind_of(unescape(found[1])) if found else ""


def _xml_errors(text: str) -> Iterator[tuple[str, str]]:
    # Not parsed as XML: the answer of a stranger may be cut, and its entities may be a trap.
    for code, inside in _XML_ERROR.findall(text):
        yield code, _joined(*(unescape(part).strip() for part in _XML_TEXT.findall(inside)))


def _lower(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {}
    return {str(name).lower(): inner for name, inner in value.items()}


def _joined(*texts: str) -> str:
    """Join them, leaving out what another one holds already."""
    told = [text for text in texts if text]
    kept = [text for text in told if not any(text != other and text in other for other in told)]
    return ": ".join(dict.fromkeys(kept))
