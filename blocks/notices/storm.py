"""The digest of many new cards that a channel does not show yet."""

from __future__ import annotations

from blocks.kit import limits
from blocks.kit.card import Card, context, header, section, stamped
from blocks.kit.figures import counted
from blocks.kit.text import capital, outside
from journal.incidents.storm import Gathered, Storm

MOST_GROUPS = 15
_LOCALE = "en_US"


def storm_notice(storm: Storm) -> Card:
    """Draw how many new cards are on their way, by book and cause; at the end one quiet line."""
    if not storm.waiting:
        cards = counted(storm.cards, "card", _LOCALE)
        text = f"✅ All {cards} are here."
        return Card(text, stamped([context(text)], "storm"))
    title = f"📊 {counted(storm.cards, 'new incident', _LOCALE)} in this channel"
    rest = (storm.groups[0].groups if storm.groups else 0) - len(storm.groups)
    lines = [_line(one) for one in storm.groups] + ([f"and {rest} more groups"] if rest > 0 else [])
    blocks = [
        header(title),
        section("\n".join(lines)),
        context(
            f"{counted(storm.waiting, 'card', _LOCALE)} still to come, the oldest first",
            "`/jefail show INC-7` opens one now",
        ),
    ]
    waiting = f"{storm.waiting} of their cards are still to come."
    return Card(f"{title}. {waiting}", stamped(blocks, "storm"))


def _line(one: Gathered) -> str:
    cause = capital(one.reason.value.replace("_", " "))
    name = outside(one.book, limits.NAME_SHOWN)
    since = f"INC-{one.first}" + (f" and {one.cards - 1} more" if one.cards > 1 else "")
    return f"• *{name}*: {cause} · {since}"
