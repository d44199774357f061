"""One case for every reason and every face, as the tests and the eye look them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from journal.amounts.money import Money
from journal.books.book import ConnectionState
from journal.entries.failure import Conflict, Failure, FailureReason, Kin, Likeness, Obstacle
from journal.entries.grounds import Ground
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, IncidentState, Memory, Mending, MovedTo, Trigger
from journal.incidents.move import MoveName
from journal.incidents.story.mending import TheirsKept, TheirsOverwritten
from journal.incidents.story.people import IncidentResolved
from tests.build import LEDGER_URL, NOW, a_case, a_connection, a_summary, an_incident

PEOPLE = {"U0ANA": "Ana", "U0BEN": "Ben"}

_R = FailureReason
_CLOSED = (
    "Business Validation Error: The account period has closed and the account books cannot be "
    "updated through through the QBO Services API. Please check the closing date in QuickBooks."
)

FAILURES: Mapping[FailureReason, Failure] = {
    _R.MAPPING_MISSING: Failure(_R.MAPPING_MISSING, "Gift cards"),
    _R.ACCOUNT_INVALID: Failure(
        _R.ACCOUNT_INVALID,
        "Sales:Gift cards",
        words="Something you're trying to use has been made inactive. Check the fields with "
        "accounts, customers, items, vendors or employees.",
        code="610",
        http_status=400,
    ),
    _R.COST_MISSING: Failure(
        _R.COST_MISSING,
        "4",
        ("Blue mug (MUG-BLUE)", "Red mug (MUG-RED)", "Tea pot (POT-1)", "Saucer (SAUCER-6)"),
    ),
    _R.CONNECTION_LOST: Failure(_R.CONNECTION_LOST, words="Incorrect or invalid refresh token"),
    _R.TOKEN_EXPIRED: Failure(_R.TOKEN_EXPIRED, words="Token expired", code="3200"),
    _R.TRANSIENT: Failure(_R.TRANSIENT, words="An application error has occurred", code="10000"),
    _R.UNCERTAIN: Failure(_R.UNCERTAIN),
    _R.RATE_LIMITED: Failure(_R.RATE_LIMITED, words="ThrottleExceeded", code="3001"),
    _R.PERIOD_CLOSED: Failure(
        _R.PERIOD_CLOSED, "2026-07", words=_CLOSED, code="6210", http_status=400, trace="1-68f0"
    ),
    _R.NOT_PUBLISHED: Failure(_R.NOT_PUBLISHED, "submitted"),
    _R.COST_CHANGED: Failure(_R.COST_CHANGED, "MUG", ("POT",)),
    _R.PERMISSION: Failure(_R.PERMISSION, words="You do not have permission", code="5020"),
    _R.PLAN_OR_SUBSCRIPTION: Failure(
        _R.PLAN_OR_SUBSCRIPTION, words="Subscription period has ended", code="6190"
    ),
    _R.DUPLICATE: Failure(_R.DUPLICATE, words="Duplicate Document Number Error", code="6140"),
    _R.MATCHED_OR_EDITED: Failure(
        _R.MATCHED_OR_EDITED, words="Deposited transaction cannot be changed", code="6540"
    ),
    _R.CHANGED_IN_BOOKS: Failure(
        _R.CHANGED_IN_BOOKS,
        "2026-07-09",
        ("Ben Okafor",),
        conflict=Conflict(
            Obstacle.EDITED, "227", "2", date(2026, 7, 7), Money(160000, "USD"), by="Ben Okafor"
        ),
    ),
    _R.DOUBLED: Failure(
        _R.DOUBLED,
        conflict=Conflict(
            Obstacle.DOUBLED,
            "228",
            "1",
            date(2026, 7, 7),
            Money(160413, "USD"),
            mark="228",
            url="https://books.invalid/228",
        ),
    ),
    _R.UNBALANCED: Failure(_R.UNBALANCED, words="Debits and credits differ by 0.02"),
    _R.CURRENCY: Failure(_R.CURRENCY, "CAD", words="Currency not active in this company"),
    _R.DIMENSION_MISSING: Failure(_R.DIMENSION_MISSING, "class", ("", "Onlin")),
    _R.NAME_MISSING: Failure(_R.NAME_MISSING, "name", ("Faire Wholesale",)),
    _R.TAX_MISSING: Failure(_R.TAX_MISSING, "tax", ("",)),
    _R.RATE_MISSING: Failure(_R.RATE_MISSING, "CAD"),
    _R.NOT_CARRIED: Failure(_R.NOT_CARRIED, "name", ("Faire Wholesale",)),
    _R.TAX_OR_DIMENSION: Failure(_R.TAX_OR_DIMENSION, words="Invalid tax code", code="6100"),
    _R.VALIDATION_OTHER: Failure(
        _R.VALIDATION_OTHER,
        words="When you use Accounts Receivable, choose a customer.",
        code="6000",
    ),
    _R.UNKNOWN: Failure(_R.UNKNOWN, words="Server said <b>teapot</b> & went away", code="418"),
}
"""One failure for each reason, with the platform's words as they are known to come."""


def of_reason(reason: FailureReason) -> Case:
    """Return an open case of `reason`."""
    return a_case(an_incident(failure=FAILURES[reason]))


def _moved(trigger: Trigger, state: IncidentState, by: str | None = "U0ANA") -> Case:
    incident = an_incident(
        state=state, last_trigger=trigger, moved_by=by, moved_at=NOW - timedelta(minutes=3)
    )
    return a_case(incident)


def _with_failure(case: Case, reason: FailureReason) -> Case:
    return replace(case, incident=replace(case.incident, failure=FAILURES[reason]))


def _by_hand(how: HowResolved, note: str, *, checked: bool = False) -> Case:
    case = _moved(Trigger.RESOLVE, IncidentState.RESOLVED)
    verified_at = NOW if checked else None
    return replace(
        case, incident=replace(case.incident, how=how, note=note, verified_at=verified_at)
    )


_ONE = a_summary(
    waiting=1,
    amounts=(Money(160413, "USD"),),
    dates=(date(2026, 7, 7),),
    last_date=date(2026, 7, 7),
)
_PARTLY = a_summary(waiting=1, posted=2, amounts=(Money(160413, "USD"),), attempts=2)
_POSTED = a_summary(waiting=0, posted=3, ledger_url=LEDGER_URL, attempts=2)
_EMPTY = a_summary(
    waiting=0,
    amounts=(),
    dates=(),
    first_date=None,
    last_date=None,
    kinds=(),
    numbers=(),
    references=(),
    attempts=0,
)

_MEMORY = Memory(
    2,
    NOW - timedelta(days=37),
    Mending(
        MoveName.RESOLVE, "U0ANA", NOW, IncidentResolved(HowResolved.NOT_NEEDED, "test orders")
    ),
)

_CORRECTION = replace(_ONE, corrections=1, corrects_since=NOW - timedelta(days=3))


MET = tuple(one for one in Obstacle if one is not Obstacle.DOUBLED)
"""What a correction may meet there. What is there twice is no correction."""


def in_conflict(obstacle: Obstacle, words: str = "", *, is_foreign: bool = False) -> Case:
    """Return the case of a correction that met what people did to the posted entry."""
    there = Conflict(obstacle, "227", "1", date(2026, 7, 7), Money(160000, "USD"))
    met = Conflict(obstacle) if obstacle is Obstacle.DELETED else there
    met = replace(met, is_foreign=is_foreign)
    failure = Failure(_R.MATCHED_OR_EDITED, words=words, conflict=met)
    return a_case(an_incident(failure=failure), _CORRECTION)


def restated(ledger_id: str = "227", **changes: object) -> Case:
    """Return the case of a version that reads as another entry than the posted one before."""
    before = Conflict(
        Obstacle.RESTATED,
        ledger_id,
        "1" if ledger_id else "",
        date(2026, 7, 6),
        Money(35058, "USD"),
    )
    failure = Failure(_R.MATCHED_OR_EDITED, subject="SHOP-7", conflict=before)
    return a_case(replace(an_incident(failure=failure), **changes), _CORRECTION)  # type: ignore[arg-type]  # of an incident


def like_it(kin: Kin, number: str = "") -> Case:
    """Return a case of an entry of which the ledger has something that may be it."""
    day, total = date(2025, 3, 1), Money(6400, "USD")
    like = Likeness(kin, "227", number, day, total, Ground.REFERENCE)
    failure = Failure(_R.DUPLICATE, likeness=Likeness(kin) if kin is Kin.GONE else like)
    case = _with_failure(a_case(summary=a_summary(waiting=1)), _R.DUPLICATE)
    return replace(case, incident=replace(case.incident, failure=failure))


def _settled_conflict(mending: Mending) -> Case:
    case = in_conflict(Obstacle.EDITED)
    by_hand = mending.move is MoveName.KEEP_THEIRS
    incident = replace(
        case.incident,
        state=IncidentState.RESOLVED,
        last_trigger=Trigger.RESOLVE if by_hand else Trigger.POSTED,
        how=HowResolved.KEPT if by_hand else None,
        moved_by="U0ANA",
        mending=mending,
    )
    posted = replace(_ONE, waiting=0, posted=1, ledger_url=LEDGER_URL)
    return replace(case, incident=incident, summary=posted)


def _moved_to(*others: tuple[int, int]) -> Case:
    """Return a case whose entries are on other cards, as (incident, entries)."""
    tips = Failure(_R.MAPPING_MISSING, subject="Tips")
    went = tuple(
        MovedTo(a_case(an_incident(id=one, failure=tips)), count, f"https://slack.example/{one}")
        for one, count in others
    )
    moved = _moved(Trigger.MOVED, IncidentState.RESOLVED, by=None)
    return replace(moved, summary=_EMPTY, moved_to=went)


FACES: Mapping[str, Case] = {
    "open": a_case(),
    "one entry": a_case(summary=_ONE),
    "no entry yet": a_case(
        an_incident(failure=FAILURES[_R.CONNECTION_LOST], sales_channel=""), _EMPTY
    ),
    "retrying": _moved(Trigger.RETRY, IncidentState.RETRYING),
    "connected again": _with_failure(
        _moved(Trigger.CONNECT, IncidentState.RETRYING), _R.CONNECTION_LOST
    ),
    "connected again, nothing waited": replace(
        _with_failure(_moved(Trigger.POSTED, IncidentState.RESOLVED), _R.CONNECTION_LOST),
        summary=_EMPTY,
    ),
    "retrying by itself": _moved(Trigger.RETRY, IncidentState.RETRYING, by=None),
    "partly through": replace(
        _with_failure(_moved(Trigger.REFUSED, IncidentState.OPEN), _R.PERIOD_CLOSED),
        summary=_PARTLY,
    ),
    "outcome unknown": of_reason(_R.UNCERTAIN),
    "posted": replace(_moved(Trigger.POSTED, IncidentState.RESOLVED), summary=_POSTED),
    "moved on": replace(_moved(Trigger.MOVED, IncidentState.RESOLVED, by=None), summary=_EMPTY),
    "fixed, not yet checked": _by_hand(HowResolved.FIXED_IN_PLATFORM, "entered by hand"),
    "fixed, access lost": replace(
        _by_hand(HowResolved.FIXED_IN_PLATFORM, ""),
        connection=a_connection(state=ConnectionState.LOST),
    ),
    "fixed, no answer": replace(
        _by_hand(HowResolved.FIXED_IN_PLATFORM, ""),
        connection=a_connection(unread_since=NOW),
    ),
    "moved to another": _moved_to((9, 3)),
    "moved to two": _moved_to((12, 1), (9, 3)),
    "fixed, found": replace(
        _by_hand(HowResolved.FIXED_IN_PLATFORM, "", checked=True), summary=_POSTED
    ),
    "not needed": replace(
        _by_hand(HowResolved.NOT_NEEDED, "test orders"),
        summary=a_summary(waiting=0, skipped=3),
    ),
    "closed for another reason": _by_hand(HowResolved.OTHER, "written off, see mail of 9 July"),
    "reopened": _moved(Trigger.REOPEN, IncidentState.OPEN, by="U0BEN"),
    "skipped": replace(
        _by_hand(HowResolved.SKIPPED, "test orders"), summary=a_summary(waiting=0, skipped=3)
    ),
    "taken": a_case(an_incident(assignee="U0ANA", assigned_at=NOW)),
    "snoozed": a_case(an_incident(snoozed_until=NOW + timedelta(days=1), snoozed_by="U0ANA")),
    "remembered": replace(a_case(), memory=_MEMORY),
    "still missing": _moved(Trigger.MISSING, IncidentState.OPEN),
    "candidate": like_it(Kin.CANDIDATE, "7"),
    "our number elsewhere": like_it(Kin.OTHER_CONTENT, "JF-1042"),
    "linked one gone": like_it(Kin.GONE),
    "linked one says otherwise": in_conflict(Obstacle.EDITED, is_foreign=True),
    "edited there": in_conflict(Obstacle.EDITED),
    "deleted there": in_conflict(Obstacle.DELETED),
    "held there": in_conflict(Obstacle.HELD, "Deposited transaction cannot be changed"),
    "a gap in a correction": replace(a_case(), summary=_CORRECTION),
    "theirs kept": _settled_conflict(
        Mending(MoveName.KEEP_THEIRS, "U0ANA", NOW, TheirsKept("JF-7"))
    ),
    "restated": restated(),
    "restated, not posted": replace(restated(""), summary=replace(_CORRECTION, corrections=0)),
    "the old one kept": restated(
        state=IncidentState.RESOLVED,
        last_trigger=Trigger.RESOLVE,
        how=HowResolved.KEPT,
        moved_by="U0ANA",
        mending=Mending(MoveName.KEEP_THEIRS, "U0ANA", NOW, TheirsKept("JF-7")),
    ),
    "theirs overwritten": _settled_conflict(
        Mending(MoveName.OVERWRITE, "U0ANA", NOW, TheirsOverwritten(number="JF-7", anew=False))
    ),
}
"""One case for each face of a card, by what a person would call it."""
