"""A file was shared: where a book is talked of, or costs are awaited, it is looked at by a job."""

from __future__ import annotations

from handlers.edge.listening import SlackRequest
from journal.ports import Click, Store


async def shared(request: SlackRequest) -> None:
    """Someone shared a file in a channel; told again by Slack, it is looked at once."""
    event = request.body["event"]
    channel_id, file_id = str(event["channel_id"]), str(event["file_id"])
    person, event_id = str(event["user_id"]), str(request.body["event_id"])
    async with request.open_store() as store:
        if not await _concerns_us(store, channel_id):
            return
        if await store.clicks.remember(Click(f"{event_id}/file", person)):
            key = f"{channel_id}/{file_id}/{person}/{event_id}"
            await store.jobs.read_shared_file(key)


async def _concerns_us(store: Store, channel_id: str) -> bool:
    """Whether it is a conversation with one person, a book's channel, or one with costs to come."""
    if channel_id.startswith("D") or await store.costs.are_awaited(channel_id):
        return True
    return await store.books.are_in(channel_id)
