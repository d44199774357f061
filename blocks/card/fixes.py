"""What stands first on a card: the buttons that mend its cause, reason by reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slack_sdk.models.blocks import InteractiveElement

from blocks.card.links import copy_link, ledger_link
from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.ask_owner import ASK_OWNER_BUTTON
from blocks.moves.changed import PUT_BACK_BUTTON, REMOVED_BUTTON
from blocks.moves.code import CODE_BUTTON
from blocks.moves.connect_book import reconnect_on_card
from blocks.moves.costs import COSTS_BUTTON
from blocks.moves.create_account import CREATE_ACCOUNT_BUTTON
from blocks.moves.duplicate import APART_BUTTON, COMPARE_BUTTON
from blocks.moves.hand_edit import KEEP_THEIRS_BUTTON, OVERWRITE_BUTTON
from blocks.moves.lines import LINES_BUTTON
from blocks.moves.map import MAP_BUTTON
from blocks.moves.rate import RATE_BUTTON
from blocks.words.changed import obstacle_of
from journal.entries.failure import GONE_FROM_BOOKS, AccountCause, FailureReason, Kin, Obstacle
from journal.entries.uncoded import CHOSEN_FOR
from journal.incidents.incident import Case
from journal.incidents.ways_out import ways_out

_WAYS_BUTTON = CaseButton(names.PERIOD_WAYS, "Post another way")


def mending_buttons(case: Case) -> list[InteractiveElement]:
    """Return the buttons that mend the cause, where there are any; the first is the primary one."""
    draw = _MENDING.get(case.incident.failure.reason)
    return draw(case) if draw else []


def _fix(fix: CaseButton, case: Case) -> list[InteractiveElement]:
    """Return the primary button of a card: what mends its cause."""
    return [fix.on(case, primary=True)]


def _reconnect(case: Case) -> list[InteractiveElement]:
    return [reconnect_on_card(case)]


def _let_in_again(case: Case) -> list[InteractiveElement]:
    """Draw Reconnect, and what has the owner of the connection told where someone owns it."""
    asks = [ASK_OWNER_BUTTON.on(case)] if case.connection.owner is not None else []
    return [*_reconnect(case), *asks]


def _period_button(case: Case) -> list[InteractiveElement]:
    return _fix(_WAYS_BUTTON, case) if ways_out(case) else []


def _compare_button(case: Case) -> list[InteractiveElement]:
    like = case.incident.failure.likeness
    if like is not None and like.kin is Kin.GONE:
        return []
    return _fix(COMPARE_BUTTON, case) if _may_be_changed(case) else []


def _lines_button(case: Case) -> list[InteractiveElement]:
    return _fix(LINES_BUTTON, case) if _may_be_changed(case) else []


def _conflict_buttons(case: Case) -> list[InteractiveElement]:
    """Return what settles a correction, or says whether a version replaces the one before."""
    met = case.incident.failure.conflict
    if met is None or not case.summary.waiting:
        return []
    keep = KEEP_THEIRS_BUTTON.on(case)
    ours = _fix(OVERWRITE_BUTTON, case)
    if met.obstacle is Obstacle.RESTATED:
        both = [*ours, APART_BUTTON.on(case)]
        return [*both, keep] if met.ledger_id else both  # only a posted one may stay
    if met.obstacle is Obstacle.DELETED:
        return ours
    return [*ours, keep] if met.obstacle is Obstacle.EDITED else [keep]


def _changed_buttons(case: Case) -> list[InteractiveElement]:
    """Return what decides on entries that people changed or deleted in the books."""
    if not case.summary.waiting:
        return []
    if obstacle_of(case) in GONE_FROM_BOOKS:
        return [*_fix(PUT_BACK_BUTTON, case), REMOVED_BUTTON.on(case)]
    return _fix(PUT_BACK_BUTTON, case)


def _both_links(case: Case) -> list[InteractiveElement]:
    """Draw links to both of a posted entry that the books hold twice."""
    return [*ledger_link(case, "View the first"), *copy_link(case, "View the second")]


def _may_be_changed(case: Case) -> bool:
    """Whether an entry waits that is ours to change: a posting service keeps its own."""
    return bool(case.summary.waiting) and case.connection.platform.takes_ours


def _code_button(case: Case) -> list[InteractiveElement]:
    return _fix(CODE_BUTTON, case) if _may_be_changed(case) else []


def _map_button(case: Case) -> list[InteractiveElement]:
    """Draw Map accounts. What lines name themselves, a posting service looks up on its own."""
    helps = case.connection.platform.takes_ours or case.summary.has_categories
    return _fix(MAP_BUTTON, case) if helps else []


def _account_buttons(case: Case) -> list[InteractiveElement]:
    """Draw Map accounts, and what else helps where the lines are ours to change."""
    if not _may_be_changed(case):
        return _map_button(case)
    is_made = case.connection.platform.makes_accounts and _may_be_made(case)
    make = [CREATE_ACCOUNT_BUTTON.on(case)] if is_made else []
    return [*_map_button(case), *make, LINES_BUTTON.on(case)]


def _may_be_made(case: Case) -> bool:
    """Whether another account helps: not where one of several that are there is meant."""
    return case.incident.failure.cause in (AccountCause.MISSING, AccountCause.INACTIVE)


_MENDING: Mapping[FailureReason, Callable[[Case], list[InteractiveElement]]] = {
    FailureReason.MAPPING_MISSING: _map_button,
    FailureReason.ACCOUNT_INVALID: _account_buttons,
    FailureReason.CONNECTION_LOST: _let_in_again,
    FailureReason.TOKEN_EXPIRED: _reconnect,
    FailureReason.COST_MISSING: lambda case: _fix(COSTS_BUTTON, case),
    FailureReason.PERIOD_CLOSED: _period_button,
    FailureReason.RATE_MISSING: lambda case: _fix(RATE_BUTTON, case),
    FailureReason.DUPLICATE: _compare_button,
    FailureReason.MATCHED_OR_EDITED: _conflict_buttons,
    FailureReason.CHANGED_IN_BOOKS: _changed_buttons,
    FailureReason.DOUBLED: _both_links,
    FailureReason.UNBALANCED: _lines_button,
    **dict.fromkeys(CHOSEN_FOR, _code_button),
    FailureReason.VALIDATION_OTHER: _lines_button,
    FailureReason.PERMISSION: _reconnect,
}
"""Reason -> what stands first on its card, before Retry and Resolve."""
