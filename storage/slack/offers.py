"""Files of entries that were dropped into Slack, and the messages owed for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.errors import NotFound
from journal.incidents.codec import from_json, to_json
from journal.incidents.notices import NoticeKind
from journal.offers.choices import Choices, Needed
from journal.offers.file_offer import FileOffer, OfferState, Progress
from journal.offers.summary import FileSummary
from journal.ports.offers import Offers
from journal.seeing import Sees
from storage.engine.jobs import JobQueue
from storage.slack.notices import owe_again, owe_notice
from storage.tables import file_offer, message, notice


@dataclass(frozen=True, slots=True)
class OfferRepository(Offers):
    """The table of offers, in one unit of work."""

    sql: AsyncConnection
    jobs: JobQueue
    sees: Sees

    @override
    async def add(self, offer: FileOffer, told_as: str, at: datetime) -> FileOffer:
        values = {**_columns(offer), "told_as": told_as, "created_at": at}
        statement = upsert(file_offer).values(**values).on_conflict_do_nothing()
        added = (await self.sql.execute(statement.returning(file_offer.c.id))).first()
        if added is not None:
            return replace(offer, id=added.id)
        known = select(file_offer).where(file_offer.c.told_as == told_as)
        return _offer_of((await self.sql.execute(known)).one())

    @override
    async def get(self, offer_id: int) -> FileOffer:
        return await self._read(file_offer.c.id == offer_id)

    @override
    async def for_change(self, offer_id: int) -> FileOffer:
        return await self._read(file_offer.c.id == offer_id, lock=True)

    @override
    async def open_direct(self) -> Sequence[FileOffer]:
        waiting = select(file_offer).where(
            file_offer.c.state.in_(_WAITING), file_offer.c.channel_id.startswith("D")
        )
        locked = waiting.order_by(file_offer.c.id).with_for_update()
        return [_offer_of(row) for row in await self.sql.execute(locked)]

    async def of_notice(self, notice_id: int) -> FileOffer:
        """Return the offer that a notice is about. Raises NotFound."""
        about = or_(file_offer.c.notice_id == notice_id, file_offer.c.faults_notice_id == notice_id)
        return await self._read(about)

    @override
    async def save(self, offer: FileOffer) -> None:
        changed = update(file_offer).where(file_offer.c.id == offer.id)
        await self.sql.execute(changed.values(**_columns(offer)))

    @override
    async def owe(self, offer: FileOffer, at: datetime) -> None:
        await self._owe(offer, NoticeKind.OFFER, at)

    @override
    async def owe_faults(self, offer: FileOffer, at: datetime) -> None:
        await self._owe(offer, NoticeKind.OFFER_FAULTS, at)

    async def _owe(self, offer: FileOffer, kind: NoticeKind, at: datetime) -> None:
        """Owe one of its two messages once more, or for the first time."""
        place = _PLACES[kind]
        told = select(place).where(file_offer.c.id == offer.id).scalar_subquery()
        if await owe_again(self.sql, self.jobs, message.c.notice_id == told):
            return
        made = insert(notice).values(kind=kind.value, at=at).returning(notice.c.id)
        notice_id = (await self.sql.execute(made)).scalar_one()
        kept = update(file_offer).where(file_offer.c.id == offer.id)
        await self.sql.execute(kept.values({place.name: notice_id}))
        # What is wrong stands below the file, also where the offer stands in the conversation.
        below = offer.thread_ts or ("" if kind is NoticeKind.OFFER else offer.file_ts)
        await owe_notice(self.sql, self.jobs, offer.channel_id, notice_id, thread_ts=below or None)

    async def _read(self, which: ColumnElement[bool], *, lock: bool = False) -> FileOffer:
        wanted = select(file_offer).where(which)
        row = (await self.sql.execute(wanted.with_for_update() if lock else wanted)).first()
        offer = _offer_of(row) if row else None
        if offer is None or not offer.is_seen(self.sees):
            raise NotFound("This file is not offered any more. Drop it again.")
        return offer


_S = OfferState
_WAITING = (_S.WHICH_BOOK, _S.ASKS, _S.OFFERED, _S.REQUESTED, _S.DECLINED)
_PLACES = {
    NoticeKind.OFFER: file_offer.c.notice_id,
    NoticeKind.OFFER_FAULTS: file_offer.c.faults_notice_id,
}


def _columns(offer: FileOffer) -> Mapping[str, Any]:
    return {
        "channel_id": offer.channel_id,
        "thread_ts": offer.thread_ts,
        "file_ts": offer.file_ts,
        "file_id": offer.file_id,
        "file_name": offer.file_name,
        "dropped_by": offer.dropped_by,
        "state": offer.state.value,
        "book_id": offer.book_id,
        "digest": offer.digest,
        "choices": to_json(offer.choices),
        "asks": {"books": list(offer.book_ids), "needs": [one.value for one in offer.needs]},
        "why": offer.why,
        "summary": to_json(offer.summary),
        "progress": to_json(offer.progress),
        "moved_by": offer.moved_by,
        "moved_at": offer.moved_at,
        "asked_by": offer.asked_by,
        "faults_sent": offer.faults_sent,
    }


def _offer_of(row: Row[Any]) -> FileOffer:
    return FileOffer(
        id=row.id,
        channel_id=row.channel_id,
        thread_ts=row.thread_ts,
        file_ts=row.file_ts,
        file_id=row.file_id,
        file_name=row.file_name,
        dropped_by=row.dropped_by,
        state=OfferState(row.state),
        book_id=row.book_id,
        book_ids=tuple(row.asks.get("books", ())),
        digest=row.digest,
        choices=from_json(Choices, row.choices),
        needs=tuple(Needed(one) for one in row.asks.get("needs", ())),
        why=row.why,
        summary=from_json(FileSummary, row.summary),
        progress=from_json(Progress, row.progress),
        moved_by=row.moved_by,
        moved_at=row.moved_at,
        asked_by=row.asked_by,
        faults_sent=row.faults_sent,
    )
