"""Our entry and what the ledger has that may be it, side by side: a person says which is so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from blocks.forms.parts import BadField, chosen_in, for_whom, form, text_in
from blocks.forms.side_by_side import side_by_side
from blocks.kit import limits, names
from blocks.kit.card import section
from blocks.kit.carrying import carry
from blocks.kit.text import one_line
from journal.entries.posting import LedgerEntry
from journal.moves.duplicate import Judged, Twins

_NAME = 40


class Answer(StrEnum):
    """What a person says of the two; each is a Move of the same value."""

    LINK = "link"
    POST_ANYWAY = "post_anyway"


def compare_form(twins: Twins, there: LedgerEntry, left_out: Collection[str] = ()) -> View:
    """Draw both and the question. The form carries ids and the posting revision that is shown.

    `there`: the ledger's of the two. `left_out`: the answers that this person may not give.
    """
    case, entry = twins.case, twins.entry
    seen = Judged(entry.id, entry.posting_revision, there.ledger_id, _shown(there), twins.free)
    about = carry(case.incident.id, seen)
    blocks: list[Block] = [
        section(for_whom(case)),
        *side_by_side(twins),
        _question(twins, left_out),
        _reason(),
    ]
    return form(names.COMPARE_FORM, "Is it the same entry?", "Go on", about, blocks)


def _shown(there: LedgerEntry) -> Mapping[str, Any]:
    total = there.total
    return {
        "number": one_line(there.number or there.ledger_id, _NAME),
        "day": there.date.isoformat(),
        "sum": [total.minor, total.currency] if total else None,
        "url": there.url if len(there.url) <= limits.LINK_SHOWN else "",
    }


def read_answer(view: Mapping[str, Any]) -> tuple[Answer, str]:
    """Return what was said and why. Raises BadField: nothing was, or a reason is wanted."""
    chosen = chosen_in(view, names.TWIN_BLOCK, names.TWIN_INPUT)
    if not chosen:
        raise BadField(names.TWIN_BLOCK, "Choose one of these.")
    answer, reason = Answer(chosen), text_in(view, names.REASON_BLOCK, names.REASON_INPUT)
    if answer is Answer.POST_ANYWAY and not reason:
        raise BadField(names.REASON_BLOCK, "Say in a few words why both belong in the books.")
    if len(reason) > limits.NOTE:
        raise BadField(names.REASON_BLOCK, f"Use at most {limits.NOTE} characters.")
    return answer, reason


def _question(twins: Twins, left_out: Collection[str]) -> InputBlock:
    platform = twins.case.connection.platform.label
    beside = twins.entry.number_as(twins.free)
    linked = f"It is linked, and nothing is posted to {platform}"
    if twins.entry.is_correction:
        linked = "It is linked. Then the correction is held against it"
    options = [
        _option(Answer.LINK, "Yes, this is it", linked),
        _option(Answer.POST_ANYWAY, "No, post ours", f"It is another. Ours is posted as {beside}"),
    ]
    options = [one for one in options if one.value not in left_out]
    return InputBlock(
        block_id=names.TWIN_BLOCK,
        label=PlainTextObject(text="Is this it?"),
        element=RadioButtonsElement(action_id=names.TWIN_INPUT, options=options),
    )


def _option(answer: Answer, text: str, description: str) -> Option:
    return Option(
        value=answer.value,
        text=PlainTextObject(text=text),
        description=PlainTextObject(text=description[: limits.OPTION_TEXT]),
    )


def _reason() -> InputBlock:
    return InputBlock(
        block_id=names.REASON_BLOCK,
        optional=True,
        label=PlainTextObject(text="Why both"),
        hint=PlainTextObject(text="Only needed to post ours. It is kept in the thread."),
        element=PlainTextInputElement(
            action_id=names.REASON_INPUT, multiline=True, max_length=limits.NOTE
        ),
    )
