"""What stands first on a card: the button that mends its cause, reason by reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slack_sdk.models.blocks import ConfirmObject, InteractiveElement, PlainTextObject

from blocks.kit import names
from blocks.kit.buttons import button, of_case, reconnect_button
from blocks.kit.carrying import carry
from blocks.words.conflict import theirs
from journal.entries.failure import AccountCause, Conflict, FailureReason, Kin, Obstacle
from journal.incidents.incident import Case
from journal.incidents.ways_out import ways_out
from journal.moves.hand_edit import Kept


def mending_buttons(case: Case) -> list[InteractiveElement]:
    """Return the button that mends the cause, where there is one."""
    draw = _MENDING.get(case.incident.failure.reason)
    return draw(case) if draw else []


def _fix(label: str, action_id: str, case: Case) -> list[InteractiveElement]:
    """Return the primary button of a card: what mends its cause."""
    return [of_case(label, action_id, case, primary=True)]


def _ask_owner(case: Case) -> list[InteractiveElement]:
    """Return the button that has the owner of the connection told; none while nobody owns it."""
    if case.connection.owner is None:
        return []
    return [of_case("Ask the owner", names.ASK_OWNER, case)]


def _period_button(case: Case) -> list[InteractiveElement]:
    return _fix("Post another way", names.PERIOD_WAYS, case) if ways_out(case) else []


def _compare_button(case: Case) -> list[InteractiveElement]:
    like = case.incident.failure.likeness
    if like is not None and like.kin is Kin.GONE:
        return []
    return _fix("Compare", names.COMPARE, case) if _may_be_changed(case) else []


def _edit_button(case: Case) -> list[InteractiveElement]:
    return _fix("Edit lines", names.EDIT_LINES, case) if _may_be_changed(case) else []


def _conflict_buttons(case: Case) -> list[InteractiveElement]:
    """Return what settles a correction; what the platform holds as it is cannot be overwritten."""
    met = case.incident.failure.conflict
    if met is None or not case.summary.waiting:
        return []
    if met.obstacle is Obstacle.RESTATED:
        return _restated_buttons(case, met)
    label = {Obstacle.EDITED: "Overwrite", Obstacle.DELETED: "Post it anew"}.get(met.obstacle)
    ours = _fix(label, names.OVERWRITE, case) if label else []
    return ours if met.obstacle is Obstacle.DELETED else [*ours, _keep_button(case, met)]


def _restated_buttons(case: Case, met: Conflict) -> list[InteractiveElement]:
    """Return what says whether a version replaces the one before; a posted one may also stay."""
    replace = _fix("Replace it", names.OVERWRITE, case)
    both = [*replace, of_case("It’s another entry", names.POST_APART, case)]
    return [*both, _keep_button(case, met, "Keep the old one")] if met.ledger_id else both


def _keep_button(case: Case, met: Conflict, label: str = "Keep theirs") -> InteractiveElement:
    platform, there = case.connection.platform.label, theirs(case)
    value = carry(case.incident.id, Kept(met.version))
    has = f"what it has: {there}" if there else "what it has"
    sure = ConfirmObject(
        title=PlainTextObject(text=f"{label}?"),
        text=PlainTextObject(text=f"{platform} keeps {has}. The correction is not sent."),
        confirm=PlainTextObject(text=label),
        deny=PlainTextObject(text="Not now"),
    )
    return button(label, names.KEEP_THEIRS, value, about=case.incident.number, confirm=sure)


def _may_be_changed(case: Case) -> bool:
    """Whether an entry waits that is ours to change: a posting service keeps its own."""
    return bool(case.summary.waiting) and case.connection.platform.takes_ours


def _map_button(case: Case) -> list[InteractiveElement]:
    """Draw Map accounts. What lines name themselves, a posting service looks up on its own."""
    helps = case.connection.platform.takes_ours or case.summary.has_categories
    return _fix("Map accounts", names.MAP, case) if helps else []


def _account_buttons(case: Case) -> list[InteractiveElement]:
    """Draw Map accounts, and what else helps where the lines are ours to change."""
    if not _may_be_changed(case):
        return _map_button(case)
    is_made = case.connection.platform.makes_accounts and _may_be_made(case)
    make = [of_case("Create account", names.CREATE_ACCOUNT, case)] if is_made else []
    return [*_map_button(case), *make, of_case("Edit lines", names.EDIT_LINES, case)]


def _may_be_made(case: Case) -> bool:
    """Whether another account helps: not where one of several that are there is meant."""
    return case.incident.failure.cause in (AccountCause.MISSING, AccountCause.INACTIVE)


_MENDING: Mapping[FailureReason, Callable[[Case], list[InteractiveElement]]] = {
    FailureReason.MAPPING_MISSING: _map_button,
    FailureReason.ACCOUNT_INVALID: _account_buttons,
    FailureReason.CONNECTION_LOST: lambda case: [reconnect_button(case.book), *_ask_owner(case)],
    FailureReason.TOKEN_EXPIRED: lambda case: [reconnect_button(case.book)],
    FailureReason.COST_MISSING: lambda case: _fix("Add costs", names.ADD_COSTS, case),
    FailureReason.PERIOD_CLOSED: _period_button,
    FailureReason.DUPLICATE: _compare_button,
    FailureReason.MATCHED_OR_EDITED: _conflict_buttons,
    FailureReason.UNBALANCED: _edit_button,
    FailureReason.VALIDATION_OTHER: _edit_button,
    FailureReason.PERMISSION: lambda case: [reconnect_button(case.book, "Reconnect as admin")],
}
"""Reason -> what stands first on its card, before Retry and Resolve."""
