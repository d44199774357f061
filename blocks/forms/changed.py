"""What people did to a posted entry, beside ours: which of the two counts from now on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from blocks.forms.hand_edit import weighed_sections
from blocks.forms.parts import BadField, chosen_in, for_whom, form
from blocks.forms.side_by_side import side_by_side
from blocks.kit import figures, limits, names
from blocks.kit.card import section
from blocks.kit.carrying import carried, carry
from blocks.words.changed import done_said, obstacle_of
from journal.incidents.move import MoveName
from journal.matching.keeping import as_overwritten
from journal.matching.watching import mark_of
from journal.moves.changed import Decided
from journal.moves.duplicate import Twins


class Choice(StrEnum):
    """What counts; each is a `MoveName` of the same value."""

    OURS = MoveName.OVERWRITE.value
    THEIRS = MoveName.KEEP_THEIRS.value


_ALL = " all"
"""What the value of a choice ends in that is of all entries of the card."""


def changed_form(twins: Twins, left_out: Collection[str] = ()) -> View:
    """Draw both, what putting ours back would remove, and the choice; `left_out`: not theirs.

    The form carries what is seen here: ids, the posting revision, and what stands there.
    """
    about = carry(twins.case.incident.id, _decided(twins))
    blocks = [section(for_whom(twins.case)), *_shown(twins), _question(twins, left_out)]
    return form(names.CHANGED_FORM, "Which one counts?", "Save", about, blocks)


def read_choice(view: Mapping[str, Any]) -> tuple[int, Choice, Decided]:
    """Return the incident's id, what counts, and of which entries. Raises BadField: no choice."""
    chosen = chosen_in(view, names.CHANGED_BLOCK, names.CHANGED_INPUT)
    if not chosen:
        raise BadField(names.CHANGED_BLOCK, "Choose one of these.")
    incident_id, decided = carried(view["private_metadata"], Decided)
    choice = Choice(chosen.removesuffix(_ALL))
    return incident_id, choice, replace(decided, all_like_it=chosen.endswith(_ALL))


def _decided(twins: Twins) -> Decided:
    entry, there = twins.entry, twins.there
    seen = Decided(entry.id, entry.posting_revision)
    if there is None:
        return seen
    shown = replace(seen, ledger_id=there.ledger_id, version=there.version, day=there.date)
    return replace(shown, mark=mark_of(there), total=there.total)


def _shown(twins: Twins) -> list[Block]:
    there, platform = twins.there, twins.case.connection.platform
    if there is None:
        gone = done_said(obstacle_of(twins.case), platform)
        said = f"{platform.label} does not show {twins.entry.number}: it was {gone} there."
        return [*side_by_side(twins), section(said), *_other_sum(twins)]
    after = replace(twins, lines=as_overwritten(twins.lines, there))
    return [*side_by_side(after), *weighed_sections(twins), *_other_sum(twins)]


def _other_sum(twins: Twins) -> list[Block]:
    """Say so where ours comes to something else by now than as it was posted: costs may change."""
    ours = [line.amount.minor for line in twins.lines if line.side.sign > 0]
    posted, locale = twins.entry.sent, twins.case.book.locale
    if posted is None or sum(ours) == posted.minor:
        return []
    now = figures.amount(replace(posted, minor=sum(ours)), locale)
    was = figures.amount(posted, locale)
    return [section(f"*Ours came to {was} when it was posted.* By today’s costs it is {now}.")]


def _question(twins: Twins, left_out: Collection[str]) -> InputBlock:
    platform, count = twins.case.connection.platform, twins.case.summary.waiting
    again = f"It replaces what {platform.label} has, in the same entry"
    if twins.there is None or twins.there.is_draft:
        again = f"It is posted to {platform.label} again"
    kept = f"What {platform.label} has counts as posted"
    kept_out = {*left_out, *_impossible(twins)}
    told = ((Choice.OURS, "Put ours back", again), (Choice.THEIRS, "Keep theirs", kept))
    possible = [one for one in told if one[0].value not in kept_out] or told
    options = [_option(*one) for one in possible]
    if count > 1:
        whole = figures.entries(count, twins.case.book.locale)
        options += [
            _option(choice, f"{label}, all {whole}", "The others as this one", end=_ALL)
            for choice, label, _about in possible
        ]
    return InputBlock(
        block_id=names.CHANGED_BLOCK,
        label=PlainTextObject(text=f"What counts of {twins.entry.number}?"),
        element=RadioButtonsElement(action_id=names.CHANGED_INPUT, options=options),
    )


def _impossible(twins: Twins) -> set[str]:
    """Return what cannot be done: to keep what is gone, to change what nobody can change there."""
    there = twins.there
    if there is None or there.is_draft:
        return {Choice.THEIRS.value}
    return set() if twins.case.connection.platform.changes_in_place else {Choice.OURS.value}


def _option(choice: Choice, text: str, description: str, end: str = "") -> Option:
    return Option(
        value=f"{choice.value}{end}",
        text=PlainTextObject(text=text[: limits.OPTION_TEXT]),
        description=PlainTextObject(text=description[: limits.OPTION_TEXT]),
    )
