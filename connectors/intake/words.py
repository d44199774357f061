"""What the words of a journal tell: which sales channel it is from, what kind of entry it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from connectors.intake.result import OptionNeeded
from journal.books.sales_channels import SPELLINGS, proper_name
from journal.entries.entry import EntryKind
from journal.offers.choices import Needed


def _naming(*, yielding: bool) -> re.Pattern[str]:
    spellings = (word for word, channel in SPELLINGS.items() if channel.yields is yielding)
    longest_first = sorted(map(re.escape, spellings), key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])({'|'.join(longest_first)})(?![a-z0-9])")


_NAMED: Final = _naming(yielding=False)
_NAMED_ELSE: Final = _naming(yielding=True)
"""How an order was paid or brought: "Shopify, paid with Klarna" is Shopify."""
_KINDS: Final = (
    (EntryKind.COST_OF_GOODS_SOLD, re.compile(r"\bcogs\b|cost of (goods|sales)|inventory relief")),
    (EntryKind.DEPOSIT, re.compile(r"deposit|pay-?out|settlement|transfer to bank|disbursement")),
    (EntryKind.SALES_SUMMARY, re.compile(r"\bsales?\b|\borders?\b|summary|revenue|takings")),
)

_SHORT: Final = 255  # characters; longer ones are of one line


def channel_of(texts: Sequence[str], otherwise: str) -> str:
    """Return the sales channel that the first telling text of `texts` names, else `otherwise`.

    Raises:
        OptionNeeded: none is named and nothing else was said, or two are named at once.
    """
    found = _named(texts, _NAMED, otherwise)
    if not found and not otherwise:
        found = _named(texts, _NAMED_ELSE, otherwise)
    if not found and not otherwise:
        raise OptionNeeded(
            Needed.SALES_CHANNEL,
            "no sales channel can be found in its words",
            'name one there or give --channel, for example --channel "Shopify"',
        )
    return found or proper_name(otherwise)


def _named(texts: Sequence[str], naming: re.Pattern[str], otherwise: str) -> str:
    """Return the channel that the first telling text names; "": none. Raises as `channel_of`."""
    for text in texts:
        named = dict.fromkeys(SPELLINGS[word].name for word in naming.findall(text.casefold()))
        if len(named) == 1:
            return next(iter(named))
        if named and not otherwise:
            raise OptionNeeded(
                Needed.SALES_CHANNEL,
                f"it names {' and '.join(named)}",
                "say which sales channel with --channel",
            )
        if named:
            break
    return ""


def kind_of(whole: Sequence[str], lines: Sequence[str]) -> EntryKind:
    """Return the kind that the words of a journal speak of, else OTHER.

    Args:
        whole: what is said of the journal itself: its number, memo or narration. The first of them
            that tells a kind decides.
        lines: the description of each line, "" where it has none. A line of a day's sales often
            speaks of the payout that is due, so lines make a deposit only when most of them, and
            more than one, say so; one that speaks of sales makes a sales summary.
    """
    for text in whole:
        if (kind := _kind_said(text)) is not None:
            return kind
    said = Counter(_kind_said(text) for text in lines)
    if said[EntryKind.SALES_SUMMARY]:
        return EntryKind.SALES_SUMMARY
    if said[EntryKind.COST_OF_GOODS_SOLD] * 2 >= max(len(lines), 1):
        return EntryKind.COST_OF_GOODS_SOLD
    deposits = said[EntryKind.DEPOSIT]
    return EntryKind.DEPOSIT if deposits > 1 and deposits * 2 > len(lines) else EntryKind.OTHER


def _kind_said(text: str) -> EntryKind | None:
    return _kind_in_short(text) if len(text) <= _SHORT else _kind_in(text)


def _kind_in(text: str) -> EntryKind | None:
    lowered = text.casefold()
    return next((kind for kind, pattern in _KINDS if pattern.search(lowered)), None)


_kind_in_short = lru_cache(maxsize=4096)(_kind_in)
"""The same of texts that come again on line after line."""
