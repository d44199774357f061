"""The buttons of a card: only those that can help as it stands now."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    InteractiveElement,
    OverflowMenuElement,
)

from blocks.card.face import Face, face_of
from blocks.card.fixes import mending_buttons
from blocks.card.links import ledger_link
from blocks.card.request import approve_value
from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.assign import ASSIGN_BUTTON, TAKE_BUTTON
from blocks.moves.change_cost import CHANGE_COST_BUTTON, can_change_costs
from blocks.moves.reopen import REOPEN_BUTTON
from blocks.moves.resolve import RESOLVE_BUTTON
from blocks.moves.retry import RETRY_BUTTON
from blocks.moves.skip import SKIP_BUTTON
from blocks.moves.snooze import SNOOZE_BUTTON, WAKE_BUTTON
from blocks.moves.stop import STOP_BUTTON
from blocks.moves.support import SUPPORT_BUTTON
from blocks.moves.try_connection import TEST_BUTTON
from blocks.words.changed import is_changed
from journal.entries.failure import FailureReason, Kin, Obstacle
from journal.incidents.incident import Case, IncidentState

_DETAILS = CaseButton(names.DETAILS, "Details")
_EXPLAIN = CaseButton(names.EXPLAIN, "What is this?")
_APPROVE = CaseButton(names.APPROVE, "Approve", value=approve_value)
_DECLINE = CaseButton(names.DECLINE, "Decline")


def card_buttons(case: Case) -> ActionsBlock:
    """Draw the buttons for the face of `case`."""
    return ActionsBlock(elements=_elements(case))


def details_button(case: Case) -> ButtonElement:
    """Draw Details, which opens everything that is known."""
    return _DETAILS.on(case)


def _elements(case: Case) -> list[InteractiveElement]:
    face = face_of(case)
    if face in (Face.RETRYING, Face.RESTORED, Face.MOVED):
        is_long = face is Face.RETRYING and case.summary.waiting > 1
        return [*([STOP_BUTTON.on(case)] if is_long else []), details_button(case)]
    reopen = REOPEN_BUTTON.on(case)
    if face is Face.POSTED or _is_all_posted(case):
        # What was skipped on its own, before the rest was posted, can be taken up again.
        back = [reopen] if case.summary.skipped else []
        change = [CHANGE_COST_BUTTON.on(case)] if can_change_costs(case) else []
        return [*_ledger_button(case), *change, *back, details_button(case)]
    if face in (Face.BY_HAND, Face.UNCHECKED):
        # What was asked for and declined held no entry: opened again, nothing would wait on it.
        is_empty = _is_change(case) and not case.summary.total
        return [*([] if is_empty else [reopen]), details_button(case)]
    return [*_of_open(case, face), _more(case)]


def _of_open(case: Case, face: Face) -> list[InteractiveElement]:
    """Return a decision that is awaited, or what mends, Retry and Resolve."""
    if case.request is not None:
        return [_APPROVE.on(case, primary=True), _DECLINE.on(case)]
    resolve = RESOLVE_BUTTON.on(case)
    if face is Face.SNOOZED:
        return [WAKE_BUTTON.on(case), *([] if is_changed(case) else [resolve])]
    if is_changed(case):
        return mending_buttons(case)
    mending = mending_buttons(case)
    # While shut out, a retry comes to nothing; asking the owner stands in its place.
    # An account is set up at the platform as well as mapped here: there a retry helps always.
    has_room = len(mending) < _WITHOUT_RETRY or _is_account(case)
    helps = case.summary.total and has_room and not _is_undecided(case)
    retry = [RETRY_BUTTON.on(case, primary=not mending)] if helps else []
    closes = len(mending) < _MOST or _is_account(case)
    return [*mending, *retry, *([resolve] if closes else [])]


_WITHOUT_RETRY = 2
_MOST = 3


def _is_change(case: Case) -> bool:
    return case.incident.failure.reason is FailureReason.COST_CHANGED


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
    options = [one.in_menu(case) for one in _menu(case)]
    return OverflowMenuElement(action_id=names.MORE, options=options)


_SHUT_OUT = (FailureReason.CONNECTION_LOST, FailureReason.PERMISSION)
"""Where the connection itself can be tested; to contact support stands under Details then."""


def _menu(case: Case) -> Sequence[CaseButton]:
    """Return what else can be done, in order; Slack takes five.

    Someone who looks for Skip before anyone has taken the card finds it under Details.
    """
    taken = case.incident.assignee is not None
    is_shut_out = case.incident.failure.reason in _SHUT_OUT
    waits = case.summary.waiting > 0 and not is_changed(case)
    return [
        *([] if taken else [TAKE_BUTTON]),
        ASSIGN_BUTTON,
        SNOOZE_BUTTON,
        _DETAILS,
        TEST_BUTTON if is_shut_out else SUPPORT_BUTTON,
        *([SKIP_BUTTON] if taken and waits else []),
    ]


def further_buttons(case: Case) -> list[InteractiveElement]:
    """Draw what Details leads on to: to skip entries, to correct costs, and to ask for help."""
    is_open = case.incident.state is IncidentState.OPEN and case.summary.waiting
    is_open = is_open and not is_changed(case)
    is_asked = is_changed(case) and case.summary.waiting
    can_change = can_change_costs(case) and not is_asked
    change = [CHANGE_COST_BUTTON.on(case)] if can_change else []
    return [*([SKIP_BUTTON.on(case)] if is_open else []), *change, SUPPORT_BUTTON.on(case)]


def explain_button(case: Case) -> ButtonElement:
    """Draw the small button that explains the reason."""
    return _EXPLAIN.on(case)


def _ledger_button(case: Case) -> list[InteractiveElement]:
    return ledger_link(case, f"View in {case.connection.platform.label}")
