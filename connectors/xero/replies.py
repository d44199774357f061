"""One answer of Xero, read in whatever shape it came. Nothing in it can make this raise."""

from __future__ import annotations

from connectors.http import Answer
from connectors.reasons import Told, reason_of
from connectors.reply import Reply, json_of
from connectors.words import redacted, whole
from connectors.xero import faults, limits
from connectors.xero.reasons import ROWS
from journal.entries.failure import A_DAY, Failure, FailureReason

_MAX_TRACE = 80
_TOO_MANY = 429
_BAD_REQUEST = 400
"""What a fault under a status 2xx is judged as."""


def read(answer: Answer, *, secret: str = "", writing: bool = False) -> Reply:
    """Return what `answer` says; `secret` is taken out of the words wherever it stands.

    `writing`: it answers what was sent to be stored, so a fault in an element is one of ours.
    What is only read may show old faults of others.
    """
    value = json_of(answer.body, float)
    content = value if isinstance(value, dict) else {}
    trace = (answer.headers.get("Xero-Correlation-Id") or faults.instance(value))[:_MAX_TRACE]
    faulty = faults.is_fault(content) or (writing and faults.has_refused(content))
    if answer.is_success and isinstance(value, dict) and not faulty:
        return Reply(answer.status, content, trace=trace)
    limit = limits.limit_met(answer.headers) if answer.status == _TOO_MANY else ""
    words = redacted(faults.messages(value) or _text(answer, limit), secret)
    reason = _reason(answer, words, faulty=faulty)
    code = limit or faults.code(value)
    limited = reason is FailureReason.RATE_LIMITED
    about = A_DAY if limited and limit == limits.DAY else ""
    failure = Failure(
        reason,
        about,
        words=words,
        code=code,
        http_status=answer.status,
        trace=trace,
        answer=whole(answer.body, secret),
    )
    waits = limits.wait(answer.headers, limit) if limited else limits.told_wait(answer.headers)
    is_told = limits.told_wait(answer.headers) is not None
    return Reply(answer.status, content, failure, waits, trace, is_told)


def _reason(answer: Answer, words: str, *, faulty: bool) -> FailureReason:
    if not answer.is_success:
        return reason_of(ROWS, Told(answer.status, words))
    # A success that cannot be read leaves open what was stored.
    return reason_of(ROWS, Told(_BAD_REQUEST, words)) if faulty else FailureReason.UNCERTAIN


def _text(answer: Answer, limit: str) -> str:
    """Return the body as it came. A 429 often has none: its header is all that Xero says."""
    text = answer.body.decode("utf-8", "replace").strip()
    return text or (f"X-Rate-Limit-Problem: {limit}" if limit else "")
