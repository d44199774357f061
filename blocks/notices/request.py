"""The word to the one who asked that a second person declined, or that it has lapsed."""

from __future__ import annotations

from blocks.kit import limits
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import mention, outside
from blocks.moves import ask_of
from journal.incidents.incident import Case
from journal.incidents.notices import ToAsker
from journal.incidents.story.kinds import EventKind


def answered_notice(case: Case, actor: str | None, word: ToAsker) -> Card:
    """Draw the message to the one who asked: who declined, or why it could not be done any more."""
    asked = ask_of(word.asked, case).in_a_line
    name = outside(case.book.name, limits.NAME_SHOWN)
    why = outside(word.because, limits.QUOTE)
    if word.answer is EventKind.DECLINED:
        who = mention(actor or "")
        text = f"❌ {who} declined what you asked for: to {asked}. Nothing was changed."
    else:
        text = f"⚠️ What you asked for is not done: to {asked}. {why}"
    quiet = context(f"{case.incident.number} of {name}", f"<#{case.book.channel_id}>")
    return Card(text, stamped([section(text), quiet], f"answered{case.incident.id}"))
