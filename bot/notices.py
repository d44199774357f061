"""Each kind of notice: how it is read as things stand now, and drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from blocks.card.headline import People
from blocks.kit.card import Card
from blocks.notices.assign import assigned_notice
from blocks.notices.close import MOST_CAUSES, close_notice
from blocks.notices.connecting import confirm_notice, connected_notice
from blocks.notices.elsewhere import elsewhere_notice
from blocks.notices.end import end_notice
from blocks.notices.offer import OfferSeen, offer_notice
from blocks.notices.offer_faults import offer_faults_notice
from blocks.notices.outage import outage_notice
from blocks.notices.owner import owner_notice
from blocks.notices.request import answered_notice
from blocks.notices.silence import silence_notice
from blocks.notices.storm import MOST_GROUPS, storm_notice
from blocks.notices.support import support_notice
from journal.books.book import Book
from journal.books.closing import MonthEnd
from journal.books.consent import Connecting, Ending
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.notices import NoticeKind, is_person
from journal.incidents.outage import Outage
from journal.incidents.silence import Silence
from journal.incidents.storm import Storm
from journal.offers.file_offer import NOT_A_MEMBER, OfferState
from journal.seeing import BeingRead, Viewer
from storage.database import SqlStore

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class Telling(Generic[_Told]):
    """How one kind of notice is told."""

    read: Callable[[SqlStore, int], Awaitable[_Told]]  # by the notice's id
    draw: Callable[[_Told, People, datetime], Card]  # with the names of `called`, and now
    called: Callable[[_Told], Sequence[str | None]] = lambda _told: ()
    """Whom it calls by name: Slack user ids."""
    book: Callable[[_Told], Book | None] = lambda _told: None
    """The book that it tells one person of, wherever that can be a person."""


async def is_theirs(store: SqlStore, person: str, telling: Telling[_Told], told: _Told) -> bool:
    """Whether what is told directly is of a book that concerns the person now.

    Raises:
        BeingRead: who is in the channels is not known yet.
    """
    book = telling.book(told)
    sees = await store.rights.sees(Viewer(person))
    if book is None or sees.has(book.id):
        return True
    if sees.is_being_read:
        raise BeingRead
    return False


@dataclass(frozen=True, slots=True)
class _OfIncident:
    """What is told of one incident."""

    case: Case
    actor: str | None
    word: Any  # a `Word`: each drawing takes its own


async def _of_incident(store: SqlStore, notice_id: int) -> _OfIncident:
    told = await store.notices.told(notice_id)
    assert told is not None  # its kind is one of an incident
    return _OfIncident(await store.incidents.case(told.incident_id), told.actor, told.word)


@dataclass(frozen=True, slots=True)
class _OfMonth:
    """How a month of a book stands, with the first cases that hold some of it."""

    book: Book
    end: MonthEnd
    cases: Sequence[tuple[Case, int]]  # and how many entries each holds


async def _of_month(store: SqlStore, notice_id: int) -> _OfMonth:
    book, end = await store.closings.told(notice_id)
    causes = end.outside.causes[:MOST_CAUSES]
    return _OfMonth(book, end, [(await store.incidents.case(one), count) for one, count in causes])


async def _of_consent(store: SqlStore, notice_id: int) -> Ending:
    return await store.notices.ending(notice_id)


async def _of_connecting(store: SqlStore, notice_id: int) -> tuple[Connecting, Book]:
    told = await store.notices.connecting(notice_id)
    return told, await store.books.get(told.book_id)


async def _of_offer(store: SqlStore, notice_id: int) -> OfferSeen:
    offer = await store.offers.of_notice(notice_id)
    if offer.is_direct:
        sees = await store.rights.sees(Viewer(offer.dropped_by))
        if offer.is_left(sees):
            offer = replace(offer, state=OfferState.REFUSED, why=NOT_A_MEMBER)
    if offer.book_id is None:
        return OfferSeen(offer, None, tuple([await store.books.get(one) for one in offer.book_ids]))
    book = await store.books.get(offer.book_id)
    rule = await store.rights.rule(book.id, MoveName.IMPORT)
    return OfferSeen(offer, book, rule=rule)


async def _of_outage(store: SqlStore, notice_id: int) -> Outage:
    """A channel other than the book's learns no name of a book; a person learns those of theirs."""
    outage, place = await store.outages.told_of(notice_id)
    if not is_person(place):
        return outage
    sees = await store.rights.sees(Viewer(place))
    names = [name for book, name in await store.outages.books(outage.channel_id) if sees.has(book)]
    return replace(outage, books=names)


async def _of_storm(store: SqlStore, notice_id: int) -> Storm:
    return await store.storms.told(notice_id, MOST_GROUPS)


async def _of_silence(store: SqlStore, notice_id: int) -> Silence:
    return await store.silences.told(notice_id)


async def _of_elsewhere(store: SqlStore, notice_id: int) -> str:
    return await store.notices.moved_to(notice_id)


TELLINGS: Mapping[NoticeKind, Telling[Any]] = {
    NoticeKind.END: Telling(_of_consent, lambda end, _names, now: end_notice(end, now)),
    NoticeKind.CLOSE: Telling(
        _of_month, lambda one, _names, _now: close_notice(one.book, one.end, one.cases)
    ),
    NoticeKind.ASSIGNED: Telling(
        _of_incident,
        lambda one, names, _now: assigned_notice(one.case, one.actor, names),
        called=lambda one: [one.case.incident.moved_by],
        book=lambda one: one.case.book,
    ),
    NoticeKind.OWNER: Telling(
        _of_incident,
        lambda one, _names, _now: owner_notice(one.case, one.actor, one.word),
        book=lambda one: one.case.book,
    ),
    NoticeKind.SUPPORT: Telling(
        _of_incident, lambda one, _names, _now: support_notice(one.case, one.actor, one.word)
    ),
    NoticeKind.ANSWERED: Telling(
        _of_incident,
        lambda one, _names, _now: answered_notice(one.case, one.actor, one.word),
        book=lambda one: one.case.book,
    ),
    NoticeKind.CONFIRM: Telling(
        _of_connecting,
        lambda one, _names, _now: confirm_notice(*one),
        book=lambda one: one[1],
    ),
    NoticeKind.CONNECTED: Telling(_of_connecting, lambda one, _names, _now: connected_notice(*one)),
    NoticeKind.OFFER: Telling(_of_offer, lambda seen, _names, _now: offer_notice(seen)),
    NoticeKind.OFFER_FAULTS: Telling(
        _of_offer, lambda seen, _names, _now: offer_faults_notice(seen)
    ),
    NoticeKind.OUTAGE: Telling(_of_outage, lambda one, _names, _now: outage_notice(one)),
    NoticeKind.STORM: Telling(_of_storm, lambda one, _names, _now: storm_notice(one)),
    NoticeKind.SILENCE: Telling(
        _of_silence, lambda one, _names, _now: silence_notice(one), book=lambda one: one.book
    ),
    NoticeKind.ELSEWHERE: Telling(_of_elsewhere, lambda to, _names, _now: elsewhere_notice(to)),
}
