"""The lines of one entry as someone wants them to be, beside their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from journal.books.book import Account
from journal.books.listing import BY_ID
from journal.books.lists import NAME, Dimension, Field, ListItem, NameKind
from journal.entries.coded_lines import ANY_NAME, coded_line, said_in
from journal.entries.coding import Coding
from journal.entries.entry import Line, NewEntry
from journal.entries.placing import Known, alias_name, bare_word, on_account, place_of
from journal.entries.uncoded import Choices, scope_of


def recoded(content: NewEntry, chosen: Choices, known: Known) -> NewEntry:
    """Return an entry whose lines say themselves what is `chosen` for them.

    It may be meant for a word that they say, on their account, or for lines of their category
    or account. Lines that nothing is chosen for, or that have no account yet, stay as they are.
    """
    lines = tuple(_line(one, content, chosen, known) for one in content.lines)
    return replace(content, lines=lines)


def _line(line: Line, content: NewEntry, chosen: Choices, known: Known) -> Line:
    account = place_of(line, content.sales_channel, known)
    if not isinstance(account, Account):
        return line
    for dimension, item in _meant(line, content, account, chosen, known):
        line = _saying(line, dimension, item, account, content, known)
    return line


def _meant(
    line: Line, content: NewEntry, account: Account, chosen: Choices, known: Known
) -> Iterator[tuple[Dimension, ListItem]]:
    words = said_in(line, known)
    by_name = {(one, alias_name(word)): to for (one, word), to in chosen.words.items()}
    for dimension, word in words.items():
        for called in (bare_word(word), on_account(word, account.key)):
            item_id = by_name.get((dimension, alias_name(called)), "")
            if item := known.lists.by_id(dimension, item_id) if item_id else None:
                yield dimension, item
    scope = scope_of(line, content, account)
    for rule in chosen.rules:
        kind = account.wants_name if rule.dimension == NAME else ""
        item = known.lists.by_id(rule.dimension, rule.item_id, "" if kind == ANY_NAME else kind)
        if item and rule.dimension not in words and rule.scope == scope:
            yield rule.dimension, item


def _saying(
    line: Line,
    dimension: Dimension,
    item: ListItem,
    account: Account,
    content: NewEntry,
    known: Known,
) -> Line:
    """Return the line with the item's name for its word; with its id where that is not enough."""
    own = _own_dimension(line, dimension, known)
    for word in (item.name, f"{BY_ID}{item.key}"):
        said = replace(line, coding=_with_word(line.coding, own, word, item))
        coded, _lacks = coded_line(said, account, content, known)
        if any(one.dimension == dimension and one.item.key == item.key for one in coded):
            return said
    return line


def _own_dimension(line: Line, dimension: Dimension, known: Known) -> Dimension:
    """Return under which field the line says it: a class may be kept as tracking there."""
    for own, word in line.coding.words():
        if said_in(replace(line, coding=Coding().with_word(own, word)), known).get(dimension):
            return own
    return dimension


def _with_word(coding: Coding, dimension: Dimension, word: str, item: ListItem) -> Coding:
    said = coding.with_word(dimension, word)
    if dimension.field is not Field.NAME:
        return said
    return replace(said, name_kind=NameKind(item.kind) if item.kind else coding.name_kind)
