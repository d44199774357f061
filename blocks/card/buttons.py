"""The buttons of a card: only those that can help as it stands now."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    InteractiveElement,
    Option,
    OverflowMenuElement,
    PlainTextObject,
)

from blocks.card.face import Face, face_of
from blocks.card.fixes import mending_buttons
from blocks.kit import figures, limits, names
from blocks.kit.buttons import button, link_button, of_case
from blocks.kit.text import one_line
from journal.entries.failure import PASSING, FailureReason, Kin, Obstacle
from journal.incidents.incident import Case, IncidentState


def card_buttons(case: Case) -> ActionsBlock:
    """Draw the buttons for the face of `case`."""
    return ActionsBlock(elements=_elements(case))


def details_button(case: Case) -> ButtonElement:
    """Draw Details, which opens everything that is known."""
    return of_case("Details", names.DETAILS, case)


def _elements(case: Case) -> list[InteractiveElement]:
    face = face_of(case)
    if face in (Face.RETRYING, Face.RESTORED, Face.MOVED):
        is_long = face is Face.RETRYING and case.summary.waiting > 1
        return [*([of_case("Stop", names.STOP, case)] if is_long else []), details_button(case)]
    reopen = of_case("Reopen", names.REOPEN, case)
    if face is Face.POSTED or _is_all_posted(case):
        # What was skipped on its own, before the rest was posted, can be taken up again.
        back = [reopen] if case.summary.skipped else []
        return [*_ledger_button(case), *back, details_button(case)]
    if face in (Face.BY_HAND, Face.UNCHECKED):
        return [reopen, details_button(case)]
    return [*_of_open(case, face), _more(case)]


def _of_open(case: Case, face: Face) -> list[InteractiveElement]:
    """Return a decision that is awaited, or what mends, Retry and Resolve."""
    if case.request is not None:
        approve = of_case("Approve", names.APPROVE, case, primary=True)
        return [approve, of_case("Decline", names.DECLINE, case)]
    resolve = of_case("Resolve", names.RESOLVE, case)
    if face is Face.SNOOZED:
        return [of_case("Wake", names.WAKE, case), resolve]
    mending = mending_buttons(case)
    # While shut out, a retry comes to nothing; asking the owner stands in its place.
    # An account is set up at the platform as well as mapped here: there a retry helps always.
    has_room = len(mending) < _WITHOUT_RETRY or _is_account(case)
    helps = case.summary.total and has_room and not _is_undecided(case)
    retry = [_retry_button(case, primary=not mending)] if helps else []
    closes = len(mending) < _MOST or _is_account(case)
    return [*mending, *retry, *([resolve] if closes else [])]


_WITHOUT_RETRY = 2
_MOST = 3


def _is_account(case: Case) -> bool:
    return case.incident.failure.reason is FailureReason.ACCOUNT_INVALID


def _is_undecided(case: Case) -> bool:
    """Whether a person has to say what counts, or what is what: sent again, it is asked again."""
    met, like = case.incident.failure.conflict, case.incident.failure.likeness
    if like is not None and like.kin is not Kin.GONE:
        return True
    return met is not None and met.obstacle is not Obstacle.HELD


def _is_all_posted(case: Case) -> bool:
    return 0 < case.summary.total == case.summary.posted


def _more(case: Case) -> OverflowMenuElement:
    options = [
        Option(text=PlainTextObject(text=label), value=names.more_value(move, case.incident.id))
        for label, move in _menu(case)
    ]
    return OverflowMenuElement(action_id=names.MORE, options=options)


_SHUT_OUT = (FailureReason.CONNECTION_LOST, FailureReason.PERMISSION)
"""Where the connection itself can be tested; to contact support stands under Details then."""


def _menu(case: Case) -> Sequence[tuple[str, str]]:
    """Return what else can be done, in order; Slack takes five.

    Whoever looks for Skip before somebody has taken the card finds it under Details.
    """
    taken = case.incident.assignee is not None
    is_shut_out = case.incident.failure.reason in _SHUT_OUT
    support = ("Contact support", names.SUPPORT)
    test = ("Test connection", names.TEST)
    waits = case.summary.waiting > 0
    return [
        *([] if taken else [("I take it", names.TAKE)]),
        ("Assign to …", names.ASSIGN),
        ("Snooze …", names.SNOOZE),
        ("Details", names.DETAILS),
        test if is_shut_out else support,
        *([("Skip …", names.SKIP)] if taken and waits else []),
    ]


def further_buttons(case: Case) -> list[InteractiveElement]:
    """Draw what Details leads on to: to skip entries that it lists, and to ask for help."""
    value, about = str(case.incident.id), case.incident.number
    is_open = case.incident.state is IncidentState.OPEN and case.summary.waiting
    skip = button("Skip …", names.SKIP, value, about=about)
    return [
        *([skip] if is_open else []),
        button("Contact support", names.SUPPORT, value, about=about),
    ]


def explain_button(case: Case) -> ButtonElement:
    """Draw the small button that explains the reason."""
    return button("What is this?", names.EXPLAIN, str(case.incident.id), about=case.incident.number)


def _retry_button(case: Case, *, primary: bool) -> ButtonElement:
    value, about = str(case.incident.id), case.incident.number
    return button(
        _retry_label(case),
        names.RETRY,
        value,
        about=about,
        primary=primary,
        confirm=_sure(case) if case.summary.waiting > 1 else None,
    )


def _sure(case: Case) -> ConfirmObject:
    """Ask before many entries are posted: how many, how much, and that none goes twice."""
    summary, locale = case.summary, case.book.locale
    money = figures.amounts(summary.amounts, locale)
    name = one_line(case.book.name, limits.NAME_SHOWN)
    of = f"{money} of {name}" if money else f"All that waits of {name}"
    return ConfirmObject(
        title=PlainTextObject(text=f"Post {figures.entries(summary.waiting, locale)} again?"),
        text=PlainTextObject(
            text=f"{of}. What {case.connection.platform.label} has already is not posted twice."
        ),
        confirm=PlainTextObject(text="Post them again"),
        deny=PlainTextObject(text="Not now"),
    )


def _retry_label(case: Case) -> str:
    if face_of(case) is Face.UNCERTAIN:
        return "Look again"
    return "Retry now" if case.incident.failure.reason in PASSING else "Retry"


def _ledger_button(case: Case) -> list[InteractiveElement]:
    url = case.summary.ledger_url or ""
    if not url.startswith(("https://", "http://")) or len(url) > limits.URL:
        return []
    label = f"View in {case.connection.platform.label}"
    return [link_button(label, names.VIEW_IN_LEDGER, url)]
