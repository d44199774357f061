"""The card of an incident: what happened, to whom, how much, what to press."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, Block

from blocks.card.buttons import card_buttons, explain_button
from blocks.card.closed import closed_line
from blocks.card.face import Face, face_of
from blocks.card.headline import People, headline, moved_said, name_of
from blocks.card.memory import memory_section
from blocks.card.parts import (
    context_line,
    facts_section,
    progress,
    summary_section,
    todo_section,
    words_section,
)
from blocks.card.request import request_section
from blocks.card.snoozed import snoozed_section
from blocks.kit import figures, limits
from blocks.kit.card import Card, header, section, stamped
from blocks.kit.text import escape, fit, outside
from blocks.words.cause import cause_of
from blocks.words.changed import is_changed
from blocks.words.channels import channels_of
from blocks.words.outcomes import how_said
from blocks.words.unchecked import check_said
from journal.incidents.incident import Case


def incident_card(case: Case, people: People | None = None) -> Card:
    """Draw the incident as it stands: shrunk to what became of it once it is closed.

    `people` names users where Slack allows no mention (the header); someone who is not in it is
    left out there.
    """
    known = people or {}
    blocks = _drawn(case, known)
    seed = f"{case.incident.id}{case.incident.moved_at.timestamp()}"
    return Card(incident_text(case, known), stamped(blocks, seed))


def _drawn(case: Case, people: People) -> list[Block]:
    if face_of(case).is_closed:
        return [header(headline(case, people)), closed_line(case), card_buttons(case)]
    if face_of(case) is Face.SNOOZED:
        asked = request_section(case)
        wish = [asked] if asked else []
        return [snoozed_section(case), *wish, card_buttons(case), context_line(case)]
    return _standing(case, people)


def plain_card(card: Card) -> Card:
    """Return the least of `card` that can be worked with, for when Slack refuses it whole."""
    buttons = [block for block in card.blocks if isinstance(block, ActionsBlock)]
    return Card(card.text, stamped([section(card.text), *buttons], "plain"))


def text_card(card: Card, number: str = "") -> Card:
    """Return `card` as text alone, for when Slack refuses its buttons too.

    `number` is that of the incident whose buttons are missing there; empty: none are.
    """
    later = (
        f"Slack refused the buttons of {number}. jefail sends them again every few minutes."
        if number
        else ""
    )
    text = card.text.strip() or "jefail has news that Slack refused to show."
    return Card("\n".join(part for part in (fit(text, limits.MESSAGE_TEXT), later) if part), ())


def undrawn_card(number: str) -> Card:
    """Return the least that can be said of an incident whose message could not be drawn."""
    about = f" of {number}" if number else ""
    said = (
        f"jefail could not draw a message{about}. Your jefail administrator finds why in the log."
    )
    return Card(said, ())


def incident_text(case: Case, people: People) -> str:
    """Return the card in one or two sentences that read whole without its blocks."""
    opening = _OPENINGS.get(face_of(case))
    if opening is None:
        return fit(_what_waits(case), limits.MESSAGE_TEXT)
    if opening == _MOVED:
        return fit(f"{escape(moved_said(case))}: {_entries(case)}", limits.MESSAGE_TEXT)
    platform = case.connection.platform.label
    who = escape(name_of(case.incident.moved_by, people)) or "hand"
    how = how_said(case.incident.how, platform)
    said = opening.format_map(
        {"platform": platform, "who": who, "how": how, "check": escape(check_said(case))}
    )
    return fit(f"{said}: {_entries(case)}", limits.MESSAGE_TEXT)


_MOVED = "moved"
_OPENINGS = {
    Face.RETRYING: "Posting again to {platform}",
    Face.POSTED: "Posted in {platform}",
    Face.RESTORED: "{platform} lets us in again",
    Face.MOVED: _MOVED,
    Face.BY_HAND: "Closed by {who}, {how}",
    Face.UNCHECKED: "Closed by {who}, {how}, not checked ({check})",
}


def _what_waits(case: Case) -> str:
    cause = cause_of(case)
    if not case.summary.total:
        todo = "A second person approves or declines it." if case.request else cause.todo
        return f"{outside(case.book.name, limits.NAME_SHOWN)}: {cause.sentence} {todo}"
    if is_changed(case):
        return f"{_entries(case)}: {cause.sentence} {cause.todo}"
    if case.is_correction:
        return f"The correction of {_entries(case)} waits: {cause.sentence} {cause.todo}"
    verb = "is" if case.summary.waiting == 1 else "are"
    said = {
        Face.MISSING: f"{verb} still not in",
        Face.UNCERTAIN: "may or may not be in",
        Face.CANDIDATE: "may be in",
    }
    where = f"{said.get(face_of(case), f'{verb} not in')} {case.connection.platform.label}"
    whole = f"{_entries(case)} {where}: {cause.sentence} {cause.todo}"
    partly = progress(case) if case.summary.posted else ""
    return f"{partly}: {whole}" if partly else whole


def _standing(case: Case, people: People) -> list[Block]:
    retrying = face_of(case) is Face.RETRYING
    # While a second person decides, the card shows that and nothing else to press.
    is_idle = retrying or case.request is not None
    drawn = [
        header(headline(case, people)),
        summary_section(case),
        facts_section(case),
        None if retrying else words_section(case),
        None if is_idle else todo_section(case, explain_button(case)),
        None if is_idle else memory_section(case, people),
        request_section(case),
        card_buttons(case),
        context_line(case),
    ]
    return [block for block in drawn if block is not None]


def _entries(case: Case) -> str:
    """Return "3 Shopify entries of Northwind Retail (Jul 7 – 9, 2026, $4,812.40)"."""
    summary, locale = case.summary, case.book.locale
    count = summary.waiting or summary.total
    several = channels_of(case)
    channel = outside(several[0], limits.NAME_SHOWN) if len(several) == 1 else ""
    one, many = f"{channel} entry".strip(), f"{channel} entries".strip()
    name = outside(case.book.name, limits.NAME_SHOWN)
    days = figures.days(summary, case.book) if summary.first_date else ""
    inside = ", ".join(part for part in (days, figures.amounts(summary.amounts, locale)) if part)
    counted = figures.counted(count, one, locale, many) if count else many
    return f"{counted} of {name} ({inside})" if inside else f"{counted} of {name}"
