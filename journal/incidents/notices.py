"""What is told beside the cards, one record for each kind: to a channel, or to one person.

Its fields are the keys under which it is kept, as of a turn of the story.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, get_args

from journal.incidents.codec import from_json
from journal.incidents.story.kinds import EventKind


class NoticeKind(StrEnum):
    """What is told beside the cards."""

    END = "end"  # to a channel: an authorisation ends soon
    CLOSE = "close"  # to a channel: a month closes soon, and not all of it is in the books
    ASSIGNED = "assigned"
    OWNER = "owner"
    SUPPORT = "support"
    ANSWERED = "answered"
    CONFIRM = "confirm"  # to a person: is this the company of the book?
    CONNECTED = "connected"  # to a channel: its book was connected
    OFFER = "offer"  # below a file that was dropped: what of it can be imported
    OFFER_FAULTS = "offer_faults"  # and what cannot
    OUTAGE = "outage"  # elsewhere: a channel takes no messages
    STORM = "storm"  # to a channel: many new cards wait for it
    SILENCE = "silence"  # to a channel: nobody reads its book's books
    ELSEWHERE = "elsewhere"  # over an old card: its book is told of in another channel now


@dataclass(frozen=True, slots=True)
class ToAssignee:
    """To a person: someone gave them an incident."""

    kind: ClassVar = NoticeKind.ASSIGNED


@dataclass(frozen=True, slots=True)
class ToOwner:
    """To a person: someone asks them to connect a book again."""

    kind: ClassVar = NoticeKind.OWNER
    to: str = ""  # Slack user id
    reminder: int = 0  # the first, the second ...; 0: it is no reminder


@dataclass(frozen=True, slots=True)
class ToSupport:
    """To the channel of those who help: what a person asks them."""

    kind: ClassVar = NoticeKind.SUPPORT
    text: str = ""


@dataclass(frozen=True, slots=True)
class ToAsker:
    """To a person: what they asked for was declined, or has lapsed."""

    kind: ClassVar = NoticeKind.ANSWERED
    asked: Mapping[str, Any] = field(default_factory=dict)  # as of `RequestMade`
    asked_by: str = ""  # Slack user id
    because: str = ""  # why it has lapsed
    answer: EventKind | None = None  # DECLINED or LAPSED


Word = ToAssignee | ToOwner | ToSupport | ToAsker
"""What is told of one incident. What is told of a book has no word: it is read as it stands."""
_WORDS: Mapping[NoticeKind, type[Word]] = {one.kind: one for one in get_args(Word)}


@dataclass(frozen=True, slots=True)
class NewNotice:
    """Something about an incident to be told in another place than its card's."""

    word: Word
    channel_id: str  # of Slack; a user id is told directly
    incident_id: int
    actor: str | None = None


def is_person(channel_id: str) -> bool:
    """Whether what is told to `channel_id` of Slack is told to one person, whose id it is."""
    return channel_id.startswith(("U", "W"))


def word_of(kind: NoticeKind, facts: Mapping[str, Any]) -> Word:
    """Return the word that was kept as `facts`, by this release or another."""
    return from_json(_WORDS[kind], facts)
