"""What lines carry beside their account, as people name it: found in the platform's lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.cli.coding_options import Typed
from journal.books.book import Book
from journal.books.listing import BY_ID, folded
from journal.books.lists import NAME, Dimension, ListItem
from journal.entries.carried import CARRIED
from journal.entries.coded_lines import ANY_NAME, placed
from journal.entries.coding_rules import CodingRule, Scope
from journal.entries.placing import Known, parted_word
from journal.entries.uncoded import Choices, Slot
from journal.errors import BadInput, NotFound
from journal.incidents.incident import Case
from journal.moves.code import told_of
from journal.moves.post_coded import post_coded_in
from storage.database import SqlStore

_NEAR = 60  # of 100
_OFFERED = 3


async def known_of(store: SqlStore, book: Book) -> Known:
    """Return what is known of the book's company. Raises BadInput: it is not connected yet."""
    try:
        connection = await store.books.connection_of(book.id)
    except NotFound as error:
        raise BadInput(
            f"{book.name} is not connected yet; its lists are read once it is"
        ) from error
    return await store.books.known(connection)


def looked_up(
    said: Typed, scope: Scope, known: Known, wants_name: str = ""
) -> tuple[Choices, Sequence[Slot]]:
    """Return what lines of `scope` are to carry, and what is to be forgotten of them.

    `wants_name`: whose names their account takes.

    Raises:
        BadInput: the platform has no place for it, or nothing there is called so.
    """
    rules, forgotten = [], []
    for dimension, text in said.words.items():
        where = held_in(dimension, known)
        if not text:
            forgotten.append(Slot(where, scope=scope))
            continue
        kind = wants_name if where == NAME and wants_name != ANY_NAME else ""
        rules.append(CodingRule(scope, where, checked_item(known, where, text, kind).key))
    return Choices(rules=tuple(rules)), forgotten


def held_in(dimension: Dimension, known: Known) -> Dimension:
    """Return the list of the platform that it is of. Raises BadInput: lines there hold no such."""
    carried = CARRIED.get(known.platform)
    where = placed(dimension, known, carried) if carried else None
    if where is None:
        raise BadInput(f"journals in {known.platform.label} hold no {dimension.label}")
    return where


def checked_item(known: Known, dimension: Dimension, text: str, kind: str = "") -> ListItem:
    """Return the choice that `text` means.

    Raises:
        BadInput: there is none (the nearest are offered) or there are several, or it is inactive.
    """
    platform, label = known.platform.label, dimension.label
    if not known.lists.of(dimension):
        raise BadInput(f"{platform} has no choices for {label}, as far as its lists were read")
    fits = known.lists.fitting(dimension, text, kind)
    if not fits:
        near = _offer(known.lists.of(dimension, kind), text)
        raise BadInput(f'{platform} has no {label} called "{text}"{near}')
    if len(fits) > 1:
        listed = ", ".join(f'"{one.label}" ({BY_ID}{one.key})' for one in fits[:_OFFERED])
        raise BadInput(f'"{text}" fits more than one {label}: {listed}')
    if not fits[0].active:
        raise BadInput(f"{fits[0].label} is inactive in {platform}; choose another")
    return fits[0]


async def keep_coded(
    store: SqlStore,
    book_id: int,
    chosen: Choices,
    forgotten: Sequence[Slot],
    at: datetime,
) -> tuple[Sequence[Case], Sequence[Case]]:
    """Keep what was chosen and post what waited for it; return what moved, and what waits on.

    The book is held already (`mappings.hold`).
    """
    await store.codings.forget(book_id, forgotten)
    if not chosen:
        return (), ()
    known = await store.books.known(await store.books.connection_of(book_id))
    return await post_coded_in(store, book_id, chosen, told_of(chosen, known), at)


def scope_said(scope: Scope, known: Known) -> str:
    """Return the lines of a scope as people know them: "Gift cards from Shopify"."""
    account = known.chart.by_id(scope.account_id) if scope.account_id else None
    named = account.label if account else scope.account_id
    parts = [
        f'"{scope.category}"' if scope.category else "",
        f"account {named}" if named else "",
        f"kind {scope.kind}" if scope.kind else "",
    ]
    what = ", ".join(part for part in parts if part) or "every line"
    return f"{what} from {scope.sales_channel}" if scope.sales_channel else what


async def meant_by(store: SqlStore, book: Book, said: Slot) -> Sequence[Slot]:
    """Return what is kept of a word: wherever it stands, and on single accounts."""
    kept = [one.slot for one in await store.codings.all(book.id) if one.slot.word]
    same = [
        one
        for one in kept
        if one.dimension == said.dimension and folded(one.word) == folded(said.word)
    ]
    return same or [said]


def word_said(slot: Slot, known: Known) -> str:
    """Return a word that people said the meaning of, with the account if it is meant there."""
    word, scope = f'the word "{slot.word}"', slot.scope
    account = known.chart.by_id(scope.account_id) if scope.account_id else None
    where = account.label if account else scope.account_id
    return f"{word} on account {where}" if where else word


def choices_said(chosen: Choices, forgotten: Sequence[Slot], known: Known) -> Iterator[str]:
    """Yield what is kept and what is not any more, a sentence each."""
    for rule in chosen.rules:
        what, label = scope_said(rule.scope, known), rule.dimension.label
        yield f"{what}: {label} {_label(rule.dimension, rule.item_id, known)}."
    for (dimension, text), to in chosen.words.items():
        word, _account = parted_word(text)
        yield f'"{word}" means {dimension.label} {_label(dimension, to, known)}.'
    for slot in forgotten:
        what = f'"{slot.word}"' if slot.word else scope_said(slot.scope, known)
        yield f"{what}: {slot.dimension.label} is not set any more."


def _label(dimension: Dimension, item_id: str, known: Known) -> str:
    item = known.lists.by_id(dimension, item_id)
    return item.label if item else item_id


def _offer(items: Sequence[ListItem], text: str) -> str:
    near = process.extract(
        text,
        [one.label for one in items],
        scorer=fuzz.WRatio,
        processor=str.casefold,
        score_cutoff=_NEAR,
        limit=_OFFERED,
    )
    listed = ", ".join(f'"{name}"' for name, *_ in near)
    return f"; near it are {listed}" if listed else ""
