"""Each try at an entry: kept as it was, and where it leaves the entry."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    Text,
    and_,
    case,
    exists,
    func,
    insert,
    not_,
    null,
    or_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.entries.entry_moves import IF_STOPPED, Why
from journal.entries.failure import Failure, FailureReason, Kin
from journal.entries.grounds import Ground
from journal.entries.posting import Posted, Uncertain
from journal.entries.uncoded import CODING_REASONS
from journal.incidents.incident import IncidentState, Trigger
from journal.matching.proof import kept_as
from journal.matching.watching import mark_of
from journal.ports import Attempt
from storage import wire
from storage.entries.moving import Whys, given_rows, move_entries
from storage.tables import UtcDateTime, entry, incident
from storage.tables import attempt as attempts_table


async def write_attempts(sql: AsyncConnection, attempts: Sequence[Attempt]) -> Set[int]:
    """Write attempts and where they leave their entries; return the ids of those changed.

    An answer that comes late changes nothing of an entry that has moved on, except that
    `posted` always holds: what the ledger has shown is there. Not so of a correction that was
    handed in meanwhile: what was shown is the entry before it.
    """
    await sql.execute(insert(attempts_table), [_attempt_row(one) for one in attempts])
    rows = await sql.execute(_RECORD, {"rows": [_verdict_row(one) for one in attempts]})
    return {row.id for row in rows}


def _attempt_row(one: Attempt) -> dict[str, Any]:
    failure = one.verdict.failure
    outcome = type(one.outcome).__name__.casefold()
    if isinstance(one.outcome, Posted) and one.outcome.entry.is_draft:
        outcome = "drafted"
    posted = one.outcome if isinstance(one.outcome, Posted) else None
    trace, remark = (posted.trace, posted.remark) if posted else ("", "")
    return {
        "entry_id": one.entry.id,
        "at": one.at,
        "key": one.entry.key,
        "outcome": outcome,
        "reason": failure.reason.value if failure else "",
        "code": failure.code if failure else "",
        "http_status": failure.http_status if failure else None,
        "words": failure.words if failure else remark,
        "trace": failure.trace if failure else trace,
        "answer": failure.answer if failure else "",
    }


def _verdict_row(one: Attempt) -> dict[str, Any]:
    posted = one.outcome.entry if isinstance(one.outcome, Posted) else None
    remark = one.outcome.remark if isinstance(one.outcome, Posted) else ""
    verdict = one.verdict
    return {
        "id": one.entry.id,
        "at": one.at.isoformat(),
        "why": verdict.why.value,
        "incident_id": one.incident_id,
        "due_at": verdict.due_at.isoformat() if verdict.due_at else None,
        "new_key": int(verdict.new_key and not isinstance(one.outcome, Uncertain)),
        "ledger_id": posted.ledger_id if posted else None,
        "ledger_url": posted.url if posted else None,
        "ledger_version": posted.version if posted else "",
        "stands_as": mark_of(posted) if posted else "",
        "posting_revision": one.entry.posting_revision,
        "words": verdict.failure.words if verdict.failure else remark,
        "sent_minor": one.amount.minor if one.amount else None,
        "costs": _costs_of(one),
        "number_taken": _is_number_taken(verdict.failure),
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "look_again_at": one.look_again_at.isoformat() if one.look_again_at else None,
        "found": isinstance(one.outcome, Posted) and one.outcome.found,
        "lacks": lacks_of(verdict.failure),
        "posted_how": _posted_how(one),
    }


LACKING = (FailureReason.MAPPING_MISSING, FailureReason.ACCOUNT_INVALID)
"""Reasons whose cards name what all their entries lack: categories, or accounts."""
LACKING_CHOICES = tuple(CODING_REASONS)
"""And those that name the words which mean nothing, and count the lines that have none."""


def lacks_of(failure: Failure | None) -> list[str] | None:
    """Return the categories or accounts that an entry was refused for, as they are kept of it.

    Of what lines lack besides: each word that names nothing, and "" for each line that has none.
    """
    if failure is not None and failure.reason in LACKING_CHOICES:
        return [*failure.details]
    if failure is None or failure.reason not in LACKING:
        return None
    return [one for one in (failure.subject, *failure.details) if one.strip()]


def _is_number_taken(failure: Failure | None) -> bool:
    """Whether something is known to have its number: the platform says so, or it was seen."""
    if failure is None or failure.reason is not FailureReason.DUPLICATE:
        return False
    like = failure.likeness
    return failure.http_status is not None or (like is not None and like.kin is Kin.OTHER_CONTENT)


def _costs_of(one: Attempt) -> dict[str, int] | None:
    if isinstance(one.outcome, Posted):
        return wire.costs_posted_to_json(one.entry.content, one.costs)
    return wire.costs_to_json(one.costs or None)


def _posted_how(one: Attempt) -> str:
    if not isinstance(one.outcome, Posted):
        return ""
    how = kept_as(one.entry, one.outcome.ground) if one.outcome.found else Ground.SENT
    return how.value


WAS_STOPPED = or_(
    entry.c.stopped,
    exists()
    .where(
        incident.c.id == entry.c.incident_id,
        incident.c.state == IncidentState.OPEN.value,
        incident.c.last_trigger == Trigger.STOP.value,
        entry.c.claimed_at <= incident.c.moved_at,
    )
    .correlate(entry),
)
"""Whether someone stopped what the entry was claimed for; a new revision is claimed later."""

_R = given_rows(
    id=BigInteger,
    at=UtcDateTime,
    why=Text,
    incident_id=BigInteger,
    due_at=UtcDateTime,
    new_key=Integer,
    ledger_id=Text,
    ledger_url=Text,
    words=Text,
    number_taken=Boolean,
    ledger_version=Text,
    stands_as=Text,
    posting_revision=Integer,
    sent_minor=BigInteger,
    costs=JSONB,
    lacks=JSONB,
    posted_how=Text,
    found=Boolean,
    sent_at=UtcDateTime,
    look_again_at=UtcDateTime,
).c


def _ended() -> Whys:
    """Return the reasons for which an entry ends to be posted, each with the rows it is of."""
    ends = (Why.POST, Why.REFUSE, Why.POSTPONE, Why.NO_ANSWER)
    whys: dict[Why, ColumnElement[bool]] = {why: _R.why == why.value for why in ends}
    for why, instead in IF_STOPPED.items():
        whys |= {why: and_(whys[why], not_(WAS_STOPPED)), instead: and_(whys[why], WAS_STOPPED)}
    return whys


_ENDED = _ended()
_IS_POSTED = _R.why == Why.POST.value
_GOES_ON = _R.why.in_([Why.POSTPONE.value, Why.NO_ANSWER.value])
_IS_CORRECTION = entry.c.replaces.is_not(None)
_RECORD = move_entries(
    _ENDED,
    entry.c.id == _R.id,
    or_(not_(_IS_CORRECTION), entry.c.posting_revision == _R.posting_revision),
    stopped=and_(_R.why == Why.NO_ANSWER.value, WAS_STOPPED),
    incident_id=_R.incident_id,
    attempts=entry.c.attempts + 1,
    runs_died=0,
    posting_revision=entry.c.posting_revision + _R.new_key,
    due_at=case((not_(_ENDED[Why.CALL_OFF]), _R.due_at)),
    failed_at=case((_IS_POSTED, entry.c.failed_at), else_=func.coalesce(entry.c.failed_at, _R.at)),
    posted_at=case((_IS_POSTED, _R.at), (_IS_CORRECTION, entry.c.posted_at)),
    ledger_id=_R.ledger_id,
    ledger_url=case(
        (_IS_CORRECTION, func.coalesce(_R.ledger_url, entry.c.ledger_url)), else_=_R.ledger_url
    ),
    replaces=case((not_(_IS_POSTED), entry.c.replaces)),
    restates=case((not_(_IS_POSTED), entry.c.restates)),
    ledger_version=case((_IS_POSTED, _R.ledger_version), else_=entry.c.ledger_version),
    stands_as=case((_IS_POSTED, _R.stands_as), else_=entry.c.stands_as),
    stands_since=case((_IS_POSTED, _R.at), else_=entry.c.stands_since),
    changed_there=case((not_(_IS_POSTED), entry.c.changed_there)),
    posted_how=case((_IS_POSTED, _R.posted_how), else_=entry.c.posted_how),
    as_draft=and_(entry.c.as_draft, _GOES_ON),
    number_taken=_R.number_taken,
    has_theirs=or_(entry.c.has_theirs, _R.found),
    may_lose=and_(entry.c.may_lose, not_(_IS_POSTED)),
    linked_to=case((_GOES_ON, entry.c.linked_to)),
    words=_R.words,
    sent_minor=func.coalesce(_R.sent_minor, entry.c.sent_minor),
    # What was sent and not answered may be there, so the next try is at the same costs.
    costs=case(
        (_IS_POSTED, _R.costs),
        (and_(_R.new_key == 1, not_(_IS_CORRECTION), entry.c.reverses.is_(None)), null()),
        else_=func.coalesce(_R.costs, entry.c.costs),
    ),
    lacks=_R.lacks,
    sent_at=_R.sent_at,
    look_again_at=_R.look_again_at,
    job_id=None,
).returning(entry.c.id)
