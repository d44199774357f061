"""What helped against the same cause before, and the button that does it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slack_sdk.models.blocks import ButtonElement, ConfirmObject, PlainTextObject, SectionBlock

from blocks.card.headline import People, name_of
from blocks.kit import figures, limits, names
from blocks.kit.buttons import button
from blocks.kit.card import section
from blocks.kit.text import escape, mention, one_line, outside
from blocks.words.fixes import mending_said
from blocks.words.outcomes import how_said
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case, HowResolved, Memory
from journal.incidents.move import Move


def memory_section(case: Case, people: People) -> SectionBlock | None:
    """Say how often it was settled before, and how the last time; None: it never was."""
    memory = case.memory
    if memory is None:
        return None
    last = f"{figures.day(memory.at.date(), case.book.locale)}: {_settled(case, memory, people)}"
    drawn = section(f"*{_nth(memory.times + 1)} time*\nLast on {last}")
    if can_again(case):
        drawn.accessory = _again_button(case, memory)
    return drawn


def can_again(case: Case) -> bool:
    """Return whether what helped the last time can be done by one click."""
    if case.memory is None or case.memory.mending.move not in _AGAIN:
        return False
    helps = _HELPS.get(case.memory.mending.move)
    return helps is None or helps(case, case.memory)


def how_before(memory: Memory) -> HowResolved:
    """Return what was said of it when it was closed by hand."""
    return HowResolved(memory.mending.facts.get("how", HowResolved.OTHER))


def _settled(case: Case, memory: Memory, people: People) -> str:
    mending = memory.mending
    by = f" by {_name(mending.by, people)}" if mending.by else ""
    if mending.move is Move.RESOLVE:
        how = how_said(how_before(memory), case.connection.platform.label)
        note = outside(str(mending.facts.get("note", "")), limits.QUOTE)
        return f"closed{by}, {how}{f', “{note}”' if note else ''}"
    said = escape(mending_said(mending, case.book.locale))
    return f"{said or _PLAIN.get(mending.move, 'mended')}{by}"


_PLAIN: Mapping[Move, str] = {Move.RETRY: "posted again", Move.CONNECT: "connected again"}


def _name(person: str, people: People) -> str:
    """Return the name, so that nobody is called by a card; a mention where it is not known."""
    return escape(name_of(person, people)) or mention(person)


def _again_button(case: Case, memory: Memory) -> ButtonElement:
    label = _AGAIN[memory.mending.move](case, memory)
    drawn = button(label, names.AGAIN, str(case.incident.id), about=case.incident.number)
    if memory.mending.move is Move.RESOLVE:
        counted = figures.entries(case.summary.waiting, case.book.locale)
        money = figures.amounts(case.summary.amounts, case.book.locale)
        drawn.confirm = ConfirmObject(
            title=PlainTextObject(text="Close the card?"),
            text=PlainTextObject(text=f"{label}: {counted}{f', {money}' if money else ''}."),
            confirm=PlainTextObject(text="Close"),
            deny=PlainTextObject(text="Cancel"),
        )
    return drawn


def _map_again(memory: Memory) -> str:
    """Return "Map to 4100 Sales again"; several accounts are not named."""
    accounts = {str(account) for _category, account in memory.mending.facts["mapped"]}
    label = f"Map to {accounts.pop()} again" if len(accounts) == 1 else "Map as before"
    return one_line(label, limits.BUTTON_TEXT)


def _resolve_again(case: Case, memory: Memory) -> str:
    how = how_said(how_before(memory), case.connection.platform.label)
    return one_line(f"Close again: {how}", limits.BUTTON_TEXT)


def _redate_again(case: Case, _memory: Memory) -> str:
    """Return "Post on Aug 1, 2026": the first open day now, which may be another than then."""
    return f"Post on {figures.day(case.open_day, case.book.locale)}" if case.open_day else ""


_AGAIN: Mapping[Move, Callable[[Case, Memory], str]] = {
    Move.RESOLVE: _resolve_again,
    Move.RETRY: lambda _case, _memory: "Retry again",
    Move.DRAFT: lambda _case, _memory: "Post as draft again",
    Move.REDATE: _redate_again,
    Move.MAP: lambda _case, memory: _map_again(memory),
    Move.COST: lambda _case, _memory: "Use the last costs",
}
"""What can be done again -> what its button says; handlers/moves/again.py does it."""


def _may_map(case: Case, memory: Memory) -> bool:
    failure = case.incident.failure
    unmapped = failure.reason is FailureReason.MAPPING_MISSING or failure.cause is not None
    return unmapped and bool(memory.mending.facts.get("ids"))


_HELPS: Mapping[Move, Callable[[Case, Memory], bool]] = {
    Move.DRAFT: lambda case, _memory: case.may_be_drafted,
    Move.REDATE: lambda case, _memory: case.open_day is not None,
    Move.MAP: _may_map,
    Move.COST: lambda _case, memory: memory.last_costs > 0,
}
"""Whether it would help now, where that is not always so."""


def _nth(count: int) -> str:
    """Return "Third" for 3; far ones in figures."""
    named = ("", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")
    if count < len(named):
        return named[count]
    teens = count % 100 in (11, 12, 13)
    return f"{count}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"
