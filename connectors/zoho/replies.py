"""One answer of Zoho Books, read in whatever shape it came. Nothing in it can make this raise."""

from __future__ import annotations

import re
from datetime import timedelta

from connectors.http import Answer
from connectors.reasons import Told, reason_of
from connectors.reply import Reply, json_of
from connectors.words import redacted, whole
from connectors.zoho.reasons import ROWS
from journal.entries.failure import A_DAY, Failure, FailureReason

_LONGEST = timedelta(days=1).total_seconds()
_DAYS_LIMIT_CODES = ("1070",)
_DAYS_LIMIT = re.compile(r"per day|daily|day'?s? limit", re.IGNORECASE)
_MINUTE, _HOUR = 60.0, 3600.0


def read(answer: Answer, *, secret: str = "") -> Reply:
    """Return what `answer` says; `secret` is taken out of the words wherever it stands.

    A success is a status 2xx whose `code` is 0: Zoho refuses under 2xx as well.
    """
    value = json_of(answer.body)
    content = value if isinstance(value, dict) else {}
    code = str(content["code"])[:20] if "code" in content else ""
    if answer.is_success and code == "0":
        return Reply(answer.status, content)
    words = redacted(str(content.get("message") or answer.body.decode("utf-8", "replace")), secret)
    reason = reason_of(ROWS, Told(answer.status, words, (code,)))
    if answer.is_success and not code:
        # A success that cannot be read leaves open what was stored.
        reason = FailureReason.UNCERTAIN
    limited = reason is FailureReason.RATE_LIMITED
    is_day = limited and (code in _DAYS_LIMIT_CODES or _DAYS_LIMIT.search(words) is not None)
    about = A_DAY if is_day else ""
    failure = Failure(
        reason,
        about,
        words=words.strip(),
        code=code,
        http_status=answer.status,
        answer=whole(answer.body, secret),
    )
    wait = _wait(answer, is_day=is_day) if limited else None
    is_told = "X-Rate-Limit-Reset" in answer.headers
    return Reply(answer.status, content, failure, wait, is_wait_told=is_told)


def _wait(answer: Answer, *, is_day: bool) -> float:
    """Return the seconds to wait: as told, else what suits the limit that was met.

    The day's limit has no known end: an hour later it is asked again.
    """
    told = answer.headers.get("X-Rate-Limit-Reset", "").strip()
    if told.isascii() and told.isdecimal():
        return min(float(told), _LONGEST)
    return _HOUR if is_day else _MINUTE
