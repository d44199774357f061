"""`/jefail list`: which open incidents are meant, and pages of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from rapidfuzz import process

from blocks.answers.status import list_card
from blocks.kit.card import Card
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import outside
from blocks.kit.validate import checked
from handlers.edge.listening import SlackRequest
from journal.books.sales_channels import known
from journal.entries.failure import FailureReason
from journal.errors import NotFound
from journal.ports import OpenCases, Store

PAGE = 10
MINE = "mine"
_CHANNEL = re.compile(r"<#([A-Z0-9]+)(\|[^>]*)?>")
_REASONS = {reason.value: reason for reason in FailureReason}
_LIKE = 55
"""How alike a word has to be to be offered, of 100."""


async def asked_for(request: SlackRequest, words: Sequence[str], within: str = "") -> Card:
    """Answer `/jefail list`, with any of: mine, a book, a reason, a sales channel, a #channel.

    `within`: the Slack channel whose books alone may be told of; "": any.

    Raises:
        NotFound: something that was named is none of these; names the nearest.
    """
    async with request.open_store() as store:
        named = await named_by(store, words)
    return await _page(request, {**named, "slack": within} if within else named, 0)


async def page_turned(request: SlackRequest) -> None:
    """Show another page in place of this one, to the same person alone."""
    kept, _, page = str(request.action["value"]).rpartition("|")
    card = await _page(request, dict(parse_qsl(kept)), int(page))
    await request.respond(text=card.text, blocks=checked(card.blocks), replace_original=True)


async def _page(request: SlackRequest, named: Mapping[str, str], page: int) -> Card:
    async with request.open_store() as store:
        cases = await store.incidents.open_cases(
            None,
            PAGE + 1,
            offset=page * PAGE,
            only=_only(named, request.actor),
            unchecked=True,
        )
    kept = urlencode(named)
    return list_card(
        cases[:PAGE],
        page=page,
        has_more=len(cases) > PAGE,
        before=f"{kept}|" if kept else "",
        said=named.get("said", ""),
    )


def _only(named: Mapping[str, str], actor: str) -> OpenCases:
    """Return what is meant; `mine` is the person who looks, or who turned the page."""
    return OpenCases(
        book_id=int(named["book"]) if "book" in named else None,
        reason=FailureReason(named["reason"]) if "reason" in named else None,
        sales_channel=named.get("channel"),
        assignee=actor if MINE in named else None,
        channel_id=named.get("slack"),
    )


async def named_by(store: Store, words: Sequence[str]) -> Mapping[str, str]:
    """Return what the words name, as plain values that a button can hold."""
    phrase = " ".join(words)
    if not phrase or phrase.casefold() == "all":
        return {}
    known_words = await _known_words(store)
    whole = _meaning(phrase, known_words)
    if whole is not None:
        return {**whole, "said": phrase[:NAME_SHOWN]}
    found: dict[str, str] = {}
    for word in words:
        one = _meaning(word, known_words)
        if one is None:
            missed = phrase if len(words) == 1 else word
            raise NotFound(_not_known(missed, known_words), is_drawn=True)
        found |= one
    return {**found, "said": phrase[:NAME_SHOWN]}


def reason_called(name: str) -> FailureReason | None:
    """Return the reason of this name, in any case; None: there is none."""
    return _REASONS.get("_".join(name.replace("-", " ").casefold().split()))


Words = Mapping[str, Mapping[str, str]]


async def _known_words(store: Store) -> Words:
    """Return everything that can be named, in small letters, and what it means."""
    meant: dict[str, Mapping[str, str]] = {}
    for channel in await store.incidents.open_channels():
        meant[channel.casefold()] = {"channel": channel}
    for name, reason in _REASONS.items():
        meant[name.replace("_", " ")] = {"reason": reason.value}
    for book in await store.books.all():
        for called in (book.slug, " ".join(book.name.split())):
            meant[called.casefold()] = {"book": str(book.id)}
    meant[MINE] = {MINE: "1"}
    return meant


def _meaning(text: str, known_words: Words) -> Mapping[str, str] | None:
    if place := _CHANNEL.fullmatch(text):
        return {"slack": place[1]}
    plain = " ".join(text.split()).casefold()
    channel = known(text)
    options = [plain, plain.replace("_", " "), plain.replace("-", " ")]
    if channel is not None:
        options.append(channel.name.casefold())
    meant = next((known_words[one] for one in options if one in known_words), None)
    return meant or ({"channel": channel.name} if channel else None)


def _not_known(text: str, known_words: Words) -> str:
    nearest = process.extractOne(text.casefold(), list(known_words), score_cutoff=_LIKE)
    hint = f" Did you mean `/jefail list {outside(nearest[0], NAME_SHOWN)}`?" if nearest else ""
    shown = outside(text, NAME_SHOWN)
    return f'There is no book, reason or sales channel called "{shown}".{hint}'
