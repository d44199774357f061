"""The word, elsewhere, about a channel that takes no messages: what is wrong and who can fix it.

It may be read by people whom the books of that channel do not concern, so it tells counts alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from blocks.kit import limits
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.figures import counted
from blocks.kit.text import clock, outside, when
from journal.incidents.outage import Outage

_LOCALE = "en_US"
_CAUSES: Mapping[str, tuple[str, str]] = {
    "is_archived": (
        "is archived",
        "Unarchive it. Or your jefail administrator moves the book to another channel with"
        " `jefail book move`.",
    ),
    "channel_not_found": (
        "was deleted, or jefail was removed from it",
        "If it's there, invite jefail with `/invite @jefail`. If it was deleted, your jefail"
        " administrator moves the book to another channel with `jefail book move`.",
    ),
    "not_in_channel": (
        "no longer has jefail as a member",
        "Anyone in the channel can invite jefail with `/invite @jefail`.",
    ),
    "missing_scope": (
        "can't be written to: the Slack app lacks a permission",
        "Your jefail administrator installs the Slack app again. `jefail check` says what it"
        " lacks.",
    ),
}
_RESTRICTED = (
    "doesn't let jefail post",
    "A channel manager or an admin of Slack can allow it under Posting permissions.",
)
_OTHER = ("takes no messages", "Your jefail administrator sees why with `jefail check`.")


def cause_of_outage(code: str) -> tuple[str, str]:
    """Return what is wrong with a channel, and what to do, by Slack's own word for it."""
    if code.startswith("restricted_action"):
        return _RESTRICTED
    return _CAUSES.get(code, _OTHER)


def outage_notice(outage: Outage) -> Card:
    """Draw that a channel takes nothing; once it is over, one quiet line says what was sent."""
    seed = f"outage{outage.id}"
    place = f"<#{outage.channel_id}>"
    if outage.ended_at is not None:
        text = _over(outage, place)
        return Card(text, stamped([context(text)], seed))
    wrong, todo = cause_of_outage(outage.code)
    text = f"🔕 {place}{_books(outage)} {wrong}. {_waiting(outage.held)}"
    blocks = [
        section(text),
        section(f"*Fix* {todo}"),
        context(f"Since {when(outage.began_at)}", f"Slack says {outside(outage.code, 60)}"),
    ]
    return Card(f"{text} {todo}", stamped(blocks, seed))


def _books(outage: Outage) -> str:
    names = [outside(one, limits.NAME_SHOWN) for one in outage.books]
    return f" (*{', '.join(names)}*)" if names else ""


def _waiting(held: int) -> str:
    if not held:
        return "New cards will wait."
    return f"{counted(held, 'card', _LOCALE)} {'waits' if held == 1 else 'wait'}, in order."


def _over(outage: Outage, place: str) -> str:
    assert outage.ended_at is not None
    if not outage.held:
        return f"✅ {place}: no card waits any more."
    were = "card was" if outage.held == 1 else "cards were"
    return f"✅ {outage.held} {were} delivered in {place} at {clock(outage.ended_at)}."
