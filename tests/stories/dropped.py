"""Files that people drop into Slack in a story, and what stands below them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blocks.kit.validate import checked
from blocks.notices.offer import OfferSeen, offer_notice
from bot.notices import TELLINGS
from journal.incidents.notices import NoticeKind
from journal.offers.file_offer import FileOffer, OfferState
from tests.stories.desk import ANA, BOOKKEEPING, Desk, eventually

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as it was dropped."""

    desk: Desk
    channel: str
    ts: str  # of the message that shows it
    in_thread: bool = True  # its offer stands below it, not beside

    async def offer(self) -> FileOffer | None:
        """Return the newest offer of it as it is kept."""
        from sqlalchemy import text

        asked = text("SELECT max(id) FROM file_offer WHERE file_ts = :ts")
        async with self.desk.program.database.engine.connect() as sql:
            found = (await sql.execute(asked, {"ts": self.ts})).scalar_one()
        if found is None:
            return None
        async with self.desk.program.database.store() as store:
            return await store.offers.get(found)

    async def below(self, by: str = ANA) -> Sequence[Message]:
        """Return the messages in its thread, without the file's own."""
        asked = {"channel": self.channel, "as": by, "thread_ts": self.ts}
        answer = await self.desk.outside.get("slack/control/messages", params=asked)
        messages: Sequence[Message] = answer.json()["messages"]
        return messages[1:]

    async def beside(self, by: str) -> Sequence[Message]:
        """Return the messages of the conversation that it was dropped into."""
        asked = {"channel": self.channel, "as": by}
        answer = await self.desk.outside.get("slack/control/messages", params=asked)
        messages: Sequence[Message] = answer.json()["messages"]
        return messages

    async def shown(self, state: OfferState, by: str = ANA) -> Message:
        """Return the message that offers it, once it shows this state as it is drawn."""

        async def there() -> Message | None:
            offer = await self.offer()
            if offer is None or offer.state is not state:
                return None
            seen = await self._seen(offer)
            card = offer_notice(seen)
            found = await (self.below(by) if self.in_thread else self.beside(by))
            drawn = checked(card.blocks)
            return next((one for one in found if one.get("blocks") == drawn), None)

        try:
            return await eventually(there, f"an offer that is {state}")
        except AssertionError as error:
            raise AssertionError(f"{error}; it is {await self.offer()}") from None

    async def _seen(self, offer: FileOffer) -> OfferSeen:
        from sqlalchemy import text

        asked = text("SELECT notice_id FROM file_offer WHERE id = :id")
        async with self.desk.program.database.engine.connect() as sql:
            notice_id = (await sql.execute(asked, {"id": offer.id})).scalar_one()
        if notice_id is None:
            return OfferSeen(offer, None)
        async with self.desk.program.database.store() as store:
            seen: OfferSeen = await TELLINGS[NoticeKind.OFFER].read(store, notice_id)
        return seen

    async def press(self, state: OfferState, action_id: str, *, by: str = ANA) -> Mapping[str, Any]:
        """Press a button of the message that shows this state."""
        message = await self.shown(state, by)
        return await self.desk.press(message, action_id, by=by, channel=self.channel)

    async def choose_book(self, book_id: int, *, by: str = ANA) -> None:
        """Choose a book from the list."""
        message = await self.shown(OfferState.WHICH_BOOK, by)
        block, menu, option = next(
            (block, element, option)
            for block in message["blocks"]
            for element in block.get("elements", ())
            for option in element.get("options", ())
            if option["value"].endswith(f":{book_id}")
        )
        chosen = {
            "as": by,
            "channel": self.channel,
            "message_ts": message["ts"],
            "block_id": block["block_id"],
            "action_id": menu["action_id"],
            "selected_option": option,
        }
        answer = await self.desk.outside.post("slack/control/action", json=chosen)
        assert answer.json().get("acked"), answer.json()

    async def files(self) -> Sequence[tuple[str, bytes]]:
        """Return the files that jefail sent below it, each with its name."""
        found = []
        for one in await self.below():
            for file in one.get("files", ()):
                asked = {"id": file["id"], "as": ANA}
                answer = await self.desk.outside.get("slack/control/file", params=asked)
                found.append((str(file["name"]), answer.content))
        return found


async def drop(
    desk: Desk,
    name: str,
    content: bytes,
    *,
    by: str = ANA,
    channel: str = BOOKKEEPING,
    thread_ts: str | None = None,
    text: str = "",
) -> Dropped:
    """Drop a file into a conversation."""
    file = {"name": name, "content": base64.b64encode(content).decode()}
    place = {"channel": channel, **({"thread_ts": thread_ts} if thread_ts else {})}
    said = {"as": by, "files": [file], "text": text, **place}
    answer = await desk.outside.post("slack/control/message", json=said)
    ts = answer.raise_for_status().json()["message"]["ts"]
    in_thread = bool(thread_ts) or not channel.startswith("D")
    return Dropped(desk, channel, thread_ts or str(ts), in_thread)


async def write(
    desk: Desk, text: str, *, by: str = ANA, channel: str = BOOKKEEPING, thread_ts: str = ""
) -> str:
    """Write a message; return its `ts`."""
    place = {"channel": channel, **({"thread_ts": thread_ts} if thread_ts else {})}
    answer = await desk.outside.post(
        "slack/control/message", json={"as": by, "text": text, **place}
    )
    return str(answer.raise_for_status().json()["message"]["ts"])
