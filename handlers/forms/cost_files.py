"""A file was shared: where costs are awaited, it is looked at by a job."""

from __future__ import annotations

from handlers.edge.listening import SlackRequest
from journal.ports import Click


async def shared(request: SlackRequest) -> None:
    """Someone shared a file in a channel; told again by Slack, it is looked at once."""
    event = request.body["event"]
    channel_id, file_id = str(event["channel_id"]), str(event["file_id"])
    person = str(event["user_id"])
    async with request.desk.open_store() as store:
        if not await store.costs.are_awaited(channel_id):
            return
        told = Click(f"{request.body['event_id']}/file", person)
        if await store.clicks.remember(told):
            await store.jobs.read_cost_file(f"{channel_id}/{file_id}/{person}")
