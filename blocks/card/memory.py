"""What helped against the same cause before, and the button that does it again."""

from __future__ import annotations

from slack_sdk.models.blocks import ButtonElement, SectionBlock

from blocks.card.headline import People, name_of
from blocks.kit import figures, names
from blocks.kit.buttons import button
from blocks.kit.card import section
from blocks.kit.text import escape, mention
from blocks.moves import mending_said, shown_move
from journal.incidents.incident import Case, Memory


def memory_section(case: Case, people: People) -> SectionBlock | None:
    """Say how often it was settled before, and how the last time; None: it never was."""
    memory = case.memory
    if memory is None:
        return None
    last = f"{figures.day(memory.at.date(), case.book.locale)}: {_settled(case, memory, people)}"
    drawn = section(f"*{_nth(memory.times + 1)} time*\nLast on {last}")
    drawn.accessory = _again_button(case, memory)
    return drawn


def _settled(case: Case, memory: Memory, people: People) -> str:
    mending = memory.mending
    by = f" by {_name(mending.by, people)}" if mending.by else ""
    if told := shown_move(mending.move).memory:
        return told(case, memory, by)
    return f"{escape(mending_said(mending, case.book.locale)) or 'mended'}{by}"


def _name(person: str, people: People) -> str:
    """Return the name, so that nobody is called by a card; a mention where it is not known."""
    return escape(name_of(person, people)) or mention(person)


def _again_button(case: Case, memory: Memory) -> ButtonElement | None:
    """Draw the button; `handlers/moves/again.py` does it. None: it would not help now."""
    again = shown_move(memory.mending.move).again
    if again is None or not again.helps(case, memory):
        return None
    label, about = again.label(case, memory), case.incident.number
    asks = again.asks(case, label)
    return button(label, names.AGAIN, str(case.incident.id), about=about, confirm=asks)


def _nth(count: int) -> str:
    """Return "Third" for 3; far ones in figures."""
    named = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")
    if count < len(named):
        return named[count]
    teens = count % 100 in (11, 12, 13)
    return f"{count}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"
