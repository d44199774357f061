"""The word about books that jefail could not read for long: from when on, and what to do."""

from __future__ import annotations

from blocks.kit import limits
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import clock, outside, when
from journal.incidents.silence import Silence


def silence_notice(silence: Silence) -> Card:
    """Draw that nobody reads the books; once that is over, one quiet line says so."""
    seed = f"silence{silence.id}"
    place = f"{silence.platform.label} for *{outside(silence.book.name, limits.NAME_SHOWN)}*"
    if silence.ended_at is not None:
        text = f"✅ jefail reads {place} again since {clock(silence.ended_at)}."
        return Card(text, stamped([context(text)], seed))
    text = f"🔕 jefail hasn't been able to read {place} since {when(silence.since)}."
    missed = "Until it can, nobody is told what fails, changes or is fixed there."
    todo = "If the platform itself is up, your jefail administrator sees why with `jefail check`."
    blocks = [section(f"{text} {missed}"), section(f"*Fix* {todo}")]
    return Card(f"{text} {missed} {todo}", stamped(blocks, seed))
