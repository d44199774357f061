"""Answers to `/jefail ...`: short, and to the person who asked alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block

from blocks.answers.lines import book_line, case_lines, cause_line, entry_line
from blocks.card.incident import incident_card
from blocks.kit import figures, limits, names
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.pages import page_buttons, paragraphs
from blocks.kit.text import clock, fit, harmless, outside
from blocks.moves.change_cost import change_cost_button
from journal.books.book import Book
from journal.entries.entry import Entry, PostingStatus
from journal.incidents.incident import Case
from journal.ports import BookStatus

_MOST_BOOKS = 20
NO_BOOK = (
    "You are in the channel of no book. Join the channel of a book to see it here; your jefail"
    " administrator adds books with `jefail book add`."
)


@dataclass(frozen=True, slots=True)
class Polling:
    """How jefail itself stands: its last and next look, and messages that wait for Slack."""

    last_at: datetime | None
    next_at: datetime | None
    held: int = 0


def status_card(
    statuses: Sequence[BookStatus], now: datetime, polling: Polling | None = None
) -> Card:
    """Draw a line for each book, those in trouble first."""
    lines = status_lines(statuses, now)
    drawn = paragraphs(lines)
    if polling is not None:
        drawn.append(context(*_polling(polling)))
    text = lines[0] if len(lines) == 1 else _in_all(statuses)
    return Card(fit(text, limits.MESSAGE_TEXT), stamped(drawn, "status"))


def status_lines(statuses: Sequence[BookStatus], now: datetime) -> list[str]:
    """Return a line for each book, those in trouble first and the oldest trouble on top."""
    if not statuses:
        return [NO_BOOK]
    ordered = sorted(statuses, key=_trouble_first)
    lines = [book_line(status, now) for status in ordered[:_MOST_BOOKS]]
    rest = ordered[_MOST_BOOKS:]
    if rest:
        waiting = sum(status.waiting for status in rest)
        more = figures.counted(len(rest), "more book", figures.FALLBACK)
        entries = figures.entries(waiting, figures.FALLBACK)
        lines.append(f"and {more}, {entries} waiting in them: `{names.COMMAND} status BOOK`")
    return lines


def list_card(
    cases: Sequence[Case],
    page: int = 0,
    *,
    has_more: bool = False,
    before: str = "",
    said: str = "",
) -> Card:
    """Draw one page (counted from 0) of the open cases, with the buttons to the others.

    `said`: what was asked for, where that is not all; `before`: that, as the buttons hold it.
    """
    if not cases and page == 0 and said:
        return notice(f"✅ No open case for “{outside(said, limits.NAME_SHOWN)}”.")
    if not cases and page == 0:
        return notice(
            "✅ No case of your books is open. What came in for them is posted or on its way."
        )
    drawn: list[Block] = [case_lines(case) for case in cases]
    if not cases:
        drawn.append(section("Nothing on this page any more."))
    back, onward = names.LIST_BACK, names.LIST_NEXT
    drawn += page_buttons(page, back, onward, has_more=has_more, before=before)
    counted = figures.counted(len(cases), "open case", figures.FALLBACK)
    return Card(f"{counted} on page {page + 1}", stamped(drawn, f"list{page}"))


def case_answer(case: Case) -> Card:
    """Draw the case as its card shows it."""
    return incident_card(case)


def entry_answer(entry: Entry, book: Book, case: Case | None) -> Card:
    """Say where one entry stands and, when it is on a card, which and why."""
    lines = [
        entry_line(entry, book.locale),
        f"{outside(book.name, limits.NAME_SHOWN)} · "
        f"{outside(entry.content.sales_channel, limits.NAME_SHOWN)}",
        cause_line(case) if case else "",
    ]
    text = "\n".join(line for line in lines if line)
    drawn: list[Block] = [section(text)]
    if entry.costs and entry.status is PostingStatus.POSTED:
        drawn.append(ActionsBlock(elements=[change_cost_button(entry)]))
    return Card(text, stamped(drawn, "entry"))


def help_card() -> Card:
    """Draw what can be asked, and what the buttons of a card do."""
    asked = "\n".join(f"`{names.COMMAND} {words}`  {what}" for words, what in _HELP)
    return Card(
        "What you can ask jefail",
        stamped([section(asked), section(_BUTTONS), context(_REFERENCES)], "help"),
    )


def notice(text: str) -> Card:
    """Draw an answer of one or two sentences. `text` is marked up; it calls nobody together."""
    safe = fit(harmless(text), limits.SECTION_TEXT)
    return Card(safe, stamped([section(safe)], "notice"))


_HELP = (
    ("status", "how all books stand; `status northwind` for one"),
    ("list", "the open cases, oldest first; `list mine`, `list period_closed`, `list northwind`"),
    ("show INC-7", "one case; `show JF-1042` one entry"),
    ("retry INC-7", "post its entries again; `retry northwind`, `retry period_closed`: all of it"),
    ("resolve INC-7 fixed", "close it: `fixed`, `not-needed`, `duplicate`, or `other` and a note"),
    ("assign INC-7 @ana", "give it to somebody; `me` takes it, `nobody` lets it go"),
    ("snooze INC-7 1h", "put it off; `tomorrow` until nine in your morning"),
    ("connect northwind", "a link to connect a book to its accounting platform, for you alone"),
    ("rights northwind", "who may do what in a book"),
    ("help", "this"),
)
_BUTTONS = (
    "*Retry* posts the entries again; nothing is ever posted twice. "
    "*Resolve* closes a card and asks how it was settled. "
    "*Details* shows everything, with the platform's answer word for word."
)
_REFERENCES = "INC-7 is a case, JF-1042 an entry; your own references work too."


def _trouble_first(status: BookStatus) -> tuple[bool, bool, float, str]:
    oldest = status.oldest_failed_at
    return (
        not (status.waiting or status.stopped_at),
        not status.unchecked.count,
        oldest.timestamp() if oldest and status.waiting else 0,
        status.book.name.casefold(),
    )


def _in_all(statuses: Sequence[BookStatus]) -> str:
    waiting = sum(status.waiting for status in statuses)
    unchecked = sum(status.unchecked.count for status in statuses)
    troubled = sum(bool(status.waiting) for status in statuses)
    books = figures.counted(len(statuses), "book", figures.FALLBACK)
    if not waiting and unchecked:
        said = figures.entries(unchecked, figures.FALLBACK)
        return f"{said} said to be fixed, not checked, in {books}"
    if not waiting:
        return f"Nothing waits in {books}"
    entries = figures.entries(waiting, figures.FALLBACK)
    return f"{entries} waiting in {troubled} of {books}"


def _polling(polling: Polling) -> list[str]:
    last = f"last round {clock(polling.last_at)}" if polling.last_at else "no round yet"
    following = f", next {clock(polling.next_at)}" if polling.next_at else ""
    held = figures.counted(polling.held, "message", figures.FALLBACK) if polling.held else "nothing"
    return [f"Polling: {last}{following}", f"sending: {held} held"]
