"""Of which books' channels someone is a member, for files that nobody else sees."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from journal.books.book import Book
from journal.errors import BadInput
from journal.offers.file_offer import FileOffer

NOT_A_MEMBER = "You are not in the channel of this book any more, so its file is not imported."
_PAGE, _PAGES = 200, 25


async def channels_of(slack: AsyncWebClient, person: str) -> set[str]:
    """Return the channels that a person is in, of those that the bot knows.

    docs.slack.dev/reference/methods/users.conversations

    Raises:
        SlackApiError, aiohttp.ClientError, TimeoutError: Slack could not be asked.
    """
    found: set[str] = set()
    cursor = ""
    for _page in range(_PAGES):
        answer = await slack.users_conversations(
            user=person, types="public_channel,private_channel", limit=_PAGE, cursor=cursor
        )
        found |= {str(one["id"]) for one in answer["channels"]}
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return found


async def require_member(slack: AsyncWebClient, offer: FileOffer, book: Book) -> None:
    """Return where an offer may tell of `book`: its channel, or a member's own conversation.

    Raises:
        BadInput: the person has left the book's channel. Else as `channels_of`.
    """
    if offer.is_direct and book.channel_id not in await channels_of(slack, offer.dropped_by):
        raise BadInput(NOT_A_MEMBER)
