"""A book, a case, an entry, each told in a line or two of a list."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from slack_sdk.models.blocks import SectionBlock

from blocks.card.buttons import details_button
from blocks.card.face import face_of
from blocks.card.headline import headline
from blocks.kit import figures, limits, names
from blocks.kit.card import mrkdwn
from blocks.kit.links import ledger_link
from blocks.kit.text import clock, code, outside, when
from blocks.words.cause import cause_of
from blocks.words.channels import channels_label
from blocks.words.unchecked import unchecked_cause, unchecked_said
from journal.books.book import Book, ConnectionState
from journal.books.closing import closes_at, month_at_hand
from journal.entries.entry import Entry, PostingStatus
from journal.incidents.incident import Case
from journal.ports import BookStatus

STOPPED: Final = "🟠 jefail stopped while posting and tries again automatically"
NEAR = 14
"""From how many days before the close of a month is said."""
_STANDS = {
    PostingStatus.PENDING: "waits to be posted",
    PostingStatus.POSTING: "being posted",
    PostingStatus.POSTED: "posted",
    PostingStatus.FAILED: "not posted",
    PostingStatus.UNCERTAIN: "being looked up",
    PostingStatus.SKIPPED: "closed, not posted",
}


def book_line(status: BookStatus, now: datetime) -> str:
    """Return how one book stands: "*Northwind Retail*  🔴 3 wait ($4,812.40, oldest 2 h) · ..."."""
    name = outside(status.book.name, limits.NAME_SHOWN)
    counts = _counts(status, now)
    if status.stopped_at:  # all that is there is posted, as far as anybody knows
        counts = [STOPPED, *(one for one in counts if not one.startswith("✅"))]
    facts = [*counts, *_close(status.book, now), _connection(status, now)]
    return f"*{name}*  {' · '.join(facts)}"


def case_lines(case: Case) -> SectionBlock:
    """Draw one case of a list, with the button to everything about it."""
    summary, locale = case.summary, case.book.locale
    facts = [
        outside(case.book.name, limits.NAME_SHOWN),
        channels_label(case),
        figures.entries(summary.waiting or summary.total, locale),
        figures.amounts(summary.amounts, locale),
        f"since {when(case.incident.opened_at)}",
    ]
    text = (
        f"*{case.incident.number}*  {outside(headline(case, {}), limits.HEADER_TEXT)}\n"
        f"{' · '.join(fact for fact in facts if fact)}"
    )
    return SectionBlock(text=mrkdwn(text), accessory=details_button(case))


def entry_line(entry: Entry, locale: str) -> str:
    """Return one entry: our number, their reference, date, amount and where it stands."""
    content = entry.content
    parts = [
        f"*{ledger_link(entry)}*",
        outside(content.reference, limits.NAME_SHOWN),
        figures.day(content.date, locale),
        figures.amounts((entry.total,), locale) or "no amount yet",
        _standing(entry),
    ]
    return " · ".join(parts)


def _standing(entry: Entry) -> str:
    """Return where it stands; a correction, and what it corrects."""
    posted = f" {when(entry.posted_at)}" if entry.posted_at else ""
    if entry.is_correction:
        return f"correction {_STANDS[entry.status]}, the one before posted{posted}"
    return f"{_STANDS[entry.status]}{posted}"


def cause_line(case: Case) -> str:
    """Return the case that an entry belongs to: its number and the cause."""
    cause = cause_of(case).marked_up
    if case.is_unchecked:
        return f"*{case.incident.number}*  {unchecked_cause(case)}"
    closed = " (closed)" if face_of(case).is_closed else ""
    return f"*{case.incident.number}*{closed}  {cause}"


def _counts(status: BookStatus, now: datetime) -> list[str]:
    locale = status.book.locale
    posted = figures.number(status.posted_today, locale)
    unchecked = unchecked_said(status.unchecked, status.book)
    if not status.waiting and not unchecked:
        return [f"✅ all {posted} posted today" if status.posted_today else "✅ nothing waits"]
    done = [f"{posted} posted today"] if status.posted_today else []
    said = [f"☑️ {unchecked}"] if unchecked else []
    if not status.waiting:
        return [*said, *done]
    verb = "waits" if status.waiting == 1 else "wait"
    inside = [figures.amounts(status.amounts, locale)]
    if status.oldest_failed_at:
        inside.append(f"oldest {figures.age(status.oldest_failed_at, now)}")
    known = ", ".join(part for part in inside if part)
    waiting = f"🔴 {figures.number(status.waiting, locale)} {verb}"
    return [f"{waiting} ({known})" if known else waiting, *said, *done]


def _close(book: Book, now: datetime) -> list[str]:
    """Return "July closes in 2 days", from a fortnight before."""
    if book.closes_on is None:
        return []
    today = now.astimezone(UTC).date()
    month = month_at_hand(today, book.closes_on)
    left = (closes_at(month, book.closes_on) - today).days
    return [f"{figures.month_name(month)} closes {figures.days_to(left, book.locale)}"] * (
        left <= NEAR
    )


def _connection(status: BookStatus, now: datetime) -> str:
    connect = code(f"{names.COMMAND} connect {status.book.slug}")
    if status.connection is None:
        return f"⚪ not connected to an accounting platform yet: {connect}"
    platform = status.connection.platform.label
    if status.connection.state is ConnectionState.LOST:
        return f"🔴 {platform} no longer lets us in: {connect}"
    polled = status.connection.polled_at
    if polled is None:
        return f"{platform} connected, not read yet"
    read = clock(polled) if polled.date() == now.date() else when(polled)
    return f"{platform} connected, read {read}"
