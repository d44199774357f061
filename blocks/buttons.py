"""The buttons of a card: only those that can help as it stands now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    InteractiveElement,
    Option,
    OverflowMenuElement,
    PlainTextObject,
)

from blocks import figures, limits, names
from blocks.face import Face, face_of
from blocks.period_form import ways_of
from blocks.text import one_line
from journal.book import Book
from journal.failure import PASSING, FailureReason
from journal.incident import Case, IncidentState


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    about: str = "",
    primary: bool = False,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """Draw a button; `about` tells those who cannot see the card what it acts on.

    `confirm`: a question that Slack asks first.
    """
    return ButtonElement(
        text=PlainTextObject(text=one_line(label, limits.BUTTON_TEXT), emoji=True),
        action_id=action_id,
        value=value,
        style="primary" if primary else None,
        confirm=confirm,
        accessibility_label=one_line(f"{label}: {about}", limits.BUTTON_LABEL) if about else None,
    )


def link_button(label: str, action_id: str, url: str) -> ButtonElement:
    """Draw a button that opens `url` in the browser."""
    return ButtonElement(text=PlainTextObject(text=label), action_id=action_id, url=url)


def details_button(case: Case) -> ButtonElement:
    """Draw Details, which opens everything that is known."""
    return button("Details", names.DETAILS, str(case.incident.id), about=case.incident.number)


def card_buttons(case: Case) -> ActionsBlock:
    """Draw the buttons for the face of `case`."""
    return ActionsBlock(elements=_elements(case))


def _elements(case: Case) -> list[InteractiveElement]:
    face = face_of(case)
    value, about = str(case.incident.id), case.incident.number
    if face in (Face.RETRYING, Face.RESTORED, Face.MOVED):
        stop = button("Stop", names.STOP, value, about=about)
        is_long = face is Face.RETRYING and case.summary.waiting > 1
        return [*([stop] if is_long else []), details_button(case)]
    reopen = button("Reopen", names.REOPEN, value, about=about)
    if face is Face.POSTED or _is_all_posted(case):
        # What was skipped on its own, before the rest was posted, can be taken up again.
        back = [reopen] if case.summary.skipped else []
        return [*_ledger_button(case), *back, details_button(case)]
    if face is Face.BY_HAND:
        return [reopen, details_button(case)]
    if case.request is not None:
        return [
            button("Approve", names.APPROVE, value, about=about, primary=True),
            button("Decline", names.DECLINE, value, about=about),
            _more(case),
        ]
    mending = _mending(case)
    retry = _retry_button(case, primary=not mending)
    resolve = button("Resolve", names.RESOLVE, value, about=about)
    if face is Face.SNOOZED:
        wake = button("Wake", names.WAKE, value, about=about)
        return [wake, resolve, _more(case)]
    # While shut out, a retry comes to nothing; asking the owner stands in its place.
    helps = case.summary.total and len(mending) < _WITHOUT_RETRY
    return [
        *mending,
        *([retry] if helps else []),
        resolve,
        _more(case),
    ]


def reconnect_button(book: Book, label: str = "Reconnect") -> ButtonElement:
    """Draw the button that gives whoever presses it a link to connect `book`."""
    return button(label, names.RECONNECT, str(book.id), about=book.name, primary=True)


def _ask_owner(case: Case) -> list[InteractiveElement]:
    """Return the button that has the owner of the connection told; none while nobody owns it."""
    if case.connection.owner is None:
        return []
    value, about = str(case.incident.id), case.incident.number
    return [button("Ask the owner", names.ASK_OWNER, value, about=about)]


_WITHOUT_RETRY = 2


def _mending(case: Case) -> list[InteractiveElement]:
    """Return the button that mends the cause, where there is one."""
    draw = _MENDING.get(case.incident.failure.reason)
    return draw(case) if draw else []


def _period_button(case: Case) -> list[InteractiveElement]:
    if not ways_of(case):
        return []
    value, about = str(case.incident.id), case.incident.number
    return [button("Post another way", names.PERIOD_WAYS, value, about=about, primary=True)]


def _compare_button(case: Case) -> list[InteractiveElement]:
    if not case.summary.waiting or not case.connection.platform.takes_ours:
        return []
    value, about = str(case.incident.id), case.incident.number
    return [button("Compare", names.COMPARE, value, about=about, primary=True)]


def _edit_button(case: Case) -> list[InteractiveElement]:
    if not case.summary.waiting or not case.connection.platform.takes_ours:
        return []
    value, about = str(case.incident.id), case.incident.number
    return [button("Edit lines", names.EDIT_LINES, value, about=about, primary=True)]


def _map_button(case: Case) -> list[InteractiveElement]:
    """Draw Map accounts, unless lines name the accounts themselves."""
    if not case.summary.has_categories:
        return []
    value, about = str(case.incident.id), case.incident.number
    return [button("Map accounts", names.MAP, value, about=about, primary=True)]


_MENDING: Mapping[FailureReason, Callable[[Case], list[InteractiveElement]]] = {
    FailureReason.MAPPING_MISSING: _map_button,
    FailureReason.ACCOUNT_INVALID: _map_button,
    FailureReason.CONNECTION_LOST: lambda case: [reconnect_button(case.book), *_ask_owner(case)],
    FailureReason.COST_MISSING: lambda case: [_costs_button(case)],
    FailureReason.PERIOD_CLOSED: _period_button,
    FailureReason.DUPLICATE: _compare_button,
    FailureReason.UNBALANCED: _edit_button,
    FailureReason.VALIDATION_OTHER: _edit_button,
    FailureReason.PERMISSION: lambda case: [reconnect_button(case.book, "Reconnect as admin")],
}
"""Reason -> what stands first on its card, before Retry and Resolve."""


def _costs_button(case: Case) -> ButtonElement:
    value, about = str(case.incident.id), case.incident.number
    return button("Add costs", names.ADD_COSTS, value, about=about, primary=True)


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
