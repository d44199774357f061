"""The answer to a file that someone dropped: what of it can be imported, and what came of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ConfirmObject,
    InteractiveElement,
    Option,
    PlainTextObject,
    StaticSelectElement,
)

from blocks.kit import figures, limits, names
from blocks.kit.buttons import button, question
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import capital, mention, one_line, outside
from journal.books.book import Book
from journal.offers.file_offer import FileOffer, OfferState
from journal.offers.summary import FileSummary
from journal.rights import ANYONE, MoveScope, Rule, wants_second

_CHANNELS = 3
_NOTES = 3
_WHY = 600
_FAULTY = "can't be imported; the thread says why"


@dataclass(frozen=True, slots=True)
class OfferSeen:
    """An offer, with what is told of its book."""

    offer: FileOffer
    book: Book | None  # None: it is not chosen yet
    books: tuple[Book, ...] = ()  # to choose from
    rule: Rule = ANYONE  # who may import into it

    @property
    def locale(self) -> str:
        """How amounts and dates are written."""
        return self.book.locale if self.book else figures.FALLBACK

    @property
    def file(self) -> str:
        """The file's name, marked up."""
        return f"*{outside(self.offer.file_name, limits.NAME_SHOWN)}*"

    @property
    def whose(self) -> str:
        """Return " for Northwind Retail"; nothing while no book is chosen."""
        return f" for *{outside(self.book.name, limits.NAME_SHOWN)}*" if self.book else ""

    @property
    def needs_channel(self) -> bool:
        """Whether it takes a second person, who does not see this conversation."""
        scope = MoveScope(self.offer.summary.amounts)
        return self.offer.is_direct and wants_second(self.rule, scope)

    @property
    def worth(self) -> str:
        """Return "31 entries · $4,812.40": what importing takes in."""
        return _worth(self.offer.summary, self.locale)


def offer_notice(seen: OfferSeen) -> Card:
    """Draw the message below the file as the offer stands now."""
    offer = seen.offer
    text = _first(seen)
    drawn: list[Block] = [section(text), *_details(seen)]
    if elements := list(_elements(seen)):
        drawn.append(ActionsBlock(elements=elements))
    if quiet := _quiet(seen):
        drawn.append(context(quiet))
    return Card(text, stamped(drawn, f"offer{offer.id}{offer.state.value}"))


def import_button(seen: OfferSeen) -> InteractiveElement:
    """Draw the button that imports, with how much it is; the message has said the rest."""
    entries = figures.entries(seen.offer.summary.taken, seen.locale)
    value, about = str(seen.offer.id), seen.offer.file_name
    label = f"Import {entries}"
    return button(label, names.OFFER_IMPORT, value, about=about, primary=True)


CHANGED_SINCE = (
    "This request has changed since you opened it. Read it again, and press Approve to confirm."
)


def _first(seen: OfferSeen) -> str:
    """Return what the message says first; it reads whole without the rest."""
    offer, who = seen.offer, mention(seen.offer.moved_by or seen.offer.dropped_by)
    asker = mention(offer.asked_by or offer.dropped_by)
    why = outside(offer.why, _WHY)
    return {
        OfferState.WHICH_BOOK: f"Which book is {seen.file} for?",
        OfferState.READING: f"⏳ Reading {seen.file}{seen.whose}",
        OfferState.ASKS: f"{seen.file}{seen.whose} leaves something open: {why}",
        OfferState.OFFERED: _offered(seen),
        OfferState.REQUESTED: f"👀 {asker} wants to import {seen.worth} from {seen.file}"
        f"{seen.whose}",
        OfferState.IMPORTING: f"⏳ Importing {seen.worth} from {seen.file}{seen.whose} · {who}",
        OfferState.IMPORTED: _imported(seen),
        OfferState.DECLINED: f"Not imported: {seen.file}{seen.whose} · {who} said not now",
        OfferState.REFUSED: f"🔴 {seen.file} can't be imported{seen.whose}. {capital(why)}",
    }[offer.state]


def _offered(seen: OfferSeen) -> str:
    summary = seen.offer.summary
    if summary.taken:
        return f"*{seen.worth}* can be imported from {seen.file}{seen.whose}"
    if summary.known and not summary.faults:
        return (
            f"Nothing new in {seen.file}{seen.whose}: its"
            f" {figures.entries(summary.known, seen.locale)} are here already"
        )
    if not summary.total:
        return f"There are no entries in {seen.file}{seen.whose}"
    return f"🔴 Nothing can be imported from {seen.file}{seen.whose}"


def _imported(seen: OfferSeen) -> str:
    offer, done = seen.offer, seen.offer.progress
    who = mention(offer.asked_by or offer.moved_by or offer.dropped_by)
    taken = figures.entries(done.taken, seen.locale)
    money = figures.amounts(offer.summary.amounts, seen.locale)
    is_as_told = done.taken == offer.summary.taken
    worth = f"{taken} · {money}" if money and is_as_told else taken
    parts = [f"✅ {who} imported {worth} from {seen.file}{seen.whose}"]
    were = "was" if done.known == 1 else "were"
    parts += [f"{figures.number(done.known, seen.locale)} {were} here already"] * bool(done.known)
    parts += [f"{figures.number(done.faults, seen.locale)} not imported"] * bool(done.faults)
    return " · ".join(parts)


def _details(seen: OfferSeen) -> Sequence[Block]:
    if seen.offer.state not in (OfferState.OFFERED, OfferState.REQUESTED):
        return []
    lines = [*_lines(seen), *_advice(seen)]
    return [section("\n".join(lines))] if lines else []


def _lines(seen: OfferSeen) -> list[str]:
    """Return what the file holds, a line for each kind of thing."""
    summary, locale = seen.offer.summary, seen.locale
    lines = []
    if summary.first is not None and summary.last is not None:
        lines.append(f"*Days* {_days(summary, locale)}")
        lines.append(f"*Sales channels* {_channels(summary, locale)}")
    known = summary.known if summary.taken or summary.faults else 0
    told: tuple[tuple[int, str, str], ...] = (
        (summary.corrections, "corrects what is here", "correct what is here"),
        (summary.asked, "is asked about on a card", "are asked about on a card"),
        (known, "is here already", "of these are here already"),
        (summary.faults, _FAULTY, _FAULTY),
        (summary.unpriced, "gets its amount from unit costs", "get their amounts from unit costs"),
    )
    lines += [
        f"• {_of(count, locale)} {one if count == 1 else many}"
        for count, one, many in told
        if count
    ]
    return lines


def _advice(seen: OfferSeen) -> list[str]:
    summary = seen.offer.summary
    if seen.offer.state is not OfferState.OFFERED:
        return []
    if seen.needs_channel and seen.book is not None:
        return [
            "*Fix* A second person has to approve this much. Drop the file into"
            f" <#{seen.book.channel_id}>, where someone can."
        ]
    if summary.changed or summary.restated:
        return ["*Fix* Changed entries are taken once *Change options* says what they are."]
    return []


def _elements(seen: OfferSeen) -> Sequence[InteractiveElement]:
    """Return the buttons that help as the offer stands."""
    draw = _ELEMENTS.get(seen.offer.state)
    return draw(seen) if draw else []


def _of_offered(seen: OfferSeen) -> Sequence[InteractiveElement]:
    summary = seen.offer.summary
    if summary.total == summary.known:
        return []
    rest = [_not_now(seen), _plain(seen, "Change options", names.OFFER_OPTIONS)]
    can_import = summary.taken and not seen.needs_channel
    return [import_button(seen), *rest] if can_import else rest


def _of_asking(seen: OfferSeen) -> Sequence[InteractiveElement]:
    answer = _plain(seen, "Answer", names.OFFER_OPTIONS, primary=True)
    return [answer, _not_now(seen)]


def _of_requested(seen: OfferSeen) -> Sequence[InteractiveElement]:
    value, about = f"{seen.offer.id}:{seen.offer.mark}", seen.offer.file_name
    yes = button(
        *("Approve", names.OFFER_APPROVE, value), about=about, primary=True, confirm=_sure(seen)
    )
    return [yes, _plain(seen, "Decline", names.OFFER_DECLINE)]


def _not_now(seen: OfferSeen) -> InteractiveElement:
    return _plain(seen, "Not now", names.OFFER_NOT_NOW)


def _plain(
    seen: OfferSeen,
    label: str,
    name: str,
    *,
    primary: bool = False,
    confirm: ConfirmObject | None = None,
) -> InteractiveElement:
    value, about = str(seen.offer.id), seen.offer.file_name
    return button(label, name, value, about=about, primary=primary, confirm=confirm)


_ELEMENTS: Mapping[OfferState, Callable[[OfferSeen], Sequence[InteractiveElement]]] = {
    OfferState.WHICH_BOOK: lambda seen: [_book_list(seen), _not_now(seen)],
    OfferState.ASKS: _of_asking,
    OfferState.OFFERED: _of_offered,
    OfferState.REQUESTED: _of_requested,
    OfferState.DECLINED: lambda seen: [_plain(seen, "Offer it again", names.OFFER_AGAIN)],
}


def _sure(seen: OfferSeen) -> ConfirmObject:
    return question("Import these entries?", f"{seen.worth} will be posted.", "Import")


def _book_list(seen: OfferSeen) -> StaticSelectElement:
    options = [
        Option(
            text=PlainTextObject(text=one_line(book.name, limits.OPTION_TEXT)),
            value=f"{seen.offer.id}:{book.id}",
        )
        for book in sorted(seen.books, key=lambda one: one.name.casefold())[: limits.OPTIONS]
    ]
    placeholder = PlainTextObject(text="Choose a book")
    return StaticSelectElement(placeholder=placeholder, action_id=names.OFFER_BOOK, options=options)


def _quiet(seen: OfferSeen) -> str:
    offer = seen.offer
    if offer.state is OfferState.OFFERED:
        label = capital(outside(offer.summary.label, limits.NAME_SHOWN))
        notes = [outside(one, limits.QUOTE) for one in offer.summary.notes[:_NOTES]]
        promise = "Nothing is imported until someone presses Import"
        return " · ".join([*notes, label, *([promise] if offer.summary.taken else [])])
    if offer.state is OfferState.REQUESTED:
        asker = mention(offer.asked_by or "")
        return f"Another person has to approve this. {asker} can take it back with Decline"
    is_approved = offer.asked_by is not None and offer.moved_by != offer.asked_by
    if offer.state is OfferState.IMPORTED:
        approved = [f"Approved by {mention(offer.moved_by or '')}"] if is_approved else []
        return " · ".join([*approved, "What can't be posted gets a card in the book's channel"])
    return ""


def _worth(summary: FileSummary, locale: str) -> str:
    entries = figures.entries(summary.taken, locale)
    money = figures.amounts(summary.amounts, locale)
    return f"{entries} · {money}" if money else entries


def _days(summary: FileSummary, locale: str) -> str:
    assert summary.first is not None
    assert summary.last is not None
    if summary.first == summary.last:
        return figures.day(summary.first, locale)
    count = figures.counted(summary.days, "day", locale)
    return f"{figures.span(summary.first, summary.last, locale)} ({count})"


def _channels(summary: FileSummary, locale: str) -> str:
    named = [outside(one, limits.NAME_SHOWN) for one in summary.sales_channels[:_CHANNELS]]
    left = len(summary.sales_channels) - len(named)
    return ", ".join(named) + (f" and {figures.number(left, locale)} more" if left else "")


def _of(count: int, locale: str) -> str:
    return figures.number(count, locale)
