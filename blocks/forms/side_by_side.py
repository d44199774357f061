"""Our entry and the ledger's, side by side: day, sum, what names it, lines, and what differs."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, SectionBlock

from blocks.kit import figures, limits
from blocks.kit.card import context, mrkdwn
from blocks.kit.text import link, outside
from blocks.words.extras import extras_of, head_extras
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.matching.comparing import unlike
from journal.matching.keeping import keeping
from journal.moves.duplicate import Twins

_MOST_LINES = 12
_ROOM = 1500
"""Characters that the lines of one side may have: what stands above them fits into the rest."""
_NAME = 40


def side_by_side(twins: Twins) -> list[Block]:
    """Draw both, what differs in bold; ours alone where the ledger shows nothing in its place."""
    there = twins.there
    if there is None:
        return [SectionBlock(fields=[mrkdwn(_ours(twins), limits.FIELD_TEXT)])]
    fields = [_ours(twins), _theirs(twins, there)]
    drawn = SectionBlock(fields=[mrkdwn(field, limits.FIELD_TEXT) for field in fields])
    return [drawn, context("What differs is in bold.")] if there.lines else [drawn]


def _ours(twins: Twins) -> str:
    content, locale, there = twins.entry.content, twins.case.book.locale, twins.there
    day, total = (there.date, there.total) if there else (content.date, None)
    head = head_extras(twins.head.told, twins.unlike, locale)
    lines = [
        f"*Ours: {twins.entry.number}*",
        _marked(figures.day(content.date, locale), day != content.date),
        _marked(figures.amount(content.total, locale), total not in (None, content.total)),
        *_named(content.reference, twins.texts[-1:]),
        *_note(twins.texts[-1:], there.texts if there else ()),
        *([head] if head else []),
        "",
        *_lines(twins.lines, there.lines if there else (), locale),
    ]
    return "\n".join(lines)


def _theirs(twins: Twins, there: LedgerEntry) -> str:
    platform, locale = twins.case.connection.platform.label, twins.case.book.locale
    content, total = twins.entry.content, there.total
    seen = [text for text in there.texts if text != there.number]
    extras = head_extras((*there.extras, *there.tax), twins.unlike, locale)
    lines = [
        f"*In {platform}: {link(there.url, there.number or there.ledger_id)}*",
        _marked(figures.day(there.date, locale), there.date != content.date),
        _marked(figures.amount(total, locale), total != content.total)
        if total
        else "its amount is not shown here",
        *(_note(seen, twins.texts) or [figures.NOTHING]),
        *([extras] if extras else []),
        "",
        *_lines(there.lines, twins.lines, locale),
    ]
    return "\n".join(lines)


def _lines(lines: Sequence[LedgerLine], others: Sequence[LedgerLine], locale: str) -> list[str]:
    """Draw each line, in bold where there are others and none of them is like it."""
    is_unlike = unlike(lines, others) if others else [False] * len(lines)
    pairs = keeping(lines, others).pairs
    drawn: list[str] = []
    for line, differs, pair in zip(lines[:_MOST_LINES], is_unlike, pairs, strict=False):
        beside = others[pair] if pair is not None else None
        text = f"{_marked(_line(line, locale), differs)}{extras_of(line, beside)}"
        if sum(map(len, drawn)) + len(text) > _ROOM:
            break
        drawn.append(text)
    left = len(lines) - len(drawn)
    return [*drawn, figures.counted(left, "more line", locale)] if left > 0 else drawn


def _named(reference: str, note: Sequence[str]) -> list[str]:
    """Draw the reference where the note does not have it already."""
    return [] if reference in " ".join(note) else [outside(reference, limits.NAME_SHOWN)]


def _note(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    """Draw what is written on an entry, in bold where the other says otherwise."""
    said = [text for text in texts if text.strip()]
    return [
        _marked(outside(text, limits.NAME_SHOWN), bool(others) and text not in others)
        for text in said
    ]


def _line(line: LedgerLine, locale: str) -> str:
    amount = figures.amount(line.amount, locale)
    return f"{line.side.value} {amount} {outside(line.account, _NAME)}"


def _marked(text: str, differs: bool) -> str:
    return f"*{text}*" if differs else text
