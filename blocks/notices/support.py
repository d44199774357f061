"""What those who help read when someone asks them, in their channel."""

from __future__ import annotations

from blocks.kit import limits
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import clean, fit, in_code, mention, pieces
from journal.incidents.incident import Case
from journal.incidents.notices import ToSupport

_MOST_SENT = 9000


def support_notice(case: Case, actor: str | None, word: ToSupport) -> Card:
    """Draw what those who help read, in their channel."""
    who = mention(actor) if actor else "jefail"
    first = f"{who} asks for help with {case.incident.number}, from <#{case.book.channel_id}>"
    safe = fit(in_code(clean(word.text).replace("```", "'''")), _MOST_SENT)
    room = limits.SECTION_TEXT - 10
    quoted = [section(f"```{piece}```") for piece in pieces(safe, room)]
    blocks = [section(first), *quoted, context("Answer in a thread here, or write to who asks")]
    return Card(fit(first, limits.MESSAGE_TEXT), stamped(blocks, f"support{case.incident.id}"))
