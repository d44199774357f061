"""What is asked before a correction takes the place of what people did to the posted entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from blocks.forms.parts import for_whom, form
from blocks.forms.side_by_side import side_by_side
from blocks.kit import figures, limits, names
from blocks.kit.card import section
from blocks.kit.carrying import carry
from blocks.kit.text import outside
from blocks.words.extras import goes, stays
from journal.matching.keeping import as_overwritten, weigh
from journal.moves.duplicate import Twins
from journal.moves.hand_edit import Apart, Seen

_LONGEST = 2500
"""Characters of one section: Slack takes 3,000."""


def overwrite_form(twins: Twins) -> View:
    """Draw both and what is lost, or, where theirs was deleted, what posting it again means.

    The form carries ids, the posting revision and the version that are shown.
    """
    case, entry, there = twins.case, twins.entry, twins.there
    seen = Seen(entry.id, entry.posting_revision)
    if there is not None:
        seen = Seen(entry.id, entry.posting_revision, there.ledger_id, there.version)
    about = carry(case.incident.id, seen)
    title, submit, blocks = _drawn(twins)
    whole = [section(for_whom(case)), *blocks]
    return form(names.OVERWRITE_FORM, title, submit, about, whole)


def apart_form(twins: Twins) -> View:
    """Draw a version that reads as another entry beside the one before, and what posting it means.

    The form carries ids and the posting revision that is shown.
    """
    case, entry = twins.case, twins.entry
    about = carry(case.incident.id, Apart(entry.id, entry.posting_revision))
    said = section(
        f"*Both count then.* {entry.number} stays as it was. The new version gets a number and"
        " a reference of its own."
    )
    blocks = [section(for_whom(case)), *_versions(twins), said]
    return form(names.APART_FORM, "Is it another entry?", "Post as another entry", about, blocks)


def _drawn(twins: Twins) -> tuple[str, str, list[Block]]:
    entry = twins.entry
    if entry.restates is not None and (twins.there is not None or not entry.is_correction):
        return _instead(twins)
    return _anew(twins) if twins.there is None else _over(twins)


def _instead(twins: Twins) -> tuple[str, str, list[Block]]:
    is_there = twins.there is not None
    where = f" from {twins.case.connection.platform.label}" if is_there else ""
    lost = section(
        f"*The version before goes{where}*: its day, its lines and its note. The new version stands"
        " instead, under the same number. Is it another day’s entry? Then go back and press"
        " It’s another entry."
    )
    return "Replace it?", "Replace it", [*_versions(twins), lost]


def _versions(twins: Twins) -> list[Block]:
    """Draw both side by side; the one before in a line where it is not in the ledger."""
    was = twins.entry.restates
    if twins.there is not None or was is None:
        return side_by_side(twins)
    locale = twins.case.book.locale
    before = f"{figures.day(was.date, locale)} · {figures.amount(was.total, locale)}"
    channel = outside(was.sales_channel, limits.NAME_SHOWN)
    return [
        *side_by_side(twins),
        section(f"*Version before, not posted yet*\n{before} · {channel}"),
    ]


def _over(twins: Twins) -> tuple[str, str, list[Block]]:
    there = twins.there
    assert there is not None
    platform = twins.case.connection.platform.label
    after = replace(twins, lines=as_overwritten(twins.lines, there))
    asked = section(
        f"*What {platform} has there now is lost*: its day, its amounts and its words. Ours"
        " replaces them in the same entry."
    )
    blocks = [*side_by_side(after), asked, *weighed_sections(twins)]
    return "Overwrite it?", "Overwrite it", blocks


def weighed_sections(twins: Twins) -> list[Block]:
    """Draw what of theirs goes and what stays once ours is put in its place; none of nothing."""
    if twins.there is None:
        return []
    locale = twins.case.book.locale
    weighed = weigh(twins.lines, twins.texts, twins.there, twins.head.told)
    lost = _listed("*Would be lost:*", goes(weighed, locale))
    return [*lost, *_listed("*Stays:*", stays(weighed, locale))]


def _listed(heading: str, told: Sequence[str]) -> list[Block]:
    """Draw all that is told under its heading, in as many sections as it takes; none of nothing."""
    sections: list[str] = []
    for text in told:
        if sections and len(sections[-1]) + len(text) < _LONGEST:
            sections[-1] += f"\n{text}"
        else:
            sections.append(f"{heading}\n{text}" if not sections else text)
    return [section(text) for text in sections]


def _anew(twins: Twins) -> tuple[str, str, list[Block]]:
    platform = twins.case.connection.platform.label
    asked = section(
        f"{platform} does not show {twins.entry.number} any more. Look whether it stands there"
        " under another number: posted anew, it would be there twice."
    )
    return "Post it anew?", "Post it anew", [*side_by_side(twins), asked]
