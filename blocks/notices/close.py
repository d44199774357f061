"""The word to a channel that a month closes with entries outside the books, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, SectionBlock

from blocks.card.buttons import details_button
from blocks.kit import figures, limits
from blocks.kit.card import Card, context, mrkdwn, section, stamped
from blocks.kit.text import outside
from blocks.words.cause import cause_of
from blocks.words.unchecked import unchecked_cause
from journal.books.book import Book
from journal.books.closing import MonthEnd
from journal.incidents.incident import Case

MOST_CAUSES = 8


def close_notice(book: Book, end: MonthEnd, causes: Sequence[tuple[Case, int]]) -> Card:
    """Draw how the month stands. `causes`: cases with how many of its entries each holds."""
    if not end.outside.count:
        text = _unset(book) if end.closes is None else _whole(book, end)
        return Card(text, stamped([context(text)], f"close{book.id}{end.month}"))
    text = _over(book, end) if end.is_over else _near(book, end)
    todo = _TOO_LATE if end.is_over else _IN_TIME
    drawn: list[Block] = [section(text), *_causes(book, end, causes), context(todo)]
    return Card(text, stamped(drawn, f"close{book.id}{end.month}"))


_IN_TIME = "Mend each on its card. This message counts along, and says when nothing waits any more."
_TOO_LATE = (
    "As long as the books take it, each can still be posted from its card. Whoever closes the books"
    " decides what becomes of them."
)


def _near(book: Book, end: MonthEnd) -> str:
    assert end.closes is not None
    assert end.days_left is not None
    on = figures.day(end.closes, book.locale)
    verb = "is" if end.outside.count == 1 else "are"
    return (
        f"🟠 {_month(end)} of *{_name(book)}* closes {figures.days_to(end.days_left, book.locale)}"
        f" ({on}), and {_entries(book, end)} of it {verb} not in the books yet{_sum(book, end)}."
    )


def _over(book: Book, end: MonthEnd) -> str:
    assert end.closes is not None
    on = figures.day(end.closes, book.locale)
    return (
        f"🔴 {_month(end)} of *{_name(book)}* closed on {on};"
        f" {_entries(book, end)} of it stayed out of the books{_sum(book, end)}."
    )


def _whole(book: Book, end: MonthEnd) -> str:
    skipped = end.outside.skipped
    verb = "was" if skipped == 1 else "were"
    but = f"; {figures.entries(skipped, book.locale)} {verb} closed without posting"
    said = f"✅ All of {_month(end)} that came in is in the books of {_name(book)}"
    return f"{said}{but if skipped else ''}"


def _unset(book: Book) -> str:
    return f"The months of {_name(book)} no longer close on a set day"


def _causes(book: Book, end: MonthEnd, causes: Sequence[tuple[Case, int]]) -> list[Block]:
    drawn: list[Block] = [_cause(book, *one) for one in causes]
    told = sum(count for _case, count in end.outside.causes)
    left = len(end.outside.causes) - len(causes)
    more = [f"and {figures.counted(left, 'more case', book.locale)}"] if left > 0 else []
    if under_way := end.outside.count - told:
        verb = "is" if under_way == 1 else "are"
        more.append(f"{figures.entries(under_way, book.locale)} {verb} on the way")
    return [*drawn, section(" · ".join(more))] if more else drawn


def _cause(book: Book, case: Case, count: int) -> SectionBlock:
    cause = unchecked_cause(case) if case.is_unchecked else cause_of(case).marked_up
    text = f"*{case.incident.number}*  {cause} · {figures.entries(count, book.locale)}"
    return SectionBlock(text=mrkdwn(text), accessory=details_button(case))


def _entries(book: Book, end: MonthEnd) -> str:
    return f"*{figures.entries(end.outside.count, book.locale)}*"


def _sum(book: Book, end: MonthEnd) -> str:
    money = figures.amounts(end.outside.amounts, book.locale)
    return f" ({money})" if money else ""


def _month(end: MonthEnd) -> str:
    return figures.month(f"{end.month:%Y-%m}", figures.FALLBACK)


def _name(book: Book) -> str:
    return outside(book.name, limits.NAME_SHOWN)
